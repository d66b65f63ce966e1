"""Logged: cells of a stored tally are opened by what is stored of their ledgers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from feeds.beat import Beat
from feeds.reconcile.ledger_log import LedgerLog, Page
from feeds.tally import Cell, CellKey, PlaceFigure, Tally


@dataclass(slots=True, eq=False)
class Logged:
    """The ledgers of one moment."""

    log: LedgerLog | None
    """None where they are not those that are stored."""

    ticks: int
    beat: Beat
    opened: Callable[[], Tally]
    """Gives the whole tally, for whoever looks into what is not stored."""

    cells: Callable[["Logged"], Sequence[Cell]]
    """Makes all cells of the tally. They are not held here: they hold this, and what holds itself
    waits for Python to look for circles: 10 to 34 ms in every eighth frame of a replay."""

    def part(self, name: str, key: CellKey) -> Sequence[Any] | None:
        """A list of a cell: `ledger`, `claims` or `why`; None where it is not stored."""
        page = self._page(key)
        if page is None or not page.order:
            return None
        if name == "why":
            return self._why(key, page)
        return page.rows if name == "ledger" else page.order

    def _page(self, key: CellKey) -> Page | None:
        return self.log.page(key, self.ticks) if self.log is not None else None

    def _why(self, key: CellKey, page: Page) -> Sequence[str] | None:
        """The rules that fired, and what the cells of the side say of each other."""
        from feeds.reconcile.beside import (  # noqa: PLC0415 - a screen opens without the stage
            may_overlap,
            note_ceilings,
            note_outdated,
            note_same_incident,
        )

        side: list[Cell] = []
        told = (cell for cell in self.cells(self) if cell.victim == key[0])
        for cell in sorted(told, key=attrgetter("key")):
            places: Sequence[PlaceFigure] = ()
            if cell.key == key:
                places = page.places
            elif page.parts and cell.places and may_overlap(key, cell.key):
                other = self._page(cell.key)
                if other is None:
                    return None
                places = other.places
            why = page.why if cell.key == key else ()
            side.append(replace(cell, places=places, why=why))
        noted = note_ceilings(note_same_incident(note_outdated(side), self.beat))
        return next((cell.why for cell in noted if cell.key == key), None)
