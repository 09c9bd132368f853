"""The frozen records every room speaks in; nothing here reads, judges or writes.

`history`: what Git holds. `programme`: what the union laid down. `submission`: what people sent. `act`: what unions do with it.
`finding`: what a rule says. `corpus`: all of it at one revision.
"""
