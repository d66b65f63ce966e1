"""Cells that are opened when somebody looks: ledgers, reasons and parts of long wars are long."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from feeds.beat import Beat
from feeds.later import Later
from feeds.reconcile.beside import note_ceilings, note_outdated, note_same_incident
from feeds.reconcile.cells import cell_of, places_of
from feeds.reconcile.course import Course, T
from feeds.reconcile.drafts import Draft
from feeds.reconcile.ledger import rows_of
from feeds.tally import Cell, CellKey, Figure, LedgerRow, Tally


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """Opens the cells of one side."""

    victim: str
    beat: Beat
    course: Course

    def openable(self, cells: Sequence[Cell], drafts: Sequence[Draft]) -> list[Cell]:
        """The cells, made of these drafts; what lies in them is worked out on a look."""
        reasons = Later(
            self.course.guarded(
                lambda: _reasons(drafts, self.beat), partial(_why, drafts), self.victim
            )
        )
        return [
            self._openable(cell, draft, Later(partial(reasons.__getitem__, n)))
            for n, (cell, draft) in enumerate(zip(cells, drafts, strict=True))
        ]

    def _openable(self, cell: Cell, draft: Draft, why: Sequence[str]) -> Cell:
        rows = self._later(draft, lambda: rows_of(draft), lambda opened: opened.ledger)
        own = cell.own
        return replace(
            cell,
            ledger=rows,
            claims=Later(partial(_claims, rows)),
            why=why,
            places=self._later(draft, lambda: places_of(draft.parts), lambda opened: opened.places),
            own=self._figure(draft, own, lambda opened: opened.own) if own is not None else None,
            claimed=tuple(
                self._figure(draft, figure, partial(_nth_claimed, n))
                for n, figure in enumerate(cell.claimed)
            ),
        )

    def _figure(
        self, draft: Draft, figure: Figure, find: Callable[[Cell], Figure | None]
    ) -> Figure:
        """The figure with the claims that it has now, of however many parts they are."""
        told = figure.claims
        if not isinstance(told, Later):
            return figure

        def opened(cell: Cell) -> Sequence[str]:
            found = find(cell)
            return found.claims if found is not None else ()

        claims = self._later(draft, lambda: tuple(told), opened, first=told[0])
        return replace(figure, claims=claims)

    def _later(
        self,
        draft: Draft,
        live: Callable[[], Sequence[T]],
        opened: Callable[[Cell], Sequence[T]],
        first: T | None = None,
    ) -> Sequence[T]:
        look = self.course.guarded(live, lambda told: opened(_cell(told, draft.key)), self.victim)
        return Later(look, first=first)


def _nth_claimed(n: int, cell: Cell) -> Figure:
    return cell.claimed[n]


def _cell(told: Tally, key: CellKey) -> Cell:
    return next(c for c in told.cells if c.key == key)


def _why(drafts: Sequence[Draft], told: Tally) -> Sequence[Sequence[str]]:
    return [_cell(told, draft.key).why for draft in drafts]


def _reasons(drafts: Sequence[Draft], beat: Beat) -> Sequence[Sequence[str]]:
    """The rules that fired, of each cell of a side, and what its cells say of each other."""
    opened = [cell_of(draft, beat, frozenset()) for draft in drafts]
    noted = note_ceilings(note_same_incident(note_outdated(opened), beat))
    return [cell.why for cell in noted]


def _claims(rows: Sequence[LedgerRow]) -> Sequence[str]:
    return list(dict.fromkeys(row.claim for row in rows))
