"""How far the sides agree on a cell: the first grade of R14 that fits."""

from collections.abc import Sequence
from dataclasses import dataclass

from feeds.reconcile.steps import Step
from feeds.tally import Grade


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Standing:
    """All that the grade of a cell depends on."""

    own: Step | None
    own_parts: int | None
    """Floor that the side's own parts set; None without any."""

    standing: Step | None
    """The figure that gives low and best: own or independent."""

    independent: Sequence[Step]
    independent_parts: int | None
    claimed: Sequence[Step]
    claimed_parts: bool
    denied_by_own: bool
    denied_by_others: bool
    others: bool
    """True where an outlet or a third state has a figure."""


def grade_of(cell: Standing) -> Grade:
    """The first that fits, in R14's order."""
    if _is_denied(cell):
        return "denied"
    if disputed_with(cell.own, cell.claimed):
        return "disputed"
    if cell.standing is not None and cell.standing is not cell.own:
        return "independent"
    if any(overlap(cell.own, s) for s in (*cell.claimed, *cell.independent) if cell.own):
        return "corroborated"
    parts = (cell.own_parts, cell.independent_parts)
    if cell.standing is None and any(low is not None for low in parts):
        return "partial"
    if cell.own is not None:
        return "self_only"
    if cell.claimed or cell.claimed_parts:
        return "enemy_only"
    return "unconfirmed" if cell.others else "no_figure"


def disputed_with(own: Step | None, claimed: Sequence[Step]) -> Step | None:
    """The enemy claim furthest from the own figure, where their intervals do not meet."""
    if own is None:
        return None
    apart = [s for s in claimed if not overlap(own, s)]
    return max(apart, key=lambda s: abs(s.point - own.point), default=None)


def dispute_words(own: Step, enemy: Step) -> str:
    """By how much they differ (R14): "5.4 times". Points are compared, else the nearest bounds."""
    low, high = _interval(own)
    enemy_low, enemy_high = _interval(enemy)
    near, enemy_near = (high, enemy_low) if enemy_low > high else (low, enemy_high)
    small, large = sorted(
        (
            near if own.best is None else own.best,
            enemy_near if enemy.best is None else enemy.best,
        )
    )
    if small == 0:
        return f"none against {large:.0f}"
    return f"{large / small:.1f} times"


def _is_denied(cell: Standing) -> bool:
    """A denial counts where no own figure stands (R21); another's, where no count does either."""
    if cell.own is not None or cell.own_parts is not None:
        return False
    if cell.denied_by_own:
        return True
    return cell.denied_by_others and cell.standing is None and cell.independent_parts is None


def overlap(one: Step | None, other: Step) -> bool:
    """True where both can hold: their intervals meet (R14)."""
    if one is None:
        return False
    low, high = _interval(one)
    other_low, other_high = _interval(other)
    return low <= other_high and other_low <= high


def _interval(step: Step) -> tuple[float, float]:
    """For the comparison an open bound is closed at its low: 49+ is compared as 49 (R14).

    A vague word stays open: "dozens" does not contradict 49.
    """
    low = step.low if step.low is not None else 0
    if step.high is not None:
        return low, step.high
    return low, float("inf") if step.reading.is_vague else max(low, step.best or 0)
