"""A page of the theme without its words, into which pages are laid; must not know who made either."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin


@dataclass(frozen=True)
class Skin:
    """A page of the theme without its words: what stands between ⟦ and ⟧ is filled in for each page poured into it."""

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

    def poured(self, head: Mapping[str, object], body: str, site: str) -> str:
        """The whole page. `head` is what `outputs/site/rendered.py` wrote of it."""
        address, prefix = str(head["address"]), "en/" if head["language"] == "en" else ""
        root = "../" * (prefix + address).count("/")
        fill = {name: html.escape(str(head[name])) for name in ("title", "description", "picture", "type")}
        fill |= {
            "vi": site + address,
            "en": f"{site}en/{address}",
            "root": root,
            "home": root.removeprefix("../" if prefix else ""),
        }
        fill["other"] = (root + ("" if prefix else "en/") + address) or "./"
        fill["wasm"] = " 'wasm-unsafe-eval'" if head["searches"] else ""
        fill["head"] = "".join(f'<script src="{root}assets/{name}" defer></script>' for name in head["scripts"])  # type: ignore[attr-defined]
        if head["about"]:
            rendered = json.dumps(head["about"], ensure_ascii=False).replace("<", "\\u003c")
            fill["head"] += f'<script type="application/ld+json">{rendered}</script>'

        def filled(blank: re.Match[str]) -> str:
            if blank[1].startswith("at "):
                section = blank[1][3:]
                return ' class="here"' if section and address.startswith(section) else ""
            return fill[blank[1]]

        return re.sub(r"⟦([^⟧]*)⟧", filled, self.head) + body + re.sub(r"⟦([^⟧]*)⟧", filled, self.foot)
