"""Manners: who we say we are, how much we take and how long we wait; the same for all sources."""

import ssl
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import metadata
from pathlib import Path

import httpcore2

from feeds.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """What the settings say of fetching."""

    contact: str = ""
    """Address under which whoever runs a source can reach this desk; goes into the User-Agent."""

    most_bytes: int = 8_000_000
    """Bytes of a body once unpacked; what is larger is refused."""

    deadline_s: float = 30.0
    """Seconds from the first connection to the last byte, redirects included."""

    connect_s: float = 10.0
    """Of those, until a connection stands."""

    at_once: int = 2
    """Requests to one host at a time."""

    gap_s: float = 1.0
    """Seconds from the start of one request to a host to the start of the next."""

    proxy: str | None = field(default=None, repr=False)
    """`http://host:port` through which all is fetched; it may hold a name and password. None: no
    proxy, whatever the environment says."""

    certificates: Path | None = None
    """A file of further certificates to trust (PEM), beside the machine's own."""


@lru_cache(maxsize=4)
def user_agent(contact: str) -> str:
    """Name and version, the project's page, and whom to write to."""
    known = metadata("nightdesk")
    pages = [url.partition(",")[2].strip() for url in known.get_all("Project-URL") or ()]
    clean = "".join(c for c in contact if c.isprintable() and c.isascii() and c not in "()\\")
    about = "; ".join(part for part in (f"+{pages[0]}" if pages else "", clean.strip()) if part)
    return f"nightdesk/{known['Version']} ({about or 'news desk reader'})"


@lru_cache(maxsize=4)
def trust(certificates: Path | None) -> ssl.SSLContext:
    """The machine's own certificates, and those of a file; read once.

    Raises:
        UsageError: the file cannot be read, or holds none.
    """
    context = httpcore2.default_ssl_context()
    if certificates is not None:
        try:
            context.load_verify_locations(cafile=certificates)
        except OSError as error:
            why = error.strerror or "it holds none"
            raise UsageError(
                f"{certificates}: the certificates cannot be read ({why.lower()}); "
                "name a PEM file that can be"
            ) from error
    return context


def proxy_of(address: str | None) -> httpcore2.Proxy | None:
    """The proxy as the library wants it.

    Raises:
        UsageError: it is no `http` or `https` address; its password is not shown.
    """
    if address is None:
        return None
    from httpx2 import URL, InvalidURL  # noqa: PLC0415 - only with a proxy

    try:
        url = URL(address)
    except InvalidURL:
        url = URL("")
    if url.scheme not in ("http", "https") or not url.host:
        raise UsageError("the proxy is no http or https address; write http://host:port")
    port = url.port or {"http": 80, "https": 443}[url.scheme]
    auth = (url.username, url.password) if url.userinfo else None
    where = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=port, target=b"/")
    return httpcore2.Proxy(where, auth=auth)
