"""Logged: cells of a stored tally are opened by what is stored of their ledgers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from feeds.beat import Beat
from feeds.reconcile.ledger_log import LedgerLog, Page
from feeds.tally import Cell, CellKey, Check, PlaceFigure, Tally


@dataclass(slots=True, eq=False)
class Logged:
    """The ledgers of one moment."""

    log: LedgerLog | None
    """None where they are not those that are stored."""

    shelves: LedgerLog | None
    """What lies beside the cells; None where it is not what is stored."""

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

    def background(self, size: int) -> Sequence[str] | None:
        """Ids of the claims of the background, so many; None where they are not stored."""
        page = self._shelf("background")
        return page.order if page is not None and len(page.order) == size else None

    def checks(self, size: int) -> Sequence[Check] | None:
        """The checks, so many; None where they are not stored."""
        page = self._shelf("checks")
        if page is None or len(page.parts) != size:
            return None
        told = (page.parts[str(n)] for n in range(size))
        return [Check(claim=id, rule=rule, result=r, detail=detail) for id, rule, r, detail in told]

    def _shelf(self, name: str) -> Page | None:
        return self.shelves.page((name,), self.ticks) if self.shelves is not None else None

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
