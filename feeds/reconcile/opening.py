"""Cells that are opened when somebody looks: ledgers, reasons and parts of long wars are long."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from feeds.beat import Beat
from feeds.later import Later
from feeds.reconcile.beside import note_ceilings, note_outdated, note_same_incident
from feeds.reconcile.cells import cell_of, places_of
from feeds.reconcile.drafts import Draft
from feeds.reconcile.ledger import rows_of
from feeds.tally import Cell, LedgerRow, PlaceFigure


def openable(cells: Sequence[Cell], drafts: Sequence[Draft], beat: Beat) -> list[Cell]:
    """The cells of one side, made of these drafts; what lies in them is worked out on a look."""
    reasons = Later(partial(_reasons, drafts, beat))
    return [
        _openable(cell, draft, Later(partial(reasons.__getitem__, n)))
        for n, (cell, draft) in enumerate(zip(cells, drafts, strict=True))
    ]


def _openable(cell: Cell, draft: Draft, why: Sequence[str]) -> Cell:
    rows = Later(partial(rows_of, draft))
    places = Later(partial(_places, draft))
    return replace(cell, ledger=rows, claims=Later(partial(_claims, rows)), why=why, places=places)


def _reasons(drafts: Sequence[Draft], beat: Beat) -> Sequence[Sequence[str]]:
    """The rules that fired, of each cell of a side, and what its cells say of each other."""
    opened = [cell_of(draft, beat, frozenset()) for draft in drafts]
    noted = note_ceilings(note_same_incident(note_outdated(opened), beat))
    return [cell.why for cell in noted]


def _claims(rows: Sequence[LedgerRow]) -> Sequence[str]:
    return list(dict.fromkeys(row.claim for row in rows))


def _places(draft: Draft) -> Sequence[PlaceFigure]:
    return places_of(draft.parts)
