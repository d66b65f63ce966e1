"""Ledger: the claims behind a cell, a silence or a shelf of the tally, grouped by what they do."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from feeds.claim import Claim
from feeds.decision import Review
from feeds.snapshot import EntryKey
from tui.tally.tally_changes import CellKey
from tui.tally.tally_rows import Shelf


class OfEntry(NamedTuple):
    """The claims of one entry."""

    key: EntryKey


class LikeClaim(NamedTuple):
    """The claims that one claim may only repeat."""

    claim: str


Subject = CellKey | Shelf | OfEntry | LikeClaim
"""What a ledger is about."""

GroupName = Literal[
    "stands",
    "parts",
    "claimed",
    "others",
    "superseded",
    "echoes",
    "components",
    "drift",
    "denied",
    "struck",
    "rejected",
    "moved",
    "review",
    "checks",
    "background",
    "statements",
    "entry",
    "alike",
]

FOLDED: frozenset[GroupName] = frozenset(
    {"superseded", "echoes", "components", "drift", "struck", "rejected", "moved", "background"}
)
"""Groups that are folded until asked for, where another group has something to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One claim in a ledger."""

    claim: Claim
    does: str
    """What it does there, in a word or two: `stands`, `echo`."""

    note: str
    """Why, with the rule; empty where nothing is to be said."""

    review: Review | None = None
    """What people decided about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Claims that do the same thing, in time order."""

    name: GroupName
    title: str
    lines: tuple[Line, ...]

    earlier: int = 0
    """How many more there are before these, which are not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Everything behind one subject."""

    title: str
    """`Armenia: killed, military`."""

    figure: str
    """`49+`; empty for a shelf."""

    facts: tuple[str, ...]
    """Bounds, grade, flags."""

    why: tuple[str, ...]
    """The rules that fired, in words; what there is to say where there is no claim."""

    groups: tuple[Group, ...]
    """What stands first; none of them empty."""

    cell: CellKey | None = None
    """The cell that it is about; None for a silence or a shelf."""

    waits: bool = False
    """True while something of it is still worked out."""
