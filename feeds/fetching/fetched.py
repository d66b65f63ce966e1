"""What is asked of an address, and what came back: values that anybody may keep."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from feeds.errors import FeedError
from feeds.shown import shown

Refusal = Literal[
    "address", "unreachable", "timeout", "broken", "too-large", "redirect", "status", "gone"
]
"""Why nothing came: the address may not be asked; nobody answers; too slow; it broke off or is not
what it says; over the limits; it leads nowhere good; it answers with an error; it is no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request."""

    address: str
    """`http` or `https`. A name and password in it are said to its own host alone."""

    etag: str | None = None
    """Bytes as the server gave them last time; None the first time."""

    last_modified: str | None = None
    """The same of `Last-Modified`."""

    allow_private: bool = False
    """True where the settings name this source's address as private and allowed."""

    last_address: str | None = None
    """Where the last answer came from, with its `etag` and `last_modified`: they are said there
    alone. None says them to whoever answers."""

    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """More to say, such as a token: to the host of `address` alone, and never shown."""

    def __repr__(self) -> str:
        """Without what is secret: it may come into a log."""
        return f"Ask({shown(self.address)!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back whole."""

    address: str
    """Where it came from in the end, after redirects."""

    moved_to: str | None
    """Where it said to ask from now on (301, 308); None where it did not."""

    status: int
    """200, or 304 where nothing has changed."""

    body: bytes | None
    """Decompressed; None where nothing has changed."""

    content_type: str | None
    """As the server says it, charset included; None where it says nothing."""

    etag: str | None
    """To be given back next time; with 304 the one that was asked with, where no other is said."""

    last_modified: str | None
    """The same."""

    max_age: timedelta | None
    """How long it says that it stays fresh (`Cache-Control`); None where it says nothing."""

    retry_after: timedelta | None
    """How long it asks to be left alone; None where it does not."""

    at: datetime
    """When it was retrieved: aware, UTC."""

    sha256: str | None
    """Of `body`, hexadecimal; None without one."""

    wire_bytes: int
    """Bytes of bodies that came over the wire, redirects included, before decompression."""

    notices: tuple[str, ...] = ()
    """What a reader should know of how it came, in words: a wrong clock, a wait cut down."""


class FetchError(FeedError):
    """Nothing came that may be used: names the address, what is wrong, and what to do."""

    def __init__(
        self,
        address: str,
        refusal: Refusal,
        problem: str,
        remedy: str,
        *,
        retry_after: timedelta | None = None,
        wire_bytes: int = 0,
    ) -> None:
        """`address` without name, password or query secrets: it is shown and logged."""
        super().__init__(f"{address}: {problem}; {remedy}")
        self.address = address
        self.refusal = refusal
        self.problem = problem
        self.remedy = remedy
        self.retry_after = retry_after
        self.wire_bytes = wire_bytes
