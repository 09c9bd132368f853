"""Reads a file in a wrong folder as what it was surely meant to be; must not decide where it belongs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sangkien.corpus.law import KINDS, Law
from sangkien.corpus.reader import Reader, read
from sangkien.model.act import ACTS
from sangkien.model.filed import Address, Filed
from sangkien.model.history import PLAIN_FILE, Snapshot
from sangkien.model.programme import lineage
from sangkien.model.submission import Submission
from sangkien.text import slug

_PROSE = (".md", ".markdown", ".txt")
_DATA = (".yml", ".yaml")
_FOLDERS = {f"{kind}s": kind for kind in ACTS}


def meant(path: str) -> Address | None:
    """What a path of our folders that fits no pattern was meant to hold, by its folder and ending; None where that says
    nothing."""
    top, _, rest = path.partition("/")
    *folders, name = rest.split("/")
    edition, *below = map(slug, folders) if folders else ("",)
    if top == "submissions" and name.lower().endswith(_PROSE):
        return Address(path, "submission", edition, "/".join(below))
    if top == "program" and name.lower().endswith(_DATA) and below and below[0] in _FOLDERS:
        return Address(path, _FOLDERS[below[0]], edition, "/".join(below[1:]))
    return None


def misfiled(
    snapshot: Snapshot, law: Law, paths: Iterable[str], reader: Reader, headings: Mapping[str, Mapping[str, str]]
) -> Iterator[Filed[Submission]]:
    """The well-formed submissions among files in wrong folders (`paths`); the faults of the rest go to the reader. `headings`
    are those of answers, by edition id."""
    words = {path: address for path in paths if snapshot.entries[path].mode == PLAIN_FILE and (address := meant(path))}
    for place, content in read(snapshot, [Address(path, "misplaced") for path in words]):
        address = words[place.path]
        source = reader.source(place, snapshot, content)
        if source is None:
            continue
        validator = law.validator(address.kind, address.edition)
        answers = (headings.get(address.edition) or headings[""]) if address.kind == "submission" else None
        before = len(reader.gapped)
        filed: Filed[Any] | None = reader.record(KINDS[address.kind], replace(source, address=address), validator, answers)
        reader.gapped[before:] = (_in_its_unit(each, law) for each in reader.gapped[before:])
        if filed and address.kind == "submission":
            yield _in_its_unit(filed, law)


def _in_its_unit(filed: Filed[Submission], law: Law) -> Filed[Submission]:
    """A submission in no known unit's folder, given to the unit it names or the nearest one above: that it stands in a wrong
    folder is reported already."""
    place, named = filed.source.address, filed.record.unit
    edition = law.editions.get(place.edition)
    if edition is None or place.unit in edition.units:
        return filed
    above = (unit for unit in lineage(place.unit) if unit in edition.units)
    unit = named if isinstance(named, str) else next(above, place.unit)
    return replace(filed, source=replace(filed.source, address=replace(place, unit=unit)))
