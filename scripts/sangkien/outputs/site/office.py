"""How to reach an office, as a list of names and values; must not know on which page it stands."""

from __future__ import annotations

import re
from collections.abc import Collection

from sangkien.language import Language, Words
from sangkien.markup import Html, html
from sangkien.model.contact import PublicContact
from sangkien.outputs.site.elements import facts, in_vietnamese, way

_FIELDS = (
    ("office", Words("Nơi trả lời", "Office")),
    ("ask", Words("Hỏi về sáng kiến", "On innovations")),
    ("press", Words("Trả lời báo chí", "Press")),
    ("phone", Words("Điện thoại", "Telephone")),
    ("email", Words("Thư điện tử", "E-mail")),
    ("address", Words("Địa chỉ", "Address")),
    ("hours", Words("Giờ tiếp", "Hours")),
)


def told(office: PublicContact, language: Language, only: Collection[str] = dict(_FIELDS), css: str = "sk-facts") -> Html:
    """Returns what is given of it, name by name; `only` are the fields that are wanted, `css` is the list's class."""
    values = ((name.say(language), _reached(field, office, language)) for field, name in _FIELDS if field in only)
    return facts(((name, value) for name, value in values if value), css)


def _reached(field: str, office: PublicContact, language: Language) -> Html:
    """A value, as a link where one can call or write to it; what is said in words is Vietnamese. A mail address that had to be
    covered is none."""
    said: str = getattr(office, field)
    if field == "phone" and office.dialled:
        return way(f"tel:{office.dialled}", html("{:exact}", said))
    if field == "email":
        known = re.fullmatch(r"[\w.+-]+@[\w.-]+", said)
        return way(f"mailto:{said}", html("{:exact}", said)) if known else html("")
    return in_vietnamese(said, language) if said else html("")
