"""HTML and XML as a type of their own, and the one door that leads from text to it; must not know what is written or where it stands.

Whoever hands text where `Html` is wanted is stopped by mypy. Templates are literals of the source, which a test holds, so whatever else
stands in a page has come in as a value and was escaped.
"""

from __future__ import annotations

import html as _html
import json
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from string import Formatter
from typing import Any

from markupsafe import Markup

from sangkien.late import dataclass
from sangkien.personal import covered

Value = str | int | float
"""What may stand in a template's place: text, a number, or `Html`, which is a `str` too."""


class Html(Markup):
    """HTML or XML that may stand in a page as it is. Text that is added to it by an operator or by `join` becomes HTML as in `html`."""

    __slots__ = ()

    @classmethod
    def escape(cls, s: Any, /) -> Html:
        """What the operators of `Markup` make of a value that is no HTML."""
        return s if isinstance(s, Html) else _made(_as_text(s))


def html(template: str, *values: Value, **named: Value) -> Html:
    """The template with each place filled by a value, in order or by name.

    A place `{}` takes a text: what tells on somebody is covered, it is made one line and escaped. `{:exact}` takes a text of the tool's
    own, an address or an id: it is escaped and otherwise stays as it is. `{:.2f}` and the like take a number. `Html` stands as it is in
    any place. Raises ValueError or KeyError where values and places do not match.
    """
    pattern, names, writers = _parsed(template)
    given = [named[name] for name in names] if names else values
    return _made(
        pattern
        % tuple([value if value.__class__ is Html else write(value) for write, value in zip(writers, given, strict=True)])
    )


def literal(markup: str) -> Html:
    """Markup that stands in the source as it is, without places."""
    return _made(markup)


def joined(pieces: Iterable[Html], between: str = "") -> Html:
    """The pieces one after the other; `between` is plain text that parts them."""
    return _made(_html.escape(between).join(pieces))


@dataclass(frozen=True)
class HtmlWords:
    """One thing said in both languages, as templates of `html`."""

    vi: str
    en: str

    def say(self, language: str, *values: Value, **named: Value) -> Html:
        """The template of the language `vi` or `en`, filled as `html` does."""
        return html(self.vi if language == "vi" else self.en, *values, **named)


def json_script(data: Mapping[str, object]) -> Html:
    """A script element with data that nothing runs (JSON-LD); no text in it can end the element."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return _made(f'<script type="application/ld+json">{text}</script>')


Write = Callable[[Any], str]


@lru_cache(maxsize=2_000)  # there are some hundred templates in the source
def _parsed(template: str) -> tuple[str, tuple[str, ...], tuple[Write, ...]]:
    """A template as a pattern for `%`, the names of its places unless they are in order, and how a value is written in each."""
    pattern, names, writers = "", [], []
    for before, name, form, _ in Formatter().parse(template):
        pattern += before.replace("%", "%%")
        if name is not None:
            pattern += "%s"
            names += [name] if name else []
            writers.append(_writer(form or ""))
    return pattern, tuple(names), tuple(writers)


def _writer(form: str) -> Write:
    return {"": _as_text, "exact": _as_is}.get(form) or partial(_as_number, form)


def _as_text(value: Value) -> str:
    return _escaped(value) if isinstance(value, str) else str(value)


@lru_cache(maxsize=20_000)  # names and titles stand on many pages
def _escaped(text: str) -> str:
    return _html.escape(" ".join(covered(text).split()))


def _as_is(value: Value) -> str:
    return _html.escape(value) if isinstance(value, str) else str(value)


def _as_number(form: str, value: float) -> str:
    return format(value, form)


def _made(markup: str) -> Html:
    """Quicker than the constructor of `Markup`, which asks what it is given."""
    return str.__new__(Html, markup)
