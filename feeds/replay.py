"""Replay: the playhead over a past day, driven by a clock and stopping at the entries' times."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from feeds.clock import Clock

ReplayState = Literal["playing", "paused", "ended"]

SPEEDS: tuple[float, ...] = (1, 10, 30, 60, 120, 300, 600, 1200, 3600, math.inf)
"""The steps of faster and slower: story seconds a second; infinity is one stop a frame (`max`)."""

QUIET = timedelta(minutes=5)
"""How long the story may be quiet before a replay that skips gaps jumps."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A quiet stretch of the story that was jumped: nothing was published in it."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How much story time was jumped."""
        return self.end - self.start


class Replay:
    """A playhead that plays, pauses, steps, seeks and jumps; it never passes the last stop.

    `times` are the stops (entry times), aware and sorted, at least one. The playhead is a pure
    function of the clock and of where it was last anchored: `state` is computed, not remembered.
    Stops may be a million: they are halved, never walked through nor copied. One may stand there
    several times.
    """

    def __init__(
        self,
        times: Sequence[datetime],
        clock: Clock,
        *,
        start: datetime | None = None,
        speed: float = 60,
        quiet: timedelta | None = None,
        playing: bool = True,
    ) -> None:
        self._times = times
        self._clock = clock
        self.speed = check_speed(speed)
        self.quiet = quiet or QUIET
        """Quiet story time after which a gap is jumped."""
        self.skipping = quiet is not None
        """True where quiet gaps are jumped."""
        self.at = self._inside(start or self._times[0])
        """The playhead as of the last `advance`."""
        self._wanted = playing
        self._anchor_s = clock.monotonic()
        self._anchor = self.at

    @property
    def state(self) -> ReplayState:
        """What it is doing now."""
        if self.at >= self._times[-1]:
            return "ended"
        return "playing" if self._wanted else "paused"

    def advance(self) -> Gap | None:
        """Move the playhead to where the clock says; returns a quiet gap that was jumped."""
        if self.state != "playing":
            return None
        if math.isinf(self.speed):
            self._move(self._stop_after(self.at))
            return None
        passed_s = (self._clock.monotonic() - self._anchor_s) * self.speed
        room_s = (self._times[-1] - self._anchor).total_seconds()
        reached = self._anchor + timedelta(seconds=min(passed_s, room_s))
        gap = self._gap_at(reached) if self.skipping else None
        if gap:
            self._move(gap.end)
        else:
            self.at = self._inside(reached)
        return gap

    def due_s(self) -> float | None:
        """Seconds until something can change by itself; None while it does not play."""
        if self.state != "playing":
            return None
        if math.isinf(self.speed):
            return 0.0
        return max(0.0, (self._stop_after(self.at) - self.at).total_seconds() / self.speed)

    def follow(self, times: Sequence[datetime]) -> None:
        """Go by other stops: the story has gone on. The playhead stays."""
        self._times = times

    def toggle(self) -> None:
        """Play when paused, pause when playing."""
        if self._wanted:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Go on from where the playhead stands."""
        self._move(self.at)
        self._wanted = True

    def pause(self) -> None:
        """Stand still where the playhead is."""
        self.advance()
        self._wanted = False

    def seek(self, time: datetime) -> None:
        """Put the playhead at `time` (aware), within the day."""
        self._move(time)

    def jump(self, by: timedelta) -> None:
        """Move the playhead by story time, forward or back."""
        self.advance()
        self._move(self.at + by)

    def step(self, by: int) -> None:
        """Pause, and go to the next (1) or the previous (-1) stop.

        The previous stop is the one before the newest entry shown, so that each step back hides
        one stop's entries.
        """
        self.pause()
        if by > 0:
            self._move(self._stop_after(self.at))
            return
        shown = bisect_right(self._times, self.at) - 1
        newest = self._times[max(shown, 0)]
        before = bisect_left(self._times, newest) - 1
        self._move(self._times[max(before, 0)])

    def set_speed(self, speed: float) -> None:
        """Play at `speed` from here on; 1 to 3600, or infinity."""
        self.advance()
        self.speed = check_speed(speed)
        self._move(self.at)

    def faster(self) -> None:
        """The next higher of `SPEEDS`."""
        self.set_speed(next((s for s in SPEEDS if s > self.speed), SPEEDS[-1]))

    def slower(self) -> None:
        """The next lower of `SPEEDS`."""
        self.set_speed(next((s for s in reversed(SPEEDS) if s < self.speed), SPEEDS[0]))

    def to_end(self) -> None:
        """Put the playhead at the last stop."""
        self._move(self._times[-1])

    def toggle_skipping(self) -> None:
        """Jump quiet gaps, or play through them."""
        self.advance()
        self.skipping = not self.skipping
        self._move(self.at)

    def _move(self, time: datetime) -> None:
        self.at = self._anchor = self._inside(time)
        self._anchor_s = self._clock.monotonic()

    def _inside(self, time: datetime) -> datetime:
        return min(max(time, self._times[0]), self._times[-1])

    def _stop_after(self, time: datetime) -> datetime:
        following = bisect_right(self._times, time)
        return self._times[min(following, len(self._times) - 1)]

    def _gap_at(self, reached: datetime) -> Gap | None:
        """The first gap between the playhead and `reached` whose quiet has lasted long enough."""
        position = bisect_right(self._times, self.at)
        while position < len(self._times):
            last, following = self._times[max(position - 1, 0)], self._times[position]
            quiet_until = max(last + self.quiet, self.at)
            if quiet_until >= reached:
                return None
            if quiet_until < following:
                return Gap(quiet_until, following)
            position += 1
        return None


def check_speed(speed: float) -> float:
    """`speed` itself where it is 1 to 3600 or infinity.

    Raises:
        ValueError: for any other number.
    """
    if math.isinf(speed) or 1 <= speed <= SPEEDS[-2]:
        return speed
    raise ValueError(f"speed {speed:g} is not between 1 and 3600, nor max")
