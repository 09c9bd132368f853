"""`sangkien build`: the public site's pages and open data, from one revision."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from sangkien import git
from sangkien.cli import flow
from sangkien.cli.files import write_tree
from sangkien.cli.terminal import AS_OF, LANGUAGE, REPO, both, opened
from sangkien.figures import figures
from sangkien.language import Language, Words, fill
from sangkien.model.artifact import Artifact
from sangkien.outputs import catalogue, opendata
from sangkien.outputs.site import pages, replayed
from sangkien.rules import CATALOGUE

HAND_WRITTEN = "site/pages/"


@click.command(
    help=both(
        "Viết các trang và dữ liệu mở của trang công khai vào build/pages; sau đó chạy: mkdocs build --strict",
        "Write the public site's pages and open data to build/pages; then run: mkdocs build --strict",
    )
)
@click.option(
    "--revision", default="HEAD", help=both("Phiên bản để dựng; mặc định HEAD.", "Revision to build from; HEAD by default.")
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build/pages"),
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
    snapshot, corpus, findings = flow.whole(repository, commit, as_of)
    counted = {edition.id: figures(corpus, findings, edition) for edition in corpus.editions.values()}
    now = as_of.astimezone(next((edition.rules.record.zone for edition in corpus.editions.values()), as_of.tzinfo))
    dated = replace(
        corpus, as_of=git.line_at(repository, commit, None)[1]
    )  # so that the same revision always makes the same page
    rule_pages = {code: catalogue.site_page(rule) for code, rule in CATALOGUE.items()}
    made = [
        *(Artifact(path, content) for path, content in git.files(repository, commit, HAND_WRITTEN).items()),
        *pages.artifacts(pages.Site(corpus, counted, rule_pages, commit, now)),
        Artifact("kiem-chung/index.md", replayed.page(flow.audited(repository, snapshot, dated)).encode()),
        *opendata.artifacts(counted.values(), commit, now),
    ]
    count = write_tree(out, made)
    said = Words(
        "Đã viết {count} tệp vào {out} từ phiên bản {revision} ({seconds} giây).",
        "Wrote {count} files to {out} from revision {revision} ({seconds} s).",
    )
    seconds = f"{time.monotonic() - began:.1f}"
    click.echo(fill(said, {"count": count, "out": str(out), "revision": commit[:12], "seconds": seconds}, lang))
