"""Low, best and high of a cell, from the figures that stand in it (R6, R12, R13)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from feeds.reconcile.floors import Floor
from feeds.reconcile.reading import shown
from feeds.reconcile.steps import Step

_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What the cell says: low <= best <= high wherever they are set; `high` None is open."""

    low: int | None
    best: int | None
    high: int | None
    as_of: datetime | None
    flags: tuple[str, ...] = ()
    whys: tuple[Callable[[], str], ...] = ()
    """Reasons, put into words for whoever reads them."""

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons."""
        return tuple(why() for why in self.whys)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sums:
    """What the figures of a cell add up to."""

    own: Step | None
    independent: list[Step]
    claimed: list[Step]
    own_floor: Floor | None
    independent_floor: Floor | None
    enemy_floors: dict[str, Floor]
    bounds: Bounds


def stands(own: Step | None, independent: Sequence[Step]) -> Step | None:
    """The figure that gives low and best (R12).

    The side's own, an admission against interest; an independent count of the same scope in its
    place when it is later.
    """
    latest = max(independent, key=_when, default=None)
    if own is None or latest is None:
        return own or latest
    return latest if _when(latest) > _when(own) else own


def bounds_of(
    own: Step | None,
    independent: Sequence[Step],
    claimed: Sequence[Step],
    floor: Floor | None,
) -> Bounds:
    """Bounds of one cell by R13: totals of each column, and the floor of its parts (R6)."""
    standing = stands(own, independent)
    high = _high(standing, [s for s in (own, *independent, *claimed) if s is not None])
    if standing is None:
        return _without_total(high, claimed, floor)
    bounds = Bounds(
        low=standing.low,
        best=standing.best,
        high=high,
        as_of=standing.as_of,
        whys=(lambda: _why_best(standing, own),),
    )
    if floor is None or floor.low <= (standing.low or 0):
        return bounds
    return _raise(bounds, standing, floor)


def _high(standing: Step | None, told: Sequence[Step]) -> int | None:
    """The largest upper bound; open where the figure that stands is a floor (R13).

    Another floor has no upper bound to give: it opens the cell only where it lies above them all.
    """
    if standing is not None and standing.high is None:
        return None
    high = max((s.high for s in told if s.high is not None), default=None)
    above = high is None or any(s.high is None and s.point > high for s in told)
    return None if above else high


def _without_total(high: int | None, claimed: Sequence[Step], floor: Floor | None) -> Bounds:
    if floor is not None:
        return Bounds(
            low=floor.low,
            best=None,
            high=None,
            as_of=floor.newest,
            whys=(
                lambda: f"only parts are known: {floor.words}; a part never sets best or high (R6)",
            ),
        )
    if not claimed:
        return Bounds(low=None, best=None, high=None, as_of=None)
    newest = max(claimed, key=_when)
    why = "only another side claims a number: it sets no low and no best (R12)"
    return Bounds(low=None, best=None, high=high, as_of=newest.as_of, whys=(lambda: why,))


def _raise(bounds: Bounds, standing: Step, floor: Floor) -> Bounds:
    """The parts add up to more than the total's floor (R6).

    Where those that the total could know of exceed it already, the later ones must do so too.
    """
    best = bounds.best
    if standing.high is not None and floor.low > standing.high:
        words = standing.words
        before, since = floor.around(_when(standing))
        if before > standing.high >= since:
            return _with(
                bounds,
                flag="parts exceed total",
                why=lambda: f"parts {floor.words} exceed the total {words}, which stands (R6)",
            )
        raised = Bounds(low=floor.low, best=None, high=None, as_of=floor.newest, whys=bounds.whys)
        return _with(
            raised,
            flag="parts since total",
            why=lambda: f"parts counted since the total {words} exceed it: {floor.words} (R6)",
        )
    raised = Bounds(
        low=floor.low,
        best=best if best is not None and best >= floor.low else None,
        high=bounds.high,
        as_of=bounds.as_of,
        whys=bounds.whys,
    )
    return _with(
        raised, flag="parts raise low", why=lambda: f"parts raise the floor: {floor.words} (R6)"
    )


def _with(bounds: Bounds, *, flag: str, why: Callable[[], str]) -> Bounds:
    return Bounds(
        low=bounds.low,
        best=bounds.best,
        high=bounds.high,
        as_of=bounds.as_of,
        flags=(*bounds.flags, flag),
        whys=(*bounds.whys, why),
    )


def _why_best(standing: Step, own: Step | None) -> str:
    number = shown(standing.low, standing.best, standing.high)
    if standing is own:
        return f"{number} is the side's own figure, an admission against interest (R12)"
    if own is None:
        return f"{number} is an independent count (R12)"
    return f"{number} is an independent count, later than the side's own {own.words} (R12)"


def _when(step: Step) -> datetime:
    return step.as_of or _EARLIEST
