"""The newest honours as feeds, Atom and JSON Feed; must not know of pages but their addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, tzinfo
from html import escape
from urllib.parse import urlparse

from sangkien.figures.honoured import Innovation, Open
from sangkien.language import LANGUAGES, Language, Words
from sangkien.late import dataclass
from sangkien.model.artifact import Artifact

_MOST = 100
_TITLE = Words("Sáng kiến được tôn vinh", "Honoured innovations")


def artifacts(every: Sequence[Innovation], site: str) -> Iterator[Artifact]:
    """`nguon-tin/ton-vinh[.en].{xml,json}`: the newest hundred by the day of their highest decision. Of a confidential innovation that day
    would tell whose decision it is, so it stands in no feed."""
    dated = [_News(each, _decided(each, each.open)) for each in every if each.open]
    newest = sorted(dated, key=lambda each: (each.decided, each.about.address), reverse=True)[:_MOST]
    for language in LANGUAGES:
        end = ".en" if language == "en" else ""
        yield Artifact(f"nguon-tin/ton-vinh{end}.xml", _atom(newest, language, site, f"nguon-tin/ton-vinh{end}.xml").encode())
        yield Artifact(f"nguon-tin/ton-vinh{end}.json", _json(newest, language, site, f"nguon-tin/ton-vinh{end}.json").encode())


@dataclass(frozen=True)
class _News:
    about: Innovation
    decided: datetime


def _decided(each: Innovation, told: Open) -> datetime:
    """A decision has a day: it counts from its beginning in the edition's zone."""
    zone: tzinfo = each.edition.rules.record.zone
    return datetime.combine(told.honours[0].decision.record.signed_on, time(), zone)


def _address(each: Innovation, language: Language, site: str) -> str:
    return f"{site}{'en/' if language == 'en' else ''}sang-kien/{each.address}/"


def _id(each: Innovation, site: str) -> str:
    """The same for ever and in every language, and no other site's: one host may have several programmes."""
    at = urlparse(site)
    place = f"{at.port or ''}{at.path}".strip("/")
    return f"tag:{at.hostname},2021:{place}{'/' if place else ''}sang-kien/{each.address}"


def _told(each: Innovation, language: Language) -> str:
    return f"{each.award} · {each.level_name(each.level).say(language)}"


def _atom(newest: Sequence[_News], language: Language, site: str, path: str) -> str:
    updated = max((each.decided for each in newest), default=datetime(2021, 1, 1, tzinfo=UTC)).isoformat()
    entries = "".join(
        f"<entry><id>{escape(_id(each.about, site))}</id><title>{escape(each.about.title)}</title>"
        f'<link href="{escape(_address(each.about, language, site))}"/><updated>{each.decided.isoformat()}</updated>'
        f"<summary>{escape(_told(each.about, language))}</summary></entry>\n"
        for each in newest
    )
    name = escape(_TITLE.say(language))
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">'
        f'<id>{escape(site + path)}</id><title>{name}</title><link rel="self" href="{escape(site + path)}"/>'
        f'<link href="{escape(site)}"/><updated>{updated}</updated><author><name>{name}</name></author>\n{entries}</feed>\n'
    )


def _json(newest: Sequence[_News], language: Language, site: str, path: str) -> str:
    items = [
        {
            "id": _id(each.about, site),
            "url": _address(each.about, language, site),
            "title": each.about.title,
            "content_text": _told(each.about, language),
            "date_published": each.decided.isoformat(),
        }
        for each in newest
    ]
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _TITLE.say(language),
        "home_page_url": site,
        "feed_url": site + path,
        "language": language,
        "items": items,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).replace("<", "‹").replace(">", "›") + "\n"
