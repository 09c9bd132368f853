"""The frozen records that every room uses; must not know how they are read, judged or written.

`history`: what Git holds. `programme`: what the union lays down. `submission`: what people sent. `act`: what unions do with it.
`filed`: a record with its file. `finding`: what a rule says. `missing`: a value that is not there. `corpus`: all of it at one
revision. `public`: what may be told of a submission. `innovation`: an honoured one as the public may know it. `artifact`: what
outputs make.
"""
