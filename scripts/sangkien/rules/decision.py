"""SK5, decisions: they honour what was rightly proposed and is undisputed, and are revoked, never erased; must not count quota slots."""

from __future__ import annotations

from collections.abc import Iterator

from sangkien.language import Value, Words
from sangkien.model.act import Decision, Dispute, Honour, Outcome
from sangkien.model.corpus import Corpus, Edition, Granted
from sangkien.model.filed import Filed
from sangkien.model.finding import Location
from sangkien.rules.quota_ledger import Proposed, QuotaStatus, ledger
from sangkien.rules.rule import Hit, rule


@rule(
    "SK507",
    Words("Văn bản đã ghi bị xóa", "An act was erased"),
    says=Words("{what} không còn trong kho.", "{what} is gone."),
    cure=Words(
        "Trả lại như cũ. Quyết định sai thì thu hồi bằng một quyết định sau (`revokes`); vụ việc xong thì ghi kết luận (`closed`).",
        "Put it back. A wrong decision is revoked by a later one (`revokes`); a dispute that is over gets its ruling (`closed`).",
    ),
    cross_file=True,
)
def erased(corpus: Corpus) -> Iterator[Hit]:
    """Quyết định và vụ khiếu nại, tranh chấp không được xóa.

    Xóa quyết định là lấy lại vinh danh mà không ai ký; xóa vụ khiếu nại là làm bài sạch mà không ai kết luận.
    ---
    Decisions and disputes are never erased.

    To erase a decision takes an honour back with nobody's signature; to erase a dispute clears a submission with nobody's ruling.
    """
    for id, old in corpus.before.items():
        if id not in corpus.editions:
            continue
        now = corpus.editions[id]
        decided: dict[tuple[str, str], list[Filed[Decision]]] = {}
        for filed in now.decisions:
            decided.setdefault((filed.unit, filed.record.number), []).append(filed)
        were, are = _docket(old), _docket(now)
        unchanged = {(filed.path, filed.source.blob) for filed in now.decisions}
        for filed in old.decisions:
            if (filed.path, filed.source.blob) in unchanged:
                continue
            number, stand = filed.record.number, decided.get((filed.unit, filed.record.number), [])
            if not stand:
                yield Location(filed.path), {"what": Words(f"Quyết định {number}", f"Decision {number}")}
                continue
            here = next((each.path for each in stand if each.path == filed.path), stand[0].path)
            if here != filed.path:
                if filed.source.blob not in {each.source.blob for each in stand}:
                    yield Location(here), {"what": _as_it_was(filed.path, number)}
                continue
            kept = {(item.path, seen) for each in stand for item in each.record.items for seen in _seen(each, item, corpus)}
            for item in filed.record.items:
                if (item.path, item.content) not in kept:
                    what = Words(f"Sáng kiến “{item.path}” trong quyết định {number}", f"“{item.path}” in decision {number}")
                    yield Location(here), {"what": what}
        for dispute in old.disputes:
            was, case = dispute.record, _case(dispute)
            number, rulings = was.opened.number, are.get(case, [])
            same = [each for each in now.disputes if _case(each) == case]
            stays = any(dispute.path == each.path or dispute.source.blob == each.source.blob for each in same)
            if same and not stays:
                yield Location(same[0].path), {"what": _as_it_was(dispute.path, number)}
            elif len(rulings) < len(were[case]) or not any(_same_content(was, each, corpus) for each in same):
                yield (
                    Location(dispute.path),
                    {"what": Words(f"Vụ việc {number} về “{was.path}”", f"Dispute {number} about “{was.path}”")},
                )
            elif was.closed and was.closed not in rulings:
                ruling = was.closed.number
                yield (
                    Location(dispute.path),
                    {"what": Words(f"Kết luận {ruling} đã ghi", f"The ruling {ruling} as it was entered")},
                )


def _docket(edition: Edition) -> dict[tuple[str, str, str], list[Outcome | None]]:
    """(path, kind, opening paper) of a dispute, which must not change -> its rulings; a number may occur twice."""
    found: dict[tuple[str, str, str], list[Outcome | None]] = {}
    for dispute in edition.disputes:
        found.setdefault(_case(dispute), []).append(dispute.record.closed)
    return found


def _case(dispute: Filed[Dispute]) -> tuple[str, str, str]:
    return dispute.unit, dispute.record.opened.number, dispute.record.path


def _as_it_was(path: str, number: str) -> Words:
    """The words for an act whose file changed name and content at once: nobody can tell since when it has stood."""
    return Words(
        f"Tệp {path} của văn bản {number}, bị đổi tên và sửa cùng lúc (hãy làm hai lần),",
        f"The file {path} of {number}, renamed and edited at once (do one after the other),",
    )


