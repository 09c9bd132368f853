"""Decides which corrections hold, to which earlier content each leads back, and what is wrong with the others; must not word it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import datetime

from sangkien.corpus.layout import address_of
from sangkien.language import Until, Value
from sangkien.late import dataclass
from sangkien.model.act import Content, Correction
from sangkien.model.corpus import AssessedCorrection, Edition
from sangkien.model.filed import Filed
from sangkien.model.finding import Fault
from sangkien.model.history import Commit, Snapshot, folder_of
from sangkien.model.submission import TRANSLATIONS, Submission


@dataclass(frozen=True)
class CorrectionContext:
    """What the corrections of one edition are weighed by."""

    snapshot: Snapshot  # the revision
    edition: Edition  # whose corrections are weighed
    as_of: datetime  # the judging instant, aware
    record: Callable[[str, str], Submission | None]  # (path, blob) -> record; None: cannot be read
    holders: Callable[[str, str], tuple[str, ...]]  # (path, blob) -> paths of its folder that hold it or a neutral edit of it
    same: Callable[[str, str, str], bool]  # (path, later blob, earlier blob) -> equal, or a neutral edit
    landing: Callable[[Filed[Correction]], Commit | None]  # the commit that first brought a correction; None: not landed


def assess(ground: CorrectionContext) -> tuple[AssessedCorrection, ...]:
    """The edition's corrections in the order in which they landed, each with what it is worth.

    A link leads back only over corrections that landed before it, so a ring of them gives time to nobody. The time of a file
    belongs to one later file, its heir, until that one passes it on or is gone.
    """
    links: dict[Content, tuple[Content, ...]] = {}
    heirs: dict[str, AssessedCorrection] = {}
    found = []
    landed = [(ground.landing(filed), filed) for filed in ground.edition.corrections]
    for landing, filed in sorted(landed, key=lambda each: (each[0] is None, _since(each[0], ground), each[1].path)):
        correction, since = filed.record, _since(landing, ground)
        back = (correction.old, *links.get(correction.old, ()))
        made = AssessedCorrection(
            filed, since, landing, back, _holds(correction.new, ground), tuple(_unfounded(filed, back, since, ground))
        )
        if not made.wrongs:
            links[correction.new] = back
            made = replace(made, wrongs=tuple(_rival(made, heirs, ground)))
        if not made.wrongs:
            heirs[made.first.path] = made
        found.append(made)
    return tuple(found)


def gave_away(correction: AssessedCorrection, path: str, content: str, ground: CorrectionContext) -> bool:
    """Whether the time of this content went to another content by the correction: it is a version the corrected file had by
    then, or a neutral edit of one, and did not stand at this path of its own when the correction landed."""
    for link in correction.links:
        if folder_of(link.path) != folder_of(path):
            continue
        if any(ground.same(path, content, each) for each in _versions(link, correction, ground)):
            return not _stood_beside(correction, path, ground)
    return False


def _versions(link: Content, correction: AssessedCorrection, ground: CorrectionContext) -> tuple[str, ...]:
    """The blob that a link names, and the blobs that had landed at its path by then."""
    landings = ground.snapshot.history.landings.get(link.path, {})
    return (
        link.content,
        *(each for each, commit in landings.items() if each != link.content and commit.committed <= correction.since),
    )


def _stood_beside(correction: AssessedCorrection, path: str, ground: CorrectionContext) -> bool:
    """Whether the present content of a path stood there when the correction landed, beside the corrected file."""
    entry, history = ground.snapshot.entries.get(path), ground.snapshot.history
    # The corrected content takes the time; where it stands elsewhere, what is at the path it was named at is another file's.
    if entry is None or path == (correction.holds or correction.filed.record.new.path):
        return False
    if correction.landing is None:
        return entry.blob in history.landings.get(path, {})
    stood = history.tree(correction.landing.id).get(path)
    return stood is not None and ground.same(path, entry.blob, stood.blob)


def differing(first: Submission, new: Submission) -> tuple[str, ...]:
    """Names of the fields, as in the schema, in which two records of a submission differ."""
    return tuple(each.name for each in fields(Submission) if getattr(first, each.name) != getattr(new, each.name))


def _stood(content: Content, ground: CorrectionContext) -> bool:
    """Whether the content stands at its path, or once landed there."""
    entry = ground.snapshot.entries.get(content.path)
    landed = ground.snapshot.history.landings.get(content.path, {})
    return (entry is not None and entry.blob == content.content) or content.content in landed


def _since(landing: Commit | None, ground: CorrectionContext) -> datetime:
    return landing.committed if landing else ground.as_of


def _holds(content: Content, ground: CorrectionContext) -> str:
    """The path where the content, or a neutral edit of it, stands: the one named, else the first of its folder; empty where
    none does."""
    holders = ground.holders(content.path, content.content)
    return content.path if content.path in holders else next(iter(holders), "")


def _unfounded(
    filed: Filed[Correction], back: tuple[Content, ...], since: datetime, ground: CorrectionContext
) -> Iterator[Fault]:
    """Faults of the act itself, whatever became of the files since."""
    correction, edition, first = filed.record, ground.edition, back[-1]
    rules = edition.rules.record.corrections
    places = [address_of(each.path) for each in (correction.old, correction.new)]
    units = [address.unit for address in places if address and address.edition == edition.id]
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
    if not _stood(correction.new, ground):
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
        if name not in rules.fields and name not in TRANSLATIONS:
            contents = {"was": first.content[:12], "becomes": correction.new.content[:12]}
            yield _fault("field", filed, "new.content", {"field": name, "path": correction.new.path, **contents})


def _rival(made: AssessedCorrection, heirs: Mapping[str, AssessedCorrection], ground: CorrectionContext) -> Iterator[Fault]:
    """Faults where the time is another's: a version of the old file still stands, or another content got it before."""
    filed, entries, history = made.filed, ground.snapshot.entries, ground.snapshot.history
    for first, earlier in heirs.items():
        heir = earlier.holds or earlier.filed.record.new.path
        if (
            heir not in entries
            or heir in (filed.record.new.path, made.holds)
            or _passed_on(filed.record.old, heir, earlier, ground)
        ):
            continue
        # The same content at another path of the folder has the time that went to the heir.
        if first == made.first.path or gave_away(earlier, made.first.path, made.first.content, ground):
            yield _fault("twice", filed, "old.path", {"path": heir})
    if not made.holds:
        return
    stands = set()
    for link in made.links:
        landings = history.landings.get(link.path, {})
        if link.path in entries and (made.landing is None or entries[link.path].blob in _versions(link, made, ground)):
            stands |= {link.path} if entries[link.path].blob in landings else set()
        stands |= {
            other
            for other in ground.holders(link.path, link.content)
            if made.landing is None or _stood_beside(made, other, ground)
        }
    for path in sorted(stands - {made.holds}):
        yield _fault("stands", filed, "old.path", {"path": path})


def _passed_on(old: Content, heir: str, earlier: AssessedCorrection, ground: CorrectionContext) -> bool:
    """Whether it is the heir's own content that is corrected now, and not one that stood at the path before the heir came there."""
    return old.path == heir and ground.same(heir, old.content, earlier.filed.record.new.content)


def _fault(kind: str, filed: Filed[Correction], field: str, values: Mapping[str, Value]) -> Fault:
    return Fault(f"correction:{kind}", filed.at(field), values)
