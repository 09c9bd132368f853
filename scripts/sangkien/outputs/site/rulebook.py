"""The list of the gate's rules by family, and the page for whoever asks why a file was refused; must not know how a rule judges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sangkien.language import Language, Words
from sangkien.markup import Html, HtmlWords, html, joined
from sangkien.model.artifact import Page
from sangkien.model.finding import Severity
from sangkien.outputs.site.elements import facts, scrolled, way
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
_TRACK = HtmlWords(
    'Chưa biết bài mình đến đâu? <a href="{:exact}">Theo dõi bằng mã biên nhận</a>.',
    'Not sure where yours stands? <a href="{:exact}">Track it by its receipt code</a>.',
)


def listing(language: Language) -> Page:
    """Returns the page of all rules by family; each links to its own page."""
    url, title, lead = PageUrl(ADDRESS, language), _TITLE.say(language), _LEAD.say(language)
    heads = joined(html('<th scope="col">{}</th>', words.say(language)) for words in _HEADS)
    sections = []
    for prefix, name in FAMILIES.items():
        rows = joined(
            html("<tr><td>{}</td><td>{}</td></tr>", _code(rule, url), rule.title.say(language)) for rule in _family(prefix)
        )
        table = html("<thead><tr>{}</tr></thead><tbody>{}</tbody>", heads, rows)
        sections.append(Section(prefix.lower(), name.say(language), scrolled(name.say(language), table)))
    asked = way(url.to(REFUSED), _WHY.say(language))
    listed = html("<p>{}</p><p>{}</p>{}", lead, asked, shown(sections))
    return Page(ADDRESS, language, title, lead, html("<h1>{}</h1>{}{}", title, contents(sections, language), listed))


def refused(cures: Mapping[str, str], language: Language) -> Page:
    """Returns the page on what a refusal means and how to mend what each code finds; `cures` are by code, in `language`."""
    url, title = PageUrl(REFUSED, language), _WHY.say(language)
    reasons = facts((name.say(language), words.say(language)) for name, words in _REASONS)
    codes = html("<p>{}</p>{}", _ALL.say(language), _cures(cures, url))
    sections = [Section("tra-ma", _FIND.say(language), codes)]
    track = _TRACK.say(language, url.to("theo-doi/"))
    return Page(REFUSED, language, title, title, html("<h1>{}</h1>{}<p>{}</p>{}", title, reasons, track, shown(sections)))


def _cures(cures: Mapping[str, str], url: PageUrl) -> Html:
    rows = joined(
        html(
            '<div id="{:exact}"><dt>{}</dt><dd><strong>{}</strong> {}</dd></div>',
            rule.code.lower(),
            _code(rule, url),
            rule.title.say(url.language),
            cures[rule.code],
        )
        for prefix in FAMILIES
        for rule in _family(prefix)
        if rule.severity is Severity.ERROR
    )
    return html('<dl class="sk-facts">{}</dl>', rows)


def _family(prefix: str) -> Iterator[Rule]:
    return (CATALOGUE[code] for code in sorted(CATALOGUE) if code.startswith(prefix))


def _code(rule: Rule, url: PageUrl) -> Html:
    return way(url.to(f"{ADDRESS}{rule.code.lower()}/"), rule.code)
