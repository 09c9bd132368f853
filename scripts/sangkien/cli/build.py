"""`sangkien build`: writes pages, open data and search text of the public site, from one revision; must not know what is on them."""

from __future__ import annotations

import time
from pathlib import Path

import click

from sangkien.app.revision import state_at
from sangkien.cli import extras
from sangkien.cli.terminal import AS_OF, LANGUAGE, REPO, both, notice, opened, site_address
from sangkien.language import Language, Value, Words, fill
from sangkien.model.history import AsOf

_NOWHERE = Words(
    "Chưa biết trang sẽ công khai ở đâu (biến SITE_URL): bản này để xem thử, không có mã QR, liên kết chia sẻ, sơ đồ trang; áp phích chừa"
    " dòng để ghi địa chỉ. Có địa chỉ thì chạy: SITE_URL=https://… make site",
    "Where the site will stand is unknown (SITE_URL): this is a preview without QR codes, links to share and sitemap; the poster has a"
    " line to write the address on. Once there is one: SITE_URL=https://… make site",
)


@click.command(
    help=both(
        "Viết mọi thứ của trang công khai vào build/made; sau đó chạy: python -m sangkien.publish.assemble",
        "Write everything of the public site to build/made; then run: python -m sangkien.publish.assemble",
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
    """Writes the site of a revision into the folder `out` and prints what was written.

    Raises CannotJudge where the revision cannot be read or the folder cannot be written.
    """
    extras.need("site")
    from sangkien.publish.site import site_files  # what pages are made with takes its time to load
    from sangkien.publish.tree import write_tree

    began = time.monotonic()
    repository = opened(repo)
    state = state_at(repository, revision, as_of)
    commit = state.snapshot.revision
    address = site_address()
    written = write_tree(out, site_files(repository, commit, as_of, address))
    notice([*state.notices, *([] if address else [_NOWHERE])], "text", lang)
    said = Words(
        "Đã viết {count} tệp vào {out} từ phiên bản {revision}, làm mới {made} ({seconds} giây).",
        "Wrote {count} files to {out} from revision {revision}, {made} of them new ({seconds} s).",
    )
    values: dict[str, Value] = {"count": written.files, "made": written.made, "out": str(out), "revision": commit[:12]}
    click.echo(fill(said, {**values, "seconds": f"{time.monotonic() - began:.1f}"}, lang))
