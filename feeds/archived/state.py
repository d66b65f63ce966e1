"""Archive state: what is worked out of an index once, and asked for in every snapshot."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from pyroaring import BitMap

from feeds.beat import Beat
from feeds.index.counting import Bins, Counting
from feeds.index.evaluating import sides_of
from feeds.index.index import Index
from feeds.index.stops import Stops
from feeds.index.times import microseconds

_HOUR = timedelta(hours=1)
_CURRENT = ("current", "1")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the archive that is looked at alone."""

    start: datetime
    """Aware."""

    end: datetime
    """Its last moment."""


class State:
    """One index, of all that is archived or of one day."""

    def __init__(self, index: Index, beat: Beat, day: Day | None = None) -> None:
        self.index = index
        self.day = day
        self._beat = beat
        self._known: tuple[datetime | None, BitMap] | None = None

    def known(self, at: datetime | None) -> BitMap:
        """Ranks of what is to be shown at a moment; those asked for last are kept."""
        if self._known is None or self._known[0] != at:
            found = self.index.known(None if at is None else microseconds(at))
            self._known = (at, found if self._of_day is None else found & self._of_day)
        return self._known[1]

    def moment(self, at: datetime | None) -> datetime | None:
        """The playhead, which does not leave the day."""
        if self.day is None:
            return at
        return self.day.end if at is None else min(at, self.day.end)

    @property
    def undated(self) -> int:
        """How many entries have no time: a day has none of them."""
        return self.index.undated_entries if self.day is None else 0

    @cached_property
    def _of_day(self) -> BitMap | None:
        if self.day is None:
            return None
        first = self.index.before(microseconds(self.day.start))
        last = self.index.until(microseconds(self.day.end))
        return BitMap(range(first, max(first, last)))

    @cached_property
    def times(self) -> Stops:
        """The stops of a replay."""
        return Stops(self.index, self._of_day, self._last)

    @cached_property
    def claim_times(self) -> Stops:
        """The stops at which a current claim becomes known."""
        claimed = self.index.set_of(_CURRENT)
        ranks = claimed if self._of_day is None else claimed & self._of_day
        return Stops(self.index, ranks, self._last)

    @property
    def _last(self) -> datetime | None:
        return self.day.end if self.day else None

    @cached_property
    def span(self) -> tuple[datetime, datetime] | None:
        """First and last moment at which something became known; None when nothing has a time."""
        return (self.times[0], self.times[-1]) if len(self.times) else None

    @cached_property
    def bins(self) -> Bins | None:
        """The strip of activity over whole hours of the span; None without one."""
        if self.span is None:
            return None
        first, last = self.span
        start = first.replace(minute=0, second=0, microsecond=0)
        end = last.replace(minute=0, second=0, microsecond=0)
        return Bins(self.index, start, end + _HOUR)

    @cached_property
    def sides(self) -> dict[str, BitMap]:
        """Ranks by side."""
        return sides_of(self.index, self._beat)

    @cached_property
    def in_sides(self) -> Counting:
        """Counts the entries of each side."""
        return Counting(self.sides.items(), self._beat)

    @cached_property
    def in_actors(self) -> Counting:
        """Counts the entries of each actor."""
        return self._counting("actor")

    @cached_property
    def in_regions(self) -> Counting:
        """Counts the entries of each region."""
        return self._counting("region")

    def _counting(self, kind: str) -> Counting:
        sets = self.index.sets.items()
        return Counting(((key[1], ranks) for key, ranks in sets if key[0] == kind), self._beat)
