"""Where a page stands and how one goes from it to another; must not know what any page says."""

from __future__ import annotations

from sangkien.language import Language
from sangkien.late import dataclass

_OTHER: dict[Language, Language] = {"vi": "en", "en": "vi"}


@dataclass(frozen=True)
class PageUrl:
    """A page of the site. `address` is below the site's root, a folder with its final slash (the home page's is empty), and the same in
    both languages: the Vietnamese page stands there, the English one at the same place below `en/`."""

    address: str
    language: Language

    @property
    def path(self) -> str:
        """The page's folder below the site's root."""
        return self.address if self.language == "vi" else f"en/{self.address}"

    @property
    def root(self) -> str:
        """The way to the site's root: `../../`, or nothing from the root itself."""
        return "../" * self.path.count("/")

    def to(self, address: str) -> str:
        """The way to another page of the same language, not around by the site's root; it may end in `#part`."""
        return f"{'../' * self.address.count('/')}{address}" or "./"

    def file(self, path: str) -> str:
        """The way to a file that both languages share, like `du-lieu/2021/bao-cao.json`."""
        return f"{self.root}{path}"

    @property
    def other(self) -> str:
        """The way to the same page in the other language."""
        return f"{self.root}{PageUrl(self.address, _OTHER[self.language]).path}" or "./"
