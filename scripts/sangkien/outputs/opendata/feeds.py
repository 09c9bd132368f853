"""The newest honours as feeds, Atom and JSON Feed; must not know pages beyond their addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, tzinfo
from urllib.parse import urlparse
from uuid import NAMESPACE_URL, uuid5

from sangkien.language import LANGUAGES, Language, Words
from sangkien.late import dataclass
from sangkien.markup import Html, html, joined
from sangkien.model import licence
from sangkien.model.artifact import Artifact
from sangkien.model.innovation import Details, PublicInnovation

_MOST = 100
_UP = "../"  # from the feeds' folder to the site's root
_TITLE = Words("Sáng kiến được tôn vinh", "Honoured innovations")


def artifacts(every: Sequence[PublicInnovation], zones: Mapping[str, tzinfo], site: str) -> Iterator[Artifact]:
    """`nguon-tin/ton-vinh[.en].{xml,json}`: the newest hundred by the day of their highest decision. A confidential innovation
    is left out, as that day would show whose decision it is. `zones` are those of the editions: a decision has a day, which counts
    from its beginning there. Where `site`, the site's address, is empty, that is unknown, links lead from the feed's own folder."""
    dated = [_News(each, _decided(each.details, zones[each.edition])) for each in every if each.details]
    newest = sorted(dated, key=lambda each: (each.decided, each.about.address), reverse=True)[:_MOST]
    for language in LANGUAGES:
        end = ".en" if language == "en" else ""
        yield Artifact(f"nguon-tin/ton-vinh{end}.xml", _atom(newest, language, site, f"nguon-tin/ton-vinh{end}.xml").encode())
        yield Artifact(f"nguon-tin/ton-vinh{end}.json", _json(newest, language, site, f"nguon-tin/ton-vinh{end}.json").encode())


@dataclass(frozen=True)
class _News:
    about: PublicInnovation
    decided: datetime


def _decided(details: Details, zone: tzinfo) -> datetime:
    """The beginning of the decision's day in the edition's zone."""
    return datetime.combine(details.decisions[0].signed_on, time(), zone)


def _address(each: PublicInnovation, language: Language, site: str) -> str:
    return f"{site or _UP}{'en/' if language == 'en' else ''}sang-kien/{each.address}/"


def _id(each: PublicInnovation, site: str) -> str:
    """The entry's id: the same for ever and in every language, and no other site's, as one host may have several programmes."""
    if not site:
        return _unplaced(f"sang-kien/{each.address}")
    at = urlparse(site)
    place = f"{at.port or ''}{at.path}".strip("/")
    return f"tag:{at.hostname},2021:{place}{'/' if place else ''}sang-kien/{each.address}"


def _unplaced(what: str) -> str:
    """An id of what stands at no known address."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'sangkien:{what}')}"


def _summary(each: PublicInnovation, language: Language) -> str:
    return f"{each.award} · {each.level.name.say(language)}"


def _atom(newest: Sequence[_News], language: Language, site: str, path: str) -> Html:
    updated = max((each.decided for each in newest), default=datetime(2021, 1, 1, tzinfo=UTC)).isoformat()
    return html(
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language:exact}">'
        '<id>{id:exact}</id><title>{name}</title>{self}<link href="{home:exact}"/><updated>{updated:exact}</updated>'
        "<author><name>{name}</name></author><rights>{rights}</rights>\n{entries}</feed>\n",
        language=language,
        id=site + path if site else _unplaced(path),
        name=_TITLE.say(language),
        self=html('<link rel="self" href="{:exact}"/>', site + path) if site else html(""),
        home=site or _UP,
        rights=licence.SAID.say(language),
        updated=updated,
        entries=joined(_entry(each, language, site) for each in newest),
    )


def _entry(news: _News, language: Language, site: str) -> Html:
    return html(
        '<entry><id>{:exact}</id><title>{}</title><link href="{:exact}"/><updated>{:exact}</updated><summary>{}</summary></entry>\n',
        _id(news.about, site),
        news.about.title,
        _address(news.about, language, site),
        news.decided.isoformat(),
        _summary(news.about, language),
    )


def _json(newest: Sequence[_News], language: Language, site: str, path: str) -> str:
    items = [
        {
            "id": _id(each.about, site),
            "url": _address(each.about, language, site),
            "title": each.about.title,
            "content_text": _summary(each.about, language),
            "date_published": each.decided.isoformat(),
        }
        for each in newest
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _TITLE.say(language),
        **({"home_page_url": site, "feed_url": site + path} if site else {}),
        "language": language,
        "_licence": {"about": licence.URL, "title": licence.SAID.say(language)},
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).replace("<", "‹").replace(">", "›") + "\n"
