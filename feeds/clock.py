"""Clock: the one place that may ask what time it is, and its stand-in that a test turns by hand."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the replay and the screen ask."""

    def now(self) -> datetime:
        """Wall time, aware, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never goes back."""
        ...


class WallClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Wall time, aware, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that no change of the wall clock touches."""
        return time.monotonic()


class VirtualClock:
    """A clock that moves only when told: for tests, pictures and replays faster than life."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._elapsed_s = 0.0

    def now(self) -> datetime:
        """`start` plus what it was moved on."""
        return self._start + timedelta(seconds=self._elapsed_s)

    def monotonic(self) -> float:
        """Seconds it was moved on since `start`."""
        return self._elapsed_s

    def move(self, seconds: float) -> None:
        """Let `seconds` pass; not negative."""
        self._elapsed_s += seconds


def offset(wall: datetime) -> str:
    """`+04`, `+05:30`, `-03`; Greenwich is `UTC`."""
    ahead = wall.utcoffset() or timedelta()
    if not ahead:
        return "UTC"
    hours, minutes = divmod(abs(int(ahead.total_seconds())) // 60, 60)
    sign = "+" if ahead > timedelta() else "-"
    return f"{sign}{hours:02}" + (f":{minutes:02}" if minutes else "")
