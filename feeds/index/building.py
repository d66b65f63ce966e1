"""Building: rows become an index, all at once, or those that came in since joined to it."""

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from pyroaring import BitMap

from feeds.index.column import BLOCK, Column
from feeds.index.index import Index, Step
from feeds.index.moments import Moments
from feeds.index.rows import ANY_CLAIM, EDITED, NEVER, IndexRow, Key, Order, keys_of, place_of

OrderOf = Callable[[int], Order]
"""The order of a doc that is in the index already."""

MOST_STEPS = 16
"""Steps that an index remembers: what was looked up before them is looked up anew."""

_SHIFTS = 4
"""To shift a set costs about as much as to move so many of its ranks one by one."""


def build(rows: Iterable[IndexRow]) -> Index:
    """The index of all rows, which come in the order of `place_of`; one pass."""
    making = _Making()
    for row in rows:
        making.take(row)
    return making.index()


class _Making:
    """Takes one row after the other; ranks wait in arrays until there are enough of them."""

    def __init__(self) -> None:
        self._times, self._docs = array("q"), array("I")
        self._late: list[tuple[int, int]] = []
        self._gone: list[tuple[int, int]] = []
        self._apart: array[int] = array("I")
        self._waiting: dict[Key, array[int]] = defaultdict(lambda: array("I"))
        self._sets: dict[Key, BitMap] = defaultdict(BitMap)

    def take(self, row: IndexRow) -> None:
        rank = len(self._docs)
        self._docs.append(row.doc)
        self._times.append(NEVER if row.time is None else row.time)
        if row.known != row.time or row.known is None:
            self._apart.append(rank)
            if row.known is not None:
                self._late.append((row.known, row.doc))
        if row.replaces is not None:
            self._gone.append((NEVER if row.known is None else row.known, row.replaces))
        for key in keys_of(row):
            self._waiting[key].append(rank)
        if len(self._docs) % BLOCK == 0:
            self._flush()

    def _flush(self) -> None:
        for key, ranks in self._waiting.items():
            self._sets[key].update(ranks)
        self._waiting.clear()

    def index(self) -> Index:
        self._flush()
        docs = Column("I", self._docs)
        upto = max(self._docs, default=0)
        ranks = Column("I").with_numbers(upto + 1, ((d, r) for r, d in enumerate(self._docs)))
        for ranked in self._sets.values():
            ranked.run_optimize()
        undated = bisect_right(self._times, NEVER)
        return Index(
            times=Column("q", self._times),
            docs=docs,
            ranks=ranks,
            undated=undated,
            apart=BitMap(self._apart),
            late=Moments.of(self._late, ranks),
            gone=Moments.of(self._gone, ranks),
            sets=dict(self._sets),
            upto=upto,
        )


def join(index: Index, rows: Iterable[IndexRow], order_of: OrderOf) -> Index:
    """The index with rows that came in since; each stands in its place, late ones too.

    Among the rows are those that were there before, and now replace one that came in: an older
    text of theirs. Costs what lies after the first place at which one comes in.
    """
    new = sorted(rows, key=place_of)
    followers = [row for row in new if row.doc <= index.upto]
    new = [row for row in new if row.doc > index.upto]
    if not new:
        return index
    places = _places(index, new, order_of)
    shift = _Shift(places, len(index))
    first = places[0]
    made = list(_woven(index, new, places))
    docs = index.docs.with_tail(first, (doc for doc, _ in made))
    upto = max(index.upto, *(row.doc for row in new))
    ranks = index.ranks.with_numbers(
        upto + 1, ((doc, rank) for rank, (doc, _) in enumerate(made, first))
    )
    fresh = [place + n for n, place in enumerate(places)]
    apart = BitMap([r for r, row in zip(fresh, new, strict=True) if _is_apart(row)])
    edited = BitMap([ranks[row.doc] for row in followers])
    return Index(
        times=index.times.with_tail(first, (time for _, time in made)),
        docs=docs,
        ranks=ranks,
        undated=index.undated + sum(row.time is None for row in new),
        apart=shift.moved(index.apart) | apart,
        late=index.late.joined(
            ((r.known, r.doc) for r in new if r.known is not None and _is_apart(r)),
            ranks,
            shift.moved,
        ),
        gone=_gone(index, [*followers, *new], ranks, shift, is_known=not followers),
        sets=_joined_sets(index, shift, zip(fresh, new, strict=True), edited),
        upto=upto,
        said=index.said if all(map(_says_nothing, new)) else object(),
        steps=(*index.steps, Step(index.mark, index.upto, shift.moved))[-MOST_STEPS:],
    )


