"""One rule as pages show it: what it asks and why, a real case, what the gate answered, how to mend it; must not know how a rule judges.

All of it is the tool's own text about invented people, so it is shown exactly as it is: what is private in a case the gate has masked
in its answer already, and a test looks.
"""

from __future__ import annotations

import re

from sangkien.language import Language, Words
from sangkien.markup import Html, html, joined
from sangkien.model.artifact import Page
from sangkien.model.finding import Severity
from sangkien.outputs.site.elements import way
from sangkien.outputs.site.page_url import PageUrl
from sangkien.rules import Rule
from sangkien.rules.example import Example, parsed

ADDRESS, REFUSED = "quy-tac/", "vi-sao/"

_WEIGHT = {
    Severity.ERROR: Words("Bài chưa được nhận khi còn lỗi này.", "Nothing is accepted while this stands."),
    Severity.WARNING: Words(
        "Chỉ là lời báo cho người duyệt: không làm bài bị trả lại.", "Only told to the reviewer: nothing is refused for it."
    ),
}
_SENT = Words("Đã gửi", "What was sent")
_ANSWERED = Words("Hệ thống kiểm tra trả lời", "What the gate answered")
_CURE = Words("Cách sửa", "How to mend it")
_WHY = Words("Quy tắc và lý do", "The rule, and why")
_CASE = Words("Ví dụ", "A case")
_LINE = Words("{path}, dòng {line}", "{path}, line {line}")
_ALL = Words("Mọi mã, có ví dụ và cách sửa", "Every code with its case and cure")


def address(rule: Rule) -> str:
    """The address of a rule's page, below the site's root."""
    return f"{ADDRESS}{rule.code.lower()}/"


def page(rule: Rule, language: Language) -> Page:
    """Returns the page of one rule in one language."""
    url, title = PageUrl(address(rule), language), f"{rule.code} · {rule.title.say(language)}"
    asked, _, why = rule.page.say(language).partition("\n\n")
    paragraphs = joined(html("<p>{}</p>", marked(each)) for each in why.split("\n\n"))
    body = html(
        '<h1>{}</h1><p>{}</p><p class="sk-weight">{}</p><h2 id="vi-du">{}</h2>{}<h2 id="vi-sao">{}</h2>{}<p>{}</p>',
        marked(title),
        marked(asked),
        _WEIGHT[rule.severity].say(language),
        _CASE.say(language),
        _told(parsed(rule.code, language), language),
        _WHY.say(language),
        paragraphs,
        way(url.to(f"{REFUSED}#{rule.code.lower()}"), _ALL.say(language)),
    )
    return Page(url.address, language, title, asked.replace("`", ""), body)


def folded(rule: Rule, url: PageUrl) -> Html:
    """Returns a rule's case, to be opened, in a page of many; its anchor is the code in small letters."""
    language = url.language
    light = html("") if rule.severity is Severity.ERROR else html("<p>{}</p>", _WEIGHT[rule.severity].say(language))
    return html(
        '<details class="sk-refusal"><summary><span class="sk-code">{:exact}</span> <span>{}</span></summary>'
        '<div id="{:exact}">{}{}<p>{}</p></div></details>',
        rule.code,
        marked(rule.title.say(language)),
        rule.code.lower(),
        light,
        _told(parsed(rule.code, language), language),
        way(url.to(address(rule)), f"{_WHY.say(language)}: {rule.code}"),
    )


def _told(case: Example, language: Language) -> Html:
    """What was sent, what the gate answered, and the cure."""
    place = _LINE.say(language).format(path=case.path, line=case.line) if case.line else case.path
    where = html('<p class="sk-where">{:exact}</p>', place) if place else html("")
    line = html("<pre><code>{}</code></pre>", _shown(case)) if case.marked.strip() else html("")
    parts = (
        (_SENT, html("<p>{:exact}</p>{}{}", case.what, where, line)),
        (_ANSWERED, html('<p class="sk-answered">{}</p>', marked(case.says))),
        (_CURE, html("<p>{}</p>", marked(case.cure))),
    )
    named = (html("<div><dt>{}</dt><dd>{}</dd></div>", name.say(language), body) for name, body in parts)
    return html('<dl class="sk-case">{}</dl>', joined(named))


def _shown(case: Example) -> Html:
    return html("{:exact}<strong>{:exact}</strong>{:exact}", case.before.lstrip(), case.marked, case.after)


def marked(text: str) -> Html:
    """Returns a text of the tool's own, in which code stands between backquotes, as HTML."""
    parts = re.split(r"`([^`]+)`", text)
    return joined(
        html("<code>{:exact}</code>", part) if place % 2 else html("{:exact}", part) for place, part in enumerate(parts)
    )
