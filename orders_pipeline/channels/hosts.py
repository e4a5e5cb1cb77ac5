"""The one host an account may be spoken to at, and links made safe to follow. Pure: opens no connection.

A link is never used as it came: what it names is checked, and the request goes to the configured scheme, host and port
with the link's path and query. So two parsers that disagree about a crafted URL cannot lead a credential elsewhere.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from orders_pipeline.channels.errors import ForeignHost

DEFAULT_PORTS = {"http": 80, "https": 443}
_CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port of a `base_url`, in one spelling.

    Raises ValueError: not an absolute http(s) URL in ASCII, or one with a user, a query or a fragment.
    """

    base_url: str

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if not self.base_url.isascii() or _has_traps(self.base_url, parts) or parts.query or parts.fragment:
            raise ValueError("base_url must be plain: scheme, host and port in ASCII (xn-- form), no user, no query")
        if not all(_named(parts)):
            raise ValueError("base_url must be an absolute http or https URL")

    def endpoint(self, path: str) -> str:
        """A path of the protocol below that of the base: `/v1/Orders` at `https://proxy.example/ca` is there."""
        is_path = path.startswith("/") and not path.startswith("//")
        return f"{urlsplit(self.base_url).path.rstrip('/')}{path}" if is_path else path

    def resolve(self, link: str) -> str:
        """`link`, absolute or relative to the base, as a URL at this origin.

        Raises ForeignHost: it leads to another scheme, host or port, or is written so that parsers may disagree.
        """
        base = urlsplit(self.base_url)
        try:
            parts = urlsplit(urljoin(self.base_url, link))
            is_home = not _has_traps(link, urlsplit(link)) and _named(parts) == _named(base)
        except ValueError:
            raise ForeignHost("A link of the hub cannot be read as a URL.") from None
        if not is_home:
            raise ForeignHost(f"A link leads to {_shown(parts)}, and the only host of this account is {_shown(base)}.")
        query = f"?{parts.query}" if parts.query else ""
        return f"{base.scheme}://{base.netloc}/{parts.path.lstrip('/')}{query}"


def _has_traps(url: str, parts: SplitResult) -> bool:
    """A user part, a backslash, control characters, or blanks where a parser would strip or split."""
    return (
        "@" in parts.netloc
        or _CONTROL.search(url) is not None
        or url != url.strip()
        or any(sign.isspace() for sign in parts.netloc)
    )


def _named(parts: SplitResult) -> tuple[str, str, int]:
    """Scheme, host and port in one spelling: lower case, no trailing dot, IDNA, the scheme's own port filled in."""
    host = (parts.hostname or "").removesuffix(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    port = parts.port if parts.port is not None else DEFAULT_PORTS.get(parts.scheme, 0)
    return (parts.scheme if parts.scheme in DEFAULT_PORTS else "", host.lower(), port)


def _shown(parts: SplitResult) -> str:
    """Scheme, host and port for a message; never the user part, never more than a line."""
    return ascii(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"[:120])
