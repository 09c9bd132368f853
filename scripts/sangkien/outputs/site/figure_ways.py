"""Where the figures of an edition lead: to the pages of units and the lists of honoured innovations; must not know how they are shown."""

from __future__ import annotations

from collections.abc import Sequence, Set

from sangkien.late import dataclass
from sangkien.model.artifact import Table
from sangkien.outputs.site.page_url import PageUrl

REPORTS, LISTS = "bao-cao/", "sang-kien/"
HONOURED = "sang-kien"
"""The id, on a unit's page, of its honoured innovations."""
_OF_UNITS = ("cap-", "don-vi", "chi-tieu", "bai-chua-dat", "ho-so-qua-han", "cho-quyet-dinh", "chua-co-bai")
_OF_LISTS = {"linh-vuc": "theo-linh-vuc", "ton-vinh": "theo-cap"}


@dataclass(frozen=True)
class FigureWays:
    """What of an edition has a page of its own."""

    edition: str  # id
    units: Set[str] = frozenset()  # ids of units
    lists: Set[str] = frozenset()  # addresses of lists of honoured innovations

    def unit(self, id: str, url: PageUrl) -> str:
        """Returns the link from a page to a unit's; empty where the unit has none, or where it leads to that page itself."""
        address = f"{REPORTS}{self.edition}/{id}/"
        return url.to(address) if id in self.units and address != url.address else ""

    def names(self, table: Table, url: PageUrl) -> Sequence[str]:
        """Returns the link of each row's name, empty where it has none."""
        if not table.id.startswith(_OF_UNITS):
            return [""] * len(table.rows)
        return [self.unit(code.partition(":")[0], url) for code in table.codes]

    def honoured(self, table: Table, url: PageUrl) -> Sequence[str]:
        """Returns for each row the link to the innovations behind its number of honoured ones, empty where there is none."""
        if kind := _OF_LISTS.get(table.id):
            addresses = [f"{LISTS}{kind}/{self.edition}/{code}/" for code in table.codes]
            return [url.to(address) if address in self.lists else "" for address in addresses]
        return [f"{way}#{HONOURED}" if way else "" for way in self.names(table, url)]
