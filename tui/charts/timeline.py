"""Timeline: the day as columns, pure: activity bars, claim marks, the playhead, hours with zone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction
from functools import lru_cache

from feeds.clock import offset
from feeds.snapshot import Activity
from tui.words.story_time import ZoneMode, day, in_zone

HOUR_STEPS = (1, 2, 3, 6, 12)
"""Hours between labels, the smallest that leaves room; beyond them whole days."""

LABEL_ROOM = 8
"""Cells that a label and the space after it take at most."""

_DAY = timedelta(days=1)
_SHORTEST_DAY_H = 23
"""Where clocks go forward; the next midnight is looked for from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Where a time stands on a strip of `width` cells."""

    activity: Activity
    width: int
    zone_mode: ZoneMode
    source_zone: tzinfo | None
    local: tzinfo | None

    def column(self, time: datetime) -> int:
        """The cell of `time`; the first or last one for what lies outside."""
        length = self.activity.end - self.activity.start
        share = Fraction((time - self.activity.start) // timedelta(seconds=1)) / max(
            int(length.total_seconds()), 1
        )
        return max(0, min(int(share * self.width), self.width - 1))

    def time(self, column: int) -> datetime:
        """The time at the left edge of a cell."""
        length = self.activity.end - self.activity.start
        return self.activity.start + length * column / max(self.width, 1)

    def wall(self, time: datetime) -> datetime:
        """`time` on the clock that is shown."""
        return in_zone(time, mode=self.zone_mode, source_zone=self.source_zone, local=self.local)


def columns(values: Sequence[int], width: int, until: int) -> list[int]:
    """Values of bins as sums over the first `until` of `width` cells.

    A cell has the bins that begin in it, or the bin that it lies in where bins are wider: the cells
    add up to the bins where cells are wider.
    """
    found = []
    for cell in range(until):
        first, last = cell * len(values) // width, (cell + 1) * len(values) // width
        found.append(sum(values[first:last]) if last > first else values[first])
    return found


def labels(scale: Scale) -> str:
    """The first day, hours under the strip, days where they begin, the zone at the right end."""
    span = replace(scale.activity, entries=(), claims=())
    return _labels(replace(scale, activity=span))


@lru_cache(maxsize=8)
def _labels(scale: Scale) -> str:
    """Worked out once for a span: a replay draws them with every frame, over years too."""
    start = scale.wall(scale.activity.start)
    zone = offset(start)
    room = scale.width - len(zone) - 1
    line, free = [" "] * scale.width, 0
    ticks = ((scale.column(time), _label(scale.wall(time))) for time in _ticks(scale))
    for at, words in [(0, day(start)), *ticks]:
        if at >= free and at + len(words) <= room:
            line[at : at + len(words)] = words
            free = at + len(words) + 1
    line[max(scale.width - len(zone), 0) :] = zone
    return "".join(line[: scale.width])


def _label(wall: datetime) -> str:
    return day(wall) if wall.hour == 0 else f"{wall:%H:%M}"


def _ticks(scale: Scale) -> Iterator[datetime]:
    """Whole hours on the shown clock, as far apart as labels need."""
    length = scale.activity.end - scale.activity.start
    wanted = max(scale.width // LABEL_ROOM, 1)
    step_h = next((h for h in HOUR_STEPS if length / timedelta(hours=h) <= wanted), 24)
    days = max(1, -(-length // (_DAY * wanted))) if step_h == 24 else 1  # noqa: PLR2004 - hours
    wall = scale.wall(scale.activity.start)
    to_hour = timedelta(minutes=(60 - wall.minute) % 60, seconds=-wall.second)
    time, since = scale.activity.start + to_hour, 0
    while time <= scale.activity.end:
        hour = scale.wall(time).hour
        if hour % step_h == 0:
            if since % days == 0:
                yield time
            since += 1
        is_far = step_h == 24 and hour == 0  # noqa: PLR2004 - hours
        time += timedelta(hours=_SHORTEST_DAY_H if is_far else 1)
