"""Time ticks: round times under an axis, on the clock that is shown, day and zone said once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from feeds.clock import offset
from tui.words.story_time import day, long_day

_MINUTES = (5, 10, 15, 30, 60, 120, 180, 360, 720)
_DAYS = (1, 2, 7, 14, 30, 60, 91, 182, 365, 730, 1825, 3650)
_STEPS = (*(timedelta(minutes=n) for n in _MINUTES), *(timedelta(days=n) for n in _DAYS))
_DAY = timedelta(days=1)

_CELLS = 14
"""Room that a tick with its day needs."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the axis."""

    at: datetime
    words: str
    """`12:00`, with the day where it is the first of one; the day alone where ticks are days."""

    zone: str
    """Whose clock it is: `+04`."""


def ticks(start: datetime, end: datetime, cells: int) -> list[Tick]:
    """Round times from `start` to `end` (aware, of one zone), as many as have room; at least one.

    The first is `start` itself where no round time is near it.
    """
    most = max(cells // _CELLS, 1)
    step = next((s for s in _STEPS if (end - start) / s <= most), _STEPS[-1])
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    grain = min(step, _DAY)
    first = midnight + -(-(start - midnight) // grain) * grain
    times = [first + n * step for n in range(int((end - first) / step) + 1) if end >= first]
    return _told(times or [start], step, with_year=start.year != end.year)


def _told(times: list[datetime], step: timedelta, *, with_year: bool) -> list[Tick]:
    name = long_day if with_year else day
    found, before = [], None
    for at in times:
        clock = f"{at:%H:%M}"
        if step >= _DAY:
            words = name(at) if clock == "00:00" else f"{name(at)} {clock}"
        else:
            words = clock if at.date() == before else f"{name(at)} {clock}"
        found.append(Tick(at, words, offset(at)))
        before = at.date()
    return found
