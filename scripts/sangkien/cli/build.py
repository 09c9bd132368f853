"""`sangkien build`: the public site's pages, open data and what its search reads, from one revision."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import click

from sangkien import git
from sangkien.cli import extras, flow, intake
from sangkien.cli.files import write_tree
from sangkien.cli.terminal import AS_OF, LANGUAGE, REPO, both, notice, opened, site_address
from sangkien.figures import figures
from sangkien.figures.honoured import innovations
from sangkien.figures.unit import by_unit
from sangkien.language import LANGUAGES, Language, Value, Words, fill
from sangkien.model.artifact import Artifact, Draft
from sangkien.model.history import AsOf
from sangkien.outputs import calendar_file, catalogue, tracking
from sangkien.outputs.opendata import described, dictionary, feeds, records, tables
from sangkien.outputs.site import data as data_page
from sangkien.outputs.site import innovation, pages, replayed, sitemap
from sangkien.outputs.site.poured import artifact
from sangkien.rules import CATALOGUE

HAND_WRITTEN = "site/pages/"
PREVIEW = "http://127.0.0.1:8000/"
"""Where the site stands while nobody says; mkdocs.yml has the same."""


@click.command(
    help=both(
        "Viết mọi thứ của trang công khai vào build/made; sau đó chạy: python scripts/assemble.py",
        "Write everything of the public site to build/made; then run: python scripts/assemble.py",
    )
)
@click.option(
    "--revision", default="HEAD", help=both("Phiên bản để dựng; mặc định HEAD.", "Revision to build from; HEAD by default.")
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build/made"),
    help=both(
        "Thư mục đích, được thay toàn bộ; phải là thư mục mới hoặc do lệnh này viết.",
        "Target folder, replaced whole; a new one, or one written by this command.",
    ),
)
@AS_OF
@LANGUAGE
@REPO
def build(revision: str, out: Path, as_of: AsOf, lang: Language, repo: str) -> None:
    extras.need("site")
    began = time.monotonic()
    repository = opened(repo)
    side = flow.stand(repository, revision, as_of)
    commit = side.snapshot.revision
    written = write_tree(out, _lots(repository, commit, as_of))
    notice(side.notices, "text", lang)
    said = Words(
        "Đã viết {count} tệp vào {out} từ phiên bản {revision}, làm mới {made} ({seconds} giây).",
        "Wrote {count} files to {out} from revision {revision}, {made} of them new ({seconds} s).",
    )
    values: dict[str, Value] = {"count": written.files, "made": written.made, "out": str(out), "revision": commit[:12]}
    click.echo(fill(said, {**values, "seconds": f"{time.monotonic() - began:.1f}"}, lang))


def _lots(repository: git.Repository, commit: str, as_of: AsOf) -> Iterator[Iterable[Artifact | Draft]]:
    """What is most work first: while other processes are at it, what cannot be shared out is worked out here."""
    whole = flow.whole(repository, commit, as_of)
    corpus = flow.of_then(whole.corpus, whole.stand)
    counted = {edition.id: figures(corpus, whole.findings, edition) for edition in corpus.editions.values()}
    now = corpus.as_of.astimezone(next((edition.rules.record.zone for edition in corpus.editions.values()), as_of.at.tzinfo))
    cures = {language: {code: catalogue.cure(rule, language) for code, rule in CATALOGUE.items()} for language in LANGUAGES}
    rule_pages = {
        language: {code: catalogue.page(rule, language) for code, rule in CATALOGUE.items()} for language in LANGUAGES
    }
    honoured = {id: innovations(corpus, corpus.editions[id]) for id in sorted(counted, reverse=True)}
    units = {id: [*by_unit(corpus.editions[id], figures.entries)] for id, figures in counted.items()}
    site = pages.Site(corpus, counted, units, honoured, whole.laws, rule_pages, cures, commit, now, site_address() or PREVIEW)
    yield pages.drawn(site)
    made = [*pages.files(site)]
    yield made
    yield _others(repository, whole, site, made, as_of)


def _others(
    repository: git.Repository, whole: flow.Whole, site: pages.Site, made: Iterable[Artifact | Draft], as_of: AsOf
) -> Iterator[Artifact | Draft]:
    """What is written by hand, the open data, and all that no page shows; `made` are the pages."""
    corpus, commit = site.corpus, site.revision
    # By the revision's own date, so that the same revision always makes the same page.
    dated = replace(corpus, as_of=git.dated(repository, commit))
    data = {id: [*_data(site, id)] for id in site.honoured}
    audits = [*flow.audited(repository, whole.stand.snapshot, dated, as_of.cut)]
    meanings = [(field.name, field.title) for field in records.fields(site.address)]
    more = [
        *(
            Artifact(f"{pages.MARKDOWN}{path}", content)
            for path, content in git.files(repository, commit, HAND_WRITTEN).items()
        ),
        *(artifact(replayed.page(audits, language)) for language in LANGUAGES),
        *(artifact(data_page.page(data, meanings, dictionary.PATH, commit, language)) for language in LANGUAGES),
    ]
    yield from more
    shown = {each.open.filed.path: innovation.address(each) for each in site.every if each.open}
    contents = intake.contents(whole.stand.snapshot, corpus.there)
    files = [
        *(file for listed in data.values() for file in listed),
        *(
            sheet
            for id, found in site.units.items()
            for unit in found
            for sheet in tables.sheets(f"du-lieu/{id}/{unit.unit}", tables.published(unit.tables))
        ),
        *(file for edition in corpus.editions.values() for file in calendar_file.artifacts(edition, dated.as_of, site.address)),
        *tracking.artifacts(corpus, site.figures, whole.findings, contents, shown),
        dictionary.artifact(
            corpus.fields, records.fields(site.address), {id: each.tables for id, each in site.figures.items()}
        ),
        *feeds.artifacts(site.every, site.address),
        *sitemap.artifacts(pages.addresses([*made, *more]), site.address),
    ]
    for each in files:
        yield replace(each, path=f"{pages.FILES}{each.path}")


def _data(site: pages.Site, edition: str) -> Iterator[Artifact]:
    """An edition's open data, and what describes it."""
    figures = site.figures[edition]
    files = [
        *records.artifacts(edition, site.honoured[edition], site.address),
        *tables.artifacts([figures], site.revision, site.as_of),
    ]
    yield from files
    columns = records.fields(site.address)
    yield from described.artifacts(site.corpus.editions[edition], files, figures.tables, columns, site.revision, site.address)
