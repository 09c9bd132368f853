"""A page of the theme without its words, into which pages are put; must not know who made either."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from urllib.parse import urljoin

from sangkien.late import dataclass
from sangkien.markup import Html, html, joined, json_script


@dataclass(frozen=True)
class Skin:
    """A page of the theme without its words: what stands between ⟦ and ⟧ is filled in for each page."""

    key: str
    head: str
    foot: str

    @classmethod
    def of(cls, page: str, language: str) -> Skin:
        """The skin that MkDocs built as a page of its own; its links are turned into ways from the site's root."""
        page = re.sub(r">\s+<", "><", page)
        home = "/en/" if language == "en" else "/"

        def way(link: re.Match[str]) -> str:
            """From the top of the page's own language, or of the site."""
            to = urljoin(f"{home}khuon/", link[2])
            return f"{link[1]}⟦home⟧{to.removeprefix(home)}" if to.startswith(home) else f"{link[1]}⟦root⟧{to[1:]}"

        page = re.sub(r'((?:href|src)=")(?!#|⟦|[a-z]+:)([^"]*)', way, page)
        begin = page.index(">", page.index("<article")) + 1
        key = hashlib.blake2b(page.encode(), digest_size=16).hexdigest()
        return cls(key, page[:begin], page[page.index("</article>") :])

    def filled(self, head: Mapping[str, object], body: str, site: str) -> str:
        """The whole page. `head` and `body` are what `outputs/site/rendered.py` wrote of it, `site` is the site's address."""
        address, prefix = str(head["address"]), "en/" if head["language"] == "en" else ""
        root = "../" * (prefix + address).count("/")
        fill: dict[str, str] = {name: html("{:exact}", str(head[name])) for name in ("title", "description", "picture", "type")}
        fill |= {
            "vi": site + address,
            "en": f"{site}en/{address}",
            "root": root,
            "home": root.removeprefix("../" if prefix else ""),
            "other": (root + ("" if prefix else "en/") + address) or "./",
            "wasm": " 'wasm-unsafe-eval'" if head["searches"] else "",
            "head": _scripts(head, root),
        }

        def blank(place: re.Match[str]) -> str:
            if place[1].startswith("at "):
                section = place[1][3:]
                return ' class="here"' if section and address.startswith(section) else ""
            return fill[place[1]]

        return re.sub(r"⟦([^⟧]*)⟧", blank, self.head) + body + re.sub(r"⟦([^⟧]*)⟧", blank, self.foot)


def _scripts(head: Mapping[str, object], root: str) -> Html:
    """The scripts that run on the page, and its data for search engines."""
    names, about = head["scripts"], head["about"]
    assert isinstance(names, list)
    assert isinstance(about, dict)
    scripts = [html('<script src="{:exact}assets/{:exact}" defer></script>', root, name) for name in names]
    return joined([*scripts, *([json_script(about)] if about else [])])
