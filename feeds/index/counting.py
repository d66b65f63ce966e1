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


def count(
    sets: Iterable[tuple[str, BitMap]],
    among: BitMap,
    chosen: frozenset[str],
    beat: Beat,
) -> tuple[Facet, ...]:
    """How many of `among` each set has, the most frequent first, then by name.

    What counts nothing is left out, unless it is `chosen`.
    """
    counts = dict.fromkeys(chosen, 0)
    counts |= {id: n for id, ranks in sets if (n := ranks.intersection_cardinality(among))}
    ordered = sorted((-n, beat.name_of(id), id) for id, n in counts.items())
    return tuple(Facet(id=id, name=name, count=-n, chosen=id in chosen) for n, name, id in ordered)


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
