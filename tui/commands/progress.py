"""Progress: how far a long reading is, for whoever waits at the terminal."""

import os
import sys
from typing import TextIO

from feeds.clock import Clock, WallClock
from feeds.sanitise import clean_line

PROGRESS_AFTER_S = 0.5
"""A person waits this long before it helps to say how far it is."""

BAR_EVERY_S = 0.25
BAR_CELLS = 20
NARROW = 80
"""Columns of a terminal that does not tell how many it has."""

_LEAST_NAME = 16
"""Cells below which a source's name is not cut for the sake of the bar."""

_LEAST_BAR = 5


class Progress:
    """How far the reading is, on standard error, where somebody is there to see it."""

    def __init__(self) -> None:
        self._clock = WallClock()
        self._started_s = self._clock.monotonic()
        self._shown = False

    def report(self, stage: str, done: int) -> None:
        """Say that `stage` has done so many, once it is worth saying."""
        waited_s = self._clock.monotonic() - self._started_s
        if sys.stderr.isatty() and waited_s > PROGRESS_AFTER_S:
            count = f" {done:,}" if done else ""
            room = _columns(sys.stderr) - len(count) - 5
            sys.stderr.write(f"\r\x1b[K{_end_of(clean_line(stage), room)}{count} ...")
            sys.stderr.flush()
            self._shown = True

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")


class Bar:
    """A line that says how much is done, how fast, and how long the rest will take."""

    def __init__(self, clock: Clock | None = None, stream: TextIO | None = None) -> None:
        self._clock = clock or WallClock()
        self._stream = stream or sys.stderr
        self._started_s = self._clock.monotonic()
        self._last_s = self._started_s
        self._shown = False

    def show(self, what: str, *, count: int, unit: str, done: int, total: int | None) -> None:
        """Draw it, a few times a second, where somebody is there to see it.

        `count` of `unit` is what is said; `done` of `total` is what the rest is reckoned from, None
        where nobody knows.
        """
        now_s = self._clock.monotonic()
        if not self._stream.isatty() or now_s - self._last_s < BAR_EVERY_S:
            return
        self._last_s = now_s
        words = bar_words(
            clean_line(what),
            count=count,
            unit=unit,
            done=done,
            total=total,
            taken_s=now_s - self._started_s,
            columns=_columns(self._stream) - 1,
        )
        self._stream.write(f"\r\x1b[K{words}")
        self._stream.flush()
        self._shown = True

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._shown = False


def bar_words(
    what: str,
    *,
    count: int,
    unit: str,
    done: int,
    total: int | None,
    taken_s: float,
    columns: int = NARROW,
) -> str:
    """`feed.jsonl  ######......  52 %  1,200 entries  410 a second  3 s left`, on one line.

    Where that is short the bar is, then the name: its beginning goes.
    """
    said = [f"{count:,} {unit}", f"{count / taken_s:,.0f} a second" if taken_s else ""]
    share = min(done / total, 1) if total else None
    if share is not None:
        left = f"{_duration(taken_s * (1 - share) / share)} left" if share else ""
        said = [f"{share:.0%}", *said, left]
    told = "  ".join(filter(None, said))
    room = columns - len(told) - 2
    bar = _bar(share, room - min(len(what), _LEAST_NAME) - 2) if share is not None else ""
    return f"{_end_of(what, room - len(bar))}  {bar}{told}"


def _bar(share: float, room: int) -> str:
    """How much is done, in as many cells as there are, and two blanks; nothing in a few."""
    cells = min(BAR_CELLS, room)
    filled = round(share * cells)
    return "#" * filled + "." * (cells - filled) + "  " if cells >= _LEAST_BAR else ""


def _end_of(name: str, cells: int) -> str:
    """The end of a clean name in so many cells: of a path that is the file."""
    from rich.cells import cell_len  # noqa: PLC0415 - only where somebody waits at a terminal

    if cell_len(name) <= cells:
        return name
    while name and cell_len(name) > cells - 3:
        name = name[1:]
    return f"...{name}"


def _columns(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or NARROW
    except (OSError, ValueError):
        return NARROW


def _duration(seconds: float) -> str:
    """`8 s`, `3 min`, `2 h 5 min`."""
    minutes, hours = round(seconds / 60), int(seconds // 3600)
    if seconds < 60:  # noqa: PLR2004 - a minute
        return f"{seconds:.0f} s"
    return f"{hours} h {minutes - 60 * hours} min" if hours else f"{minutes} min"
