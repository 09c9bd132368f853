"""Renders who has several innovations, for the honours of active people: it names people, so for officers alone; must not count."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sangkien.figures import Person
from sangkien.language import Language, Value, Words, fill, say
from sangkien.model.corpus import Edition

_CAUTION = Words(
    "Hai người trùng họ tên trong cùng một đơn vị được tính là một; hãy đối chiếu với danh sách đoàn viên trước khi khen.",
    "Two people of one name in one unit count as one; compare with the list of members before honouring.",
)


def text(people: Sequence[Person], edition: Edition, least: int, language: Language) -> str:
    """One paragraph a person, then the caution about names. `least` is the number of innovations asked for."""
    head: dict[str, Value] = {"edition": edition.id, "count": len(people), "least": least}
    lines = [
        fill(
            Words(
                "Kỳ {edition}: {count} tác giả có từ {least} sáng kiến hợp lệ",
                "Edition {edition}: {count} authors with {least} or more valid innovations",
            ),
            head,
            language,
        )
    ]
    for person in people:
        values: dict[str, Value] = {
            "name": person.name,
            "unit": edition.name_of(person.unit),
            "valid": person.valid,
            "proposed": person.proposed,
            "honoured": person.honoured,
        }
        said = Words(
            "{name} · {unit}: {valid} hợp lệ, {proposed} được đề nghị lên trên, {honoured} được tôn vinh",
            "{name} · {unit}: {valid} valid, {proposed} proposed upwards, {honoured} honoured",
        )
        lines += ["", fill(said, values, language), *(f"  {entry.path}" for entry in person.entries)]
    return "\n".join([*lines, "", say(_CAUTION, language)]) + "\n"


def data(people: Iterable[Person], edition: Edition) -> str:
    """The people as JSON."""
    rendered = [
        {
            "name": person.name,
            "unit": person.unit,
            "may_be_named": person.consented,
            "valid": person.valid,
            "proposed": person.proposed,
            "honoured": person.honoured,
            "submissions": [
                {"path": entry.path, "standing": entry.validity.value, "honours": list(entry.honours)}
                for entry in person.entries
            ],
        }
        for person in people
    ]
    return json.dumps({"edition": edition.id, "people": rendered}, ensure_ascii=False, indent=1) + "\n"
