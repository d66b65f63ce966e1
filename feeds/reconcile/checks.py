"""Sums over sides: held against the cells, entering none (R15)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from typing import Literal

from feeds.beat import Beat
from feeds.claim import UNKNOWN, Category, Claim
from feeds.reconcile.reading import shown
from feeds.reconcile.scopes import is_mere_day
from feeds.reconcile.then import Stood
from feeds.tally import Cell, Check

_Bounds = tuple[int, int | None]
_Cells = Sequence[Cell] | Sequence[Stood]


def check_sums(
    claims: Iterable[Claim],
    cells: Sequence[Cell],
    beat: Beat,
    stood_at: Callable[[datetime], Sequence[Stood]],
) -> list[Check]:
    """One check a sum over two sides: does it fit the sum of their cells?

    Which two is not said, so any two sides of the beat that have figures may make it up. A sum
    of which only the day is given, and no place or clash, is held against them too. One that the
    figures have since left behind agrees where it fitted those that stood when it was said.
    """
    return [_now_or_then(claim, cells, beat, stood_at) for claim in claims]


def _now_or_then(
    claim: Claim,
    cells: Sequence[Cell],
    beat: Beat,
    stood_at: Callable[[datetime], Sequence[Stood]],
) -> Check:
    now = _check(claim, cells, beat)
    if now.result != "disagrees" or claim.known is None:
        return now
    then = _check(claim, stood_at(claim.known), beat)
    if then.result != "agrees":
        return now
    return _result(claim, "agrees", f"{then.detail} when it was said; the figures moved since")


def _check(claim: Claim, cells: _Cells, beat: Beat) -> Check:
    said = shown(claim.low, claim.best, claim.high)
    by_day = claim.incident is None or is_mere_day(claim.incident)
    if claim.place is not None or not by_day:
        return _result(claim, "cannot_tell", f"{said} is for a part of the theatre only")
    sides = _sides(claim, cells, beat)
    if len(sides) <= 1:
        return _result(claim, "cannot_tell", f"{said}: not every side has a figure")
    sums = [_sum(pair, sides) for n in range(2, len(sides) + 1) for pair in combinations(sides, n)]
    for bounds, words in sums:
        if _meets(claim, bounds):
            return _result(claim, "agrees", f"{said} fits {words}")
    return _result(claim, "disagrees", f"{said} does not fit {sums[-1][1]}")


def _sides(claim: Claim, cells: _Cells, beat: Beat) -> dict[str, _Bounds]:
    """Bounds of every side that has a figure of that kind, the beat's parties first."""
    victims = dict.fromkeys((*beat.parties, *(c.victim for c in cells)))
    found: dict[str, _Bounds] = {}
    for victim in victims:
        if victim == UNKNOWN or (beat.parties and victim not in beat.parties):
            continue
        mine = [c for c in cells if (c.victim, c.kind) == (victim, claim.kind)]
        bounds = _side(claim.category, {c.category: c for c in mine if c.low is not None})
        if bounds is not None:
            found[victim] = bounds
    return found


def _side(category: Category, cells: Mapping[Category, Cell | Stood]) -> _Bounds | None:
    """One side's bounds in a category; `unknown` matches any (R15)."""
    if not cells:
        return None
    if category in cells:
        exact = _own_bounds(cells[category])
        if category != "unknown":
            return exact
    elif category != "unknown":
        return _own_bounds(cells["unknown"]) if "unknown" in cells else None
    split = [_own_bounds(c) for k, c in cells.items() if k in ("military", "civilian")]
    lump = [_own_bounds(c) for k, c in cells.items() if k not in ("military", "civilian")]
    return max([*([_add(split)] if split else []), *lump], key=lambda b: b[0])


def _own_bounds(cell: Cell | Stood) -> _Bounds:
    return (cell.low or 0, cell.high)


def _add(bounds: Iterable[_Bounds]) -> _Bounds:
    listed = list(bounds)
    highs = [h for _, h in listed]
    known = [h for h in highs if h is not None]
    return (sum(low for low, _ in listed), sum(known) if len(known) == len(highs) else None)


def _sum(pair: Sequence[str], sides: Mapping[str, _Bounds]) -> tuple[_Bounds, str]:
    total = _add(sides[s] for s in pair)
    words = " + ".join(shown(sides[s][0], None, sides[s][1]) for s in pair)
    return total, f"{words} = {shown(total[0], None, total[1])}"


def _meets(claim: Claim, bounds: _Bounds) -> bool:
    low, high = bounds
    said_low = claim.low if claim.low is not None else 0
    return (claim.high is None or low <= claim.high) and (high is None or said_low <= high)


def _result(
    claim: Claim, result: Literal["agrees", "disagrees", "cannot_tell"], detail: str
) -> Check:
    return Check(claim=claim.id, rule="R15", result=result, detail=detail)
