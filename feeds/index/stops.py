"""Stops: when something becomes known, as a sequence of moments that is never written out."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import overload

from pyroaring import BitMap

from feeds.index.column import Column
from feeds.index.index import Index
from feeds.index.times import moment


class Stops(Sequence[datetime]):
    """Moments at which versions become known, sorted, aware, UTC; one for each version.

    A moment at which several become known stands here as often.
    """

    def __init__(
        self, index: Index, ranks: BitMap | None = None, until: datetime | None = None
    ) -> None:
        """Of some ranks (None: of all), up to a moment (None: all of theirs)."""
        self._times = index.times
        plain = index.everything if ranks is None else ranks
        plain = plain - BitMap(range(index.undated)) - index.apart
        self._plain, self._count = plain, len(plain)
        late = index.late
        asked = (
            range(len(late))
            if ranks is None
            else [n for n, doc in enumerate(late.docs) if index.ranks[doc] in ranks]
        )
        self._late = late.whens if ranks is None else Column("q", (late.whens[n] for n in asked))
        self._places = Column("I", self._places_of_late())
        self._size = self._count + len(self._late)
        if until is not None:
            self._size = bisect_right(self, until)

    def _places_of_late(self) -> Iterator[int]:
        """Where each late one stands: after the plain ones that are not later than it."""
        for nth, when in enumerate(self._late):
            yield nth + self._plain_until(when)

    def _plain_until(self, when: int) -> int:
        below = self._times.first_after(when)
        return self._plain.rank(below - 1) if below else 0

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, nth: int) -> datetime: ...
    @overload
    def __getitem__(self, nth: slice) -> Sequence[datetime]: ...
    def __getitem__(self, nth: int | slice) -> datetime | Sequence[datetime]:
        if isinstance(nth, slice):
            return [self[n] for n in range(*nth.indices(len(self)))]
        if nth < 0:
            nth += len(self)
        if not 0 <= nth < len(self):
            raise IndexError(nth)
        return moment(self._at(nth))

    def _at(self, nth: int) -> int:
        late = self._places.first_from(nth) if len(self._late) else 0
        if late < len(self._late) and self._places[late] == nth:
            return self._late[late]
        return self._times[self._plain[nth - late]]
