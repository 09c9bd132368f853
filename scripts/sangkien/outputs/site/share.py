"""The ways to hand a page on: plain links, so that nothing of anybody else's runs on ours; must not know what the page is."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from sangkien.language import Language, Words

SCRIPT = "chia-se.js"

_SHARE = Words("Chia sẻ trang này", "Share this page")
_COPY = Words("Chép liên kết", "Copy link")
_COPIED = Words("Đã chép liên kết", "Link copied")
_MAIL = Words("Thư điện tử", "E-mail")
_PRINT = Words("In trang", "Print")


def links(url: str, language: Language) -> str:
    """A list of links for the page at `url`. What copies and prints needs the script `chia-se.js`; without it the first one leads to
    the page itself, and a browser prints anyway."""
    there = quote(url, safe="")
    ways = (
        ("Zalo", f"https://zalo.me/share?url={there}"),
        ("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={there}"),
        (_MAIL.say(language), f"mailto:?body={there}"),
    )
    copy = f'<li><a class="sk-copy" href="{escape(url)}" title="{_COPIED.say(language)}">{_COPY.say(language)}</a></li>'
    shown = "".join(f'<li><a href="{escape(way)}">{name}</a></li>' for name, way in ways)
    paper = f'<li hidden><a class="sk-print" href="#">{_PRINT.say(language)}</a></li>'
    return f'<ul class="sk-share" aria-label="{_SHARE.say(language)}">{copy}{shown}{paper}</ul>'
