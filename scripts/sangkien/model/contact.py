"""An office as the public may reach it: whom to ask, and the one telephone number that pages may show; must not know who shows it."""

from __future__ import annotations

from sangkien.late import dataclass
from sangkien.model.programme import Contact
from sangkien.personal import covered


@dataclass(frozen=True)
class PublicContact:
    """An office's contact: everything in it may be shown as it is, `phone` and `email` to the letter. Empty: not given."""

    office: str  # name of the desk
    ask: str  # post that answers questions on innovations
    press: str  # post that answers the press
    phone: str  # of the office, as it is dialled; no page covers it again
    email: str  # common mailbox
    address: str  # of the workplace
    hours: str  # days and hours at which somebody answers

    @property
    def dialled(self) -> str:
        """The number as a link dials it: `tel:` and this; an extension is left out."""
        number = self.phone.partition(" máy lẻ ")[0]
        return "".join(sign for sign in number if sign.isdigit() or (sign == "+" and number.startswith("+")))


def public_contact(contact: Contact) -> PublicContact:
    """The contact with everything covered that identifies a person, except the number in the field for an office's telephone."""
    return PublicContact(
        covered(contact.office),
        covered(contact.ask),
        covered(contact.press),
        contact.phone,
        covered(contact.email),
        covered(contact.address),
        covered(contact.hours),
    )
