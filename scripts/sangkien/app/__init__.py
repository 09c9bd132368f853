"""The floor that composes: it reads a repository, judges, replays, registers, corrects and prepares the site for whoever calls.

Callers (command line, hooks, workflows, a web service) hand it bytes, a sender and an instant; they never import Git, corpus or rules.
"""
