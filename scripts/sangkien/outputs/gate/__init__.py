"""The verdict on a change in every form: text for people, JSON for machines, annotations for a forge; must not judge."""
