"""The foot of every page: who runs the programme, whom to ask, where the rest stands, the licence; must not know any page."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sangkien.language import LANGUAGES, Language, Words
from sangkien.markup import Html, html
from sangkien.model import licence
from sangkien.model.artifact import Artifact
from sangkien.model.contact import public_contact
from sangkien.model.corpus import Edition
from sangkien.model.programme import Contact, Rules
from sangkien.outputs.site import office
from sangkien.outputs.site.elements import bullets, link, way

FOLDER = "frame/"
"""Where the pieces that `publish/skin.py` puts into every page are handed over."""

_HOME, _ROOT = "⟦home⟧", "⟦root⟧"  # filled in for each page: the way to the top of its language, and of the site
_NAME = Words("Sáng kiến công đoàn", "Union innovations")
_BY = Words("Chương trình “{name}” do {organiser} tổ chức.", "The programme “{name}” is run by the {organiser}.")
_MORE = Words("Xem thêm", "More on this site")
_WAYS = (
    ("gioi-thieu/#lien-he", Words("Liên hệ", "Contact")),
    ("du-lieu/", Words("Dữ liệu mở", "Open data")),
    ("kiem-chung/", Words("Kiểm chứng giờ nhận", "Verify the times of receipt")),
    ("quy-tac/", Words("Quy tắc kiểm tra bài", "What entries are checked for")),
    ("vi-sao/", Words("Vì sao bài bị trả lại", "Why an entry was refused")),
)
_NEWS = Words("Nguồn tin (Atom)", "News feed (Atom)")
_REPOSITORY = Words("Kho dữ liệu và mã nguồn", "Repository of data and software")
_BRIEFLY = ("office", "press", "phone", "email")
_NOBODY = Words(
    "Hỏi công đoàn cơ sở của mình; nơi tổ chức chưa ghi đầu mối riêng cho kỳ này.",
    "Ask your grassroots union; the organiser has named no contact for this edition.",
)


def artifacts(edition: Edition | None) -> Iterator[Artifact]:
    """Yields `frame/<language>.json`, one a language: HTML by the name of the blank that it fills, in the frame or in a page
    written by hand. `edition` is the newest one; None where there is none."""
    rules = edition.rules.record if edition else None
    for language in LANGUAGES:
        pieces = {
            "foot": _foot(rules, language),
            "contact": contact(rules.contact if rules else None, language) or html("<p>{}</p>", _NOBODY.say(language)),
            "licence": html("<p>{}</p>", licensed(language)),
        }
        yield Artifact(f"{FOLDER}{language}.json", json.dumps(pieces, ensure_ascii=False).encode())


def licensed(language: Language) -> Html:
    """Returns the sentences on the licence, with a way to its words."""
    before, name, after = licence.SAID.say(language).partition(licence.SHORT)
    # Its three parts stay on one line.
    return html('{}<a href="{:exact}">{:exact}</a>{}', before, licence.URL, name.replace(" ", "\u00a0"), after)


def contact(given: Contact | None, language: Language) -> Html:
    """Returns whom to ask; empty where nobody is named."""
    return office.told(public_contact(given), language) if given else html("")


def _foot(rules: Rules | None, language: Language) -> Html:
    who = html("<p><strong>{}</strong></p>", _NAME.say(language))
    if rules:
        by = _BY.say(language).format(name=rules.name.say(language), organiser=rules.organiser.say(language))
        who = html(
            "{}<p>{}</p>{}", who, by, office.told(public_contact(rules.contact), language, _BRIEFLY) if rules.contact else ""
        )
    end = ".en" if language == "en" else ""
    ways = [
        *(way(f"{_HOME}{to}", name.say(language)) for to, name in _WAYS),
        way(f"{_ROOT}nguon-tin/ton-vinh{end}.xml", _NEWS.say(language)),
    ]
    if rules and rules.repository:
        ways.append(link(rules.repository, html("{}", _REPOSITORY.say(language))))
    return html(
        '<div class="md-grid sk-foot"><div>{who}</div><nav aria-label="{more}"><p>{more}</p>{ways}</nav><p>{licence}</p></div>',
        who=who,
        ways=bullets(ways),
        licence=licensed(language),
        more=_MORE.say(language),
    )
