"""Copy sets: groups of copies by the numbers of their versions, and as ranks of one index."""

from collections.abc import Iterable, Sequence
from itertools import chain

from pyroaring import BitMap

from feeds.index.index import EMPTY, Index

FEW = 2_000
"""Copies up to which each is looked at by itself."""

_NONE: Sequence[int] = ()


class Docs:
    """The versions of the entries of each group: numbers that never change. It only grows."""

    def __init__(self) -> None:
        self.first_of: dict[int, Sequence[int]] = {}
        """The versions of the first report, by each version of a copy."""
        self.copies_of: dict[int, Sequence[int]] = {}
        """The versions of all copies, by each version of the first report."""
        self.state = 0
        """Another one whenever something was put."""

    def put(self, group: Sequence[Sequence[int]]) -> None:
        """Take a group: the versions of its entries, those of the first report first."""
        first, *others = group
        copies = tuple(chain.from_iterable(others))
        for doc in first:
            self.first_of.pop(doc, None)
        for doc in copies:
            self.copies_of.pop(doc, None)
        self.first_of.update(dict.fromkeys(copies, tuple(first)))
        self.copies_of.update(dict.fromkeys(first, copies))
        self.state += 1


class CopySets:
    """The groups of copies, as ranks of one index."""

    def __init__(self, index: Index, docs: Docs) -> None:
        self._index = index
        self._docs = docs
        self.copies = self._ranks(list(docs.first_of))
        """Every version of every copy."""
        self._firsts = self._ranks(list(docs.copies_of))
        late = index.apart & (self.copies | self._firsts)
        copies = (docs.copies_of.get(index.docs[rank], (index.docs[rank],)) for rank in late)
        self._odd = self._ranks(chain.from_iterable(copies)) & self.copies
        """Copies of which a version, or one of the first report, was known later than its time."""

    def folded(self, passing: BitMap, *, is_all: bool) -> BitMap:
        """The copies of first reports that pass, too; `is_all`: nothing is filtered out."""
        found = passing & self.copies
        if not found:
            return EMPTY
        if is_all:
            return found - self._alone(found & self._odd, passing)
        missing = self._firsts - passing
        if len(found) <= max(len(missing), FEW):
            return found - self._alone(found, passing)
        copies = (self._docs.copies_of.get(self._index.docs[rank], _NONE) for rank in missing)
        return found - self._alone(self._ranks(chain.from_iterable(copies)) & found, passing)

    def _alone(self, copies: Iterable[int], passing: BitMap) -> BitMap:
        """Copies of which no version of the first report passes."""
        return BitMap([rank for rank in copies if not self._has_first(rank, passing)])

    def _has_first(self, copy: int, passing: BitMap) -> bool:
        index = self._index
        firsts = self._docs.first_of.get(index.docs[copy], _NONE)
        return any(doc <= index.upto and index.ranks[doc] in passing for doc in firsts)

    def _ranks(self, docs: Iterable[int]) -> BitMap:
        upto, ranks = self._index.upto, self._index.ranks
        return BitMap([ranks[doc] for doc in docs if doc <= upto])
