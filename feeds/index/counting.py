"""Counting: how often each actor, side and region is named; how busy the story was."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from pyroaring import BitMap

from feeds.beat import Beat
from feeds.index.index import Index
from feeds.index.times import microseconds
from feeds.snapshot import Activity, Facet

BINS = 96
"""Bins of the activity strip."""

FEW = 8
"""Where less than an eighth moved, that alone is counted."""


class Counting:
    """Counts in some sets, again and again: of what moved alone, where that is little.

    A replay adds two hundred of a million entries a frame, and there are some five hundred sets.
    """

    def __init__(self, sets: Iterable[tuple[str, BitMap]], beat: Beat) -> None:
        self._sets = [(id, beat.name_of(id), ranks) for id, ranks in sets]
        self._beat = beat
        self._among = BitMap()
        self._counts = [0] * len(self._sets)
        self._made: dict[str, Facet] = {}

    def facets(self, among: BitMap, chosen: frozenset[str]) -> tuple[Facet, ...]:
        """How many of `among` each set has, the most frequent first, then by name.

        What counts nothing is left out, unless it is `chosen`.
        """
        self._count(among)
        told = [
            (-n, name, id)
            for (id, name, _), n in zip(self._sets, self._counts, strict=True)
            if n or id in chosen
        ]
        unknown = chosen.difference(id for _, _, id in told)
        told += [(0, self._beat.name_of(id), id) for id in unknown]
        return tuple(self._facet(id, name, -n, id in chosen) for n, name, id in sorted(told))

    def _facet(self, id: str, name: str, count: int, chosen: bool) -> Facet:
        """The same object while it says the same."""
        made = self._made.get(id)
        if made is None or made.count != count or made.chosen != chosen:
            made = self._made[id] = Facet(id=id, name=name, count=count, chosen=chosen)
        return made

    def _count(self, among: BitMap) -> None:
        if among is self._among:
            return
        moved = among ^ self._among
        if len(moved) * FEW > len(among):
            self._counts = [ranks.intersection_cardinality(among) for _, _, ranks in self._sets]
        else:
            come, gone = moved & among, moved - among
            for nth, (_, _, ranks) in enumerate(self._sets):
                if come:
                    self._counts[nth] += ranks.intersection_cardinality(come)
                if gone:
                    self._counts[nth] -= ranks.intersection_cardinality(gone)
        self._among = among


class Bins:
    """Equal bins from one moment to another, as ranks: made once for an index."""

    def __init__(self, index: Index, start: datetime, end: datetime, bins: int = BINS) -> None:
        self.start, self.end, self._bins = start, end, bins
        first, last = microseconds(start), microseconds(end)
        width = max((end - start) / bins, timedelta(microseconds=1)) // timedelta(microseconds=1)
        inner = (index.before(first + n * width) for n in range(1, bins))
        self._edges = [index.before(first), *inner, index.until(last)]
        self._layers = [
            ranks
            for n in range(1, 1 + sum(key[0] == "current" for key in index.sets))
            if (ranks := index.set_of(("current", str(n))))
        ]

    def activity(self, known: BitMap) -> Activity:
        """Entries and current claims a bin, of what is known."""
        claims = [0] * self._bins
        for layer in self._layers:
            counts = self._count(layer & known)
            claims = [a + b for a, b in zip(claims, counts, strict=True)]
        entries = tuple(self._count(known))
        return Activity(start=self.start, end=self.end, entries=entries, claims=tuple(claims))

    def _count(self, ranks: BitMap) -> Sequence[int]:
        below = [ranks.rank(edge - 1) if edge else 0 for edge in self._edges]
        return [max(b - a, 0) for a, b in pairwise(below)]
