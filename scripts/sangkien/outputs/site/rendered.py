"""Writes a page made as HTML for whoever puts it in the theme's skin: a line of JSON for its head, then its body."""

from __future__ import annotations

import json

from sangkien.model.artifact import Artifact, Page
from sangkien.personal import covered

FOLDER = "rendered/"
_HOME = ".home"  # no file of anybody's is called so
_PICTURE = "hinh/trang.png"


def path(address: str, language: str) -> str:
    """The file a page waits in: one beside the others, for a folder of its own takes longer to make than what stands in it."""
    return f"{FOLDER}{'en/' if language == 'en' else ''}{address.removesuffix('/') or _HOME}.html"


def destination(path: str) -> str:
    """The folder of the site that a page which waits there is for."""
    below = path.removeprefix(FOLDER).removesuffix(".html")
    return {_HOME: "", f"en/{_HOME}": "en/"}.get(below, f"{below}/")


def content(page: Page) -> bytes:
    """The page as `publish/assemble.py` reads it. Title and description are covered here, as all text of people on its way out."""
    head = {
        "address": page.address,
        "language": page.language,
        "title": _line(page.title),
        "description": _line(page.description),
        "picture": page.picture or _PICTURE,
        "type": "article" if page.about else "website",
        "about": page.about,
        "searches": page.searches,
        "scripts": page.scripts,
    }
    return f"{json.dumps(head, ensure_ascii=False)}\n{page.body}".encode()


def artifact(page: Page) -> Artifact:
    """The page as the file it waits in."""
    return Artifact(path(page.address, page.language), content(page))


def _line(text: str) -> str:
    return " ".join(covered(text).split())
