"""Progress: how far a long reading is, for whoever waits at the terminal."""

import sys

from feeds.clock import WallClock
from feeds.sanitise import clean_line

PROGRESS_AFTER_S = 0.5
"""A person waits this long before it helps to say how far it is."""


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
