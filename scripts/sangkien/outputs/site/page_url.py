"""Where the site and its pages stand and how one goes from one to another; must not know what any page says."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

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

    def full(self, site: str) -> str:
        """Returns the page's whole address, for whoever comes from elsewhere; empty where `site`, the site's address with a
        final slash, is unknown."""
        return f"{site}{self.path}" if site else ""

    @property
    def other(self) -> str:
        """The relative link to the same page in the other language."""
        return f"{self.root}{PageUrl(self.address, _OTHER[self.language]).path}" or "./"


def public_address(given: str) -> str:
    """Returns a site's address with a final slash; empty, which is to say unknown, where `given` is no address of the web or
    leads nobody but this machine to itself. So neither poster nor feed can carry the address of a preview."""
    try:
        parts = urlsplit(given.strip())
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or parts.username is not None or not host or _is_own(host):
        return ""
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"


def _is_own(host: str) -> bool:
    """Whether a host's name means whichever machine asks."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        ip = ip_address(host)
    except ValueError:
        return False
    return ip.is_loopback or ip.is_unspecified
