"""An innovation as a quotation on another site, as HTML to copy and as an oEmbed file; no script, and must not know its page."""

from __future__ import annotations

import json

from sangkien.language import Language, Words
from sangkien.markup import Html, html
from sangkien.model import licence
from sangkien.model.artifact import Artifact
from sangkien.model.innovation import PublicInnovation
from sangkien.outputs.site import pictures
from sangkien.outputs.site.page_url import PageUrl

SCRIPT = "nhung.js"
"""Copies the quotation; without it a reader marks and copies it."""

_PROVIDER = Words("Sáng kiến công đoàn", "Union innovations")
_NAME = Words("Nhúng vào trang khác", "Show it on another site")
_HOW = Words(
    "Dán đoạn này vào trang của đơn vị: một lời trích có liên kết, không kèm mã nào của nơi khác.",
    "Paste this into your own site: a quotation with a link, and no script of anybody's.",
)
_COPY, _COPIED = Words("Chép đoạn này", "Copy it"), Words("Đã chép", "Copied")
_WIDE, _HIGH = 600, 160  # pixels that the quotation takes at most
_DAY = 86_400  # seconds: how long another site may keep it


def path(innovation: PublicInnovation, language: Language) -> str:
    """Returns the oEmbed file below the site's root."""
    return f"nhung/{innovation.address}{'.en' if language == 'en' else ''}.json"


def artifact(innovation: PublicInnovation, language: Language, site: str, page: str, picture: str) -> Artifact:
    """Returns the file of `path` (oEmbed 1.0, `rich`). `site` is the site's address with a final slash, which must be known;
    `page` and `picture` stand below it."""
    own = {
        "version": "1.0",
        "type": "rich",
        "title": innovation.title,
        "provider_name": _PROVIDER.say(language),
        "provider_url": site,
        "cache_age": _DAY,
        "html": _quotation(innovation, language, PageUrl(page, language).full(site)),
        "width": _WIDE,
        "height": _HIGH,
        "thumbnail_url": f"{site}{picture}",
        "thumbnail_width": pictures.WIDTH,
        "thumbnail_height": pictures.HEIGHT,
        "license_url": licence.URL,
    }
    if innovation.details and innovation.details.authors:
        own["author_name"] = "; ".join(author.name for author in innovation.details.authors)
    return Artifact(path(innovation, language), _json(own))


def shown(innovation: PublicInnovation, url: PageUrl, site: str) -> Html:
    """Returns the quotation to copy, for the page `url`; empty where the site's address is unknown."""
    language, page = url.language, url.full(site)
    if not page:
        return html("")
    return html(
        '<details class="sk-embed" id="nhung"><summary>{}</summary><p>{}</p><pre tabindex="0"><code>{:exact}</code></pre>'
        '<p hidden><a class="md-button sk-copy-code" href="#nhung" title="{}">{}</a></p></details>',
        _NAME.say(language),
        _HOW.say(language),
        str(_quotation(innovation, language, page)),
        _COPIED.say(language),
        _COPY.say(language),
    )


def _quotation(innovation: PublicInnovation, language: Language, page: str) -> Html:
    edition = Words(f"kỳ {innovation.edition}", f"edition {innovation.edition}").say(language)
    return html(
        '<blockquote cite="{page:exact}"><p><a href="{page:exact}"{vi}>{title}</a></p>'
        "<p>{award} · {level} · {edition} · {name}</p></blockquote>",
        page=page,
        vi=html(' lang="vi"') if language == "en" else html(""),
        title=innovation.title,
        award=innovation.award,
        level=innovation.level.name.say(language),
        edition=edition,
        name=_PROVIDER.say(language),
    )


def _json(own: dict[str, object]) -> bytes:
    """As JSON in which no tag stands as such, whoever takes it for a page."""
    return (json.dumps(own, ensure_ascii=False).replace("<", "\\u003c") + "\n").encode()
