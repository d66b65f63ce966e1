"""Source: one live source as a reporter names it: where it is, how often it may be asked."""

import re
from dataclasses import dataclass, field
from datetime import tzinfo
from hashlib import blake2b
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from feeds.errors import UsageError
from feeds.options import STDIN
from feeds.waits import seconds_of

Kind = Literal["address", "file", "stdin"]
"""Where it is: asked over HTTP; a file or a folder that is watched; standard input."""

USUAL_S = 120.0
"""How often an address is asked, unless the source says otherwise."""

SHORTEST_S, LONGEST_S = 5.0, 86_400.0
"""No source may ask for less, or more."""

ADDRESS = re.compile(r"https?://[^\s/?#]+", re.IGNORECASE)
"""How the address of a live source begins."""

_USUAL_PORTS = (80, 443)
_UNNAMED = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Interval:
    """How long to wait between two requests, in seconds."""

    usual_s: float = USUAL_S
    most_s: float | None = None
    """`usual_s` while the story moves, this while it is quiet; None leaves both to the pacing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A line that every request to a source carries."""

    name: str
    secret: str = field(repr=False)
    """Name of the secret that is its value; the value itself stands in the file of secrets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedSource:
    """What is followed, and how."""

    id: str
    """Source of its entries in the archive, and what its state is kept under."""

    name: str
    """Name as shown."""

    addresses: tuple[str, ...] = ()
    """Where it is published, tried in turn; empty for a file, a folder and standard input."""

    path: Path | None = None
    """The file or the folder that is watched; None for an address and for standard input."""

    reader: str | None = None
    """Reader to force; None recognises the format."""

    interval: Interval = field(default_factory=Interval)

    zone: tzinfo | None = None
    """Zone of its stamps that carry none; None is the beat's."""

    zone_name: str | None = None
    """As written: Asia/Yerevan, +04:00."""

    side: str | None = None
    """Side id of who publishes it; None for an outlet."""

    headers: tuple[Header, ...] = ()

    line: int | None = None
    """Line of the pack in which it begins, from 1; None where it was typed."""

    @property
    def kind(self) -> Kind:
        """Where it is."""
        if self.addresses:
            return "address"
        return "file" if self.path else "stdin"


def interval_of(text: str) -> Interval:
    """`60s`; `30s to 5m` sets how far it may go while the story is quiet.

    Raises:
        ValueError: it is no such thing; the message says how to write it.
    """
    first, _, last = text.partition(" to ")
    usual, most = seconds_of(first), seconds_of(last) if last else None
    if not SHORTEST_S <= usual <= (most or usual) <= LONGEST_S:
        raise ValueError(f"{text!r} is not from 5s up to 24h, the shorter first: 60s to 15m")
    return Interval(usual, most)


def source_typed(spec: str, interval: Interval | None = None) -> FollowedSource:
    """A source that was typed: an address, a path, or `-`.

    Raises:
        UsageError: it is an address of another kind than http and https, or none at all.
    """
    how = interval or Interval()
    if spec == STDIN:
        return FollowedSource(id="stdin", name="standard input", interval=how)
    try:
        if ADDRESS.match(spec):
            return _at_address(spec, how)
        if spec.casefold().startswith(("http://", "https://")):
            raise UsageError(f"{spec}: names no host; write it as in https://ridge.example/live")
        if "://" in spec:
            raise UsageError(f"{spec}: only http and https addresses are followed")
        path = Path(spec).expanduser()
    except (ValueError, RuntimeError) as error:  # half an IPv6 address, an unknown ~user
        raise UsageError(f"{spec}: cannot be followed ({error})") from error
    name = path.stem or path.name or str(path.resolve())
    return FollowedSource(id=name, name=name, path=path, interval=how)


def _at_address(address: str, interval: Interval) -> FollowedSource:
    """Named by host, port and path; of a query, which may be secret, by a sign of it alone.

    Raises:
        ValueError: its port is none.
    """
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in (None, *_USUAL_PORTS) else ""
    query = blake2b(parts.query.encode(), digest_size=2).hexdigest() if parts.query else ""
    id = f"{host}{port}{parts.path} {query}".casefold()
    return FollowedSource(
        id=_UNNAMED.sub("-", id).strip("-") or "source",
        name=f"{host}{port}{parts.path.rstrip('/')}{f' ({query})' if query else ''}" or address,
        addresses=(address,),
        interval=interval,
    )
