"""Gathers the site: every page of every edition in both languages, and what goes with it; must not know how a page is filled."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sangkien.figures import Figures
from sangkien.figures.alike import alike
from sangkien.figures.honoured import Innovation
from sangkien.figures.unit import UnitFigures
from sangkien.language import LANGUAGES, Language
from sangkien.model.artifact import Artifact, Draft, Page
from sangkien.model.corpus import Corpus, Edition
from sangkien.outputs.site import gallery, guide, home, innovation, pictures, report, rulebook, track, unit_report
from sangkien.outputs.site.here import Here
from sangkien.outputs.site.markup import front_matter
from sangkien.outputs.site.poured import FOLDER, artifact, path, poured
from sangkien.store import code_mark

MARKDOWN, FILES, SEARCH = "pages/", "files/", "search/"
"""Folders of what is made: Markdown for MkDocs, files that are copied as they are, words for Pagefind; `poured.FOLDER` has the pages that
are poured into the theme's skin."""


@dataclass(frozen=True)
class Site:
    """What the pages are made of: the corpus; by edition its figures, those of each unit, what is honoured and the digest of its law;
    the rule pages; what the build rests on. `address` is where the site will stand, with a final slash."""

    corpus: Corpus
    figures: Mapping[str, Figures]
    units: Mapping[str, Sequence[UnitFigures]]
    honoured: Mapping[str, Sequence[Innovation]]
    laws: Mapping[str, str]
    rule_pages: Mapping[str, str]
    revision: str
    as_of: datetime
    address: str

    @property
    def editions(self) -> Sequence[Edition]:
        """Newest first: the first one fills the home page."""
        return [self.corpus.editions[id] for id in sorted(self.figures, reverse=True)]


def files(site: Site) -> Iterator[Artifact | Draft]:
    """Everything generated, below the folders above."""
    every = [each for edition in site.editions for each in site.honoured[edition.id]]
    for name, text in _markdown(site, every).items():
        yield Artifact(f"{MARKDOWN}{name}", text.encode())
    told = {each.address: _told(site, each) for each in every}
    for language in LANGUAGES:
        yield Artifact(f"{MARKDOWN}{'en/' if language == 'en' else ''}khuon.md", _SKIN.encode())
        yield from map(artifact, _poured(site, every, language))
        yield from _lists(every, language, told)
    yield from _innovations(site, every, told)
    words = gallery.words(every, site.corpus.fields["submission"])
    yield Artifact(f"{FILES}{words.path}", words.content)
    yield Artifact(
        f"{FILES}hinh/trang.png", pictures.card("", "Sáng kiến công đoàn", "Người lao động nghĩ ra, ai cũng làm theo được")
    )


def addresses(made: Iterable[Artifact | Draft]) -> set[str]:
    """Folders of all pages among what was made, the skin apart."""
    found = set()
    for name in (each.path for each in made):
        if name.startswith(FOLDER):
            found.add(name.removeprefix(FOLDER).removesuffix("index.html"))
        elif name.startswith(MARKDOWN) and name.endswith(".md") and not name.endswith("khuon.md"):
            folder = name.removeprefix(MARKDOWN).removesuffix(".md")
            found.add(folder.removesuffix("index") if folder == "index" or folder.endswith("/index") else f"{folder}/")
    return found


_SKIN = front_matter(title="⟦title⟧", hide=["navigation", "toc"], skin="yes")


