"""Writes a page as a line of JSON for its head, then its body as HTML; must not know the frame into which it is put."""

from __future__ import annotations

import json

from sangkien.model.artifact import Artifact, Page
from sangkien.personal import covered

FOLDER = "rendered/"
_HOME = ".home"  # no other page's file has this name
_PICTURE = "hinh/trang.png"


def path(address: str, language: str) -> str:
    """Returns the file of a page that is not framed yet: one beside the others, for making a folder of its own takes longer
    than writing the file."""
    return f"{FOLDER}{'en/' if language == 'en' else ''}{address.removesuffix('/') or _HOME}.html"


def destination(path: str) -> str:
    """Returns the folder, below the site's root, of the page in such a file; inverse of `path`."""
    below = path.removeprefix(FOLDER).removesuffix(".html")
    return {_HOME: "", f"en/{_HOME}": "en/"}.get(below, f"{below}/")


def content(page: Page) -> bytes:
    """Returns the page, UTF-8, as `publish/assemble.py` reads it. Personal data in title and description are covered here, as
    in all text of people on its way out."""
    head = {
        "address": page.address,
        "language": page.language,
        "title": _line(page.title),
        "description": _line(page.description),
        "picture": page.picture or _PICTURE,
        "type": "article" if page.about.get("@type") == "CreativeWork" else "website",
        "about": page.about,
        "scripts": page.scripts,
        "embed": page.embed,
    }
    return f"{json.dumps(head, ensure_ascii=False)}\n{page.body}".encode()


def artifact(page: Page) -> Artifact:
    """Returns the page as the file of `path`."""
    return Artifact(path(page.address, page.language), content(page))


def _line(text: str) -> str:
    return " ".join(covered(text).split())
