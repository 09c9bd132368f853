"""Gathers the site: every page of every edition in both languages, and its pictures; must not know how a page is filled."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from sangkien.app.audit import Audit
from sangkien.cache import code_mark
from sangkien.figures import Figures
from sangkien.figures.similar import alike
from sangkien.figures.unit import UnitFigures
from sangkien.language import LANGUAGES, Language, Words
from sangkien.late import dataclass
from sangkien.markup import Html, html, joined
from sangkien.model.artifact import Artifact, LazyArtifact, Page
from sangkien.model.contact import PublicContact, public_contact
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.innovation import PublicInnovation
from sangkien.model.programme import lineage
from sangkien.outputs.site import (
    audit_html,
    badge,
    embed,
    foot,
    gallery,
    guide,
    home,
    innovation,
    pictures,
    poster,
    report,
    rule_page,
    rulebook,
    sending,
    track,
    unit_report,
)
from sangkien.outputs.site import data as data_page
from sangkien.outputs.site.elements import front_matter, way
from sangkien.outputs.site.figure_ways import FigureWays
from sangkien.outputs.site.page_url import PageUrl
from sangkien.outputs.site.rendered import FOLDER, artifact, content, destination, path
from sangkien.rules import CATALOGUE

MARKDOWN, FILES, SEARCH = "pages/", "files/", "search/"
"""Folders of generated files: Markdown for MkDocs, files that are copied as they are, words for the search. Pages made as HTML,
to be put in the theme's frame, are in `rendered.FOLDER`."""


@dataclass(frozen=True)
class Site:
    """What the pages are made of."""

    corpus: Corpus  # of the revision
    figures: Mapping[str, Figures]  # edition -> what is counted of it
    units: Mapping[str, Sequence[UnitFigures]]  # edition -> figures of every unit that has a page, by id
    honoured: Mapping[str, Sequence[PublicInnovation]]  # edition -> what is shown of it, the highest level first
    laws: Mapping[str, str]  # edition -> digest of its law
    revision: str  # commit that the site is made of
    as_of: datetime  # instant of the build, in the newest edition's zone
    address: str  # of the site, with a final slash; empty: unknown

    @property
    def editions(self) -> Sequence[Edition]:
        """The editions with figures, the newest first; that one fills the home page."""
        return [self.corpus.editions[id] for id in sorted(self.figures, reverse=True)]

    @property
    def every(self) -> Sequence[PublicInnovation]:
        """All honoured innovations, of the newest edition first."""
        return [each for edition in self.editions for each in self.honoured[edition.id]]


def images(site: Site) -> Iterator[LazyArtifact]:
    """Yields of each innovation its picture and, where it is known, its address as a QR code, both PNG."""
    for each in site.every:
        own = _mark(site, each)
        yield LazyArtifact(f"{FILES}{innovation.picture(each)}", own, partial(_picture, each))
        if address := PageUrl(innovation.address(each), "vi").full(site.address):
            yield LazyArtifact(f"{FILES}{innovation.qr(each)}", own, partial(pictures.qr, address))


def files(site: Site) -> Iterator[Artifact | LazyArtifact]:
    """Yields every other generated file of the site but those of `of_evidence`, below the folders named above."""
    every = site.every
    marks = {each.address: _mark(site, each) for each in every}
    for language in LANGUAGES:
        yield Artifact(f"{MARKDOWN}{'en/' if language == 'en' else ''}khuon.md", _SKIN.encode())
        yield from map(artifact, _pages(site, every, language))
        yield from _lists(every, language, marks)
    labels = site.corpus.fields["submission"]
    yield from _innovations(site, every, marks)
    words = gallery.words(every, labels)
    yield Artifact(f"{FILES}{words.path}", words.content)
    for edition in site.editions:
        for draft in poster.drafts(edition, site.laws[edition.id], site.address, _sampled(site.corpus, edition)):
            yield replace(draft, path=f"{FILES}{draft.path}")
    for each_badge in _badges(site):
        yield replace(each_badge, path=f"{FILES}{each_badge.path}")
    yield from foot.artifacts(site.editions[0] if site.editions else None)
    yield Artifact(
        f"{FILES}hinh/trang.png", pictures.card("", "Sáng kiến công đoàn", "Người lao động nghĩ ra, ai cũng làm theo được")
    )


def of_evidence(
    site: Site,
    audits: Sequence[Audit],
    data: Mapping[str, Sequence[Artifact]],
    meanings: Sequence[tuple[str, Words]],
    dictionary: str,
) -> Iterator[Artifact]:
    """Yields the pages on what the site rests on: the audits, and the open data of each edition with the meaning of its
    columns. `dictionary` is the path of the file that explains all fields."""
    every = [
        data_page.Published(edition, data[edition.id], {table.id: table.title for table in site.figures[edition.id].tables})
        for edition in site.editions
    ]
    for language in LANGUAGES:
        yield artifact(audit_html.page(audits, language))
    for language in LANGUAGES:
        url = PageUrl(data_page.ADDRESS, language)
        yield artifact(data_page.page(every, meanings, dictionary, site.revision, url, site.address))


def addresses(made: Iterable[Artifact | LazyArtifact]) -> set[str]:
    """Returns the folders, below the site's root, of all pages in `made`, without that of the theme's frame."""
    found = set()
    for name in (each.path for each in made):
        if name.startswith(FOLDER):
            found.add(destination(name))
        elif name.startswith(MARKDOWN) and name.endswith(".md") and not name.endswith("khuon.md"):
            folder = name.removeprefix(MARKDOWN).removesuffix(".md")
            found.add(folder.removesuffix("index") if folder == "index" or folder.endswith("/index") else f"{folder}/")
    return found