def _same_content(was: Dispute, now: Filed[Dispute], corpus: Corpus) -> bool:
    """Whether two versions of a dispute are about one content: the same blob or, where the former named none, what stood there
    then."""
    content = now.record.content
    return content == was.content or (not was.content and content == corpus.namings[now.path, now.record.path].then)


def _seen(filed: Filed[Decision], item: Honour, corpus: Corpus) -> tuple[str, ...]:
    """Blobs that an item of a decision may have named before for the content that was seen: the same, or none if that is what
    stood there."""
    return (item.content, "") if item.content == corpus.namings[filed.path, item.path].then else (item.content,)


@rule(
    "SK508",
    Words("Hủy bỏ một quyết định không có", "Revokes what is not there"),
    says=Words(
        "{unit} không có quyết định {number}{path} ký trước ngày này để thu hồi.",
        "{unit} has no decision {number}{path} signed by then to revoke.",
    ),
    cure=Words(
        "Ghi đúng số quyết định của chính đơn vị, và đường dẫn như quyết định ấy đã ghi.",
        "Give the number of the unit's own earlier decision, and the path as that decision has it.",
    ),
    cross_file=True,
)
def revokes_nothing(corpus: Corpus) -> Iterator[Hit]:
    """Chỉ thu hồi được quyết định trước của chính đơn vị mình.

    Thu hồi nhầm số thì quyết định sai vẫn còn hiệu lực mà không ai hay.
    ---
    A unit revokes only its own earlier decisions.

    With a wrong number the wrong decision stays in force and nobody notices.
    """
    for edition in corpus.editions.values():
        for filed in edition.decisions:
            earlier: dict[str, set[str]] = {}
            for other in edition.decisions:
                if other.unit == filed.unit and other.path != filed.path and other.record.signed_on <= filed.record.signed_on:
                    earlier.setdefault(other.record.number, set()).update(item.path for item in other.record.items)
            for index, each in enumerate(filed.record.revokes):
                if each.number not in earlier or (each.path and each.path not in earlier[each.number]):
                    shown = f" ({each.path})" if each.path else ""
                    values: dict[str, Value] = {
                        "unit": edition.name_of(filed.unit),
                        "number": each.number,
                        "path": shown,
                    }
                    yield filed.at(f"revokes.{index}.number"), values


@rule(
    "SK509",
    Words("Tôn vinh bài không hồ sơ hợp lệ nào đề nghị", "Honours what no valid dossier proposed"),
    says=Words(
        "Quyết định {number} tôn vinh “{path}” ở cấp “{level}”, nhưng {why}.",
        "Decision {number} honours “{path}” at level “{level}”, but {why}.",
    ),
    cure=Words(
        "Quyết định mới: bỏ sáng kiến này, hoặc đưa hồ sơ hợp lệ vào trước. Quyết định đã ghi: trả hồ sơ lại như cũ, hoặc thu hồi bằng"
        " quyết định sau. Xem: sangkien status {path}",
        "A new decision: take it out, or bring the valid dossier first. One that stands: put the dossier back, or revoke by a later"
        " decision. See: sangkien status {path}",
    ),
    cross_file=True,
)
def not_proposed(corpus: Corpus) -> Iterator[Hit]:
    """Cấp có hạn nộp hồ sơ thì chỉ tôn vinh sáng kiến có trong hồ sơ hợp lệ gửi tới cấp ấy.

    Hướng dẫn 45/HD-CDYT, mục 4: khen thưởng cấp tỉnh và toàn quốc xét trên hồ sơ đề nghị. Công đoàn cơ sở và cấp trên trực tiếp tôn vinh
    theo thẩm quyền, không cần hồ sơ.
    ---
    A level with a due date for dossiers honours only what a valid dossier proposed to it.

    Guideline 45/HD-CDYT, 4: provincial and national honours rest on dossiers. Grassroots and upper unions honour by their own
    authority and need none.
    """
    for edition, granted in _in_force(corpus):
        rules, filed = edition.rules.record, granted.decision
        path = granted.honour.path
        if path not in corpus.index or not rules.levels[rules.rank(granted.level)].dossier_due:
            continue
        seen = corpus.namings[filed.path, path].content
        known = ledger(corpus, edition.id).proposals(path, granted.level)
        ours = [entry for entry in known if edition.covers(filed.unit, entry.dossier.unit)]
        proposed = (corpus.namings[entry.dossier.path, path].content for entry in ours if entry.proper)
        if not any(corpus.same(path, seen, content) for content in proposed):
            values: dict[str, Value] = {
                "number": filed.record.number,
                "path": path,
                "level": rules.vocabulary("levels")[granted.level],
                "why": _why(ours),
            }
            yield filed.at(f"items.{granted.index}.path"), values


