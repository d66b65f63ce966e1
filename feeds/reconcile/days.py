"""Days: the as-ofs of a cell of which nobody gave the hour, so that no clock is invented (R1)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from feeds.claim import Claim
from feeds.reconcile.drafts import Draft
from feeds.reconcile.reading import as_of
from feeds.tally import Cell


def days_of(draft: Draft) -> tuple[datetime, ...]:
    """The days of a draft, as `with_days` finds them in a cell's ledger."""
    days = set[datetime | None]().union(*(chain.days for chain in draft.wholes()))
    if draft.corners.any_that("gives days"):
        days = days.union(*(corner.days for corner in draft.corners))
    beside: list[Claim] = []
    if days or draft.denials.by_day or draft.asides.by_day:
        beside = [*draft.denials, *(aside.claim for aside in draft.asides)]
        days |= {as_of(claim) for claim in beside if claim.day_only}
    if not days:
        return ()
    days -= {as_of(claim) for claim in beside if not claim.day_only}
    days = days.difference(*(one.hours for one in draft.told()))
    return tuple(sorted(day for day in days if day))


def with_days(cell: Cell, claims: Mapping[str, Claim]) -> Cell:
    """The cell with its `days`; an hour that another claim of the cell gives is given."""
    own = [claims[id] for id in cell.claims if id in claims]
    days = {as_of(claim) for claim in own if claim.day_only}
    if not days:
        return cell
    days -= {as_of(claim) for claim in own if not claim.day_only}
    return replace(cell, days=tuple(sorted(day for day in days if day)))
