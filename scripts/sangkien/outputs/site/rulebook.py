"""The list of the gate's rules by family, and the page for whoever asks why a file was refused; must not know how a rule judges."""

from __future__ import annotations

from collections.abc import Iterator

from sangkien.language import Language, Words
from sangkien.markup import HtmlWords, html, joined
from sangkien.model.artifact import Page
from sangkien.outputs.site import rule_page
from sangkien.outputs.site.elements import facts, way
from sangkien.outputs.site.page_url import PageUrl
from sangkien.outputs.site.rule_page import ADDRESS, REFUSED
from sangkien.outputs.site.sections import Section, contents, shown
from sangkien.rules import CATALOGUE, FAMILIES, Rule

_SCRIPT = "vi-sao.js"

_TITLE = Words("Quy tắc của hệ thống kiểm tra", "Rules of the gate")
_LEAD = Words(
    "Mỗi bài gửi lên được máy xét theo những quy tắc này. Thông báo nào cũng có mã; mỗi mã có một trang nói rõ vì sao và sửa thế nào.",
    "Every file sent in is judged by these rules. Each message has a code, and each code a page that says why, and how to mend it.",
)

_WHY = Words("Vì sao bài của tôi bị trả lại?", "Why was mine refused?")
_REASONS = (
    (
        Words("Không hợp lệ", "Invalid"),
        Words(
            "Tệp thiếu hoặc sai một điều mà thể lệ đòi hỏi. Không phải ý kiến về sáng kiến: sửa đúng chỗ được nêu rồi gửi lại; trước giờ"
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
            "Số suất tôn vinh rất ít. Bài không được chọn vẫn được tính là sáng kiến hợp lệ trong mọi báo cáo; chưa có cấp nào kết luận"
            " rằng bài kém.",
            "Honours are scarce. An entry that was not selected still counts as a valid innovation in every report; nobody has found it"
            " wanting.",
        ),
    ),
)
_FIND = Words("Tra mã trong thông báo", "Look up the code in the message")
_ALL = Words(
    "Mỗi mã có một ví dụ: đã gửi gì, hệ thống trả lời thế nào, sửa ra sao. Người và đơn vị trong ví dụ đều là giả định.",
    "Each code has a real case: what was sent, what the gate answered, how to mend it. People and units in them are invented.",
)
_TRACK = HtmlWords(
    'Chưa biết bài mình đến đâu? <a href="{:exact}">Theo dõi bằng mã biên nhận</a>.',
    'Not sure where yours stands? <a href="{:exact}">Track it by its receipt code</a>.',
)


def listing(language: Language) -> Page:
    """Returns the page of all rules by family; each links to its own page."""
    url, title, lead = PageUrl(ADDRESS, language), _TITLE.say(language), _LEAD.say(language)
    sections = []
    for prefix, name in FAMILIES.items():
        rows = joined(
            html(
                '<li><a href="{:exact}"><span class="sk-code">{:exact}</span></a> {}</li>',
                url.to(rule_page.address(rule)),
                rule.code,
                rule_page.marked(rule.title.say(language)),
            )
            for rule in _family(prefix)
        )
        sections.append(Section(prefix.lower(), name.say(language), html('<ul class="sk-rules">{}</ul>', rows)))
    asked = way(url.to(REFUSED), _WHY.say(language))
    listed = html("<p>{}</p><p>{}</p>{}", lead, asked, shown(sections))
    return Page(ADDRESS, language, title, lead, html("<h1>{}</h1>{}{}", title, contents(sections, language), listed))


def refused(language: Language) -> Page:
    """Returns the page on what a refusal means, with a real case of every code and how to mend it."""
    url, title = PageUrl(REFUSED, language), _WHY.say(language)
    reasons = facts((name.say(language), words.say(language)) for name, words in _REASONS)
    families = [
        Section(prefix.lower(), name.say(language), joined(rule_page.folded(rule, url) for rule in _family(prefix)))
        for prefix, name in FAMILIES.items()
    ]
    body = html(
        '<h1>{}</h1>{}<p>{}</p><h2 id="tra-ma">{}</h2><p>{}</p><div class="sk-find" id="tra"></div>{}<div class="sk-families">{}</div>',
        title,
        reasons,
        _TRACK.say(language, url.to("theo-doi/")),
        _FIND.say(language),
        _ALL.say(language),
        contents(families, language),
        shown(families),
    )
    return Page(REFUSED, language, title, title, body, scripts=(_SCRIPT,))


def _family(prefix: str) -> Iterator[Rule]:
    return (CATALOGUE[code] for code in sorted(CATALOGUE) if code.startswith(prefix))
