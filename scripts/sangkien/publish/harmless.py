"""Refuses a built site in which anything could run, load from elsewhere or lead away; must not know how its pages were made.

Usage: python -m sangkien.publish.harmless FOLDER
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from multiprocessing import Pool
from pathlib import Path

import nh3

from sangkien.late import regex

_MANY = 1_000  # pages: from so many on, every core is used
_REPORTED = 20  # faults shown: one slip of a theme is in every page

# What a page's own body is made of. Anything else, were it only a `style`, is refused.
_EVERYWHERE = {
    *("id", "class", "lang", "title", "role", "tabindex", "hidden"),
    *("aria-label", "aria-labelledby", "aria-describedby", "aria-hidden"),
}
_ATTRIBUTES = {
    "a": {"href", "hreflang"},
    "circle": {"cx", "cy", "r"},
    "details": {"open"},
    "div": {"data-opens", "data-closes"},  # instants, which the site's own script reads
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "rect": {"x", "y", "width", "height", "transform"},
    "svg": {"width", "height", "viewbox", "viewBox"},  # spelled either way by parsers
    "text": {"x", "y", "text-anchor"},
    "time": {"datetime"},
    "tspan": {"x", "dy"},
    "td": {"align"},
    "th": {"align", "scope"},
}
_WRITTEN = (
    "a blockquote br caption code dd del details div dl dt em figcaption figure h1 h2 h3 h4 hr img li nav ol p pre section span strong"
    " summary table tbody td tfoot th thead time tr ul"
)
_DRAWN = "circle desc g rect svg text title tspan"
_TAGS = {*_WRITTEN.split(), *_DRAWN.split()}

# What a page may allow itself, and must forbid: the policy stands first in the head, so that nothing comes before it.
_POLICY = regex(r'<head>\s*<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_ALLOWED = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "connect-src": {"'self'"},
    "base-uri": {"'none'"},
    "form-action": {"'none'"},
}
_BODY = regex(r"<article\b[^>]*>")

_NEVER = {"base", "embed", "frame", "iframe", "math", "object", "portal", "style"}
_LOADING = {"src", "srcset", "data", "poster", "background", "action", "formaction", "xlink:href", "ping", "manifest"}
_DATA = ("application/json", "application/ld+json")  # kinds of script that nothing runs
# A reader passes a page on, to nobody yet; or writes to, or calls, an office that gave its address for that.
_LETTER = regex(r"mailto:(\?[\w%.~&=\-]*|[\w.+\-]+@[\w.\-]+)|tel:\+?[0-9]+")
_PICTURE = regex(r"(\.\./)*hinh/[\w/-]+\.png")  # drawn at build
_SAME_SITE = regex(r"(?![a-z][a-z0-9+.\-]*:|//|\\)", re.IGNORECASE)  # neither a scheme nor another host
_NOT_FETCHED = {"canonical", "prev", "next", "alternate"}  # links that a browser does not follow by itself


def faults(folder: Path) -> Iterator[str]:
    """Yields `page: fault`, in English, for everything in the HTML files below `folder` that is not harmless, by path."""
    files = sorted(Path(at, name) for at, _, names in os.walk(folder) for name in names if name.endswith(".html"))
    if len(files) < _MANY:
        every: Iterable[list[str]] = map(_faults, files)
    else:
        with Pool() as processes:
            every = processes.map(_faults, files, chunksize=100)
    for file, found in zip(files, every, strict=True):
        yield from (f"{file.relative_to(folder)}: {what}" for what in found)


def _faults(file: Path) -> list[str]:
    return list(page(file.read_text(encoding="utf-8")))


def page(text: str) -> Iterator[str]:
    """Yields, in English, everything that is not harmless in the HTML text of one page."""
    policy = _POLICY.search(text)
    policies = {name: set(values) for name, *values in (part.split() for part in policy[1].split(";"))} if policy else {}
    if policies != _ALLOWED:
        yield "the content security policy is missing, not first in the head, or another"
    bodies = [part.partition("</article>")[0] for part in _BODY.split(text)[1:]]
    if len(bodies) != 1:
        yield f"{len(bodies)} bodies instead of one"
    yield from _Page(text).found
    for body in bodies:
        was, kept = _Parts(body).found, _Parts(_cleaned(body)).found
        if was != kept:
            lost = next((one for one, other in zip(was, [*kept, None], strict=False) if one != other), was[-1:])
            yield f"its body holds what no page may: {str(lost)[:200]}"


def _cleaned(body: str) -> str:
    attributes = {"*": _EVERYWHERE, **_ATTRIBUTES}
    return str(
        nh3.clean(body, tags=_TAGS, attributes=attributes, url_schemes={"http", "https", "mailto", "tel"}, link_rel=None)
    )


class _Parts(HTMLParser):
    """The tags, attributes and words of a piece of HTML, however it is spelled."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, object]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((f"<{tag}>", {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("br", "hr"):
            self.found.append((f"</{tag}>", None))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] == "words":
            data = str(self.found.pop()[1]) + data
        self.found.append(("words", data))


class _Page(HTMLParser):
    """The faults of a whole page, the theme's part included: scripts must be files of the site, nothing may load from
    elsewhere, no attribute may run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) < len(attrs):  # a browser believes the first, another reader the last
            self.found.append(f"<{tag}> with an attribute twice: {sorted(name for name, _ in attrs)}")
        self._script = tag == "script" and given.get("type") not in _DATA
        if self._script and not given.get("src"):
            self.found.append("a script that is no file")
        self.found += _harm(tag, given)

    def handle_endtag(self, tag: str) -> None:
        self._script = False

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.found.append(f"a script in the page: {data.strip()[:80]}")


def _harm(tag: str, given: Mapping[str, str]) -> Iterator[str]:
    """Yields what a tag with these attributes could do, whatever stands in it."""
    if tag in _NEVER:
        yield f"<{tag}>"
    if tag == "img" and not _PICTURE.fullmatch(given.get("src", "")):
        yield f"<img src={given.get('src', '')[:80]}>"
    if tag == "meta" and given.get("http-equiv", "Content-Security-Policy") != "Content-Security-Policy":
        yield f"<meta http-equiv={given['http-equiv']}>"
    for name, value in given.items():
        loads = name in _LOADING or (tag == "link" and name == "href" and given.get("rel") not in _NOT_FETCHED)
        leads = (
            name == "href"
            and not _same_site(value)
            and not re.match("https?://", value.strip())
            and not _LETTER.fullmatch(value)
        )
        if name.startswith("on") or name in ("style", "srcdoc") or leads or (loads and not _same_site(value)):
            yield f"<{tag} {name}={value[:80]}>"


def _same_site(way: str) -> bool:
    return _SAME_SITE.match(way.strip()) is not None


def main() -> None:
    """Ends with status 1, and the first faults on standard error, where the site is not harmless."""
    found = list(faults(Path(sys.argv[1])))
    if found:
        more = f"\n… {len(found) - _REPORTED}" if len(found) > _REPORTED else ""
        sys.exit("Trang có chỗ không an toàn, không đưa lên. / The site is not harmless and must not be published.\n"
                 + "\n".join(found[:_REPORTED]) + more)  # fmt: skip


if __name__ == "__main__":
    main()
