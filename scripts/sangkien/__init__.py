"""Sangkien: a union's innovation programme, judged and published from a Git repository."""

__version__ = "0.1.0"
