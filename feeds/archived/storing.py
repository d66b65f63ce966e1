"""Storing: another process works out what takes long and keeps it, so that no key waits for it."""

import sys
import threading
from collections.abc import Callable, Sequence

from feeds.clock import Clock
from feeds.tied import Tied

REST = 10
"""How many times as long as the last one took nothing is stored again: live sources have a claim
every minute."""

Stored = Callable[[bool], None]


class Storing:
    """One process at a time."""

    def __init__(self, path: str, clock: Clock, stored: Stored, stores: bool) -> None:
        """`stored` is told, in another thread, that one has ended, and whether it went well.

        Unless it `stores` nothing ever begins.
        """
        self._path = path
        self._clock = clock
        self._stored = stored
        self._tied: Tied | None = None
        self._next_s = float("-inf")
        self._lock = threading.Lock()
        self._is_closed = not stores

    def want(self) -> None:
        """Begin, unless one is at work, or has just been."""
        with self._lock:
            is_due = self._clock.monotonic() >= self._next_s
            if self._tied is not None or self._is_closed or not is_due:
                return
            self._tied = Tied(self._command)
        threading.Thread(target=self._wait, args=(self._tied,), daemon=True).start()

    def _command(self, pipe: str) -> Sequence[str]:
        return (sys.executable, "-m", "feeds.archived.apart", self._path, pipe)

    def _wait(self, tied: Tied) -> None:
        began = self._clock.monotonic()
        went_well = tied.process.wait() == 0
        with self._lock:
            self._tied = None
            tied.let_go()
            now = self._clock.monotonic()
            self._next_s = now + REST * (now - began)
            is_closed = self._is_closed
        if not is_closed:
            self._stored(went_well)

    def close(self) -> None:
        """End it: what was written stays, and is gone on with the next time."""
        with self._lock:
            self._is_closed = True
            if self._tied is not None:
                self._tied.process.terminate()
