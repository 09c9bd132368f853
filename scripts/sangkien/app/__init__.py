"""The floor that composes: reads a repository, judges, proposes, registers, corrects, replays, answers; must not know who calls it.

Callers (command line, hooks, workflows, `publish`) hand it bytes, a sender and an instant; they never import Git or the corpus.
"""
