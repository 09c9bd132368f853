"""Where a page stands and how one goes from it to another; must not know what any page says."""

from __future__ import annotations

from sangkien.language import Language
from sangkien.late import dataclass

_OTHER: dict[Language, Language] = {"vi": "en", "en": "vi"}


@dataclass(frozen=True)
class PageUrl:
    """A page of the site. The Vietnamese page stands at its address, the English one at the same address below `en/`."""

    address: str  # folder with a final slash, the same in both languages; empty: the home page
    language: Language  # of the page

    @property
    def path(self) -> str:
        """The page's folder below the site's root, with a final slash; empty for the Vietnamese home page."""
        return self.address if self.language == "vi" else f"en/{self.address}"

    @property
    def root(self) -> str:
        """The relative link to the site's root: `../../`; empty at the root itself."""
        return "../" * self.path.count("/")

    def to(self, address: str) -> str:
        """Returns the relative link to another page of the same language that does not lead through the site's root;
        `address` may end in `#part`."""
        return f"{'../' * self.address.count('/')}{address}" or "./"

    def file(self, path: str) -> str:
        """Returns the relative link to a file that both languages share, like `du-lieu/2021/bao-cao.json`."""
        return f"{self.root}{path}"

    @property
    def other(self) -> str:
        """The relative link to the same page in the other language."""
        return f"{self.root}{PageUrl(self.address, _OTHER[self.language]).path}" or "./"
