"""The list of the gate's rules by family, and the answer to whoever asks why a file was refused; must not know how a rule judges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sangkien.language import Language, Words
from sangkien.model.artifact import Page
from sangkien.model.finding import Severity
from sangkien.outputs.site.markup import attribute, scrolled
from sangkien.outputs.site.page_url import PageUrl
from sangkien.outputs.site.sections import Section, contents, shown
from sangkien.rules import CATALOGUE, FAMILIES, Rule

ADDRESS, REFUSED = "quy-tac/", "vi-sao/"

_TITLE = Words("Quy tắc của cổng kiểm tra", "Rules of the gate")
_LEAD = Words(
    "Mỗi bài gửi lên được máy xét theo những quy tắc này. Thông báo nào cũng có mã; mỗi mã có một trang nói rõ vì sao và sửa thế nào.",
    "Every file sent in is judged by these rules. Each message has a code, and each code a page that says why, and how to mend it.",
)
_HEADS = (Words("Mã", "Code"), Words("Quy tắc", "Rule"))

_WHY = Words("Vì sao bài của tôi bị trả lại?", "Why was mine refused?")
_REASONS = (
    (
        Words("Không hợp lệ", "Invalid"),
        Words(
            "Tệp thiếu hoặc sai một điều mà thể lệ đòi hỏi. Không phải ý kiến về sáng kiến: sửa đúng chỗ được nêu rồi gửi lại, trước giờ"
            " đóng cổng thì không mất gì.",
            "The file lacks something that the rules ask for, or has it wrong. It says nothing about the innovation: mend the place that is"
            " named and send it again; before the closing nothing is lost.",
        ),
    ),
    (
        Words("Trễ hạn", "Late"),
        Words(
            "Nội dung này được nhận sau giờ đóng. Giờ nhận là lúc sớm nhất có bằng chứng: biên nhận của máy chủ, sổ tiếp nhận, hoặc lúc vào"
            " kho. Nếu đã nộp giấy đúng hạn thì nhờ nơi nhận ghi sổ tiếp nhận.",
            "This content was received after the closing. It counts from the earliest evidence: the server's receipt, the register, or its"
            " landing. If the paper was handed in in time, ask the office that took it to enter it in the register.",
        ),
    ),
    (
        Words("Hợp lệ nhưng chưa được chọn", "Valid but not selected"),
        Words(
            "Số chỗ tôn vinh rất ít. Bài không được chọn vẫn được tính là sáng kiến hợp lệ trong mọi báo cáo; chưa có cấp nào kết luận rằng"
            " bài kém.",
            "Honours are scarce. An entry that was not selected still counts as a valid innovation in every report; nobody has found it"
            " wanting.",
        ),
    ),
)
_FIND = Words("Tra mã trong thông báo", "Look up the code in the message")
_ALL = Words("Mỗi mã dẫn tới trang nói rõ lý do, có ví dụ.", "Each code leads to the page with its reasons and an example.")
_TRACK = Words(
    'Chưa biết bài mình đến đâu? <a href="{way}">Theo dõi bằng mã biên nhận</a>.',
    'Not sure where yours stands? <a href="{way}">Track it by its receipt code</a>.',
)


def listing(language: Language) -> Page:
    """Every rule by family; each leads to its page."""
    url, title = PageUrl(ADDRESS, language), _TITLE.say(language)
    heads = "".join(f'<th scope="col">{words.say(language)}</th>' for words in _HEADS)
    sections = []
    for prefix, name in FAMILIES.items():
        rows = "".join(
            f"<tr><td>{_code(rule, url)}</td><td>{attribute(rule.title.say(language))}</td></tr>" for rule in _family(prefix)
        )
        family = name.say(language)
        table = scrolled(family, f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>")
        sections.append(Section(prefix.lower(), family, table))
    asked = f'<p><a href="{url.to(REFUSED)}">{_WHY.say(language)}</a></p>'
    body = f"<h1>{title}</h1>{contents(sections, language)}<p>{_LEAD.say(language)}</p>{asked}{shown(sections)}"
    return Page(ADDRESS, language, title, _LEAD.say(language), body)


def refused(cures: Mapping[str, str], language: Language) -> Page:
    """What a refusal means, and how to mend what each code finds; `cures` are by code, in the same language."""
    url, title = PageUrl(REFUSED, language), _WHY.say(language)
    reasons = "".join(
        f"<div><dt>{name.say(language)}</dt><dd>{attribute(words.say(language))}</dd></div>" for name, words in _REASONS
    )
    sections = [Section("tra-ma", _FIND.say(language), f"<p>{_ALL.say(language)}</p>{_cures(cures, url)}")]
    track = _TRACK.say(language).format(way=url.to("theo-doi/"))
    body = f'<h1>{title}</h1><dl class="sk-facts">{reasons}</dl><p>{track}</p>{shown(sections)}'
    return Page(REFUSED, language, title, title, body)


def _cures(cures: Mapping[str, str], url: PageUrl) -> str:
    rows = [
        f'<div id="{rule.code.lower()}"><dt>{_code(rule, url)}</dt><dd><strong>{attribute(rule.title.say(url.language))}</strong> '
        f"{attribute(cures[rule.code])}</dd></div>"
        for prefix in FAMILIES
        for rule in _family(prefix)
        if rule.severity is Severity.ERROR
    ]
    return f'<dl class="sk-facts">{"".join(rows)}</dl>'


def _family(prefix: str) -> Iterator[Rule]:
    return (CATALOGUE[code] for code in sorted(CATALOGUE) if code.startswith(prefix))


def _code(rule: Rule, url: PageUrl) -> str:
    return f'<a href="{url.to(f"{ADDRESS}{rule.code.lower()}/")}">{rule.code}</a>'
