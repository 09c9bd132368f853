"""`sangkien build`: the public site's pages, open data and what its search reads, from one revision."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from sangkien import git
from sangkien.cli import flow
from sangkien.cli.files import write_tree
from sangkien.cli.terminal import AS_OF, LANGUAGE, REPO, both, opened, site_address
from sangkien.figures import figures
from sangkien.figures.honoured import innovations
from sangkien.figures.unit import by_unit
from sangkien.language import LANGUAGES, Language, Value, Words, fill
from sangkien.model.artifact import Artifact, Draft
from sangkien.outputs import calendar_file, catalogue, tracking
from sangkien.outputs.opendata import described, feeds, records, tables
from sangkien.outputs.site import data as page
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
def build(revision: str, out: Path, as_of: datetime, lang: Language, repo: str) -> None:
    began = time.monotonic()
    repository = opened(repo)
    commit = git.resolve(repository, revision)
    written = write_tree(out, _files(repository, commit, as_of))
    said = Words(
        "Đã viết {count} tệp vào {out} từ phiên bản {revision}, làm mới {made} ({seconds} giây).",
        "Wrote {count} files to {out} from revision {revision}, {made} of them new ({seconds} s).",
    )
    values: dict[str, Value] = {"count": written.files, "made": written.made, "out": str(out), "revision": commit[:12]}
    click.echo(fill(said, {**values, "seconds": f"{time.monotonic() - began:.1f}"}, lang))


def _files(repository: git.Repository, commit: str, as_of: datetime) -> Iterator[Artifact | Draft]:
    whole = flow.whole(repository, commit, as_of)
    corpus = whole.corpus
    counted = {edition.id: figures(corpus, whole.findings, edition) for edition in corpus.editions.values()}
    now = as_of.astimezone(next((edition.rules.record.zone for edition in corpus.editions.values()), as_of.tzinfo))
    # By the revision's own date, so that the same revision always makes the same page.
    dated = replace(corpus, as_of=git.line_at(repository, commit, None)[1])
    rule_pages = {code: catalogue.site_page(rule) for code, rule in CATALOGUE.items()}
    hand_written = {f"{pages.MARKDOWN}{path}": content for path, content in git.files(repository, commit, HAND_WRITTEN).items()}
    yield from (Artifact(path, content) for path, content in hand_written.items())
    address = site_address() or PREVIEW
    every = {id: innovations(corpus, corpus.editions[id]) for id in sorted(counted, reverse=True)}
    units = {id: [*by_unit(corpus.editions[id], figures.entries)] for id, figures in counted.items()}
    site = pages.Site(corpus, counted, units, every, whole.laws, rule_pages, commit, now, address)
    audited = replayed.page(flow.audited(repository, whole.snapshot, dated))
    yield Artifact(f"{pages.MARKDOWN}kiem-chung/index.md", audited.encode())
    shown = {
        each.filed.path: innovation.address(each) for found in every.values() for each in found if not each.record.confidential
    }
    files = [*tracking.artifacts(corpus, counted, whole.findings, flow.contents(whole.snapshot, corpus.there), shown)]
    data: dict[str, list[Artifact]] = {}
    columns = records.fields(address)
    for id, found in every.items():
        data[id] = [*records.artifacts(id, found, address), *tables.artifacts([counted[id]], commit, now)]
        told = [*described.artifacts(corpus.editions[id], data[id], counted[id].tables, columns, commit, address)]
        files += [*data[id], *told]
        data[id] += told
    for id, found_units in units.items():
        files += (made for unit in found_units for made in tables.sheets(f"du-lieu/{id}/{unit.unit}", unit.tables))
    files += feeds.artifacts([each for found in every.values() for each in found], address)
    for edition in corpus.editions.values():
        files += calendar_file.artifacts(edition, dated.as_of, address)
    made = [*pages.files(site)]
    made += [artifact(page.page(data, [(each.name, each.title) for each in columns], commit, lang)) for lang in LANGUAGES]
    yield from made
    files += sitemap.artifacts(pages.addresses([*made, "pages/kiem-chung/index.md", *hand_written]), address)
    for each in files:
        yield replace(each, path=f"{pages.FILES}{each.path}")
