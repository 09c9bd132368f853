"""Assembles build/site from what `sangkien build` made; must not know what any page says.

MkDocs builds the Markdown pages, the pages made as HTML are put in the theme's frame, the words of all go into one index. What did
not change is not done again.

Usage: python -m sangkien.publish.assemble [MADE [SITE]]
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path

from sangkien.late import regex
from sangkien.model.artifact import LazyArtifact
from sangkien.model.finding import CannotJudge
from sangkien.outputs.site import gallery, rendered, search_index
from sangkien.outputs.site.page_url import public_address
from sangkien.publish.skin import Skin, completed
from sangkien.publish.tree import keys, write_tree

FRAME, WORDS = Path("build/frame"), Path("build/words")  # what MkDocs makes; the search's files
_STAMP, _ALL = ".key", "tim"
_MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"]
_QUIET = {"DISABLE_MKDOCS_2_WARNING": "true", "NO_MKDOCS_2_WARNING": "1"}
# Files of the theme that no page asks for; the sitemap of all pages is among the generated files.
_UNUSED = regex(r"assets/stylesheets/|assets/styles/|sitemap\.xml|.*\.map$|assets/javascripts/|assets/images/|(en/)?khuon/")
# In this order; all in one, as drawing waits for each. The theme's carry its version in their names; ours begin with what all
# others build upon and end with what paper overrides.
_STYLES = (
    "assets/stylesheets/main.*.css",
    "assets/stylesheets/palette.*.css",
    "assets/styles/tokens.css",
    "assets/styles/text.css",
    "assets/styles/frame.css",
    "assets/styles/[!p]*.css",
    "assets/styles/print.css",
)


def main() -> None:
    """Assembles the site. Ends with status 1, and the reason in both languages, where the folder was not written by this
    program or cannot be written, and with MkDocs's own status where that fails."""
    made, site = (Path(name) for name in (*sys.argv[1:], "build/made", "build/site")[:2])
    given = keys(made)
    framing = [*_framing(made, given)]
    _index(made, given)  # meanwhile
    _finished(framing)
    try:
        written = write_tree(site, (_framed(made, given), _searched()))
    except CannotJudge as error:
        sys.exit(f"{error.words.vi}\n{error.words.en}")
    sys.stdout.write(
        f"{site}: {written.files} tệp, làm mới {written.made}. / {written.files} files, {written.made} of them new.\n"
    )


Waiting = Iterable[tuple[Path, str, "subprocess.Popen[bytes]"]]
"""Programs at work, each with the file that says what it last ran on, and the key to write there."""


def _finished(waiting: Waiting) -> None:
    """Waits until each program ends, then writes its key. Ends with the program's status where it fails."""
    for stamp, key, process in waiting:
        _, complained = process.communicate()
        if process.returncode:
            sys.stderr.buffer.write(complained or b"")
            sys.exit(process.returncode)
        stamp.write_text(key, encoding="utf-8")


def _framing(made: Path, given: Mapping[str, str]) -> Waiting:
    """Starts MkDocs where a Markdown page, the theme or its settings have changed since the last run."""
    own = {str(file): file.read_text(encoding="utf-8") for file in sorted(Path("site/overrides").rglob("*")) if file.is_file()}
    own |= {"mkdocs.yml": Path("mkdocs.yml").read_text(encoding="utf-8"), "site": _address()}
    own |= {name: version(name) for name in ("mkdocs", "mkdocs-material")}
    key = _digest({**own, **{path: key for path, key in given.items() if path.startswith("pages/")}})
    if _stamped(FRAME) != key:
        (FRAME / _STAMP).unlink(missing_ok=True)
        yield FRAME / _STAMP, key, subprocess.Popen(_MKDOCS, env={**os.environ, **_QUIET, "SITE_URL": _address()})


def _stamped(folder: Path) -> str:
    try:
        return (folder / _STAMP).read_text(encoding="utf-8")
    except OSError:
        return ""


def _digest(parts: Mapping[str, str]) -> str:
    return hashlib.blake2b(json.dumps(dict(sorted(parts.items()))).encode(), digest_size=16).hexdigest()


def _framed(made: Path, given: Mapping[str, str]) -> Iterator[LazyArtifact]:
    """Every file of the site but those of the search; of two files with one path the later counts."""
    pieces = _pieces(made)
    drafts = {each.path: each for each in (*_built(pieces), _style(), *_made(made, given, pieces))}
    return iter(drafts.values())


