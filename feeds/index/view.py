"""View: ranks that pass as entries, oldest first, read a page at a time."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import overload

from pyroaring import BitMap

from feeds.entry import Entry
from feeds.index.index import Index
from feeds.index.times import microseconds, moment
from feeds.snapshot import EntryKey

PAGE = 32
"""Entries read at once; counted from the newest, where a feed begins."""

Read = Callable[[Sequence[int]], Sequence[Entry]]
"""The entries of docs, in the order asked."""

DocAmong = Callable[[EntryKey, Index, BitMap], int | None]
"""The version of an entry whose rank is among some; None where none is."""


class IndexView:
    """Entries by their places among the ranks; see `feeds.snapshot.EntryView`."""

    def __init__(
        self,
        index: Index,
        ranks: BitMap,
        *,
        read: Read,
        doc_among: DocAmong,
        claimed: BitMap,
    ) -> None:
        """`claimed`: ranks of versions that carry a claim."""
        self.index = index
        self.ranks = ranks
        self._size = len(ranks)
        self._read = read
        self._doc_among = doc_among
        self._claimed = claimed
        self._page: tuple[int, Sequence[Entry]] | None = None
        """The first place of the page that was read last, and its entries."""

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, position: int) -> Entry: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Entry]: ...
    def __getitem__(self, position: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(position, slice):
            return self._read(self._docs(*position.indices(self._size)))
        if position < 0:
            position += self._size
        if not 0 <= position < self._size:
            raise IndexError(position)
        last = self._size - (self._size - 1 - position) // PAGE * PAGE
        first = max(last - PAGE, 0)
        if self._page is None or self._page[0] != first:
            self._page = (first, self._read(self._docs(first, last, 1)))
        return self._page[1][position - first]

    def __iter__(self) -> Iterator[Entry]:
        for first in range(0, self._size, PAGE):
            yield from self._read(self._docs(first, min(first + PAGE, self._size), 1))

    def position_of(self, key: EntryKey) -> int | None:
        """Where the entry stands; None where it is not shown."""
        doc = self._doc_among(key, self.index, self.ranks)
        return None if doc is None else self.ranks.rank(self.index.ranks[doc]) - 1

    def time_at(self, position: int) -> datetime | None:
        """The time of an entry, which need not be read for it."""
        time = self.index.time_of(self.ranks[position])
        return None if time is None else moment(time)

    def until(self, time: datetime) -> int:
        """How many are not later than `time`, undated ones too."""
        return self._below(self.index.until(microseconds(time)))

    def before(self, time: datetime) -> int:
        """How many are earlier than `time`, undated ones too."""
        return self._below(self.index.before(microseconds(time)))

    def claimed_from(self, position: int, by: int) -> int | None:
        """The nearest place after (1) or before (-1) one whose entry carries a claim."""
        claimed = self.ranks & self._claimed
        after = position + 1 if by > 0 else position
        at = self._count_before(claimed, after) - (by < 0)
        if not 0 <= at < len(claimed):
            return None
        return self.ranks.rank(claimed[at]) - 1

    def nearest_before(self, position: int, among: BitMap) -> int | None:
        """The nearest place before one whose rank is among some, round the end."""
        below = self._count_before(among, position)
        above = len(among) - self._count_before(among, position + 1)
        if below:
            return self.ranks.rank(among[below - 1]) - 1
        return self.ranks.rank(among[len(among) - 1]) - 1 if above else None

    def _count_before(self, among: BitMap, position: int) -> int:
        """How many of some stand before a position, from 0 to the length."""
        if position <= 0:
            return 0
        return among.rank(self.ranks[min(position, self._size) - 1]) if self._size else 0

    def _below(self, rank: int) -> int:
        return self.ranks.rank(rank - 1) if rank else 0

    def _docs(self, first: int, last: int, step: int) -> list[int]:
        places = range(first, last, step)
        ranks = self.ranks[first:last] if step == 1 else (self.ranks[place] for place in places)
        return [self.index.docs[rank] for rank in ranks]


class Places(Sequence[int]):
    """The places in a view of some of its ranks, oldest first: none is worked out before asked."""

    def __init__(self, ranks: BitMap, among: BitMap) -> None:
        """`ranks` are all `among` those of the view."""
        self._ranks = ranks
        self._among = among

    def __len__(self) -> int:
        return len(self._ranks)

    @overload
    def __getitem__(self, nth: int) -> int: ...
    @overload
    def __getitem__(self, nth: slice) -> Sequence[int]: ...
    def __getitem__(self, nth: int | slice) -> int | Sequence[int]:
        if isinstance(nth, slice):
            return [self[n] for n in range(*nth.indices(len(self)))]
        return self._among.rank(self._ranks[nth]) - 1
