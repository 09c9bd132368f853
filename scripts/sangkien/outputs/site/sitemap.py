"""Lists every page of the site for search engines; must not know what stands on them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from html import escape

from sangkien.model.artifact import Artifact

_MOST = 20_000  # addresses in one file: the standard allows 50,000 and 50 MB, with alternates they are long


def artifacts(pages: Collection[str], site: str) -> Iterator[Artifact]:
    """`sitemap.xml`, in pieces where there are many, and `robots.txt`. `pages` are the pages' folders below the site's root."""
    every = sorted(pages)
    there = frozenset(every)
    pieces = [every[start : start + _MOST] for start in range(0, len(every), _MOST)]
    if len(pieces) == 1:
        yield Artifact("sitemap.xml", _piece(pieces[0], there, site))
    else:
        names = [f"sitemap-{number}.xml" for number in range(1, len(pieces) + 1)]
        listed = "".join(f"<sitemap><loc>{escape(site + name)}</loc></sitemap>\n" for name in names)
        index = f'{_HEAD}<sitemapindex xmlns="{_SPACE}">\n{listed}</sitemapindex>\n'
        yield Artifact("sitemap.xml", index.encode())
        for name, piece in zip(names, pieces, strict=True):
            yield Artifact(name, _piece(piece, there, site))
    yield Artifact("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site}sitemap.xml\n".encode())


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _piece(piece: Collection[str], there: Collection[str], site: str) -> bytes:
    urls = "".join(_url(page, there, site) for page in piece)
    return f'{_HEAD}<urlset xmlns="{_SPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{urls}</urlset>\n'.encode()


def _url(page: str, there: Collection[str], site: str) -> str:
    vietnamese = page.removeprefix("en/")
    ways = (("vi", vietnamese), ("en", f"en/{vietnamese}"))
    both = all(address in there for _, address in ways)
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(site + address)}"/>'
        for language, address in ways
        if both
    )
    return f"<url><loc>{escape(site + page)}</loc>{others}</url>\n"
