"""Tally changes: what one tally says that the one before did not, cell by cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from feeds.claim import Category, Kind
from feeds.tally import Cell, Tally
from tui.words import figures


class CellKey(NamedTuple):
    """What names a cell from one tally to the next."""

    victim: str
    kind: Kind
    category: Category | None
    """None for a loss about which there is no figure."""


Way = Literal["new", "up", "down", "other"]

_SIGNS: Mapping[Way, tuple[str, str]] = {
    "new": ("+", "+"),
    "up": ("▲", "^"),
    "down": ("▼", "v"),
    "other": ("●", "*"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happened to a cell in the last step that changed the tally."""

    way: Way
    before: Cell | None
    """The cell as it was; None where there was none."""

    def sign(self, *, ascii_only: bool = False) -> str:
        """One character for the row's edge."""
        return _SIGNS[self.way][ascii_only]

    def words(self, *, ascii_only: bool = False) -> str:
        """`new`, or what it was: `was 49+`."""
        if self.before is None:
            return "new"
        was = figures.bounds(
            self.before.low, self.before.best, self.before.high, ascii_only=ascii_only
        )
        if self.way == "other":
            return f"was {was}, {figures.grade(self.before.grade)}"
        return f"was {was}"


def key_of(cell: Cell) -> CellKey:
    """The key of `cell`."""
    return CellKey(*cell.key)


def changes(before: Tally, now: Tally) -> Mapping[CellKey, Change]:
    """The cells that are new or say something else: a figure, a bound, a grade, another's claim.

    A cell whose category became known (R5) is new, and the one that it leaves is gone.
    """
    old = {key_of(cell): cell for cell in before.shown}
    found: dict[CellKey, Change] = {}
    for cell in now.shown:
        was = old.get(key_of(cell))
        if was is None:
            found[key_of(cell)] = Change(way="new", before=None)
        elif was is not cell and _said(was) != _said(cell):
            found[key_of(cell)] = Change(way=_way(was, cell), before=was)
    return found


def _said(cell: Cell) -> object:
    """What a reader sees of it; copies, ages and echoes are no change."""
    columns = (cell.own, *cell.claimed, *cell.independent, *cell.others)
    numbers = [(f.by, f.low, f.best, f.high) for f in columns if f]
    places = [(p.place, p.incident, p.low, p.high) for p in cell.places]
    return (cell.low, cell.best, cell.high, cell.grade, numbers, places)


def _way(was: Cell, now: Cell) -> Way:
    before, after = _weight(was), _weight(now)
    if before == after:
        return "other"
    return "up" if after > before else "down"


def _weight(cell: Cell) -> tuple[int, int]:
    return (cell.best if cell.best is not None else cell.low or 0, cell.low or 0)
