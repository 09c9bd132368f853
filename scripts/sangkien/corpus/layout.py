"""Says what a path of the repository holds, by the one table of folders; must not look inside a file."""

from __future__ import annotations

import re
import unicodedata

from sangkien.language import Words
from sangkien.late import regex
from sangkien.model.act import ACTS
from sangkien.model.filed import Address

_DEVICE = "(?:con|prn|aux|nul|com[0-9]|lpt[0-9])"
"""Names that Windows keeps for devices, whatever stands behind a dot: a clone there stops at such a file."""
_SLUG = rf"(?!{_DEVICE}[./])[a-z0-9]+(?:-[a-z0-9]+)*"
_EDITION = f"(?P<edition>{_SLUG})"

# kind of record -> where its files stand; the schema of a kind is schema/<kind>.schema.json
LAYOUT = {
    "submission": regex(rf"submissions/{_EDITION}/(?P<unit>{_SLUG}(?:/{_SLUG})*)/(?P<slug>{_SLUG})\.md"),
    "rules": regex(rf"program/{_EDITION}/rules\.yml"),
    "units": regex(rf"program/{_EDITION}/units/(?P<unit>{_SLUG})\.yml"),
    "register": regex(
        rf"program/{_EDITION}/register/(?P<unit>{_SLUG}(?:/{_SLUG})*)/(?P<number>(?!0000)(?:[0-9]{{4}}|[1-9][0-9]{{4,5}}))-{_SLUG}\.yml"
    ),
    "superseded": regex(rf"program/{_EDITION}/register\.yml"),
    **{kind: regex(rf"program/{_EDITION}/{kind}s/(?P<unit>{_SLUG}(?:/{_SLUG})*)/{_SLUG}\.yml") for kind in ACTS},
    "schema": regex(r"schema/[a-z]+\.schema\.json"),
}
FOLDERS = {"register": "register", **{kind: f"{kind}s" for kind in ACTS}}
"""The folder of an edition below which the units' files of a kind stand."""

LAW = ("rules", "units", "schema")
"""Kinds that say what is allowed; the other kinds are judged by them."""

RECEIVED = ("submission", "dossier", "misplaced")
"""Kinds that the server gives receipts for: what has a deadline, and what may yet be moved to where it should stand."""

_OURS = ("submissions", "program")
_TOPS = (*_OURS, "schema")
_LONGEST_PATH = 240  # Windows refuses longer paths below an ordinary folder, and an officer may clone on Windows
_LONGEST_NAME = 255  # bytes that any file system takes for one name


def address_of(path: str) -> Address | None:
    """What the path holds. Kind `misplaced` is a file of our folders that fits no pattern, `unsafe` one outside them that harms
    whoever clones it; None is any other file."""
    if len(path) <= _LONGEST_PATH:
        for kind, pattern in LAYOUT.items():
            if match := pattern.fullmatch(path):
                found = match.groupdict()
                return Address(path, kind, found.get("edition", ""), found.get("unit", ""), int(found.get("number", 0)))
    if path.partition("/")[0] in _OURS:
        return Address(path, "misplaced")
    return Address(path, "unsafe") if harm(path) else None


def is_submission(path: str) -> bool:
    """Whether a path is that of a submission."""
    address = address_of(path)
    return address is not None and address.kind == "submission"


def harm(path: str) -> Words | None:
    """What a path does to a clone, or to whoever reads its name, in words; None for a harmless one."""
    if len(path) > _LONGEST_PATH:
        return Words(
            f"cả đường dẫn dài {len(path)} ký tự, nhiều nhất {_LONGEST_PATH}",
            f"the path has {len(path)} characters, at most {_LONGEST_PATH} are allowed",
        )
    for name in path.split("/"):
        if words := _harm(name):
            return words
    top = path.partition("/")[0]
    if top not in _TOPS and (meant := spelling(top)) in _TOPS:
        return Words(f"“{top}” trùng tên thư mục “{meant}” trên nhiều máy", f"“{top}” is the folder “{meant}” on many machines")
    return None


def _harm(name: str) -> Words | None:
    """The same of one name on the path."""
    shown = name.strip().rstrip(".") or name
    if name in ("", ".", ".."):
        return Words(f"có bước “{name}” dẫn ra thư mục khác", f"a step “{name}” leads to another folder")
    if any("\udc80" <= sign <= "\udcff" for sign in name):
        return Words("tên không phải chữ UTF-8", "the name is not UTF-8 text")
    if not name.isprintable():
        sign = next(sign for sign in name if not sign.isprintable())
        return Words(
            f"tên có ký tự không nhìn thấy U+{ord(sign):04X}", f"the name holds a character nobody sees, U+{ord(sign):04X}"
        )
    if _GIT.fullmatch(spelling(name)):
        return Words(f"“{name}” là tên riêng của Git", f"“{name}” is a name of Git's own")
    if sign := next((sign for sign in name if sign in '\\:*?"<>|'), ""):
        return Words(f"tên có dấu {sign} mà Windows không nhận", f"the name holds {sign}, which Windows refuses")
    if name != name.strip(" ") or name.endswith("."):
        return Words(
            f"“{shown}” có dấu cách hay dấu chấm ở đầu hoặc cuối tên", f"“{shown}” has a space or a dot at an end of the name"
        )
    if re.fullmatch(_DEVICE, spelling(name).partition(".")[0].rstrip()):
        return Words(f"“{name}” là tên thiết bị của Windows", f"“{name}” is a device's name on Windows")
    if len(name.encode("utf-8", "surrogateescape")) > _LONGEST_NAME:
        return Words(f"một tên dài hơn {_LONGEST_NAME} byte", f"one name is longer than {_LONGEST_NAME} bytes")
    return None


_GIT = regex(r"\.git[ .]*(?:::.*)?|git~[0-9]+")


def spelling(path: str) -> str:
    """The path as a file system sees it that ignores case and Unicode form: two paths of one spelling are one file there."""
    seen = "".join(sign for sign in path if unicodedata.category(sign) != "Cf")  # some file systems do not look at these
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", seen).casefold())


def schema_kind(path: str) -> str:
    """The kind whose schema a file is: `schema/units.schema.json` gives `units`."""
    return path.removeprefix("schema/").removesuffix(".schema.json")
