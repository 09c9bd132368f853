"""HTML and XML as a type of their own, and the one door that leads from text to it; must not know what is written or on which page.

mypy refuses text where `Html` is wanted. Templates are literals of the source, which a test holds; so everything else in a
page came in as a value and was escaped.
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
"""What fills a place of a template: text, a number, or `Html`, which is a `str` too."""


class Html(Markup):
    """HTML or XML that may stand in a page as it is. Text added to it by an operator or by `join` is escaped as in `html`."""

    __slots__ = ()

    @classmethod
    def escape(cls, s: Any, /) -> Html:
        """Returns `Html` as it is and any other value escaped; the operators of `Markup` call it."""
        return s if isinstance(s, Html) else _made(_as_text(s))


def html(template: str, *values: Value, **named: Value) -> Html:
    """Returns the template with each place filled by a value, in order or by name.

    `{}` takes a text: personal data in it are covered, white space becomes single spaces, and it is escaped. `{:exact}` takes
    a text of the tool's own, such as an address or an id: it is escaped and otherwise unchanged. `{:.2f}` and the like take a
    number. A value that is `Html` is put in any place as it is.

    Raises ValueError or KeyError where values and places do not match.
    """
    pattern, names, writers = _parsed(template)
    given = [named[name] for name in names] if names else values
    return _made(
        pattern
        % tuple([value if value.__class__ is Html else write(value) for write, value in zip(writers, given, strict=True)])
    )


def literal(markup: str) -> Html:
    """Returns markup that stands in the source, without places, as it is."""
    return _made(markup)


def joined(pieces: Iterable[Html], between: str = "") -> Html:
    """Returns the pieces one after the other; `between` is plain text, escaped, that separates them."""
    return _made(_html.escape(between).join(pieces))


@dataclass(frozen=True)
class HtmlWords:
    """One message in both languages, as templates of `html`."""

    vi: str  # template in Vietnamese
    en: str  # template in English

    def say(self, language: str, *values: Value, **named: Value) -> Html:
        """Returns the template of `language`, `vi` or `en`, filled as `html` does and with the same exceptions."""
        return html(self.vi if language == "vi" else self.en, *values, **named)


def json_script(data: Mapping[str, object]) -> Html:
    """Returns a script element with data as JSON (JSON-LD), which nothing runs; no text in it can end the element."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return _made(f'<script type="application/ld+json">{text}</script>')


Write = Callable[[Any], str]
"""Turns a value into what stands in its place."""


@lru_cache(maxsize=2_000)  # there are some hundred templates in the source
def _parsed(template: str) -> tuple[str, tuple[str, ...], tuple[Write, ...]]:
    """A template as a pattern for `%`, the names of its places unless they are in order, and how a value is written in each."""
    pattern, names, writers = "", [], []
    for before, name, form, conversion in Formatter().parse(template):
        if conversion:
            raise ValueError(f"a place takes no conversion: {template!r}")
        pattern += before.replace("%", "%%")
        if name is not None:
            pattern += "%s"
            names += [name] if name else []
            writers.append(_writer(form or ""))
    return pattern, tuple(names), tuple(writers)


def _writer(form: str) -> Write:
    return {"": _as_text, "exact": _as_is}.get(form) or partial(_as_number, form)


def _as_text(value: Value) -> str:
    return _escaped(value if isinstance(value, str) else str(value))


@lru_cache(maxsize=20_000)  # names and titles stand on many pages
def _escaped(text: str) -> str:
    return _html.escape(" ".join(covered(text).split()))


def _as_is(value: Value) -> str:
    return _html.escape(str(value))


def _as_number(form: str, value: float) -> str:
    if not isinstance(value, int | float):
        raise TypeError(f"{form!r} is how a number is written, and this is none: {value!r}")
    return format(value, form)


def _made(markup: str) -> Html:
    """Makes `Html` faster than the constructor of `Markup`, which inspects its argument."""
    return str.__new__(Html, markup)
