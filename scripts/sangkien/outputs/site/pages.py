"""Gathers the site: every page of every edition, and the hand-written files beside them; must not know how a page is filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sangkien.figures import Figures
from sangkien.model.artifact import Artifact
from sangkien.model.corpus import Corpus, Edition
from sangkien.outputs.site import guide, home, honoured, report, rulebook
from sangkien.outputs.site.markup import front_matter


@dataclass(frozen=True)
class Site:
    """What the pages are made of: the corpus, its figures by edition, the rule pages, and what the build rests on."""

    corpus: Corpus
    figures: Mapping[str, Figures]
    rule_pages: Mapping[str, str]
    revision: str
    as_of: datetime

    @property
    def editions(self) -> Sequence[Edition]:
        """Newest first: the first one fills the home page."""
        return [self.corpus.editions[id] for id in sorted(self.figures, reverse=True)]


def artifacts(site: Site) -> Iterator[Artifact]:
    """Every generated page, as Markdown below the pages folder."""
    pages: dict[str, str] = {}
    innovations = [each for edition in site.editions for each in honoured.innovations(site.corpus, edition)]
    for place, edition in enumerate(site.editions):
        figures, name = site.figures[edition.id], "index" if place == 0 else edition.id
        others = _others(edition, site.editions)
        data = "../du-lieu" if name == "index" else "../../du-lieu"  # as seen from the built page, a folder of its own
        pages[f"the-le/{name}.md"] = guide.page(edition, site.corpus.fields["submission"], site.as_of, others)
        pages[f"bao-cao/{name}.md"] = report.page(edition, figures, data, others, _sampled(site.corpus, edition))
    if site.editions:
        newest = site.editions[0]
        ours = [each for each in innovations if each.edition.id == newest.id]
        sample = _sampled(site.corpus, newest)
        pages["index.md"] = home.page(newest, site.figures[newest.id], ours, site.as_of, site.revision, sample)
    pages["sang-kien/index.md"] = honoured.listing(innovations)
    for innovation in innovations:
        pages[f"sang-kien/{innovation.address}.md"] = honoured.page(innovation, site.corpus.fields["submission"])
    pages["quy-tac/index.md"] = rulebook.listing()
    for code, text in site.rule_pages.items():
        pages[f"quy-tac/{code.lower()}.md"] = front_matter(title=code, hide=["navigation"]) + text
    return (Artifact(path, text.encode()) for path, text in sorted(pages.items()))


def _others(here: Edition, editions: Sequence[Edition]) -> str:
    """Links to the same page of the other editions; the newest edition's page is the index of its folder."""
    files = {edition.id: "index" if place == 0 else edition.id for place, edition in enumerate(editions)}
    links = [f"[kỳ {id}]({file}.md)" for id, file in files.items() if id != here.id]
    return f"Các kỳ khác: {', '.join(links)}.\n\n" if links else ""


def _sampled(corpus: Corpus, edition: Edition) -> bool:
    return any(facts.sample for path, facts in corpus.facts.items() if path.startswith(f"submissions/{edition.id}/"))
