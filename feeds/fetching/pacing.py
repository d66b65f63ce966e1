"""Pacing: when a source is asked again. Arithmetic alone: no clock, no network.

A story that moves is asked more often, a quiet one less, both within bounds. One that fails is left
alone longer each time (exponential back-off, with jitter, so that many do not come back at once).
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Literal

Outcome = Literal["new", "same", "failed", "gone"]
"""What came of asking: new or changed entries; nothing new; an error; the address is no more."""

FASTER, SLOWER = 0.5, 1.2
"""By what the interval is multiplied after something new, and after nothing new."""

JITTER = 0.1
"""Share of the wait that chance adds or takes away."""

MOST_JITTER_S = 30.0
"""The most that chance adds to a wait."""

FAILED_S = 900.0
"""The longest wait after failures, unless a source or its server asks for a longer one."""

_MOST_DOUBLINGS = 32
"""More of them say nothing: every cap is reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Between what the waits of a source stay; all in seconds."""

    usual_s: float = 120.0
    """The interval to begin with: the source's own setting."""

    least_s: float = 30.0
    """While a story moves, never shorter than this."""

    most_s: float = 600.0
    """While it is quiet, never longer than this."""

    failed_s: float = FAILED_S
    """While it fails, never longer than this, unless the server asks for more."""

    def __post_init__(self) -> None:
        if not 0 < self.least_s <= self.usual_s <= self.most_s <= self.failed_s:
            raise ValueError("bounds must rise: 0 < least_s <= usual_s <= most_s <= failed_s")

    @classmethod
    def around(cls, interval_s: float) -> "Bounds":
        """A quarter of the interval to twice it, the least no shorter than 15 seconds.

        Twice: an unchanged page costs a server 200 bytes, and a desk that waits longer loses more.
        """
        least = min(interval_s, max(interval_s / 4, 15.0))
        most = interval_s * 2
        return cls(usual_s=interval_s, least_s=least, most_s=most, failed_s=max(most, FAILED_S))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a source is asked at present; kept between starts of the program."""

    interval_s: float
    """Seconds between two requests, while nothing fails."""

    failures: int = 0
    """Errors in a row; 0 after an answer."""


def first_pace(bounds: Bounds) -> Pace:
    """Of a source that was never asked."""
    return Pace(interval_s=bounds.usual_s)


def next_pace(pace: Pace, outcome: Outcome, bounds: Bounds) -> Pace:
    """The pace after asking once more. Bounds may have changed since `pace` was kept."""
    if outcome == "failed":
        return replace(pace, failures=min(pace.failures + 1, _MOST_DOUBLINGS))
    if outcome == "gone":
        return replace(pace, failures=_MOST_DOUBLINGS)
    interval = pace.interval_s * (FASTER if outcome == "new" else SLOWER)
    return Pace(interval_s=_within(interval, bounds))


def wait_s(
    pace: Pace,
    bounds: Bounds,
    chance: Random,
    *,
    max_age: timedelta | None = None,
    retry_after: timedelta | None = None,
) -> float:
    """Seconds from the end of a request to the start of the next.

    `max_age` (RFC 9111) holds as far as the bounds allow: a server that calls its page fresh for a
    day does not blind the desk. `retry_after` (RFC 9110, 10.2.3) holds whatever the bounds say.
    """
    least, most = bounds.least_s, bounds.failed_s if pace.failures else bounds.most_s
    planned = back_off_s(pace, bounds)
    if max_age is not None:
        least = min(max(least, max_age.total_seconds()), bounds.most_s)
    spread = min(planned * JITTER, MOST_JITTER_S)
    wait = min(max(planned + chance.uniform(-spread, spread), least), most)
    if retry_after is None:
        return wait
    asked = max(retry_after.total_seconds(), 0.0)
    return max(wait, asked + chance.uniform(0.0, min(asked * JITTER, MOST_JITTER_S)))


def back_off_s(pace: Pace, bounds: Bounds) -> float:
    """Seconds to wait, chance left out: the interval, doubled at each failure after the first."""
    interval = _within(pace.interval_s, bounds)
    doublings = min(max(pace.failures - 1, 0), _MOST_DOUBLINGS)
    longest = bounds.failed_s if pace.failures else bounds.most_s
    return min(interval * 2.0**doublings, longest)


def _within(interval_s: float, bounds: Bounds) -> float:
    return min(max(interval_s, bounds.least_s), bounds.most_s)
