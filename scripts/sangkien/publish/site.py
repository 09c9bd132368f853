"""Lists the files of a revision's public site, the costliest first; must not know where they are written or how pages are framed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sangkien.app.audit import audited
from sangkien.app.receipts import contents_ever
from sangkien.app.repository import Repository, commit_date, files_under
from sangkien.app.revision import JudgedRevision, judge_revision, not_empty
from sangkien.figures import Figures, figures
from sangkien.figures.honoured import innovations
from sangkien.figures.summary import Earlier
from sangkien.figures.unit import UnitFigures, by_unit
from sangkien.model.artifact import Artifact, LazyArtifact
from sangkien.model.corpus import Corpus
from sangkien.model.history import AsOf
from sangkien.outputs import calendar_file, tracking
from sangkien.outputs.opendata import data_package, dictionary, feeds, records, tables, workbook
from sangkien.outputs.site import innovation, pages, sitemap

HAND_WRITTEN = "site/pages/"


def site_files(repository: Repository, commit: str, as_of: AsOf, address: str) -> Iterator[Iterable[Artifact | LazyArtifact]]:
    """Yields every file of the site in batches. `address` is where the site will stand, with a final slash, empty where
    that is unknown. The costliest
    batch comes first: while other processes make its files, this one computes what cannot be shared out.

    Raises CannotJudge where the revision or its law cannot be read, or where nothing had been received at `as_of`.
    """
    made_of = judge_revision(repository, commit, as_of)
    corpus = not_empty(made_of.corpus, made_of.state)
    counted = _counted(made_of)
    now = corpus.as_of.astimezone(next((edition.rules.record.zone for edition in corpus.editions.values()), as_of.at.tzinfo))
    by_path = {id: innovations(corpus, corpus.editions[id]) for id in sorted(counted, reverse=True)}
    honoured = {id: [*found.values()] for id, found in by_path.items()}
    units = _units(corpus, counted)
    site = pages.Site(corpus, counted, units, honoured, made_of.laws, commit, now, address)
    yield pages.images(site)
    made = [*pages.files(site)]
    yield made
    shown = {path: innovation.address(each) for found in by_path.values() for path, each in found.items() if each.details}
    yield _others(repository, made_of, site, made, shown, as_of)


def _counted(made_of: JudgedRevision) -> Mapping[str, Figures]:
    """The figures of each edition, beside those of the edition before."""
    corpus, counted = made_of.corpus, dict[str, Figures]()
    for id in sorted(corpus.editions):
        before = [*counted.values()][-1:]
        own = figures(corpus, made_of.findings, corpus.editions[id])
        counted[id] = own.after(before[0]) if before else own
    return counted


def _units(corpus: Corpus, counted: Mapping[str, Figures]) -> Mapping[str, Sequence[UnitFigures]]:
    """The figures of the units of each edition, beside their own of the edition before."""
    units: dict[str, Sequence[UnitFigures]] = {}
    earlier: dict[str, Earlier] = {}
    for id in sorted(counted):
        units[id] = [*by_unit(corpus.editions[id], counted[id], earlier)]
        earlier = {unit.unit: Earlier(id, unit.summary) for unit in units[id] if unit.entries}
    return units


def _others(
    repository: Repository,
    made_of: JudgedRevision,
    site: pages.Site,
    made: Iterable[Artifact | LazyArtifact],
    shown: Mapping[str, str],
    as_of: AsOf,
) -> Iterator[Artifact | LazyArtifact]:
    """Pages written by hand, the audit, the open data, and all files that no page shows. `made` are the generated pages,
    `shown` maps the path of an innovation's file to its page's address."""
    corpus, commit = site.corpus, site.revision
    # By the revision's own date, so that the same revision always makes the same page.
    then = replace(corpus, as_of=commit_date(repository, commit))
    data = {id: [*_data(site, id)] for id in site.honoured}
    audits = [*audited(repository, made_of.state.snapshot, then, as_of.ignore_after)]
    meanings = [(field.name, field.title) for field in records.fields(site.address)]
    more = [
        *(
            Artifact(f"{pages.MARKDOWN}{path}", content)
            for path, content in files_under(repository, commit, HAND_WRITTEN).items()
        ),
        *pages.of_evidence(site, audits, data, meanings, dictionary.PATH),
    ]
    yield from more
    versions = contents_ever(made_of.state.snapshot, corpus.index)
    zones = {id: edition.rules.record.zone for id, edition in corpus.editions.items()}
    files = [
        *(file for listed in data.values() for file in listed),
        *(
            sheet
            for id, found in site.units.items()
            for unit in found
            for sheet in tables.sheets(f"du-lieu/{id}/{unit.unit}", tables.published(unit.tables))
        ),
        *_workbooks(site),
        *(file for edition in corpus.editions.values() for file in calendar_file.artifacts(edition, then.as_of, site.address)),
        *tracking.artifacts(corpus, site.figures, made_of.findings, versions, shown),
        dictionary.artifact(
            corpus.fields, records.fields(site.address), {id: each.tables for id, each in site.figures.items()}
        ),
        *feeds.artifacts(site.every, zones, site.address),
        *sitemap.artifacts(pages.addresses([*made, *more]), site.address),
    ]
    for each in files:
        yield replace(each, path=f"{pages.FILES}{each.path}")


def _workbooks(site: pages.Site) -> Iterator[Artifact]:
    """The workbook of every unit that has others below it; one that has none has a table or two."""
    for id, units in site.units.items():
        for unit in units:
            if unit.rows:
                title = f"{site.corpus.editions[id].name_of(unit.unit)}: báo cáo kỳ {id}"
                yield workbook.artifact(f"du-lieu/{id}/{unit.unit}/bao-cao.xlsx", title, unit.tables)


def _data(site: pages.Site, edition: str) -> Iterator[Artifact]:
    """The open data of one edition, and the files that describe them."""
    figures = site.figures[edition]
    files = [
        *records.artifacts(edition, site.honoured[edition], site.address),
        *tables.artifacts([figures], site.revision, site.as_of),
        workbook.artifact(f"du-lieu/{edition}/bao-cao.xlsx", f"Báo cáo kỳ {edition}", figures.tables),
    ]
    yield from files
    columns = records.fields(site.address)
    yield from data_package.artifacts(
        site.corpus.editions[edition], files, figures.tables, columns, site.revision, site.address
    )