def _style() -> LazyArtifact:
    """The style sheets joined into one."""
    files = dict.fromkeys(file for pattern in _STYLES for file in sorted(FRAME.glob(pattern)))
    return LazyArtifact("assets/khung.css", _stamped(FRAME), lambda: b"\n".join(file.read_bytes() for file in files))


def _index(made: Path, given: Mapping[str, str]) -> None:
    """Makes the index anew where the words in it, or the facets, have changed since the last time."""
    words = {path: key for path, key in given.items() if path.startswith("search/")}
    facets = f"files/{gallery.WORDS}"
    key = _digest({**words, facets: given.get(facets, "")})
    if _stamped(WORDS) == key:
        return
    shutil.rmtree(WORDS, ignore_errors=True)
    if words:
        WORDS.mkdir(parents=True)
        found = search_index.read(((made / path).read_bytes() for path in words), (made / facets).read_bytes())
        (WORDS / _ALL).write_bytes(found)
        (WORDS / _STAMP).write_text(key, encoding="utf-8")


def _searched() -> Iterator[LazyArtifact]:
    """The files of the search, known by what is in each: one more innovation leaves many as they were."""
    if (WORDS / _ALL).exists():
        for name, content in search_index.unbundled((WORDS / _ALL).read_bytes()):
            key = hashlib.blake2b(content, digest_size=16).hexdigest()
            yield LazyArtifact(f"sang-kien/tim/{name}.bin", key, partial(bytes, content))


def _copies(folder: Path, prefix: str) -> Iterator[LazyArtifact]:
    """The files that a program made in `folder`, at paths after `prefix`. A file's key is the key of the run that made it,
    with its size."""
    stamp = _stamped(folder)
    for file in sorted(folder.rglob("*")):
        path = prefix + file.relative_to(folder).as_posix()
        if file.is_file() and file.name != _STAMP and not _UNUSED.match(path):
            yield LazyArtifact(path, f"{stamp} {file.stat().st_size}", file.read_bytes, file)


Pieces = Mapping[str, Mapping[str, str]]
"""HTML by language, then by the blank that it fills on every page of that language."""


def _pieces(made: Path) -> Pieces:
    return {language: json.loads((made / f"frame/{language}.json").read_text(encoding="utf-8")) for language in ("vi", "en")}


def _built(pieces: Pieces) -> Iterator[LazyArtifact]:
    """What MkDocs built, with the blanks of its pages filled."""
    address = _address()
    for each in _copies(FRAME, ""):
        if each.path.endswith(".html") and each.there:
            own = pieces["en" if each.path.startswith("en/") else "vi"]
            key = _digest({"page": each.key, "pieces": json.dumps(own), "address": address})
            yield LazyArtifact(each.path, key, partial(_completed, each.there, each.path, own, address))
        else:
            yield each


def _completed(file: Path, path: str, pieces: Mapping[str, str], address: str) -> bytes:
    return completed(file.read_text(encoding="utf-8"), path, pieces, address).encode()


def _made(made: Path, given: Mapping[str, str], pieces: Pieces) -> Iterator[LazyArtifact]:
    """The files that are copied as they are, and the pages put in the frame of their language."""
    address = _address()
    skins = {
        language: Skin.of((FRAME / path / "index.html").read_text(encoding="utf-8"), language, pieces[language])
        for language, path in (("vi", "khuon"), ("en", "en/khuon"))
    }
    for path, key in given.items():
        room, _, rest = path.partition("/")
        if room == "files":
            yield LazyArtifact(rest, key, (made / path).read_bytes, made / path)
        elif room == "rendered":
            skin = skins["en" if rest.startswith("en/") else "vi"]
            yield LazyArtifact(
                f"{rendered.destination(path)}index.html",
                f"{key} {skin.key} {address}",
                partial(_page, made / path, skin, address),
            )


def _page(file: Path, skin: Skin, address: str) -> bytes:
    head, _, body = file.read_text(encoding="utf-8").partition("\n")
    return skin.filled(json.loads(head), body, address).encode()


def _address() -> str:
    """The site's address with a final slash, as `sangkien build` understands it; empty where it is unknown."""
    return public_address(os.environ.get("SITE_URL", ""))


if __name__ == "__main__":
    main()
