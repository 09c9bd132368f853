"""Who has to act on a change, and by when; must not know how it is rendered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime

from sangkien.corpus.layout import address_of
from sangkien.language import Until, Value, Words, filled
from sangkien.late import dataclass
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.filed import Address
from sangkien.model.programme import lineage

KEEPERS = Words("người giữ kho", "the keepers of the repository")


@dataclass(frozen=True)
class Route:
    """Files of a change that are not open to its sender, with who decides on them."""

    owners: tuple[str, ...]  # accounts and teams; empty: the keepers
    paths: tuple[str, ...]

    @property
    def named(self) -> Words:
        """The owners in words, or the keepers."""
        return owner_names(self.owners)


def owner_names(owners: Collection[str]) -> Words:
    """Owners in words; the keepers where there are none."""
    return Words(*(", ".join(f"`{owner}`" for owner in owners),) * 2) if owners else KEEPERS


def foreign_paths(paths: Iterable[str], editions: Mapping[str, Edition], units: Collection[str] | None) -> list[str]:
    """The paths that hold no submission of `units` (ids; None: all that the editions list) or of units below them."""
    return sorted(path for path in paths if not _open(address_of(path), editions, units))


def _open(address: Address | None, editions: Mapping[str, Edition], units: Collection[str] | None) -> bool:
    if address is None or address.kind != "submission" or address.edition not in editions:
        return False
    known = editions[address.edition].units
    return any(step in known and (units is None or step in units) for step in lineage(address.unit))


def routes_of(paths: Iterable[str], owners: Callable[[str], tuple[str, ...]]) -> tuple[Route, ...]:
    """The paths grouped by their owners."""
    found: dict[tuple[str, ...], list[str]] = {}
    for path in paths:
        found.setdefault(owners(path), []).append(path)
    return tuple(Route(names, tuple(each)) for names, each in sorted(found.items()))


def next_steps(corpus: Corpus, paths: Collection[str], errors: int, reviewers: Collection[str]) -> Iterator[Words]:
    """What happens next, in words: whose turn it is, then until when. `reviewers` decide once `errors` is 0."""
    due = min(filter(None, (_due(corpus, address_of(path)) for path in paths)), default=None)
    values: dict[str, Value] = {"errors": errors, "reviewers": owner_names(reviewers)}
    if due is not None:
        values |= {"due": Until(due), "left": due - corpus.as_of}
    if errors and due is None:
        yield filled(_MEND, values)
    elif errors:
        yield filled(_MEND_IN_TIME if due is not None and corpus.as_of < due else _TOO_LATE, values)
    else:
        yield filled(_REVIEW, values)
        if due is not None:
            yield filled(_NO_HURRY, values)


_MEND = Words(
    "Người gửi sửa {errors} lỗi rồi đẩy lại lên chính nhánh này. Sau đó {reviewers} duyệt.",
    "The sender mends {errors} errors and pushes to this same branch. Then {reviewers} review it.",
)
_MEND_IN_TIME = Words(
    "Người gửi sửa {errors} lỗi rồi đẩy lại lên chính nhánh này trước {due} (còn {left}): nội dung sửa được tính giờ nhận lúc đẩy lên."
    " Sau đó {reviewers} duyệt.",
    "The sender mends {errors} errors and pushes to this same branch before {due} ({left} left): what is mended counts from when it is"
    " pushed. Then {reviewers} review it.",
)
_TOO_LATE = Words(
    "Hạn nhận là {due}, nay đã qua: nội dung sửa bây giờ tính là đến trễ. Nếu bản giấy đã đến kịp, nơi tiếp nhận ghi sổ tiếp nhận.",
    "It was due by {due}, which is past: what is mended now counts as late. If it came in time on paper, the receiving office enters it"
    " in the register.",
)
_REVIEW = Words(
    "{reviewers} xem và gộp; người gửi không phải làm gì thêm.",
    "{reviewers} review and merge it; the sender has nothing more to do.",
)
_NO_HURRY = Words(
    "Giờ nhận là lúc máy chủ nhận nội dung này, không phải lúc duyệt: duyệt sau {due} vẫn là đúng hạn.",
    "It was received when the server took this content, not when it is reviewed: a review after {due} makes nothing late.",
)


def _due(corpus: Corpus, address: Address | None) -> datetime | None:
    """Until when a file may come, aware; None where nothing says."""
    stands = corpus.before or corpus.editions  # the calendar is base's, not the change's own
    if address is None or address.edition not in stands:
        return None
    edition = stands[address.edition]
    if address.kind == "submission":
        return edition.rules.record.portal.late_from
    now = corpus.editions.get(address.edition)  # none where the change takes the whole edition away
    levels = {filed.record.level for filed in now.dossiers if filed.path == address.path} if now else set()
    return next((level.due.at for level in edition.rules.record.levels if level.id in levels and level.due), None)
