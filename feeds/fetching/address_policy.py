"""Address policy: what may be asked, and of which machine. Pure: nothing is looked up here.

A name is looked up once, its addresses are checked here, and the connection goes to one of those:
a name that changes between the look and the connection (DNS rebinding) leads nowhere new. Every
redirect is checked in the same way.
"""

import re
import socket
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address

from httpx2 import URL, InvalidURL

from feeds.fetching.fetched import FetchError
from feeds.fetching.machines import OURS, IPAddress, kind_of
from feeds.shown import shown

DEFAULT_PORTS = {"http": 80, "https": 443}

# Ports of other services, which a request could be made to talk to (the list of the WHATWG Fetch
# standard, 2.9 "Port blocking").
_PORTS = """
0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111
113 115 117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548
554 556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566
6665 6666 6667 6668 6669 6679 6697 10080
"""
_BAD_PORTS = frozenset(map(int, _PORTS.split()))
_LAST_PORT = 65_535
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_.])?")
_OWN_NAMES = re.compile(r"(?:.*\.)?(?:localhost|local|internal|home\.arpa|lan)\.?|[^.]+\.?")
"""Names that only a private network knows; asked where names are looked up elsewhere."""

_ALLOW = "if it is your own server, allow its host by name (see --allow-private)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address that may be asked, once its machine is checked."""

    address: str
    """Whole, without name and password and without fragment."""

    scheme: str
    """`http` or `https`."""

    host: str
    """A name in ASCII (IDNA), or an IP address without brackets."""

    port: int
    path: str
    """What is asked of the host, with the query: `/feed?page=2`."""

    authorization: str | None = field(default=None, repr=False)
    """Of a name and password in the address: said to this host alone, never shown."""

    @property
    def shown(self) -> str:
        """As it may be shown and logged."""
        return shown(self.address)

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what may be told the source's own secrets."""
        return self.scheme, self.host, self.port

    @property
    def literal(self) -> IPAddress | None:
        """The IP address that the host is, also in the old spellings (2130706433, 0x7f.1)."""
        try:
            return ip_address(self.host)
        except ValueError:
            pass
        try:
            return IPv4Address(socket.inet_aton(self.host))
        except (OSError, UnicodeError):
            return None


def target_of(address: str) -> Target:
    """What `address` names.

    Raises:
        FetchError: it is not an address that may be asked ("address").
    """
    try:
        url = URL(address.strip())
    except InvalidURL:
        raise _refused(
            address, "is no address that can be read", "check how it is written"
        ) from None
    if url.scheme not in DEFAULT_PORTS:
        raise _refused(address, "only http and https are fetched", "name a file by its path alone")
    port = url.port or DEFAULT_PORTS[url.scheme]
    if url.port == 0 or not 0 < port <= _LAST_PORT or port in _BAD_PORTS:
        problem = f"port {url.port} is not one of the web's"
        raise _refused(address, problem, "check the number after the colon")
    host = url.raw_host.decode("ascii").lower()
    if not _is_host(host):
        raise _refused(address, "names no host that can be", "check how it is written")
    bare = url.copy_with(userinfo=b"", fragment=None)
    return Target(
        address=str(bare),
        scheme=url.scheme,
        host=host,
        port=port,
        path=url.raw_path.decode("ascii") or "/",
        authorization=_basic(url),
    )


def _is_host(host: str) -> bool:
    if ":" not in host:
        return bool(_NAME.fullmatch(host)) and ".." not in host
    try:
        return not IPv6Address(host).scope_id
    except ValueError:
        return False


def _basic(url: URL) -> str | None:
    """RFC 7617."""
    if not url.userinfo:
        return None
    return "Basic " + b64encode(f"{url.username}:{url.password}".encode()).decode("ascii")


def redirected(target: Target, location: str) -> Target:
    """Where `target` leads on to; a name and password that a server puts there are left out.

    Raises:
        FetchError: it leads nowhere good ("redirect"); in the words of `target`'s own address.
    """
    try:
        found = target_of(str(URL(target.address).join(URL(location))))
    except InvalidURL:
        raise _leads(target, "to what is no address", "open it in a browser") from None
    except FetchError as error:
        where = f"to {error.address}: {error.problem}"
        raise _leads(target, where, "open it in a browser") from None
    if target.scheme == "https" and found.scheme == "http":
        where = f"from https to plain http ({found.shown}), where anyone on the way could change it"
        raise _leads(target, where, "name that address yourself if you trust the way there")
    return Target(
        address=found.address,
        scheme=found.scheme,
        host=found.host,
        port=found.port,
        path=found.path,
    )


def is_own_server(asked: Target, target: Target) -> bool:
    """True where what was allowed for `asked` holds for `target`: the same host and port, or both
    of the web's own ports (a server that leads from http to https)."""
    web = set(DEFAULT_PORTS.values())
    same_port = asked.port == target.port or {asked.port, target.port} <= web
    return asked.host == target.host and same_port


def allowed(target: Target, found: Iterable[IPAddress], *, allow_private: bool) -> list[IPAddress]:
    """Of the addresses that a host has, those that may be connected to, in their order.

    Raises:
        FetchError: none may ("address").
    """
    known = list(found)
    kept = [ip for ip in known if _may_be_asked(ip, allow_private)]
    if kept:
        return kept
    if not known:
        raise FetchError(
            target.shown, "unreachable", "has a name without an address", "check its name"
        )
    where = f"leads to {kind_of(known[0])} ({known[0]})"
    if any(kind_of(ip) not in OURS for ip in known):
        raise _refused(target.address, where, "check the address")
    raise _refused(target.address, where, _ALLOW)


def refuse_own_names(target: Target) -> None:
    """For a proxy, which looks names up itself: names that only a private network knows.

    Raises:
        FetchError: `target`'s host is such a name ("address").
    """
    if target.literal is None and _OWN_NAMES.fullmatch(target.host):
        raise _refused(target.address, "names a host of a private network", _ALLOW)


def _may_be_asked(ip: IPAddress, allow_private: bool) -> bool:
    kind = kind_of(ip)
    return kind == "" or (allow_private and kind in OURS)


def _refused(address: str, problem: str, remedy: str) -> FetchError:
    return FetchError(shown(address), "address", problem, remedy)


def _leads(target: Target, where: str, remedy: str) -> FetchError:
    return FetchError(target.shown, "redirect", f"leads on {where}", remedy)
