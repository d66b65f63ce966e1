"""Change: a figure that moved, with before, after and cause: derived, said by nobody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from feeds.claim import Category, Kind
from feeds.quantity import Bounds
from feeds.tally import Grade

Way = Literal["new", "up", "down", "disputed", "refined", "closed", "other"]
"""What happened. `refined`: its category became known, and the cell moved (R11); `closed`: what
made it was edited away; `other`: another bound or grade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a cell said at one moment."""

    low: int | None
    best: int | None
    high: int | None
    """As the cell's."""

    grade: Grade

    upper: int | None = None
    """Upper bound of the figure that stands alone: others' claims open the cell, and not it."""

    others: tuple[Bounds, ...] = ()
    """Low, best and high of each figure of an outlet or a third state, where a cell has nothing
    else (`unconfirmed`): they set no bound of the cell (R11)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One cell that moved at one moment."""

    id: str
    """Stable: made from the moment and the cell."""

    time: datetime
    """When its cause became known, aware, UTC."""

    victim: str
    kind: Kind
    category: Category
    """Of the cell as it is after the change; where it closed, as it was."""

    way: Way

    before: Standing | None
    """None where there was no figure."""

    after: Standing | None
    """None where the cell closed."""

    was: Category | None = None
    """The category that the cell had before, where that was refined."""

    took: tuple[tuple[Category, Standing], ...] = ()
    """Category and figure of other cells of that side and kind that closed into this one."""

    size: str = ""
    """`up 56`, `revised down by 3`, `5.4 times`; empty where there is nothing to measure."""

    places: tuple[str, ...] = ()
    """Ids of the places that the figure covers, where it covers no more; empty for a whole."""

    causes: tuple[str, ...] = ()
    """Ids of the claims that did it, the telling one first."""

    entries: tuple[tuple[str, str], ...] = ()
    """Source and id of the entries that carry them, in that order."""

    by: str = ""
    """Claimant of the first cause: actor id, words, or `unattributed`."""

    as_of: datetime | None = None
    """As of when the first cause counts, aware, UTC; None where that is not known."""

    day_only: bool = False
    """True where only the day of `as_of` is known: its clock is the end of that day (R1)."""

    by_edit: bool = False
    """True where nothing but an edit of an entry did it (R1)."""

    @property
    def is_of_a_day(self) -> bool:
        """True where its cause is dated by the day alone: `time` is the end of that day."""
        return self.day_only and self.time == self.as_of
