"""The floor that composes: reads a repository, judges, replays, registers, corrects, prepares the site; must not know who calls it.

Callers (command line, hooks, workflows, a web service) hand it bytes, a sender and an instant; they never import Git, corpus or
rules.
"""
