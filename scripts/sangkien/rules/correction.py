"""SK5, corrections: by the right office, on good grounds, of what may be corrected, for one file alone; must not weigh them itself."""

from __future__ import annotations

from collections.abc import Iterator

from sangkien.language import Words, filled
from sangkien.model.corpus import Corpus
from sangkien.model.finding import Location
from sangkien.rules.rule import Hit, rule


@rule(
    "SK519",
    Words("Đính chính không đúng nơi", "Correction by another office"),
    says=Words(
        "{unit} không phải nơi được đính chính hai bài này; nơi ấy là {nearest}.",
        "{unit} is not the office that corrects these two; that is {nearest}.",
    ),
    cure=Words(
        "Chuyển tệp đính chính vào thư mục của đơn vị gần nhất đứng trên cả hai bài, trong cùng một kỳ.",
        "Move the correction to the folder of the nearest unit above both submissions, in the same edition.",
    ),
    cross_file=True,
)
def by_another_office(corpus: Corpus) -> Iterator[Hit]:
    """Chỉ đơn vị gần nhất đứng trên cả hai bài mới được đính chính.

    Nơi khác không biết bài ấy đã đến lúc nào; hai nơi cùng có quyền thì người gửi sẽ chọn nơi dễ hơn.
    ---
    Only the nearest unit above both submissions corrects.

    Another office does not know when it came; were two entitled, a sender would choose the easier one.
    """
    for location, values in _wrongs(corpus, "office"):
        nobody = Words("không đơn vị nào", "nobody")
        yield location, {"unit": values["unit"], "nearest": values["nearest"] or nobody}


_GROUNDS = {
    "none": Words("thể lệ của kỳ không có mục `corrections`", "the edition's rules have no `corrections`"),
    "due": Words("đã quá hạn đính chính {due} ({source})", "corrections were due by {due} ({source})"),
    "old": Words(
        "“{path}” chưa từng có nội dung cũ ấy trên nhánh chính trước lúc đính chính",
        "“{path}” did not hold that old content on the main branch before the correction",
    ),
    "new": Words("“{path}” chưa từng có nội dung mới ấy", "“{path}” never held that new content"),
    "unreadable": Words(
        "nội dung của “{path}” không đọc được để đối chiếu", "the content of “{path}” cannot be read to compare"
    ),
}


@rule(
    "SK520",
    Words("Đính chính không có căn cứ", "Correction without ground"),
    says=Words("Đính chính này không có giá trị: {why}.", "This correction does not hold: {why}."),
    cure=Words(
        "Viết bằng lệnh sangkien correct để đường dẫn và mã nội dung đúng từng chữ. Nội dung cũ chưa vào nhánh chính thì gộp nó vào trước.",
        "Have it written by sangkien correct, so that path and content id are exact. An old content that has not landed is merged first.",
    ),
    cross_file=True,
)
def without_ground(corpus: Corpus) -> Iterator[Hit]:
    """Đính chính lấy giờ của một nội dung đã có trên nhánh chính trước nó, trong hạn đính chính của kỳ.

    Nội dung cũ phải nằm trong lịch sử chung thì ai cũng đối chiếu lại được; hai đính chính vì thế không thể dựa vòng vào nhau.
    ---
    A correction takes the time of a content that was on the main branch before it, within the edition's time for corrections.

    The old content lies in the common history, so that anybody can compare; and so no two corrections can rest on each other.
    """
    for location, values in _wrongs(corpus, "ground"):
        yield location, {"why": filled(_GROUNDS[str(values["why"])], values)}


@rule(
    "SK521",
    Words("Đính chính điều không được đính chính", "Corrects what may not be corrected"),
    says=Words(
        "“{field}” của “{path}” khác với nội dung được nhận đầu tiên; đính chính không đổi được phần này.",
        "“{field}” of “{path}” differs from the content first received; no correction changes that.",
    ),
    cure=Words(
        "Trả phần này về đúng như nội dung được nhận đầu tiên. Xem từng chỗ khác nhau: git diff {was} {becomes}",
        "Put that part back as it was first received. To see what differs: git diff {was} {becomes}",
    ),
    cross_file=True,
)
def not_to_be_corrected(corpus: Corpus) -> Iterator[Hit]:
    """Đính chính chỉ đổi những phần thể lệ cho phép (`corrections.fields`), so với nội dung được nhận đầu tiên.

    So với lần trước liền kề thì nhiều lần đính chính nhỏ cộng lại thành bài khác.
    ---
    A correction changes only what the rules let it (`corrections.fields`), compared with the content first received.

    Compared with the one just before, many small corrections would add up to another submission.
    """
    for location, values in _wrongs(corpus, "field"):
        titles = corpus.fields["submission"]
        name = str(values["field"])
        yield (
            location,
            {
                "field": titles[name].title if name in titles else name,
                "path": values["path"],
                "was": values["was"],
                "becomes": values["becomes"],
            },
        )


@rule(
    "SK522",
    Words("Giờ của một bài cho hai tệp", "One submission's time for two files"),
    says=Words(
        "“{path}” cũng có giờ nhận ấy; một bài chỉ nhường giờ cho một tệp.",
        "“{path}” has that time too; a submission gives its time to one file.",
    ),
    cure=Words(
        "Bỏ tệp cũ (git rm {path}) nếu bài đã chuyển chỗ; đã có đính chính khác thì bỏ đính chính này.",
        "Remove the old file (git rm {path}) if the submission moved; if another correction holds, take this one out.",
    ),
    cross_file=True,
)
def given_twice(corpus: Corpus) -> Iterator[Hit]:
    """Bài chuyển sang tệp khác thì tệp cũ phải bỏ, và giờ của một bài chỉ trao một lần.

    Nếu không, một bài gửi kịp sẽ thành hai bài gửi kịp.
    ---
    Where a submission goes to another file the old one is gone, and its time is given once.

    Otherwise one submission in time would become two.
    """
    for location, values in [*_wrongs(corpus, "stands"), *_wrongs(corpus, "twice")]:
        yield location, {"path": values["path"]}


@rule(
    "SK523",
    Words("Đính chính bị xóa hoặc sửa", "A correction was erased or changed"),
    says=Words(
        "Đính chính {number} về “{path}” không còn như đã ghi.",
        "Correction {number} about “{path}” no longer stands as it was.",
    ),
    cure=Words(
        "Trả tệp đính chính về nguyên văn; bài sửa tiếp thì ghi thêm một đính chính.",
        "Put the correction back word for word; what changes further gets one more correction.",
    ),
    cross_file=True,
)
def erased(corpus: Corpus) -> Iterator[Hit]:
    """Đính chính đã ghi thì không xóa, không sửa.

    Xóa đi là bài của người khác thành trễ mà không ai ký.
    ---
    A correction that was entered is neither erased nor changed.

    Without it somebody's submission would be late, with nobody's signature.
    """
    for id, old in corpus.before.items():
        if id in corpus.editions:
            stands = {(filed.unit, filed.record) for filed in corpus.editions[id].corrections}
            for filed in old.corrections:
                if (filed.unit, filed.record) not in stands:
                    yield Location(filed.path), {"number": filed.record.number, "path": filed.record.new.path}


def _wrongs(corpus: Corpus, kind: str) -> Iterator[Hit]:
    for id in corpus.editions if corpus.judges_acts else ():
        for weighed in corpus.corrections.get(id, ()):
            yield from ((each.location, each.values) for each in weighed.wrongs if each.kind == f"correction:{kind}")