_OTHERS = Words("Các kỳ khác", "Other editions")
_SKIN = front_matter(title="⟦title⟧", hide=["navigation", "toc"], skin="yes")


def _pages(site: Site, every: Sequence[PublicInnovation], language: Language) -> Iterator[Page]:
    """The pages made as HTML, without those of innovations and lists, of which there are many."""
    listed = frozenset(each.url.address for each in gallery.lists(every, language))
    for position, edition in enumerate(site.editions):
        sample, figures = _sampled(site.corpus, edition), site.figures[edition.id]
        ways = FigureWays(edition.id, frozenset(each.unit for each in site.units[edition.id]), listed)
        if position == 0:
            yield home.page(edition, figures, every, site.as_of, site.revision, sample, language)
            yield sending.page(edition, site.as_of, PageUrl(sending.ADDRESS, language))
        for folder in (guide.ADDRESS, report.ADDRESS):
            # Each edition keeps its address; the newest one also stands where the menu leads.
            for address in (f"{folder}{edition.id}/", *([folder] if position == 0 else [])):
                url = PageUrl(address, language)
                others = _others(edition, site.editions, folder, url)
                if folder == guide.ADDRESS:
                    yield guide.page(edition, site.corpus.fields["submission"], site.as_of, url, others)
                else:
                    yield report.page(edition, figures, url, site.address, others, sample, ways)
        honoured = _of_units(site.honoured[edition.id])
        for unit in site.units[edition.id]:
            yield unit_report.page(edition, unit, honoured.get(unit.unit, ()), language, site.address, sample, ways)
    yield gallery.page(every, language)
    yield track.page(site.as_of, language)
    yield rulebook.listing(language)
    yield rulebook.refused(language)
    yield from (rule_page.page(rule, language) for rule in CATALOGUE.values())


def _of_units(honoured: Iterable[PublicInnovation]) -> Mapping[str, Sequence[PublicInnovation]]:
    """The innovations of each unit and all below it, without confidential ones, of which nobody may learn whose they are."""
    found: dict[str, list[PublicInnovation]] = {}
    for each in honoured:
        for unit in lineage(each.details.unit.id) if each.details else ():
            found.setdefault(unit, []).append(each)
    return found


def _badges(site: Site) -> Iterator[Artifact]:
    """The badges of each edition and its top units."""
    for edition in site.editions:
        figures = site.figures[edition.id]
        counts = {"": (len(figures.entries), figures.honoured)}
        for unit in site.units[edition.id]:
            if "/" not in unit.unit and unit.entries:
                counts[unit.unit] = (len(unit.entries), unit.summary.honoured)
        yield from badge.artifacts(edition.id, counts)


def _mark(site: Site, each: PublicInnovation) -> str:
    """A digest that changes with anything pages show of an innovation, and with the code that shows it."""
    return _key(code_mark(), site.address, site.laws[each.edition], repr(each))


def _lists(every: Sequence[PublicInnovation], language: Language, marks: Mapping[str, str]) -> Iterator[LazyArtifact]:
    for listed in gallery.lists(every, language):
        key = _key(language, str(listed.of), *(marks[each.address] for each in listed.members))
        yield LazyArtifact(path(listed.url.address, language), key, partial(_content, listed.make))


def _content(make: Callable[[], Page]) -> bytes:
    return content(make())


def _innovations(site: Site, every: Sequence[PublicInnovation], marks: Mapping[str, str]) -> Iterator[LazyArtifact]:
    """Of each innovation its page in both languages, and its words for the search."""
    labels, around = site.corpus.fields["submission"], innovation.around(every, alike(every))
    searchable = gallery.facets(labels)
    for each in every:
        others = around[each.address]
        own, shown = marks[each.address], _key(*(marks[other.address] for other in (each, *others.every)))
        for language in LANGUAGES:
            make = partial(innovation.page, each, language, labels, others, _office(site, each), site.address)
            yield LazyArtifact(path(innovation.address(each), language), f"{language} {shown}", partial(_content, make))
            if site.address:
                yield LazyArtifact(
                    f"{FILES}{embed.path(each, language)}", own, partial(_embedded, each, language, site.address)
                )
        yield LazyArtifact(f"{SEARCH}{each.address}.json", own, partial(gallery.searched, each, searchable, labels))


def _office(site: Site, each: PublicInnovation) -> PublicContact | None:
    """Who answers for its unit; nobody where that is not public."""
    contact = site.corpus.editions[each.edition].contact_of(each.details.unit.id) if each.details else None
    return public_contact(contact) if contact else None


def _embedded(each: PublicInnovation, language: Language, address: str) -> bytes:
    return embed.artifact(each, language, address, innovation.address(each), innovation.picture(each)).content


def _key(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _picture(each: PublicInnovation) -> bytes:
    where = each.details.top.name.vi if each.details else ""
    foot = " · ".join(part for part in ("Sáng kiến công đoàn", where) if part)
    return pictures.card(innovation.description(each, "vi"), each.title, foot)


def _others(edition: Edition, editions: Sequence[Edition], folder: str, url: PageUrl) -> Html:
    """Links to the same page of the other editions."""
    links = [way(url.to(f"{folder}{each.id}/"), each.id) for each in editions if each.id != edition.id]
    return html("<p>{}: {}.</p>", _OTHERS.say(url.language), joined(links, ", ")) if links else html("")


def _sampled(corpus: Corpus, edition: Edition) -> bool:
    return any(facts.sample for path, facts in corpus.facts.items() if path.startswith(f"submissions/{edition.id}/"))
