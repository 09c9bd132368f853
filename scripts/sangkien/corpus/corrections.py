"""Weighs corrections: which hold, back to which content, and what is wrong with the others; must not say it in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from sangkien.corpus.layout import address
from sangkien.language import Until, Value
from sangkien.model.act import Content, Correction
from sangkien.model.corpus import Edition, Filed, Weighed
from sangkien.model.finding import Fault
from sangkien.model.history import Commit, Snapshot, folder_of
from sangkien.model.submission import Received, Submission


@dataclass(frozen=True)
class Ground:
    """What corrections of an edition are weighed by: the revision, the instant of judgement, when a content was received by its own
    evidence, its record, and whether it ever stood at a path."""

    snapshot: Snapshot
    edition: Edition
    as_of: datetime
    came: Callable[[str, str], Received]
    record: Callable[[str, str], Submission | None]
    stood: Callable[[str, str], bool]


def weighed(ground: Ground) -> tuple[Weighed, ...]:
    """The corrections, in the order in which they landed. A link leads back over those that landed before it alone, so a ring of them
    gives no time to anybody; a file's time is one file's after it, its heir, until that one hands it on or is gone."""
    links: dict[Content, tuple[Content, ...]] = {}
    heirs: dict[str, Weighed] = {}
    found = []
    for landing, filed in sorted(_landed(ground), key=lambda each: (each[0] is None, _since(each[0], ground), each[1].path)):
        correction, since = filed.record, _since(landing, ground)
        back = (correction.old, *links.get(correction.old, ()))
        holds = _holds(correction.new, ground)
        wrongs = tuple(_unfounded(filed, back, since, ground))
        if not wrongs:
            links[correction.new] = back
            wrongs = tuple(_rival(filed, back, holds, landing, heirs, ground))
        made = Weighed(filed, since, back, holds, wrongs)
        if not wrongs:
            heirs[made.first.path] = made
        found.append(made)
    return tuple(found)


def differing(first: Submission, new: Submission) -> tuple[str, ...]:
    """The fields in which two records of a submission differ, as the schema names them."""
    return tuple(each.name for each in fields(Submission) if getattr(first, each.name) != getattr(new, each.name))


def _landed(ground: Ground) -> Iterator[tuple[Commit | None, Filed[Correction]]]:
    for filed in ground.edition.corrections:
        brought = ground.snapshot.history.brought.get(folder_of(filed.path), {})
        yield brought.get(filed.source.blob), filed


def _since(landing: Commit | None, ground: Ground) -> datetime:
    return landing.committed if landing else ground.as_of


def _holds(content: Content, ground: Ground) -> str:
    """The path where the content stands: the one named, or the only other of the folder that has it."""
    entries = ground.snapshot.entries
    entry = entries.get(content.path)
    if entry and entry.blob == content.content:
        return content.path
    others = entries.holding(folder_of(content.path), content.content)
    return others[0] if len(others) == 1 and not entry else ""


def _unfounded(filed: Filed[Correction], back: tuple[Content, ...], since: datetime, ground: Ground) -> Iterator[Fault]:
    """What is wrong with the act itself, whatever became of the files since."""
    correction, edition, first = filed.record, ground.edition, back[-1]
    rules = edition.rules.record.corrections
    places = [address(each.path) for each in (correction.old, correction.new)]
    units = [place.unit for place in places if place and place.edition == edition.id]
    nearest = edition.nearest_above(*units) if len(units) == len(places) else ""
    if filed.unit != nearest:
        yield _fault(
            "office", filed, "", {"unit": edition.name_of(filed.unit), "nearest": edition.name_of(nearest) if nearest else ""}
        )
    if rules is None:
        yield _fault("ground", filed, "", {"why": "none"})
        return
    if rules.closed(since):
        yield _fault("ground", filed, "", {"why": "due", "due": Until(rules.due[-1].at), "source": rules.due[-1].source})
    landing = ground.snapshot.history.landings.get(correction.old.path, {}).get(correction.old.content)
    if landing is None or landing.committed > since:
        yield _fault("ground", filed, "old.content", {"why": "old", "path": correction.old.path})
        return
    if not ground.stood(correction.new.path, correction.new.content):
        yield _fault("ground", filed, "new.content", {"why": "new", "path": correction.new.path})
        return
    if first.content == correction.new.content and folder_of(first.path) == folder_of(correction.new.path):
        return
    was, now = ground.record(first.path, first.content), ground.record(correction.new.path, correction.new.content)
    if was is None or now is None:
        broken = correction.new.path if now is None else first.path
        yield _fault("ground", filed, "", {"why": "unreadable", "path": broken})
        return
    for name in differing(was, now):
        if name not in rules.fields:
            contents = {"was": first.content[:12], "becomes": correction.new.content[:12]}
            yield _fault("field", filed, "new.content", {"field": name, "path": correction.new.path, **contents})


def _rival(
    filed: Filed[Correction],
    back: tuple[Content, ...],
    holds: str,
    landing: Commit | None,
    heirs: Mapping[str, Weighed],
    ground: Ground,
) -> Iterator[Fault]:
    """Who else would have the time that is given: the old file where it still stands, or another content that got it before."""
    entries, history = ground.snapshot.entries, ground.snapshot.history
    if earlier := heirs.get(back[-1].path):
        heir = earlier.holds or earlier.filed.record.new.path
        if heir in entries and heir not in (filed.record.old.path, filed.record.new.path, holds):
            yield _fault("twice", filed, "old.path", {"path": heir})
    if not holds:
        return
    stands = {link.path for link in back if link.path != holds and link.path in entries}
    for link in back:
        for other in entries.holding(folder_of(link.path), link.content):
            held = landing is None or history.stood(other, landing.id) == link.content
            if other != holds and held:
                stands.add(other)
    for path in sorted(stands):
        yield _fault("stands", filed, "old.path", {"path": path})


def _fault(kind: str, filed: Filed[Correction], field: str, values: Mapping[str, Value]) -> Fault:
    return Fault(f"correction:{kind}", filed.at(field), values)
