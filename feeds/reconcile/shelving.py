"""Shelving: how what lies beside all cells moves: the claims of the background, and the checks."""

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence

from feeds.claim import Claim
from feeds.reconcile.reading import Order, order_of
from feeds.reconcile.tracking import Moved, RowChange
from feeds.tally import Check, LedgerRow

BACKGROUND, CHECKS = ("background",), ("checks",)
"""Under which names they are told."""

_Packed = tuple[str | int | None, ...]


class Shelving:
    """The background and the checks of one window."""

    def __init__(self) -> None:
        self._orders: dict[str, Order] = {}
        self._told: list[Order] = []
        """Of the claims of the background, in the order told."""
        self._checks: Sequence[_Packed] = ()

    def follow(
        self, background: Mapping[str, Claim | None], checks: Sequence[Check]
    ) -> Mapping[tuple[str, ...], Moved]:
        """What moved since the last time.

        `background` are the claims that may have come or gone, None for one that is not there;
        `checks` are all.
        """
        rows = [row for id, claim in background.items() for row in self._follow(id, claim)]
        before, now = self._checks, [(c.claim, c.rule, c.result, c.detail) for c in checks]
        self._checks = now
        parts: dict[_Packed, _Packed | None] = {
            (n,): told for n, told in enumerate(now) if n >= len(before) or before[n] != told
        }
        parts |= {(n,): None for n in range(len(now), len(before))}
        return _told(rows, parts)

    def all(self) -> Mapping[tuple[str, ...], Moved]:
        """Everything that is there, for whoever knows of nothing."""
        rows = [_row(order) for order in self._told]
        parts: dict[_Packed, _Packed | None] = {(n,): told for n, told in enumerate(self._checks)}
        return _told(rows, parts)

    def _follow(self, id: str, claim: Claim | None) -> Iterator[RowChange]:
        before, now = self._orders.get(id), order_of(claim) if claim is not None else None
        if before == now:
            return
        if before is not None:
            del self._orders[id]
            del self._told[bisect_left(self._told, before)]
            yield RowChange(claim=id)
        if now is not None:
            at = bisect_left(self._told, now)
            is_last = at == len(self._told)
            self._orders[id] = now
            insort(self._told, now)
            yield _row(now, None if is_last else at)


def _told(
    rows: list[RowChange], parts: dict[_Packed, _Packed | None]
) -> Mapping[tuple[str, ...], Moved]:
    moved = {BACKGROUND: Moved(rows=rows), CHECKS: Moved(parts=parts)}
    return {name: what for name, what in moved.items() if what}


def _row(order: Order, at: int | None = None) -> RowChange:
    """A claim in its place; what a role would say of it is said by the shelf."""
    id = order[-1]
    return RowChange(claim=id, row=LedgerRow(claim=id, role="other", note=""), at=at)
