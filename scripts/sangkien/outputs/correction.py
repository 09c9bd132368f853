"""Renders what a correction changes, field by field; must not decide what may be corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from difflib import unified_diff

from sangkien.language import Language, Words, say
from sangkien.model.corpus import FieldSpec
from sangkien.model.submission import Author, Recognition, Submission


def changes(first: Submission, new: Submission, titles: Mapping[str, FieldSpec], language: Language) -> Iterator[str]:
    """One line for each field that differs; for an answer the lines that went and those that came. `titles`: what fields are
    called, by name."""
    for name in (each.name for each in fields(Submission) if each.name != "answers"):
        was, now = (_said(getattr(record, name), language) for record in (first, new))
        if was != now:
            yield f"  {titles[name].title.say(language)}: {was} → {now}"
    for name in (each.name for each in fields(type(first.answers))):
        was, now = getattr(first.answers, name), getattr(new.answers, name)
        if was != now:
            yield f"  {titles[f'answers.{name}'].title.say(language)}:"
            yield from (f"    {line}" for line in _lines(was, now))


def _lines(was: str, now: str) -> Iterable[str]:
    rendered = unified_diff(was.splitlines(), now.splitlines(), n=0, lineterm="")
    return (line for line in rendered if not line.startswith(("---", "+++", "@@")))


def _said(value: object, language: Language) -> str:
    if value is None or value == "":
        return say(Words("(trống)", "(empty)"), language)
    if isinstance(value, bool):
        return say(Words("có", "yes") if value else Words("không", "no"), language)
    if isinstance(value, (int, date, str)):
        return say(value, language)
    if isinstance(value, tuple):
        return "; ".join(_said(each, language) for each in value)
    if isinstance(value, (Author, Recognition)):
        known = (getattr(value, each.name) for each in fields(value))
        return ", ".join(_said(each, language) for each in known if each not in (None, ""))
    return str(value)
