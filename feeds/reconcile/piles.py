"""Piles: denials and asides beside the figures of a cell, counted as they come and go."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from typing import Generic, TypeVar, overload

from feeds.claim import Claim
from feeds.reconcile.components import Aside
from feeds.reconcile.reading import Order, order_of
from feeds.reconcile.waiting import is_waiting

Laid = TypeVar("Laid", Claim, Aside)

_GONE = ("rejected", "struck")
_APART = ("review", *_GONE)


def claim_of(laid: Claim | Aside) -> Claim:
    """The claim itself, or that of an aside."""
    return laid.claim if isinstance(laid, Aside) else laid


def _order(laid: Claim | Aside) -> Order:
    return order_of(claim_of(laid))


class Pile(Sequence[Laid], Generic[Laid]):
    """In the order told."""

    def __init__(self) -> None:
        self._laid: list[Laid] = []
        self.moves = 0
        """How often one came or went."""

        self.ids: Counter[str] = Counter()
        """Of the claims, with how often each lies here."""

        self._read: Counter[str] = Counter()
        self.drifting = 0
        """How many pass a number on as another one (R16)."""

        self.waiting = 0
        """How many wait for a person by their own words (R19)."""

        self.by_day = 0
        """How many give the day alone."""

    def __len__(self) -> int:
        return len(self._laid)

    @overload
    def __getitem__(self, at: int) -> Laid: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Laid]: ...
    def __getitem__(self, at: int | slice) -> Laid | Sequence[Laid]:
        return self._laid[at]

    def __iter__(self) -> Iterator[Laid]:
        return iter(self._laid)

    def add(self, laid: Laid) -> None:
        """Lay one more."""
        self._laid.insert(bisect_right(self._laid, _order(laid), key=_order), laid)
        self._count(laid, 1)

    def remove(self, laid: Laid) -> None:
        """Take this very one away."""
        at = bisect_left(self._laid, _order(laid), key=_order)
        while self._laid[at] is not laid:
            at += 1
        del self._laid[at]
        self._count(laid, -1)

    def reads(self, claim: str) -> bool:
        """True where the claim is read: not set aside, nor struck, nor mere hearsay."""
        return claim in self._read

    def _count(self, laid: Laid, by: int) -> None:
        self.moves += 1
        claim = claim_of(laid)
        role = laid.role if isinstance(laid, Aside) else "denied"
        _add(self.ids, claim.id, by)
        if role not in _APART:
            _add(self._read, claim.id, by)
        self.drifting += by if role == "drift" else 0
        self.waiting += by if role not in _GONE and is_waiting(claim) else 0
        self.by_day += by if claim.day_only else 0


def _add(counts: Counter[str], id: str, by: int) -> None:
    counts[id] += by
    if not counts[id]:
        del counts[id]


def joined(piles: Iterable[Pile[Laid]]) -> Pile[Laid]:
    """All in one; of one pile it is that pile, and grows with it."""
    told = [pile for pile in piles if pile]
    if len(told) == 1:
        return told[0]
    found: Pile[Laid] = Pile()
    found._laid = list(merge(*told, key=_order))
    for pile in told:
        found.ids += pile.ids
        found._read += pile._read
        found.drifting += pile.drifting
        found.waiting += pile.waiting
        found.by_day += pile.by_day
    return found
