"""SK9, privacy: does anything public identify people, or invite contact to them? Must not know how it is found, or in which field."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sangkien.language import Value, Words
from sangkien.late import regex
from sangkien.model.corpus import Corpus
from sangkien.model.filed import Filed, SourceFile
from sangkien.model.finding import Location
from sangkien.model.own_words import own_words
from sangkien.model.programme import Rules, UnitList
from sangkien.model.public import office_numbers, withheld
from sangkien.model.submission import Submission
from sangkien.personal import NOBODY, Kind, Span, Withheld, spans
from sangkien.prose import seen
from sangkien.rules.rule import Hit, rule


@rule(
    "SK901",
    Words("Số điện thoại", "A phone number"),
    says=Words("Có số điện thoại {shown}.", "There is a phone number, {shown}."),
    cure=Words(
        "Bỏ số ấy. {instead} Tiền viết như 36.000.000 đồng vẫn được.",
        "Take it out. {instead} Money such as 36.000.000 đồng is fine.",
    ),
    volatile=("instead",),
    private=True,
)
def phone(corpus: Corpus) -> Iterator[Hit]:
    """Không ghi số điện thoại của ai vào bài, văn bản hay tên tệp.

    Kho Git công khai và không quên: số đã vào là ai cũng đọc được mãi, kể cả người chuyên gọi lừa đảo. Số máy bàn cũng vậy; số tổng đài
    1900, 1800 thì được. Số máy của cơ quan chỉ ghi ở `contact.phone` trong danh sách đơn vị hoặc thể lệ của kỳ.
    ---
    Nobody's phone number stands in a submission, an act or a file's name.

    The repository is public and cannot forget: a number once in it can be read for ever, by swindlers too. That holds for a landline as
    well; hotlines (1900, 1800) are fine. An office's telephone stands in `contact.phone` of the list of units or of the edition's rules.
    """
    for place, values in _telling(corpus, Kind.PHONE):
        source = corpus.sources.get(place.path)
        yield place, {**values, "instead": _CONTACT if source is None or source.address.kind == "submission" else _POST}


_CONTACT = Words(
    "Muốn được liên hệ thì đổi thành `contact: true`: công đoàn cơ sở sẽ chuyển lời.",
    "To be contacted, write `contact: true`: the grassroots union passes it on.",
)
_POST = Words("Ở đây chỉ ghi chức danh, không ghi cách liên hệ.", "Name the post here, not how to reach anybody.")


@rule(
    "SK902",
    Words("Số giấy tờ tùy thân", "An identity number"),
    says=Words("Có số giấy tờ tùy thân {shown}.", "There is an identity number, {shown}."),
    cure=Words(
        "Bỏ số ấy, chỉ ghi họ tên và công việc. Nếu là số tiền thì viết có dấu chấm và đơn vị, ví dụ 327.600.000 đồng; nếu là số lô, số máy"
        " thì ghi “số lô”, “số máy” ở trước.",
        "Take it out; name and job are enough. A sum of money is written with dots and its unit, as in 327.600.000 đồng; before the number"
        " of a batch or a machine say “số lô”, “số máy”.",
    ),
    private=True,
)
def identity(corpus: Corpus) -> Iterator[Hit]:
    """Không ghi số căn cước (12 chữ số), chứng minh nhân dân (9 chữ số), hộ chiếu hay thẻ bảo hiểm vào bài, văn bản hay tên tệp.

    Ai có số ấy có thể mạo danh để vay tiền, mở tài khoản; kho Git công khai và không quên.
    ---
    No number of a citizen (12 digits), an identity card (9 digits), a passport or an insurance card stands in a submission, an act or a
    file's name.

    Whoever has it can borrow money or open an account in that person's name; the repository is public and cannot forget.
    """
    yield from _telling(corpus, Kind.IDENTITY)


@rule(
    "SK904",
    Words("Số tài khoản ngân hàng", "A bank account"),
    says=Words("Có số tài khoản {shown}.", "There is a bank account, {shown}."),
    cure=Words(
        "Bỏ số ấy: tiền thưởng được chuyển theo danh sách riêng của công đoàn cơ sở. Nếu là số tiền thì viết có dấu chấm và đơn vị, ví dụ"
        " 327.600.000 đồng.",
        "Take it out: awards are paid by the grassroots union's own list. A sum of money is written with dots and its unit, as in"
        " 327.600.000 đồng.",
    ),
    private=True,
)
def account(corpus: Corpus) -> Iterator[Hit]:
    """Không ghi số tài khoản hay số thẻ ngân hàng vào bài, văn bản hay tên tệp.

    Biết số tài khoản cùng họ tên và nơi làm việc là đủ để dựng chuyện lừa người ấy hoặc đồng nghiệp; kho Git công khai và không quên.
    ---
    No number of a bank account or card stands in a submission, an act or a file's name.

    With a name and a workplace it is enough to deceive that person or their colleagues; the repository is public and cannot forget.
    """
    yield from _telling(corpus, Kind.ACCOUNT)


@rule(
    "SK905",
    Words("Ngày sinh, năm sinh", "A date of birth"),
    says=Words("Có ngày sinh hoặc năm sinh của một người.", "There is somebody's date or year of birth."),
    cure=Words(
        "Bỏ ngày sinh, năm sinh. Muốn nói kinh nghiệm thì ghi số năm làm việc, ví dụ “mười hai năm đứng máy”.",
        "Take it out. To tell of experience write the years of work, as in “twelve years at the machine”.",
    ),
    private=True,
)
def birth(corpus: Corpus) -> Iterator[Hit]:
    """Không ghi ngày sinh hay năm sinh của ai vào bài, văn bản hay tên tệp.

    Ngày sinh đi cùng họ tên là khóa để mạo danh ở ngân hàng, nhà mạng. Mẫu giấy có cột năm sinh thì công đoàn giữ ở máy của mình.
    ---
    Nobody's date or year of birth stands in a submission, an act or a file's name.

    Together with a name it opens the door to banks and telephone companies. Where a paper form asks for it, the union keeps it on its own
    machine.
    """
    yield from _telling(corpus, Kind.BIRTH)


@rule(
    "SK906",
    Words("Địa chỉ thư điện tử riêng", "A private mail address"),
    says=Words("Có địa chỉ thư điện tử riêng {shown}.", "There is a private mail address, {shown}."),
    cure=Words(
        "Bỏ địa chỉ ấy và đổi thành `contact: true`: công đoàn cơ sở sẽ chuyển lời. Hộp thư chung của cơ quan thì được, ví dụ"
        " cong-doan@example.org.",
        "Take it out and write `contact: true`: the grassroots union passes it on. An office's common mailbox is fine, as in"
        " cong-doan@example.org.",
    ),
    private=True,
)
def mailbox(corpus: Corpus) -> Iterator[Hit]:
    """Không ghi địa chỉ thư điện tử riêng của ai vào bài, văn bản hay tên tệp.

    Được ghi hộp thư chung, có tên của cơ quan hay bộ phận trước dấu @ (cong-doan, van-thu, van-phong…) và tên miền của cơ quan. Hộp thư ở
    gmail.com, yahoo.com và những nơi ai cũng mở được thì không ai biết là của ai, nên không được; hộp thư mang tên một người cũng vậy.
    ---
    Nobody's own mail address stands in a submission, an act or a file's name.

    A common mailbox is fine: the office or its task before the @ (cong-doan, van-thu, info…), the office's own domain behind it. At
    gmail.com, yahoo.com and wherever anybody opens one, nobody can tell whose it is; nor is one with a person's name an office's.
    """
    yield from _telling(corpus, Kind.MAIL)


@rule(
    "SK907",
    Words("Địa chỉ nhà riêng", "A home address"),
    says=Words("Có địa chỉ nhà riêng.", "There is a home address."),
    cure=Words(
        "Bỏ địa chỉ nhà: nơi làm việc đã có ở `unit`. Cần nói nơi áp dụng thì ghi tên đơn vị, xã hoặc phường.",
        "Take it out: the workplace stands in `unit`. Where a place matters, name the unit, the commune or the ward.",
    ),
    private=True,
)
def home(corpus: Corpus) -> Iterator[Hit]:
    """Không ghi địa chỉ nhà riêng, nơi thường trú, tạm trú của ai vào bài, văn bản hay tên tệp.

    Địa chỉ nhà cùng họ tên chỉ đường cho người lạ tới tận cửa; kho Git công khai và không quên.
    ---
    Nobody's home address or registered residence stands in a submission, an act or a file's name.

    With a name it leads strangers to the door; the repository is public and cannot forget.
    """
    yield from _telling(corpus, Kind.HOME)


@rule(
    "SK908",
    Words("Tên người không công khai", "The name of somebody not to be named"),
    says=Words(
        "Có họ tên tác giả ngoài mục `authors`, mà bài này không được công khai họ tên.",
        "An author is named outside `authors`, and this submission's authors are not to be named in public.",
    ),
    cure=Words(
        "Thay họ tên bằng công việc, ví dụ “một điều dưỡng của khoa”. Tác giả muốn nêu tên thì chính tác giả đổi `publish_name: true`; bài"
        " bí mật công nghệ thì không nêu tên ai.",
        "Say the job instead, as in “a nurse of the ward”. Authors who want to be named change `publish_name: true` themselves; a"
        " confidential submission names nobody.",
    ),
    private=True,
)
def unwilling(corpus: Corpus) -> Iterator[Hit]:
    """Họ tên tác giả không đồng ý công khai thì không đứng trong tên bài, phần trả lời hay tên tệp, viết kiểu nào cũng vậy.

    Không dấu, viết liền, sau dấu #, có học hàm học vị hay chức danh ở trước đều là họ tên ấy. Trang công khai che đúng những chỗ ấy.
    ---
    Authors who did not consent to be named stand in no title, answer or file name, however they are spelt.

    Without marks, in one word, behind a #, after a degree or a post: it is the same name. The public site covers the very same places.
    """
    for filed in corpus.submissions:
        yield from _named(filed, _withheld(corpus, filed), Kind.NAME)


@rule(
    "SK909",
    Words("Quyết định nói ra điều không công khai", "A decision tells what is not public"),
    says=Words(
        "Hình thức khen nói ra tác giả hoặc đơn vị của một bài không được công khai điều ấy.",
        "The award tells the author or the unit of a submission of which that is not public.",
    ),
    cure=Words(
        "Chỉ ghi hình thức khen, ví dụ “Bằng khen”: văn bản giấy đã có họ tên, đơn vị.",
        "Write the kind of award alone, as in “Bằng khen”: the paper has name and unit.",
    ),
    cross_file=True,
    private=True,
)
def told_by_a_decision(corpus: Corpus) -> Iterator[Hit]:
    """Quyết định khen không nêu tên tác giả không đồng ý công khai; của bài bí mật công nghệ thì không nêu cả đơn vị.

    Trang công khai in hình thức khen bên cạnh tên sáng kiến.
    ---
    A decision's award does not name authors who did not consent, nor the unit of a confidential innovation.

    The public site shows the award beside the innovation's title.
    """
    for edition in corpus.editions.values():
        for decision in edition.decisions if corpus.judges_acts else ():
            for place, item in enumerate(decision.record.items):
                about = corpus.named.get(item.path)
                if about and _names(item.award, withheld(about.record, edition)):
                    yield decision.at(f"items.{place}.award"), {}


def _names(text: str, names: Withheld) -> bool:
    return any(span.kind in (Kind.NAME, Kind.UNIT) for span in spans(text, names))


@rule(
    "SK910",
    Words("Bài bí mật công nghệ nói ra đơn vị", "A confidential submission tells its unit"),
    says=Words(
        "Bài này là bí mật công nghệ mà nội dung hoặc tên tệp nêu tên đơn vị.",
        "This submission is confidential, and its text or file name tells the unit.",
    ),
    cure=Words(
        "Bỏ tên đơn vị, ví dụ ghi “phân xưởng chiết xuất” thay cho tên công ty.",
        "Take the unit's name out, as in “the extraction workshop” instead of the company's name.",
    ),
    private=True,
)
def unit_told(corpus: Corpus) -> Iterator[Hit]:
    """Bài bí mật công nghệ không nêu tên đơn vị mình hay công đoàn cấp trên của mình ở tên bài, phần trả lời và tên tệp.

    Với bài như vậy chỉ tên, hiệu quả và hình thức khen được công khai; từ đó không ai được lần ra đơn vị.
    ---
    A confidential submission names neither its unit nor the unions above in title, answers or file name.

    Of such a one only title, effect and award are public, and nobody may find the unit from them.
    """
    for filed in corpus.submissions:
        yield from _named(filed, _withheld(corpus, filed), Kind.UNIT)


def _telling(corpus: Corpus, kind: Kind) -> Iterator[Hit]:
    """Every location, in judged texts and file names, of what identifies a person in this way."""
    offices = {filed.path: filed for filed in corpus.law_files} if kind is Kind.PHONE else {}
    for source in corpus.sources.values():
        telling = _beside_offices(offices[source.path]) if source.path in offices else source.telling
        yield from (_reported(source, source.text, span) for span in telling if span.kind is kind)
        yield from ((Location(source.path), _shown(source.path, span)) for span in source.named if span.kind is kind)
    for filed in corpus.submissions:
        yield from _seen(filed, NOBODY, kind)


def _beside_offices(filed: Filed[Rules] | Filed[UnitList]) -> tuple[Span, ...]:
    """What a file of the law tells on people: the telephones of offices are the only ones that may stand in clear."""
    numbers = list(office_numbers(filed))
    return spans(_without(filed.source.text, filed.source, numbers)) if numbers else filed.source.telling


def _without(text: str, source: SourceFile, locations: Iterable[Location]) -> str:
    """The text of a file with these stretches emptied, at the same length."""
    for mark in (each.mark for each in locations if each.mark.line):
        start = source.begins(mark.line) + mark.column - 1
        text = text[:start] + "\n" * mark.width + text[start + mark.width :]
    return text


def _seen(filed: Filed[Submission], names: Withheld, kind: Kind) -> Iterator[Hit]:
    """Answers in which readers would see more of this kind than is written in one piece: what a link, a picture or a cell
    splits is one to them."""
    for name, answer in vars(filed.record.answers).items():
        for each, reported in _only_shown(answer, names):
            if each is kind:
                yield filed.at(f"answers.{name}"), reported


@lru_cache(maxsize=4096)  # every rule on what is private asks the same answers
def _only_shown(answer: str, names: Withheld) -> tuple[tuple[Kind, dict[str, Value]], ...]:
    """The last of each kind that identifies somebody in an answer as it is rendered and not as it is written."""
    if (words := seen(answer)) == answer:
        return ()
    stands, shown = Counter(span.kind for span in spans(answer, names)), spans(words, names)
    more = Counter(span.kind for span in shown) - stands
    return tuple((span.kind, _shown(words, span)) for span in {span.kind: span for span in shown}.values() if more[span.kind])


def _withheld(corpus: Corpus, filed: Filed[Submission]) -> Withheld:
    edition = corpus.editions.get(filed.source.address.edition)
    return withheld(filed.record, edition) if edition else NOBODY


def _named(filed: Filed[Submission], names: Withheld, kind: Kind) -> Iterator[Hit]:
    """Locations of these names in a submission, except in the fields that hold them."""
    if names == NOBODY:
        return
    record, source = filed.record, filed.source
    holding = {"unit", *(f"authors.{place}.name" for place in range(len(record.authors)))}
    said = (text for field, text in own_words(record) if field not in holding)
    if any(span.kind is kind for text in said for span in spans(text, names)):
        text = _without(source.text, source, map(filed.at, holding))
        yield from (_reported(source, text, span) for span in spans(text, names) if span.kind is kind)
    yield from _seen(filed, names, kind)
    file = source.path.rpartition("/")[2]
    yield from ((Location(source.path), _shown(file, span)) for span in spans(file, names) if span.kind is kind)


def _reported(source: SourceFile, text: str, span: Span) -> Hit:
    return source.location(span.start, span.end), _shown(text, span)


def _shown(text: str, span: Span) -> dict[str, Value]:
    """The values that describe a span without quoting it: a number by its ends, a mailbox by its domain, since logs cannot be
    cleared. `told` distinguishes two spans without being shown."""
    reported = text[span.start : span.end]
    if span.kind is Kind.MAIL:
        return {"shown": f"…@{reported.rpartition('@')[2]}" if "@" in reported else "…", "told": reported}
    digits = "".join(str(unicodedata.digit(sign)) for sign in reported if unicodedata.digit(sign, None) is not None)
    return {"shown": f"{digits[:3]}…{digits[-2:]}", "told": digits or reported}


_MENTION = regex(r"@(?<![\w@]@)[^\W\d_][\w-]*")
_CODE = regex(r"`[^`\n]+`")
_LONGEST_ADDRESS = 200


@rule(
    "SK903",
    Words("Nhắc tên tài khoản (@…)", "An account called by name"),
    says=Words("“{name}” nhắc tên một tài khoản.", "“{name}” calls an account."),
    cure=Words(
        "Viết tên không có dấu @, ví dụ “chị Mẫu”; địa chỉ thư như cong-doan@example.org vẫn được, lệnh máy tính thì đặt giữa hai dấu nháy"
        " ngược.",
        "Write the name without @, as in “Ms Mẫu”; a mail address such as cong-doan@example.org is fine, a computer's command goes between"
        " two backquotes.",
    ),
)
def mention(corpus: Corpus) -> Iterator[Hit]:
    """Không nhắc tên tài khoản của ai bằng dấu @.

    Dòng chữ ấy được chép vào trao đổi trên mạng là người bị nhắc tên nhận thư báo, dù không liên quan; cả nghìn người có thể bị làm phiền.
    ---
    Nobody's account is called with @.

    Copied into a discussion, it sends a notice to someone who has no part in it, or to a thousand of them.
    """
    for source in corpus.sources.values():
        if "@" not in source.uncommon:
            continue
        code = {at for span in _CODE.finditer(source.text) for at in range(*span.span())}
        for match in _MENTION.finditer(source.text):
            before = source.text[max(match.start() - _LONGEST_ADDRESS, 0) : match.start()]
            if match.start() not in code and "://" not in re.split(r"\s", before)[-1]:
                yield source.location(*match.span()), {"name": match[0][:40]}
