"""Totals over sides: only like with like (R18)."""

from collections.abc import Iterable, Sequence

from feeds.claim import BOTH, UNKNOWN, Kind
from feeds.tally import Cell, Figure, Total

INSIDE = "inside"
"""Flag of a cell that lies inside another of the same side and kind: never added to it."""


def total(cells: Iterable[Cell], kind: Kind, parties: Sequence[str] = ()) -> Total | None:
    """The sum of one kind over the sides: low with low, high with high; None without a figure.

    The sides are the beat's `parties`, as where a text's sum over them is checked (R15); a pack
    that names none is taken to mean whoever has losses.

    An open bound makes the sum open, a missing point value the point empty. Cells that only
    another side or an outlet speaks of have no low: they make the sum open, and are not counted.
    Of people whose side nobody names nothing is added. Of a side's categories that may contain
    each other the larger counts.
    """
    sides: dict[str, list[Cell]] = {}
    uncounted = False
    for cell in cells:
        if cell.kind != kind or INSIDE in cell.flags or is_left_out(cell, parties):
            continue
        if cell.low is None:
            uncounted = True
        else:
            sides.setdefault(cell.victim, []).append(cell)
    taken = [cell for mine in sides.values() for cell in _disjoint(mine)]
    if not taken:
        return None
    return Total(
        kind=kind,
        low=sum(c.low or 0 for c in taken),
        best=_sum([None if uncounted else c.best for c in taken]),
        high=_sum([None if uncounted else c.high for c in taken]),
        cells=tuple((c.victim, c.category) for c in taken),
    )


def is_left_out(cell: Cell, parties: Sequence[str]) -> bool:
    """True for people of no one side, who may be among those of the sides, and of no party."""
    return is_nobodys(cell) or (bool(parties) and cell.victim not in parties)


def is_nobodys(cell: Cell) -> bool:
    """True for people whose side no text names."""
    return cell.victim in (UNKNOWN, BOTH)


def standing_figure(cell: Cell) -> Figure | None:
    """The side's own figure, or the count in its place, that gives low and best (R12)."""
    told = (*((cell.own,) if cell.own is not None else ()), *cell.independent)
    bounds = cell.low, cell.best
    return next((f for f in told if f.best is not None and (f.low, f.best) == bounds), None)


def _disjoint(cells: Sequence[Cell]) -> Sequence[Cell]:
    split = [c for c in cells if c.category in ("military", "civilian")]
    lump = [[c] for c in cells if c.category not in ("military", "civilian")]
    return max([split, *lump], key=lambda cs: sum(c.low or 0 for c in cs))


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [n for n in numbers if n is not None]
    return sum(known) if len(known) == len(numbers) else None
