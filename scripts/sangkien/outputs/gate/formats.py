"""The one list of formats a judgement is rendered in, each imported when it is asked for; must not know what is in them."""

from __future__ import annotations

from collections.abc import Iterator

from sangkien.app.verdict import Judgement
from sangkien.language import Language
from sangkien.outputs.gate.text import Paint, ahead, bare, pieces
from sangkien.outputs.gate.text import render as text

FORMATS = ("text", "page", "comment", "summary", "github", "sarif", "json")


def in_pieces(judgement: Judgement, form: str, language: Language, paint: Paint = bare) -> Iterator[str]:
    """The judgement in one of `FORMATS`, piece by piece."""
    if form == "text":
        yield from pieces(judgement, language, paint)
        yield ahead(judgement, language)
    else:
        yield rendered(judgement, form, language, paint)


def rendered(judgement: Judgement, form: str, language: Language, paint: Paint = bare) -> str:
    """The judgement in one of `FORMATS`, ending in a line end."""
    match form:
        case "page":
            from sangkien.outputs.gate import print_page

            return print_page.render(judgement, language)
        case "comment" | "summary":
            from sangkien.outputs.gate import comment

            return comment.render(judgement, language, comment.ROOM[form])
        case "github":
            from sangkien.outputs.gate import github

            return github.render(judgement, language)
        case "sarif":
            from sangkien.outputs.gate import sarif

            return sarif.render(judgement, language)
        case "json":
            from sangkien.outputs.gate import json

            return json.render(judgement)
        case "text":
            return text(judgement, language, paint) + ahead(judgement, language)
        case _:
            raise AssertionError(f"a format without its case: {form}")
