"""Dating: the stamps of a list of updates gain the days that their lines leave out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from feeds.entry import Stamp
from feeds.errors import Problem
from feeds.readers.common.stamps import LEAP_YEAR, LineStamp

MIDNIGHT_JUMP = timedelta(hours=6)
"""A clock that jumps against the list's direction by more has passed midnight; smaller reversals
are posts out of order (formats.md 4)."""

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stamp in a list, and where it stands."""

    stamp: LineStamp
    line: int
    """Line in the document, from 1."""

    start: int = 0
    end: int = 0
    """Where the line begins and ends in the text."""

    is_heading: bool = False
    """True where it only dates what follows."""


def date_marks(
    marks: Sequence[Mark], *, page_day: date | None, given: date | None, source: str
) -> tuple[list[Stamp | None], list[Problem]]:
    """A Stamp for each mark that is no heading (None where it cannot be dated), and what was odd.

    A clock alone is on the day of the last heading or dated stamp above it, else on `page_day`,
    else on `given` (`--date`). Where no second heading shows where midnight was, the clocks do.
    """
    near = page_day or next((m.stamp.day for m in marks if m.stamp.day), None) or given
    days = [whole_day(mark.stamp, near) for mark in marks]
    step = direction([m.stamp for m in marks if not m.is_heading])
    rolls = len({day for day in days if day}) <= 1
    current = page_day or given or _before_first_heading(days, step)
    stamps: list[Stamp | None] = []
    crossed: list[int] = []
    before: time | None = None
    for mark, day in zip(marks, days, strict=True):
        if day is None and rolls and current and _is_past_midnight(before, mark.stamp.clock, step):
            current = _moved(current, step)
            crossed.append(mark.line)
        current = day or current
        before = None if mark.is_heading else mark.stamp.clock or before
        if not mark.is_heading:
            stamps.append(mark.stamp.stamp(current))
    return stamps, _problems(marks, stamps, crossed, source)


def whole_day(stamp: LineStamp, near: date | None) -> date | None:
    """The day of a stamp; where the year is left out, the one nearest to `near`."""
    if stamp.month_day is None or near is None:
        return stamp.day
    days = []
    for year in (near.year, near.year - 1, near.year + 1):
        try:
            days.append(date(year, *stamp.month_day))
        except ValueError:  # 29 February, or a year that no calendar has
            continue
    return min(days, key=lambda day: abs(day - near), default=None)


def direction(stamps: Sequence[LineStamp]) -> int:
    """-1 where most steps down a page go back in time, else 1.

    Where the steps decide nothing, the first and the last clock do; a tie is newest first, as most
    pages are.
    """
    votes = sum(step_sign(above, below) for above, below in pairwise(stamps))
    clocks = [stamp.clock for stamp in stamps if stamp.clock]
    return 1 if votes > 0 or (votes == 0 and clocks and clocks[0] < clocks[-1]) else -1


def step_sign(above: LineStamp, below: LineStamp) -> int:
    """-1 for a step back in time, 1 for one forward, 0 where that cannot be told.

    Between clocks alone it is the shorter way round the dial, and only where that is short.
    """
    dated = above.day is not None and below.day is not None
    if not dated and (above.clock is None or below.clock is None):
        return 0
    first, second = (
        datetime.combine((dated and s.day) or date(LEAP_YEAR, 1, 1), s.clock or time())
        for s in (above, below)
    )
    step = second - first
    if not dated:
        step = (step + A_DAY / 2) % A_DAY - A_DAY / 2
        if abs(step) > MIDNIGHT_JUMP:
            return 0
    return (step > timedelta()) - (step < timedelta())


def _before_first_heading(days: Sequence[date | None], step: int) -> date | None:
    """The day of clocks that stand above the first day printed."""
    first = next((day for day in days if day), None)
    return _moved(first, -step) if first else None


def _moved(day: date, step: int) -> date:
    try:
        return day + timedelta(days=step)
    except OverflowError:  # the calendar ends here
        return day


def _is_past_midnight(before: time | None, now: time | None, step: int) -> bool:
    if before is None or now is None:
        return False
    jump = datetime.combine(date.min, now) - datetime.combine(date.min, before)
    return jump * step < -MIDNIGHT_JUMP


def _problems(
    marks: Sequence[Mark],
    stamps: Sequence[Stamp | None],
    crossed: Sequence[int],
    source: str,
) -> list[Problem]:
    found = []
    undated: list[int] = []
    entries = [mark for mark in marks if not mark.is_heading]
    for mark, stamp in zip(entries, stamps, strict=True):
        wrong = mark.stamp.wrong
        if wrong and stamp is None:
            what = f"{wrong} ({mark.stamp.text!r}); the update is kept, undated"
            found.append(Problem(source=source, line=mark.line, what=what))
        elif wrong:
            found.append(Problem(source=source, line=mark.line, what=wrong, lost=False))
        elif stamp is None:
            undated.append(mark.line)
    if undated:
        what = f"updates with a time and no date: {len(undated)}; kept, undated: give it (--date)"
        found.append(Problem(source=source, line=undated[0], what=what))
    if crossed:
        what = "the page prints no date here; the clocks show that midnight has passed"
        found += [Problem(source=source, line=line, what=what, lost=False) for line in crossed]
    return found
