"""Event: what happened with a source, told to whoever shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from feeds.errors import Problem
from feeds.following.health import Health
from feeds.snapshot import EntryKey

What = Literal["new", "same", "failed", "ended"]
"""Something new came; nothing new; it failed; nothing more will come (standard input)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One answer of one source, or its failure."""

    source: str
    """Its id."""

    at: datetime
    """Aware, UTC."""

    what: What

    new: int = 0
    """Entries that the archive did not have."""

    revised: int = 0
    """Further versions of those it had."""

    gone: tuple[EntryKey, ...] = ()
    """Entries that were there before, and should be there and are not."""

    health: Health
    """How the source fares from now on."""

    is_change: bool = False
    """True for the first failure of a row, for another one, and for the answer that ends them."""

    pack: str | None = None
    """The pack that the archive is tagged by from now on, empty for none; None where it was known
    before."""

    is_open: bool = False
    """True where that pack was recognised in what came so far, and may still be another one."""

    problems: tuple[Problem, ...] = ()
    """What was odd in what came."""
