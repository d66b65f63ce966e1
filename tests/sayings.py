"""Ledgers in one line a claim, and what a tally makes of them, for tests of the rules."""

from dataclasses import replace
from typing import Any

from feeds.claim import Claim
from feeds.reconcile import tally
from feeds.tally import Cell, Tally
from tests.build import at, beat, claim

AZ: dict[str, Any] = {"claimant": "azerbaijan", "claimant_side": "azerbaijan"}
"""Azerbaijan speaks; about Armenia's losses, unless told otherwise."""

UN: dict[str, Any] = {"claimant": "un", "claimant_side": "un"}
MOSCOW: dict[str, Any] = {"claimant": "russia", "claimant_side": "russia"}
NOBODY: dict[str, Any] = {"claimant": "unattributed", "claimant_side": None}
HOSPITAL: dict[str, Any] = {"claimant": "A hospital", "claimant_side": None}
FLOOR: dict[str, Any] = {"high": None, "qualifier": "at_least"}
VAGUE: dict[str, Any] = {"high": None, "qualifier": "vague"}
TEXTLESS = {"low": None, "high": None, "qualifier": "none", "modality": "pending"}

DAY_1, DAY_2, DAY_3 = "2022-09-13 12:00", "2022-09-14 12:00", "2022-09-15 12:00"
DAY_9 = "2022-09-21 12:00"


def said(best: int | None, time: str | None = DAY_1, **fields: Any) -> Claim:
    """A claim with an entry of its own, unless it is given one."""
    made = claim(best, time=time, **fields)
    names = {"id": f"{fields.get('entry', time)}/{made.kind}/{best}/{made.claimant}"}
    return replace(made, **(names | {"entry": f"{time}/{best}"} | fields))


def told(*claims: Claim, time: str | None = None, **fields: Any) -> Tally:
    """The tally of these claims at the end, or at a time."""
    return tally(claims, at=at(time) if time else None, beat=beat(**fields))


def only(found: Tally) -> Cell:
    """The tally's single cell."""
    [one] = found.cells
    return one


def bounds(cell: Cell) -> tuple[int | None, int | None, int | None]:
    return (cell.low, cell.best, cell.high)


def keys(found: Tally) -> set[tuple[str, str]]:
    return {(c.kind, c.category) for c in found.cells}


def roles(cell: Cell) -> list[str]:
    return [row.role for row in cell.ledger]
