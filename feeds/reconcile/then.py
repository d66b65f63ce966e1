"""The figures as they stood at an earlier moment, to hold an older sum against (R15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.claim import Category, Kind
from feeds.reconcile.bounds import bounds_of
from feeds.reconcile.chain import Chain
from feeds.reconcile.drafts import Draft
from feeds.reconcile.steps import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """A cell's bounds at that moment."""

    victim: str
    kind: Kind
    category: Category
    low: int | None
    high: int | None


def stood_at(drafts: Sequence[Draft], moment: datetime) -> list[Stood]:
    """What each cell's totals were: counted and known by `moment`, in today's categories."""
    found: list[Stood] = []
    for draft in drafts:
        own = _last(draft.own, moment) or _last(draft.overtaken, moment)
        counts = [s for _, c in draft.independent if (s := _last(c, moment))]
        claimed = [s for _, c in draft.claimed if (s := _last(c, moment))]
        bounds = bounds_of(own, counts, claimed, None)
        victim, kind, category = draft.key
        found.append(
            Stood(victim=victim, kind=kind, category=category, low=bounds.low, high=bounds.high)
        )
    return found


def _last(chain: Chain | None, moment: datetime) -> Step | None:
    if chain is None:
        return None
    counted = chain.counted_by(moment)
    return next((step for step in reversed(counted) if _is_known(step, moment)), None)


def _is_known(step: Step, moment: datetime) -> bool:
    known = step.reading.claim.known
    return known is not None and known <= moment and (step.as_of or known) <= moment