def _gone(
    index: Index, rows: Sequence[IndexRow], ranks: Column, shift: "_Shift", *, is_known: bool
) -> Moments:
    """When versions were replaced; `is_known`: by none that came before one that was there."""
    pairs = [
        (NEVER if row.known is None else row.known, row.replaces)
        for row in rows
        if row.replaces is not None
    ]
    if is_known:
        return index.gone.joined(pairs, ranks, shift.moved)
    by_doc = dict(zip(index.gone.docs, index.gone.whens, strict=True))
    by_doc |= {doc: when for when, doc in pairs}
    return Moments.of(((when, doc) for doc, when in by_doc.items()), ranks)


def _says_nothing(row: IndexRow) -> bool:
    """True where it brings no claim, and takes none away."""
    return row.replaces is None and ANY_CLAIM not in row.keys


def _is_apart(row: IndexRow) -> bool:
    return row.known is None or row.known != row.time


def _places(index: Index, new: Sequence[IndexRow], order_of: OrderOf) -> list[int]:
    """Before which rank each new row stands: after those of its time that come before it."""
    found = []
    for row in new:
        if row.time is None:
            low, high = 0, index.undated
        else:
            low, high = index.before(row.time), index.until(row.time)
        alike = range(low, high)
        found.append(
            low + bisect_right(alike, row.order, key=lambda rank: order_of(index.docs[rank]))
        )
    return found


def _woven(
    index: Index, new: Sequence[IndexRow], places: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Doc and time of every rank from the first new one on."""
    first, nth = places[0], 0
    old = zip(index.docs.since(first), index.times.since(first), strict=True)
    for rank, pair in enumerate(old, first):
        while nth < len(new) and places[nth] == rank:
            yield _pair(new[nth])
            nth += 1
        yield pair
    yield from map(_pair, new[nth:])


def _pair(row: IndexRow) -> tuple[int, int]:
    return row.doc, NEVER if row.time is None else row.time


def _joined_sets(
    index: Index, shift: "_Shift", new: Iterable[tuple[int, IndexRow]], edited: BitMap
) -> dict[Key, BitMap]:
    """`edited`: ranks of those that were the first version until now."""
    fresh: dict[Key, list[int]] = defaultdict(list)
    for rank, row in new:
        for key in keys_of(row):
            fresh[key].append(rank)
    sets = {key: shift.moved(ranks) for key, ranks in index.sets.items()}
    for key, ranks in fresh.items():
        before = sets.get(key)
        sets[key] = BitMap(ranks) if before is None else before | BitMap(ranks)
    if edited:
        sets[EDITED] = sets.get(EDITED, BitMap()) | edited
    return sets


class _Shift:
    """Where old ranks stand, now that new ones came between them."""

    def __init__(self, places: Sequence[int], size: int) -> None:
        self._places = places
        self._ends = [*places, size]
        self._first = places[0]
        self._tail = BitMap(range(self._first, size))

    def moved(self, ranks: BitMap) -> BitMap:
        """The same versions; the very same set where none of them moves."""
        tail = ranks & self._tail
        if not tail:
            return ranks
        if len(self._places) * _SHIFTS > len(tail):
            later = BitMap([rank + bisect_right(self._places, rank) for rank in tail])
        else:
            later = BitMap()
            for nth, (start, end) in enumerate(pairwise(self._ends), 1):
                if start < end:
                    later |= (tail & BitMap(range(start, end))).shift(nth)
        return (ranks - self._tail) | later
