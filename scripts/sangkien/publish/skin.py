"""A page of the theme with blanks for its words, and how they are filled; must not know who made the theme or the words.

What stands between ⟦ and ⟧ is a blank. Some take what is the page's own, others a piece of HTML that is the same on every page of
a language but for the way to the site's top.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from sangkien.late import dataclass
from sangkien.markup import Html, html, joined, json_script


@dataclass(frozen=True)
class Skin:
    """A page of the theme with blanks `⟦name⟧`, which are filled in for each page."""

    key: str  # digest of the theme's page
    head: str  # HTML to the start tag of the article, inclusive
    foot: str  # HTML from the end tag of the article on
    pieces: Mapping[str, str]  # HTML by blank, as of `placed`

    @classmethod
    def of(cls, page: str, language: str, pieces: Mapping[str, str]) -> Skin:
        """Returns the skin in a page that MkDocs built at `khuon/` in `language`; relative links become links from a blank
        for the site's root. Raises ValueError where the page has no `<article>`."""
        page = re.sub(r">\s+<", "><", page)
        home = "/en/" if language == "en" else "/"

        def way(link: re.Match[str]) -> str:
            """The link from the top of the page's own language, or of the site."""
            to = urljoin(f"{home}khuon/", link[2])
            return f"{link[1]}⟦home⟧{to.removeprefix(home)}" if to.startswith(home) else f"{link[1]}⟦root⟧{to[1:]}"

        page = re.sub(r'((?:href|src)=")(?!#|⟦|[a-z]+:)([^"]*)', way, page)
        begin = page.index(">", page.index("<article")) + 1
        key = hashlib.blake2b(f"{page} {json.dumps(pieces)}".encode(), digest_size=16).hexdigest()
        return cls(key, page[:begin], page[page.index("</article>") :], pieces)

    def filled(self, head: Mapping[str, object], body: str, site: str) -> str:
        """Returns the whole page as HTML. `head` and `body` are as `outputs/site/rendered.py` writes them: the values for the
        blanks, and HTML. `site` is the site's address with a final slash, or empty. Raises KeyError for a blank that has no
        value."""
        address, prefix = str(head["address"]), "en/" if head["language"] == "en" else ""
        root = "../" * (prefix + address).count("/")
        home = root.removeprefix("../" if prefix else "")
        fill: dict[str, str] = {name: html("{:exact}", str(head[name])) for name in ("title", "description", "picture", "type")}
        fill |= {
            "vi": site + address,
            "en": f"{site}en/{address}",
            "root": root,
            "home": home,
            "other": (root + ("" if prefix else "en/") + address) or "./",
            "head": _head(head, root, site),
            **placed(self.pieces, root, home),
        }

        def filling(place: re.Match[str]) -> str:
            if place[1].startswith("at "):
                section = place[1][3:]
                return ' class="here"' if section and address.startswith(section) else ""
            return fill[place[1]]

        return re.sub(r"⟦([^⟧]*)⟧", filling, self.head) + body + re.sub(r"⟦([^⟧]*)⟧", filling, self.foot)


def placed(pieces: Mapping[str, str], root: str, home: str) -> dict[str, str]:
    """Returns the pieces with their links from a page whose ways to the top of the site and of its own language are these."""
    return {name: piece.replace("⟦root⟧", root).replace("⟦home⟧", home or "./") for name, piece in pieces.items()}


def completed(page: str, path: str, pieces: Mapping[str, str], site: str) -> str:
    """Returns a page that MkDocs built whole, at `path` below the site's root, with the pieces in its blanks. The page of unknown
    addresses may be shown anywhere, so its links lead from the top of the host, which `site`, the site's address, tells."""
    root = urlsplit(site).path or "/" if path == "404.html" else "../" * path.count("/")
    home = root.removeprefix("../") if path.startswith("en/") else root
    for name, piece in placed(pieces, root, home).items():
        page = page.replace(f"⟦{name}⟧", piece)
    return page


def _head(head: Mapping[str, object], root: str, site: str) -> Html:
    """The scripts that run on the page, its data for search engines, and where it says how others may show it."""
    names, about = head["scripts"], head["about"]
    assert isinstance(names, list)
    assert isinstance(about, dict)
    scripts = [html('<script src="{:exact}assets/{:exact}" defer></script>', root, name) for name in names]
    told = [json_script(about)] if about else []
    if site and head["embed"]:
        there = f"{site}{head['embed']}"
        told.append(html('<link rel="alternate" type="application/json+oembed" href="{:exact}" title="oEmbed">', there))
    return joined([*scripts, *told])
