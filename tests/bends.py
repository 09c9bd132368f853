"""Everything beside the commits by which somebody could try to bend what Git says of them: settings, files, refs, variables, shapes.

Each takes the folder of a repository and does its worst there; `PROGRAM` stands for a program that tells on whoever runs it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from story import HOME

Bend = Callable[[Path], object]
PROGRAM = "⟨PROGRAM⟩"


def git(folder: Path, *arguments: str, stdin: str = "") -> str:
    """Git as the attacker runs it: on a machine without settings, and not caught by what was done before."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = {f"GIT_{role}_{what}": "mau@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    at = {"GIT_AUTHOR_DATE": "2021-01-01T00:00:00Z", "GIT_COMMITTER_DATE": "2021-01-01T00:00:00Z"}
    his = {"GIT_GRAFT_FILE": os.devnull, "GIT_NO_REPLACE_OBJECTS": "1", "GIT_OPTIONAL_LOCKS": "0"}
    keys = ("core.fsmonitor", "core.commitGraph", "core.multiPackIndex", "core.useReplaceRefs")
    off = ("core.hooksPath=/dev/null", *(f"{key}=false" for key in keys))
    command = ["git", "-C", str(folder), *(word for each in off for word in ("-c", each)), *arguments]
    done = subprocess.run(command, env=kept | nobody | his | who | at, input=stdin, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"git {' '.join(arguments)}: {done.stderr}"
    return done.stdout.strip()


SETTINGS = tuple(
    tuple(line.split("=", 1))
    for line in f"""
log.showSignature=true
log.showRoot=false
log.mailmap=true
log.follow=true
log.diffMerges=separate
log.date=relative
log.decorate=full
log.abbrevCommit=true
format.pretty=oneline
format.notes=true
diff.renames=false
diff.renameLimit=1
diff.algorithm=patience
diff.orderFile=/etc/passwd
diff.ignoreSubmodules=all
diff.relative=true
diff.noprefix=true
diff.external={PROGRAM}
diff.x.textconv={PROGRAM}
diff.x.command={PROGRAM}
merge.default=union
merge.renames=false
merge.directoryRenames=true
merge.conflictStyle=diff3
merge.x.driver={PROGRAM}
filter.x.clean={PROGRAM}
filter.x.smudge={PROGRAM}
filter.x.process={PROGRAM}
core.abbrev=4
core.quotePath=false
core.pager={PROGRAM}
core.editor={PROGRAM}
core.fsmonitor={PROGRAM}
core.sshCommand={PROGRAM}
core.askPass={PROGRAM}
core.alternateRefsCommand={PROGRAM}
core.untrackedCache=true
core.splitIndex=true
core.ignoreCase=true
core.precomposeUnicode=true
core.warnAmbiguousRefs=false
core.disambiguate=blob
core.commitGraph=true
core.multiPackIndex=true
core.useReplaceRefs=true
core.notesRef=refs/notes/x
gpg.program={PROGRAM}
gpg.ssh.program={PROGRAM}
credential.helper={PROGRAM}
uploadpack.packObjectsHook={PROGRAM}
color.ui=always
i18n.logOutputEncoding=UTF-16
i18n.commitEncoding=UTF-16
mailmap.file=.mailmap
alias.log=!{PROGRAM}
alias.cat-file=!{PROGRAM}
feature.experimental=true
""".split()
)


def setting(name: str, value: str) -> Bend:
    return lambda folder: git(folder, "config", name, value.replace(PROGRAM, str(program(folder))))


def program(folder: Path) -> Path:
    """Lies beside the repository; once run, `hit` does too."""
    file = folder.parent / "chay"
    file.write_text(f"#!/bin/sh\ntouch '{folder.parent}/hit'\nexit 1\n")
    file.chmod(0o755)
    return file


def including(folder: Path) -> None:
    (folder / ".git/nua").write_text("[log]\nshowSignature = true\n[diff]\nrenames = copies\n[core]\nabbrev = 5\n")
    git(folder, "config", "include.path", "nua")


ATTRIBUTES = (
    "* binary\n",
    "* merge=union -diff\n",
    "* merge=x diff=x filter=x\n",
    "* text eol=crlf ident\n",
    "* working-tree-encoding=UTF-16 export-subst\n",
)


def attributes(where: str, text: str) -> Bend:
    return lambda folder: _written(folder / where, text)


def attributes_of_the_settings(folder: Path) -> None:
    _written(folder / ".git/thuoc-tinh", ATTRIBUTES[2])
    git(folder, "config", "core.attributesFile", str(folder / ".git/thuoc-tinh"))


def modules(folder: Path) -> None:
    """Submodules that are not to be told of."""
    _written(folder / ".gitmodules", f'[submodule "x"]\n\tpath = {HOME}bv-mau/con\n\turl = ./x\n\tignore = all\n')
    git(folder, "config", "submodule.x.ignore", "all")


def mailmap(folder: Path) -> None:
    _written(folder / ".mailmap", "Kẻ Khác <khac@example.org> <mau@example.org>\n")


def ignored(folder: Path) -> None:
    _written(folder / ".gitignore", "*\n")
    _written(folder / ".git/info/exclude", "*\n")


def hooks(folder: Path) -> None:
    for name in ("post-index-change", "reference-transaction", "pre-commit", "post-checkout", "pre-auto-gc"):
        _written(folder / ".git/hooks" / name, "")
        shutil.copy(program(folder), folder / ".git/hooks" / name)


def hooks_elsewhere(folder: Path) -> None:
    (folder.parent / "moc").mkdir(exist_ok=True)
    shutil.copy(program(folder), folder.parent / "moc/reference-transaction")
    git(folder, "config", "core.hooksPath", str(folder.parent / "moc"))


def grafts(folder: Path) -> None:
    _written(folder / ".git/info/grafts", f"{git(folder, 'rev-parse', 'main')}\n")


def replaced_commit(folder: Path) -> None:
    other = git(folder, "commit-tree", "-m", "x", "main^{tree}")
    git(folder, "replace", "main", other)


def replaced_blob(folder: Path) -> None:
    other = git(folder, "hash-object", "-w", "--stdin", stdin="khác\n")
    git(folder, "replace", git(folder, "rev-parse", f"main:{HOME}bv-mau/cu.md"), other)


def forged_graph(folder: Path) -> None:
    """A commit-graph that says of the first commit what is true of the last."""
    git(folder, "-c", "core.commitGraph=true", "commit-graph", "write", "--reachable")
    file = folder / ".git/objects/info/commit-graph"
    data = bytearray(file.read_bytes())
    names, rows = (chunk(data, 8, name) for name in (b"OIDL", b"CDAT"))
    ids = [bytes(data[at : at + 20]).hex() for at in range(names.start, names.stop, 20)]
    row = rows.start + 36 * ids.index(git(folder, "rev-list", "--first-parent", "--reverse", "main").split()[0])
    data[row : row + 20] = bytes.fromhex(git(folder, "rev-parse", "main^{tree}"))
    overwritten(file, data)


def chunk(data: bytearray, table: int, name: bytes) -> slice:
    """Where a part of one of Git's side files lies; its table begins at a place and has as many lines as the seventh byte says."""
    lines = [data[at : at + 12] for at in range(table, table + 12 * (data[6] + 1), 12)]
    begins = [struct.unpack(">Q", line[4:])[0] for line in lines]
    number = [bytes(line[:4]) for line in lines].index(name)
    return slice(begins[number], begins[number + 1])


def overwritten(file: Path, data: bytearray) -> None:
    """With the sum that Git expects at its end."""
    file.chmod(0o644)
    file.write_bytes(bytes(data[:-20]) + hashlib.sha1(bytes(data[:-20])).digest())


def split_graph(folder: Path) -> None:
    """The same in a chain of graphs, whose links are broken."""
    git(folder, "-c", "core.commitGraph=true", "commit-graph", "write", "--reachable", "--split")
    for file in (folder / ".git/objects/info/commit-graphs").glob("*.graph"):
        file.chmod(0o644)
        file.write_bytes(file.read_bytes()[:-40] + bytes(40))


def pack_index(folder: Path) -> None:
    """An index over all packs that finds every object in the wrong place."""
    git(folder, "repack", "-a", "-d", "-q")
    git(folder, "-c", "core.multiPackIndex=true", "multi-pack-index", "write")
    file = folder / ".git/objects/pack/multi-pack-index"
    data = bytearray(file.read_bytes())
    places = chunk(data, 12, b"OOFF")
    data[places] = (b"\0" * 4 + b"\0\0\0\x0c") * ((places.stop - places.start) // 8)
    overwritten(file, data)


def index(folder: Path) -> None:
    (folder / ".git/index").write_bytes(b"x" * 200)


def no_work_tree(folder: Path) -> None:
    for each in folder.iterdir():
        if each.name != ".git":
            shutil.rmtree(each) if each.is_dir() else each.unlink()


def ref(name: str, what: str = "main~1") -> Bend:
    return lambda folder: git(folder, "update-ref", name, what)


def file_named(name: str) -> Bend:
    """Git takes a file of its folder for a ref before it asks for a branch."""
    return lambda folder: _written(folder / ".git" / name, f"{git(folder, 'rev-parse', 'main~1')}\n")


def branch_named_by_an_id(folder: Path) -> None:
    git(folder, "update-ref", f"refs/heads/{git(folder, 'rev-parse', 'main')}", "main~1")
    git(folder, "update-ref", f"refs/tags/{git(folder, 'rev-parse', 'main')}", "main~1")


def notes(folder: Path) -> None:
    git(folder, "notes", "add", "-m", "x", "main")


def _written(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


BESIDE: Mapping[str, Bend] = {
    **{f"{name}={value}": setting(name, value) for name, value in SETTINGS},
    "include.path": including,
    **{f".gitattributes {text.strip()}": attributes(".gitattributes", text) for text in ATTRIBUTES},
    **{f"info/attributes {text.strip()}": attributes(".git/info/attributes", text) for text in ATTRIBUTES},
    **{
        each.__name__: each
        for each in (
            *(
                attributes_of_the_settings,
                modules,
                mailmap,
                ignored,
                hooks,
                hooks_elsewhere,
                grafts,
                replaced_commit,
                replaced_blob,
            ),
            *(forged_graph, split_graph, pack_index, index, no_work_tree, branch_named_by_an_id, notes),
        )
    },
    **{
        name: ref(name)
        for name in (
            *("refs/tags/main", "refs/tags/origin/main", "refs/tags/HEAD", "refs/tags/refs/heads/main", "refs/tags/topic"),
            *("refs/heads/HEAD", "refs/heads/refs/heads/main", "refs/heads/origin/main", "refs/heads/heads/main", "refs/main"),
            *("refs/remotes/main", "refs/tags/receipts", "refs/tags/refs/heads/receipts"),
        )
    },
    **{f".git/{name}": file_named(name) for name in ("main", "topic", "origin/main", "MERGE_HEAD", "FETCH_HEAD")},
}
"""All of these may stand in one repository at once."""

VARIABLES: Mapping[str, str] = {
    "GIT_DIR": "/nowhere",
    "GIT_WORK_TREE": "/nowhere",
    "GIT_COMMON_DIR": "/nowhere",
    "GIT_INDEX_FILE": "/nowhere",
    "GIT_OBJECT_DIRECTORY": "/nowhere",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES": "/nowhere",
    "GIT_QUARANTINE_PATH": "/nowhere",
    "GIT_NAMESPACE": "x",
    "GIT_CEILING_DIRECTORIES": "/",
    "GIT_SHALLOW_FILE": "/nowhere",
    "GIT_REPLACE_REF_BASE": "refs/heads/",
    "GIT_GRAFT_FILE": "/etc/hostname",
    "GIT_ATTR_SOURCE": "main",
    "GIT_DEFAULT_HASH": "sha256",
    "GIT_DIFF_OPTS": "--unified=9",
    "GIT_EXTERNAL_DIFF": PROGRAM,
    "GIT_PAGER": PROGRAM,
    "GIT_EDITOR": PROGRAM,
    "GIT_ASKPASS": PROGRAM,
    "GIT_SSH": PROGRAM,
    "GIT_EXEC_PATH": "/nowhere",
    "GIT_LITERAL_PATHSPECS": "0",
    "GIT_ICASE_PATHSPECS": "1",
    "GIT_NOGLOB_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "1",
    "GIT_TRACE": "1",
    "GIT_TRACE2_EVENT": "2",
    "GIT_TRACE_PACKET": "1",
    "GIT_FLUSH": "1",
    "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1",
    "GIT_CONFIG_PARAMETERS": "'log.showsignature'='true' 'core.abbrev'='4'",
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "diff.renames",
    "GIT_CONFIG_VALUE_0": "false",
    "GIT_CONFIG_NOSYSTEM": "0",
    "LC_ALL": "vi_VN.UTF-8",
    "LANGUAGE": "vi",
    "PAGER": PROGRAM,
}
