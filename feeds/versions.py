"""Versions: which text of an entry came after which, in whatever order they arrive (TALLY.md R1).

The version that holds is the one known last; of one moment the one of the highest revision that the
source gave; of one revision the one that came last. What has no such moment stands before the rest.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

Order = tuple[bool, Any, int]
"""Has it a moment, the moment (anything that can be compared), the revision as given."""


def order_of(known: Any, given: int) -> Order:
    """The order of a version that was known at a moment; None for none."""
    return (False, 0, given) if known is None else (True, known, given)


def place_among(orders: Sequence[Order], order: Order) -> int:
    """Where one that comes now stands among those that are there, first to last."""
    if not orders or order >= orders[-1]:
        return len(orders)
    return bisect_right(orders, order)


def numbered(given: Sequence[int]) -> list[int]:
    """Revisions of the versions in their order: each its own, or one more than the one before.

    Numbers that were given so before may stand for the source's own: the outcome is the same.
    """
    found: list[int] = []
    for revision in given:
        found.append(max(revision, found[-1] + 1) if found else revision)
    return found
