"""Sides: the cells of every side with what they say of each other, in the order of a tally."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter, is_

from feeds.beat import Beat
from feeds.claim import Kind
from feeds.reconcile.beside import note_ceilings, note_outdated
from feeds.reconcile.days import days_of
from feeds.reconcile.drafts import Draft
from feeds.reconcile.moment import KINDS, CellOrder, cell_order, total_of
from feeds.reconcile.silence import Loss, spoken_of
from feeds.tally import Cell, CellKey, Total

Told = Sequence[tuple[Cell, Draft]]
"""Cells by themselves, with what they are made of."""


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    plain: Cell
    """By itself."""

    draft: Draft
    cell: Cell
    """As a tally has it."""

    order: CellOrder


class Sides:
    """Kept side by side: a cell that is as it was stays the very same."""

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self._rows: dict[str, Mapping[CellKey, _Row]] = {}
        self._spoken: dict[str, Set[Loss]] = {}
        self._kinds: dict[Kind, tuple[Sequence[Cell], Total | None]] = {}

    def put(self, victim: str, told: Told, marked: Sequence[bool]) -> None:
        """Take the cells of a side, in place of those that were; some are marked for review."""
        plain = [cell for cell, _ in told]
        noted = note_ceilings(note_outdated(plain))
        before = self._rows.get(victim, {})
        rows: dict[CellKey, _Row] = {}
        for (cell, draft), said, is_marked in zip(told, noted, marked, strict=True):
            flags = (*said.flags, "review") if is_marked else said.flags
            rows[draft.key] = self._row(before.get(draft.key), cell, draft, flags)
        self._rows[victim] = rows
        with_parts = (cell for cell, draft in told if draft.has_own_part)
        self._spoken[victim] = spoken_of(plain, with_parts)

    def _row(self, before: _Row | None, plain: Cell, draft: Draft, flags: tuple[str, ...]) -> _Row:
        days: tuple[datetime, ...] | None = None
        if before is not None and before.plain is plain:
            if before.cell.flags == flags:
                return before
            days = before.cell.days
        cell = replace(plain, flags=flags, days=days_of(draft) if days is None else days)
        return _Row(plain, draft, cell, cell_order(cell, self._beat))

    def of(self, victim: str) -> Sequence[tuple[Cell, Draft]]:
        """The cells of a side, in no order, with what they are made of."""
        return [(row.cell, row.draft) for row in self._rows[victim].values()]

    def listed(self) -> Sequence[Cell]:
        """All cells, in the order of a tally."""
        rows = (row for side in self._rows.values() for row in side.values())
        return [row.cell for row in sorted(rows, key=attrgetter("order"))]

    @property
    def spoken(self) -> Set[Loss]:
        """Of which losses their sides have spoken."""
        return {loss for losses in self._spoken.values() for loss in losses}

    def totals(self, cells: Sequence[Cell]) -> Iterator[Total]:
        """As `totals_of`; `cells` are all, and only the kinds of those that moved are summed."""
        kinds: dict[Kind, list[Cell]] = {kind: [] for kind in KINDS}
        for cell in cells:
            kinds[cell.kind].append(cell)
        for kind, told in kinds.items():
            before = self._kinds.get(kind)
            if before is None or not _are_same(before[0], told):
                before = self._kinds[kind] = (told, total_of(told, kind, self._beat))
            if before[1] is not None:
                yield before[1]


def _are_same(some: Sequence[Cell], others: Sequence[Cell]) -> bool:
    return len(some) == len(others) and all(map(is_, some, others))
