"""Lists every page of the site for search engines; must not know what stands on them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sangkien.markup import Html, html, joined
from sangkien.model.artifact import Artifact

_MOST = 20_000  # addresses in one file: the standard allows 50,000 and 50 MB, with alternates they are long


def artifacts(pages: Collection[str], site: str) -> Iterator[Artifact]:
    """Yields `sitemap.xml`, in pieces where pages are many, and `robots.txt`. `pages` are the pages' folders below the site's
    root, `site` is its address with a final slash; a map holds whole addresses, so where that is unknown there is none."""
    if not site:
        yield Artifact("robots.txt", b"User-agent: *\nAllow: /\n")
        return
    every = sorted(pages)
    there = frozenset(every)
    pieces = [every[start : start + _MOST] for start in range(0, len(every), _MOST)]
    if len(pieces) == 1:
        yield Artifact("sitemap.xml", _piece(pieces[0], there, site).encode())
    else:
        names = [f"sitemap-{number}.xml" for number in range(1, len(pieces) + 1)]
        yield Artifact("sitemap.xml", _index(names, site).encode())
        for name, piece in zip(names, pieces, strict=True):
            yield Artifact(name, _piece(piece, there, site).encode())
    yield Artifact("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site}sitemap.xml\n".encode())


def _index(names: Collection[str], site: str) -> Html:
    return html(
        '<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{}</sitemapindex>\n',
        joined(html("<sitemap><loc>{:exact}{:exact}</loc></sitemap>\n", site, name) for name in names),
    )


def _piece(piece: Collection[str], there: Collection[str], site: str) -> Html:
    return html(
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{}</urlset>\n',
        joined(_url(page, there, site) for page in piece),
    )


def _url(page: str, there: Collection[str], site: str) -> Html:
    vietnamese = page.removeprefix("en/")
    ways = (("vi", vietnamese), ("en", f"en/{vietnamese}"))
    both = all(address in there for _, address in ways)
    others = joined(
        html('<xhtml:link rel="alternate" hreflang="{:exact}" href="{:exact}{:exact}"/>', language, site, address)
        for language, address in ways
        if both
    )
    return html("<url><loc>{:exact}{:exact}</loc>{}</url>\n", site, page, others)