def _markdown(site: Site, every: Sequence[Innovation]) -> Mapping[str, str]:
    """The overview pages, as Markdown."""
    pages: dict[str, str] = {}
    for place, edition in enumerate(site.editions):
        figures, name = site.figures[edition.id], "index" if place == 0 else edition.id
        others = _others(edition, site.editions)
        data = "../du-lieu" if name == "index" else "../../du-lieu"  # as seen from the built page, a folder of its own
        pages[f"the-le/{name}.md"] = guide.page(
            edition, site.corpus.fields["submission"], site.as_of, others, f"{data.replace('du-lieu', 'lich')}/{edition.id}.ics"
        )
        pages[f"bao-cao/{name}.md"] = report.page(edition, figures, data, others, _sampled(site.corpus, edition))
    if site.editions:
        newest = site.editions[0]
        ours = [each for each in every if each.edition.id == newest.id]
        sample = _sampled(site.corpus, newest)
        pages["index.md"] = home.page(newest, site.figures[newest.id], ours, site.as_of, site.revision, sample)
    pages["quy-tac/index.md"] = rulebook.listing()
    for code, text in site.rule_pages.items():
        pages[f"quy-tac/{code.lower()}.md"] = front_matter(title=code, hide=["navigation"]) + text
    return pages


def _poured(site: Site, every: Sequence[Innovation], language: Language) -> Iterator[Page]:
    """The pages made as HTML of which there are few."""
    for edition in site.editions:
        sample = _sampled(site.corpus, edition)
        for figures in site.units[edition.id]:
            yield unit_report.page(edition, figures, language, site.address, sample)
    yield gallery.page(every, language)
    yield track.page(language)


def _told(site: Site, each: Innovation) -> str:
    """Stands for all of an innovation that any page shows, and for all that shows it."""
    honours = [(granted.decision.source.blob, granted.index) for granted in each.honours]
    law = site.laws[each.edition.id]
    return f"{code_mark()} {site.address} {law} {each.address} {each.filed.path} {each.filed.source.blob} {honours} {each.received}"


def _lists(every: Sequence[Innovation], language: Language, told: Mapping[str, str]) -> Iterator[Draft]:
    for listed in gallery.lists(every, language):
        key = _key(language, str(listed.of), *(told[each.address] for each in listed.members))
        yield Draft(path(listed.here.address, language), key, partial(_of, listed.make))


def _of(make: Callable[[], Page]) -> bytes:
    return poured(make())


def _innovations(site: Site, every: Sequence[Innovation], told: Mapping[str, str]) -> Iterator[Draft]:
    """Of each innovation its page in both languages, its picture, its address as a QR code and its words for the search."""
    labels, near = site.corpus.fields["submission"], alike(every)
    searchable = gallery.facets(labels)
    for each in every:
        others = near[each.address]
        own, shown = _key(told[each.address]), _key(*(told[other.address] for other in (each, *others)))
        for language in LANGUAGES:
            make = partial(innovation.page, each, language, labels, others, site.address)
            yield Draft(path(innovation.address(each), language), f"{language} {shown}", partial(_of, make))
        yield Draft(f"{FILES}{innovation.picture(each)}", own, partial(_picture, each))
        here = Here(innovation.address(each), "vi")
        yield Draft(f"{FILES}{innovation.qr(each)}", own, partial(pictures.qr, f"{site.address}{here.path}"))
        yield Draft(f"{SEARCH}{here.path}index.html", own, partial(gallery.searched, each, searchable))


def _key(*told: str) -> str:
    return hashlib.blake2b("\0".join(told).encode(), digest_size=16).hexdigest()


def _picture(each: Innovation) -> bytes:
    where = "" if each.record.confidential else each.edition.name_of(each.record.unit.partition("/")[0])
    foot = " · ".join(part for part in ("Sáng kiến công đoàn", where) if part)
    return pictures.card(innovation.description(each, "vi"), each.says(each.record.title), foot)


def _others(here: Edition, editions: Sequence[Edition]) -> str:
    """Links to the same page of the other editions; the newest edition's page is the index of its folder."""
    files = {edition.id: "index" if place == 0 else edition.id for place, edition in enumerate(editions)}
    links = [f"[kỳ {id}]({file}.md)" for id, file in files.items() if id != here.id]
    return f"Các kỳ khác: {', '.join(links)}.\n\n" if links else ""


def _sampled(corpus: Corpus, edition: Edition) -> bool:
    return any(facts.sample for path, facts in corpus.facts.items() if path.startswith(f"submissions/{edition.id}/"))
