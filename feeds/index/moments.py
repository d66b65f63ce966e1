"""Moments: when something happened to some entries, and to which of them by a given time."""

from collections.abc import Callable, Iterable, Iterator

from pyroaring import BitMap

from feeds.index.column import Column

STEP = 1024
"""Docs between two sets that are kept: at most so many are looked at for any time."""


class Moments:
    """Docs by when it happened, each once; sets of ranks, so that none is walked through."""

    __slots__ = ("_last", "docs", "steps", "whens")

    def __init__(self, whens: Column, docs: Column, steps: tuple[BitMap, ...]) -> None:
        """`docs` in the order of their `whens`, microseconds; the nth of `steps` has the ranks of
        the first n * STEP docs."""
        self.whens = whens
        self.docs = docs
        self._last = (0, BitMap())
        self.steps = steps

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]], ranks: Column) -> "Moments":
        """From (when, doc), in any order."""
        ordered = sorted(pairs)
        whens = Column("q", (when for when, _ in ordered))
        docs = Column("I", (doc for _, doc in ordered))
        return cls(whens, docs, tuple(_steps(docs, ranks, ())))

    def __len__(self) -> int:
        return len(self.docs)

    def until(self, when: int, ranks: Column) -> BitMap:
        """Ranks of those to which it had happened at `when`; the set is the caller's own."""
        return self._first(self.whens.first_after(when), ranks)

    def all(self, ranks: Column) -> BitMap:
        """Ranks of all of them; the set is the caller's own."""
        return self._first(len(self.docs), ranks)

    def joined(
        self,
        pairs: Iterable[tuple[int, int]],
        ranks: Column,
        moved: Callable[[BitMap], BitMap],
    ) -> "Moments":
        """With more of them, in an index in which ranks have `moved` to those of `ranks`."""
        ordered = sorted(pairs)
        if not ordered:
            return Moments(self.whens, self.docs, tuple(map(moved, self.steps)))
        at = self.whens.first_after(ordered[0][0])
        tail = sorted([*zip(self.whens.since(at), self.docs.since(at), strict=True), *ordered])
        docs = self.docs.with_tail(at, (doc for _, doc in tail))
        kept = tuple(map(moved, self.steps[: at // STEP + 1]))
        whens = self.whens.with_tail(at, (when for when, _ in tail))
        return Moments(whens, docs, tuple(_steps(docs, ranks, kept)))

    def _first(self, count: int, ranks: Column) -> BitMap:
        """The first so many: from those asked for last, where that is less to add or take away."""
        before, found = self._last
        if abs(count - before) > count % STEP:
            before, found = count // STEP * STEP, self.steps[count // STEP]
        found = found.copy()
        found.update(ranks[self.docs[n]] for n in range(before, count))
        found.difference_update(BitMap([ranks[self.docs[n]] for n in range(count, before)]))
        self._last = (count, found.copy())
        return found


def _steps(docs: Column, ranks: Column, kept: tuple[BitMap, ...]) -> Iterator[BitMap]:
    """The sets, those that are right already first; without any, from the empty one."""
    last = BitMap()
    for last in kept:
        yield last
    if not kept:
        yield last
    for end in range(max(len(kept), 1) * STEP, len(docs) + 1, STEP):
        last = last.copy()
        last.update(ranks[docs[n]] for n in range(end - STEP, end))
        yield last
