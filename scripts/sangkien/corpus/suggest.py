"""Says what a writer may have meant, or may choose from; must not know why the value or the name was refused."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from sangkien.corpus.document import Data
from sangkien.language import LANGUAGES, Value, Words
from sangkien.model.corpus import FieldSpec
from sangkien.text import fold

_MOST_WORDS = 0.6  # of the words written: below this a guess would mislead more often than help


def near_field(name: str, known: list[FieldSpec]) -> Value:
    """The field whose name or title is spelt alike; where none is, all that there are."""
    spellings = {fold(said): spec for spec in known for said in (_last(spec.name), spec.title.vi, spec.title.en)}
    near = [spellings[said] for said in difflib.get_close_matches(fold(name), spellings, n=1)]
    if near and near[0].name.startswith("answers."):
        return Words(f" Ý bạn là “## {near[0].title.vi}”?", f" Did you mean “## {near[0].title.en}”?")
    if not near:
        names = ", ".join(f"`{_last(spec.name)}`" for spec in known if spec.name.partition(".")[0] != "answers")
        return Words(f" Các tên dùng được: {names}.", f" These may be used: {names}.") if names else _headings(known)
    return _perhaps([_last(spec.name) for spec in near])


def _headings(known: list[FieldSpec]) -> Words:
    said = (", ".join(f"“## {spec.title.say(language)}”" for spec in known) for language in LANGUAGES)
    return Words(
        *(
            f" {lead}: {names}."
            for lead, names in zip(("Các đề mục dùng được", "These headings may be used"), said, strict=True)
        )
    )


def choices(limit: Value, labels: Mapping[str, Words]) -> Value:
    """The listed values, each with its name where it has one."""
    if not isinstance(limit, tuple) or not labels:
        return limit
    each = (", ".join(f"{id} ({labels[id].say(language)})" if id in labels else id for id in limit) for language in LANGUAGES)
    return Words(*each)


def near_value(value: Data, labels: Mapping[str, Words]) -> Value:
    """The listed value whose id or name is spelt alike, or holds the words that were written."""
    spellings = {fold(said): id for id, words in labels.items() for said in (id, words.vi, words.en)}
    asked = fold(str(value))
    near = difflib.get_close_matches(asked, spellings, n=1)
    if not near and (words := _words(asked)):
        shared = {said: len(words & _words(said)) / len(words) for said in spellings}
        near = [max(shared, key=lambda said: shared[said])] if max(shared.values(), default=0) > _MOST_WORDS else []
    return _perhaps([spellings[said] for said in near])


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def _perhaps(near: list[str]) -> Words:
    return Words(f" Ý bạn là `{near[0]}`?", f" Did you mean `{near[0]}`?") if near else Words("", "")


def _last(name: str) -> str:
    return name.rpartition(".")[2]
