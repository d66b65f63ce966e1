"""Progress: how far a long reading is, for whoever waits at the terminal."""

import sys
from typing import TextIO

from feeds.clock import Clock, WallClock
from feeds.sanitise import clean_line

PROGRESS_AFTER_S = 0.5
"""A person waits this long before it helps to say how far it is."""

BAR_EVERY_S = 0.25
BAR_CELLS = 20


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
            sys.stderr.write(f"\r\x1b[K{clean_line(stage)}{count} ...")
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
            what, count=count, unit=unit, done=done, total=total, taken_s=now_s - self._started_s
        )
        self._stream.write(f"\r\x1b[K{clean_line(words)}")
        self._stream.flush()
        self._shown = True

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._shown = False


def bar_words(
    what: str, *, count: int, unit: str, done: int, total: int | None, taken_s: float
) -> str:
    """`feed.jsonl  ######......  52 %  1,200 entries  410 a second  3 s left`."""
    said = [f"{count:,} {unit}", f"{count / taken_s:,.0f} a second" if taken_s else ""]
    if total:
        share = min(done / total, 1)
        filled = round(share * BAR_CELLS)
        left_s = taken_s * (1 - share) / share if share else None
        said = [
            "#" * filled + "." * (BAR_CELLS - filled),
            f"{share:.0%}",
            *said,
            "" if left_s is None else f"{_duration(left_s)} left",
        ]
    return "  ".join([what, *filter(None, said)])


def _duration(seconds: float) -> str:
    """`8 s`, `3 min`, `2 h 5 min`."""
    minutes, hours = round(seconds / 60), int(seconds // 3600)
    if seconds < 60:  # noqa: PLR2004 - a minute
        return f"{seconds:.0f} s"
    return f"{hours} h {minutes - 60 * hours} min" if hours else f"{minutes} min"
