"""The ways to pass a page on: plain links, so that no script of another site runs on ours; must not know what the page is."""

from __future__ import annotations

from urllib.parse import quote

from sangkien.language import Language, Words
from sangkien.markup import Html, html, joined

SCRIPT = "chia-se.js"

_SHARE = Words("Chia sẻ trang này", "Share this page")
_COPY = Words("Chép liên kết", "Copy link")
_COPIED = Words("Đã chép liên kết", "Link copied")
_MAIL = Words("Thư điện tử", "E-mail")
_PRINT = Words("In trang", "Print")
_NOTICE = Words("In để dán bảng tin", "Print for the notice board")


def links(url: str, language: Language, prints: bool = True) -> Html:
    """Returns a list of links for the page at the full address `url`; `prints` is whether printing is among them. Copying and
    printing need the script `chia-se.js`; without it the first link leads to the page itself, and a browser prints by its own
    menu. Where the address is unknown, `url` is empty: then there is nothing to give to others, and the first link leads to the
    page that is open."""
    there = quote(url, safe="")
    ways = (
        ("Zalo", f"https://zalo.me/share?url={there}"),
        ("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={there}"),
        (_MAIL.say(language), f"mailto:?body={there}"),
    )
    return html(
        '<ul class="sk-share" aria-label="{}"><li><a class="sk-copy" href="{:exact}" title="{}">{}</a></li>{}{}</ul>',
        _SHARE.say(language),
        url or "./",
        _COPIED.say(language),
        _COPY.say(language),
        joined(html('<li><a href="{:exact}">{}</a></li>', way, name) for name, way in ways if url),
        html('<li hidden><a class="sk-print" href="#">{}</a></li>', _PRINT.say(language)) if prints else "",
    )


def notice(language: Language) -> Html:
    """Returns a button that prints the page as a notice: what the style sheets mark as no part of it is left out. It shows
    where the script runs."""
    return html('<p hidden><a class="md-button sk-print sk-notice" href="#">{}</a></p>', _NOTICE.say(language))
