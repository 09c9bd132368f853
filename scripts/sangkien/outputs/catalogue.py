"""Writes the rule catalogue and each rule's page, as Markdown for the site and for the terminal alike; must not know any rule."""

from __future__ import annotations

from collections.abc import Iterable

from sangkien.language import Language, Words
from sangkien.model.finding import Severity
from sangkien.rules import Rule
from sangkien.rules.example import example

_SEVERITIES = {
    Severity.ERROR: Words("Lỗi: bài chưa được nhận khi còn lỗi này.", "Error: not accepted while it stands."),
    Severity.WARNING: Words("Nhắc: báo cho người duyệt, không chặn.", "Warning: shown to the reviewer, blocks nothing."),
}


def listing(rules: Iterable[Rule], language: Language) -> str:
    """One line a rule."""
    return "".join(f"{rule.code}  {rule.title.say(language)}\n" for rule in sorted(rules, key=lambda rule: rule.code))


def site_page(rule: Rule) -> str:
    """The page for the site: Vietnamese, with the English text folded away at the end."""
    english = _explained(rule, "en").replace("## ", "### ")
    return f"{page(rule, 'vi')}\n## In English {{ #english lang=en }}\n\n**{rule.title.en}**\n{english}"


def page(rule: Rule, language: Language) -> str:
    """One rule's page: what it asks, why, what it says, how to mend it, and a case with the tool's own answer."""
    case = Words("Ví dụ", "Example").say(language)
    title = f"# {rule.code} · {rule.title.say(language)}\n\n"
    return f"{title}{_explained(rule, language)}\n## {case}\n\n```text\n{example(rule.code)}```\n"


def _explained(rule: Rule, language: Language) -> str:
    says, cure = Words("Thông báo", "Message").say(language), Words("Cách sửa", "How to mend it").say(language)
    return (
        f"{_SEVERITIES[rule.severity].say(language)}\n\n"
        f"{rule.page.say(language)}\n\n"
        f"## {says}\n\n> {_literal(rule.says.say(language))}\n\n"
        f"## {cure}\n\n{_literal(rule.cure.say(language))}\n"
    )


def _literal(template: str) -> str:
    """A sentence with its blanks as words in angle quotes; code marks around a blank would show it raw."""
    return template.replace("{", "‹").replace("}", "›").replace("<", "&lt;").replace("*", "\\*")