@rule(
    "SK510",
    Words("Tôn vinh bài đang có khiếu nại, tranh chấp", "Honours what is in dispute"),
    says=Words(
        "Quyết định {number} tôn vinh “{path}”, nhưng bài này có vụ việc {dispute} {state}.",
        "Decision {number} honours “{path}”, but dispute {dispute} about it {state}.",
    ),
    cure=Words(
        "Chờ kết luận của vụ việc rồi mới ghi quyết định, hoặc bỏ sáng kiến này khỏi quyết định.",
        "Wait for the ruling before entering the decision, or take the innovation out of it.",
    ),
    cross_file=True,
)
def honours_in_dispute(corpus: Corpus) -> Iterator[Hit]:
    """Bài đang có khiếu nại, tranh chấp, hoặc đã bị kết luận, thì không được chọn.

    Hướng dẫn 45/HD-CDYT, mục 4: “không có khiếu nại… không có tranh chấp về quyền tác giả tại thời điểm xét chọn”. Vụ việc vào sổ sau khi
    quyết định đã được ghi thì không làm quyết định sai; chấp nhận rồi thì đơn vị ra quyết định thu hồi.
    ---
    What is in dispute, or lost one, is not chosen.

    Guideline 45/HD-CDYT, 4: no complaint and no authorship dispute at the time of selection. A dispute that is entered after the
    decision does not make the decision wrong; once it is upheld, the unit revokes.
    """
    for _, granted in _in_force(corpus):
        path, filed = granted.honour.path, granted.decision
        for dispute in corpus.disputes.get(path, ()) if path in corpus.index else ():
            if (dispute.record.open or dispute.record.upheld) and _before(dispute, granted, corpus):
                values: dict[str, Value] = {
                    "number": filed.record.number,
                    "path": path,
                    "dispute": dispute.record.opened.number,
                    "state": Words("chưa giải quyết xong", "is still open")
                    if dispute.record.open
                    else Words("đã được chấp nhận", "was upheld"),
                }
                yield filed.at(f"items.{granted.index}.path"), values


@rule(
    "SK512",
    Words("Tôn vinh bài không phải của mình", "Honours what is not its own"),
    says=Words(
        "{unit} tôn vinh “{path}”, bài không phải của đơn vị mình hay đơn vị dưới.",
        "{unit} honours “{path}”, which is not of that unit or one below it.",
    ),
    cure=Words(
        "Bỏ sáng kiến này khỏi quyết định, hoặc chuyển tệp vào thư mục của đơn vị thật sự đã ký.",
        "Take it out of the decision, or move the file to the folder of the unit that really signed.",
    ),
    cross_file=True,
)
def not_its_own(corpus: Corpus) -> Iterator[Hit]:
    """Một đơn vị chỉ tôn vinh sáng kiến của mình và của các đơn vị dưới mình.

    Hướng dẫn 45/HD-CDYT, mục 3: mỗi cấp khen theo thẩm quyền, trong phạm vi của mình.
    ---
    A unit honours its own innovations and those of the units below it.

    Guideline 45/HD-CDYT, 3: each level honours by its authority, within its own reach.
    """
    for edition, granted in _in_force(corpus):
        path, unit = granted.honour.path, granted.decision.unit
        if path in corpus.index and unit in edition.units and not edition.covers(unit, corpus.index[path].unit):
            yield granted.decision.at(f"items.{granted.index}.path"), {"unit": edition.name_of(unit), "path": path}


@rule(
    "SK513",
    Words("Bài đã được tôn vinh nay là nội dung khác", "What was honoured is another content now"),
    says=Words(
        "Quyết định {number} tôn vinh nội dung {seen} của “{path}”; nội dung hiện nay {stands} là nội dung khác nên không được tôn vinh.",
        "Decision {number} honours content {seen} of “{path}”; what stands there now, {stands}, is another and is not honoured.",
    ),
    cure=Words(
        "Trả lại đúng nội dung đã được tôn vinh (git log -- {path}); văn bản mới thì để ở tệp khác. Không tôn vinh nữa thì thu hồi quyết"
        " định.",
        "Put the honoured content back (git log -- {path}); another text goes into another file. If it is no longer honoured, revoke the"
        " decision.",
    ),
    cross_file=True,
)
def other_content(corpus: Corpus) -> Iterator[Hit]:
    """Vinh danh thuộc về đúng nội dung mà hội đồng đã xem.

    Nội dung khác đứng vào tên tệp ấy, dù sửa một chữ hay thay cả bài, thì chưa ai xét và chưa ai ký; trang công khai, báo cáo và hạn mức
    không tính nó là được tôn vinh.
    ---
    An honour belongs to the very content that the council saw.

    Another content at that name, one letter changed or all of it, was seen and signed by nobody; site, reports and quotas do not count
    it as honoured.
    """
    for _, granted in _in_force(corpus):
        path, filed = granted.honour.path, granted.decision
        if path in corpus.index and not corpus.as_seen(filed, path):
            values: dict[str, Value] = {
                "number": filed.record.number,
                "path": path,
                "seen": corpus.namings[filed.path, path].content[:12] or "–",
                "stands": corpus.blob_at(path)[:12],
            }
            yield Location(path), values


