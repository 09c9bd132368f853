"""Says what a writer may have meant or may choose from; must not know why the value or the name was refused."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sangkien.corpus.document import AROUND_A_HEADING
from sangkien.corpus.strict_yaml import Data
from sangkien.language import LANGUAGES, Value, Words
from sangkien.model.corpus import FieldSpec
from sangkien.text import fold

_MOST_WORDS = 0.6  # of the words written: below this a guess would mislead more often than help


class Guess(NamedTuple):
    """What an unknown name may have meant."""

    near: Words  # the field that is near, in words; empty: none
    how: Words  # what to do, in words
    meant: str  # name of the field that is near; empty: none
    same: bool = False  # the names differ only in capitals, marks or spaces


_NOTHING = Words("", "")
_TAKE_OUT = Words(
    "Bỏ cả dòng này, hoặc sửa tên cho đúng. Số điện thoại, năm sinh, số giấy tờ không được ghi trong tệp.",
    "Take the line out, or correct its name. Phone, year of birth and identity numbers must not stand in the file.",
)
NO_GUESS = Guess(_NOTHING, _TAKE_OUT, "")


def near_field(name: str, known: list[FieldSpec]) -> Guess:
    """The field whose name or title is spelt alike; without one, a guess that lists all of them."""
    spellings = {fold(said): spec for spec in known for said in (_last(spec.name), spec.title.vi, spec.title.en)}
    asked = _folded(name)
    near = [spellings[said] for said in difflib.get_close_matches(asked, spellings, n=1)]
    if not near:
        names = ", ".join(f"`{_last(spec.name)}`" for spec in known if spec.name.partition(".")[0] != "answers")
        listed = Words(f" Các tên dùng được: {names}.", f" These may be used: {names}.") if names else _headings(known)
        return Guess(listed, _TAKE_OUT, "")
    (spec,) = near
    if spec.name.startswith("answers."):
        said = Words(f" Ý bạn là “## {spec.title.vi}”?", f" Did you mean “## {spec.title.en}”?")
        return Guess(said, Words(f"Sửa dòng này thành: ## {spec.title.vi}", f"Make the line: ## {spec.title.en}"), spec.name)
    meant = _last(spec.name)
    how = Words(f"Sửa tên thành `{meant}`.", f"Make the name `{meant}`.")
    return Guess(_perhaps([meant]), how, spec.name, asked in spellings)


def _folded(name: str) -> str:
    """A name as it is compared: any spaces count as one, an underscore as a space."""
    return fold("_".join(name.split()) if "_" in name else name)


def as_meant(text: str) -> Words:
    """How to write the value that was certainly meant."""
    return Words(f"Viết là: {text}", f"Write: {text}")


def like(keyword: str, spec: FieldSpec) -> Words:
    """How a value of this field is written, where nobody can tell which was meant."""
    if keyword == "format":
        return Words(
            f"Viết theo kiểu: {spec.example}. Đó chỉ là cách viết; chưa chắc ngày nào thì hỏi lại tác giả.",
            f"Write it like: {spec.example}. That only shows how; ask the author if you are not sure which day.",
        )
    if keyword == "pattern":
        return Words(f"Viết theo kiểu: {spec.example}", f"Write it like: {spec.example}")
    return Words(f"Ghi đúng như thực tế, viết theo kiểu: {spec.example}", f"Say what is true, written like: {spec.example}")


def only_misspelt(line: int) -> Words:
    """That a field is only misspelt on a line (from 1)."""
    return Words(
        f"Chỉ là gõ nhầm tên ở dòng {line}: sửa dòng ấy là đủ, đừng thêm dòng mới.",
        f"Only its name is misspelt on line {line}: correct that one, add no other.",
    )


def only_unmarked(line: int, spec: FieldSpec) -> Words:
    """That a line (from 1) must become the heading of this field."""
    return Words(
        f"Dòng {line} chưa thành đề mục: sửa cả dòng ấy thành: ## {spec.title.vi}",
        f"Line {line} is no heading yet: make it: ## {spec.title.en}",
    )


def headings_meant(names: Iterable[str], fields: Iterable[FieldSpec]) -> Mapping[str, str]:
    """Name of an answer -> the heading that it is except for spelling and the signs around it, of those that mean a heading which
    no other of the names is."""
    spelled = {name: _bare(name) for name in names}
    found: dict[str, str] = {}
    for spec in fields:
        if spec.name.startswith("answers."):
            titles = {fold(title): title for title in (spec.title.en, spec.title.vi)}
            same = [name for name, bare in spelled.items() if bare in titles or f"answers.{name}" == spec.name]
            if len(same) == 1 and spelled[same[0]] in titles:
                found[same[0]] = titles[spelled[same[0]]]
    return found


def _bare(heading: str) -> str:
    return fold(heading.strip(AROUND_A_HEADING))


def heading_to_add(spec: FieldSpec) -> Words:
    """Which heading to add for a missing answer."""
    return Words(
        f"Thêm đề mục này, dưới nó là câu trả lời: ## {spec.title.vi}",
        f"Add this heading and the answer below it: ## {spec.title.en}",
    )


def line_to_add(name: str, spec: FieldSpec) -> Words:
    """Which line to add for a missing field, and its allowed values: an example is no answer."""
    if not spec.labels:
        return Words(f"Thêm dòng, viết theo kiểu: {name}: {spec.example}", f"Add a line, written like: {name}: {spec.example}")
    each = choices(tuple(spec.labels), spec.labels)
    assert isinstance(each, Words)
    return Words(
        f"Thêm dòng: {name}: {spec.example} — hay giá trị đúng với bài trong các giá trị: {each.vi}",
        f"Add the line: {name}: {spec.example} — or whichever is true of: {each.en}",
    )


def _headings(known: list[FieldSpec]) -> Words:
    said = (", ".join(f"“## {spec.title.say(language)}”" for spec in known) for language in LANGUAGES)
    return Words(
        *(
            f" {lead}: {names}."
            for lead, names in zip(("Các đề mục dùng được", "These headings may be used"), said, strict=True)
        )
    )


def choices(limit: Value, labels: Mapping[str, Words]) -> Value:
    """The listed values, each with its name where it has one; any other limit as it is."""
    if not isinstance(limit, tuple) or not labels:
        return limit
    each = (", ".join(f"{id} ({labels[id].say(language)})" if id in labels else id for id in limit) for language in LANGUAGES)
    return Words(*each)


def near_value(value: Data, labels: Mapping[str, Words]) -> Value:
    """The listed value whose id or name is spelt alike, or contains the words that were written; empty where none does."""
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