@rule(
    "SK514",
    Words("Quyết định ghi một bài hai lần", "A decision lists a submission twice"),
    says=Words("“{path}” đã có ở mục {first} của quyết định này.", "“{path}” is item {first} of this decision already."),
    cure=Words("Bỏ bớt một mục.", "Take one of the two out."),
    volatile=("first",),
    cross_file=True,
)
def listed_twice(corpus: Corpus) -> Iterator[Hit]:
    """Một quyết định chỉ ghi mỗi bài một lần.

    Ghi hai lần thì một bài có hai vinh danh cùng cấp từ một chữ ký, và không rõ danh hiệu nào là thật.
    ---
    A decision lists a submission once.

    Listed twice, it would have two honours of one level by one signature, and nobody could tell which is meant.
    """
    for edition in corpus.editions.values() if corpus.judges_acts else ():
        for filed in edition.decisions:
            first: dict[str, int] = {}
            for index, item in enumerate(filed.record.items):
                if item.path in first:
                    yield filed.at(f"items.{index}.path"), {"path": item.path, "first": first[item.path] + 1}
                first.setdefault(item.path, index)


@rule(
    "SK515",
    Words("Vụ việc nêu nội dung chưa từng có ở bài ấy", "Dispute about a content that never was there"),
    says=Words(
        "Vụ việc {number} nêu nội dung {content} của “{path}”, nhưng tệp ấy chưa từng có nội dung này.",
        "Dispute {number} names content {content} of “{path}”, which never held it.",
    ),
    cure=Words(
        "Ghi mã của nội dung đang có ở tệp khi thụ lý (git rev-parse HEAD:{path}), hoặc bỏ trống `content`.",
        "Give the id of what stood in the file when it was taken up (git rev-parse HEAD:{path}), or leave `content` out.",
    ),
    cross_file=True,
)
def about_what_never_was(corpus: Corpus) -> Iterator[Hit]:
    """Vụ việc chỉ nêu nội dung từng có ở chính bài bị khiếu nại.

    Mã của nội dung khác thì vụ việc không còn nhắm vào bài này, hoặc nhắm nhầm vào bài của người không liên quan.
    ---
    A dispute names a content that once stood in the very file it is about.

    With the id of another the dispute would miss this submission, or hit one of somebody who has nothing to do with it.
    """
    for edition in corpus.editions.values() if corpus.judges_acts else ():
        for filed in edition.disputes:
            path, content = filed.record.path, filed.record.content
            if content and not corpus.held(path, content):
                yield filed.at("content"), {"number": filed.record.opened.number, "path": path, "content": content[:12]}


def _before(dispute: Filed[Dispute], granted: Granted, corpus: Corpus) -> bool:
    """Whether the dispute was entered no later than the honour."""
    honoured = corpus.namings[granted.decision.path, granted.honour.path]
    return corpus.namings[dispute.path, dispute.record.path].at <= honoured.at


def _in_force(corpus: Corpus) -> Iterator[tuple[Edition, Granted]]:
    for edition in corpus.editions.values() if corpus.judges_acts else ():
        for granted in edition.in_force:
            yield edition, granted


def _why(entries: list[Proposed]) -> Words:
    """Why none of the proposals counts, by the one that came nearest."""
    if not entries:
        return Words("chưa hồ sơ nào đề nghị", "no dossier proposed it")
    entry = entries[0]
    where = entry.dossier.path
    if not entry.sound:
        return Words(f"hồ sơ {where} không hợp lệ", f"the dossier {where} is not valid")
    if entry.status is QuotaStatus.OVER:
        return Words(f"hồ sơ {where} xếp nó ngoài hạn mức", f"the dossier {where} ranks it beyond the quota")
    if entry.bars:
        said = entry.bars[0].words
        return Words(f"hồ sơ {where} đề nghị không đúng: {said.vi}", f"the dossier {where} proposes it wrongly: {said.en}")
    return Words(f"hồ sơ {where} đề nghị lần thứ hai", f"the dossier {where} proposes it a second time")
