"""Health: how each source fares, and who is silent for longer than is their habit. Pure values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

MOST_CAME = 200
"""Times of entries that are remembered of a source, to know its habit by."""

FEWEST_GAPS = 5
"""Between entries, from which on they make a habit."""

NEAR_HOURS = 3
"""A night is no noon: first the gaps that began at this time of day, so many hours about."""

LEFT_OUT = "left out: "
"""How `Health.odd` begins where something was lost by it."""

UNUSUAL = 6.0
"""Times the habit, from which on silence is unusual: entries that come by chance leave a gap as
long once in 64."""

SHORTEST_SILENCE = timedelta(minutes=15)
"""No shorter silence is unusual."""

_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How one source fares."""

    source: str
    """Its id."""

    name: str
    """As shown."""

    tried: datetime | None = None
    """When it was last asked; None for never. All times are aware, UTC."""

    succeeded: datetime | None = None
    """When it last answered, with or without anything new."""

    came: datetime | None = None
    """When something new last came from it."""

    newest: datetime | None = None
    """The time of its newest entry, as published."""

    next_try: datetime | None = None
    """When it is asked again; None for never, and for what is watched and not asked."""

    failing_since: datetime | None = None
    """When its failures began; None while it answers."""

    failures: int = 0
    """In a row; 0 while it answers."""

    error: str = ""
    """What the last one was, in words with what to do; empty while it answers."""

    note: str = ""
    """What else should be known, while it answers: that it has moved, that an older copy came."""

    odd: str = ""
    """What was odd in what was read of it last, or left out; empty where nothing was. Of what is
    read in parts: in all that was read since its beginning."""

    odd_more: tuple[str, ...] = ()
    """The next of them, as many as are kept beside a source."""

    odd_count: int = 0
    """How many such things there are."""

    odd_of: str = ""
    """The file that they are in."""

    requests: int = 0
    """How often it was asked, ever."""

    wire_bytes: int = 0
    """Bytes of bodies that came over the wire, ever."""

    entries: int = 0
    """New entries, ever."""

    revisions: int = 0
    """Further versions of entries, ever."""

    times: tuple[int, ...] = ()
    """When its last entries were published, in minutes since 1970, sorted."""

    @property
    def odd_words(self) -> str:
        """What was odd, and how much more."""
        more = f"; {self.odd_count - 1:,} more" if self.odd_count > 1 else ""
        return f"{self.odd}{more}"

    @property
    def odd_lines(self) -> tuple[str, ...]:
        """Each that is kept, and how many more there were."""
        kept = (self.odd, *self.odd_more)
        more = self.odd_count - len(kept)
        return (*kept, *([f"{more:,} more, which are not kept"] if more > 0 else []))

    @property
    def has_lost(self) -> bool:
        """True where something in what was read of it last was left out."""
        return self.odd.startswith(LEFT_OUT)

    @property
    def is_failing(self) -> bool:
        """True from a failure to the next answer."""
        return self.failures > 0


def not_odd(health: Health) -> Health:
    """The same, nothing odd in what was read."""
    return replace(health, odd="", odd_more=(), odd_count=0, odd_of="")


def failed(health: Health, at: datetime, words: str, *, wire_bytes: int = 0) -> Health:
    """After a failure at `at`."""
    return replace(
        health,
        tried=at,
        failures=health.failures + 1,
        failing_since=health.failing_since or at,
        error=words,
        requests=health.requests + 1,
        wire_bytes=health.wire_bytes + wire_bytes,
    )


def answered(health: Health, at: datetime, *, wire_bytes: int = 0, note: str = "") -> Health:
    """After an answer at `at`, whatever was in it."""
    return replace(
        health,
        tried=at,
        succeeded=at,
        failures=0,
        failing_since=None,
        error="",
        note=note,
        requests=health.requests + 1,
        wire_bytes=health.wire_bytes + wire_bytes,
    )


def brought(
    health: Health, at: datetime, *, new: int, revised: int, times: Iterable[datetime]
) -> Health:
    """After entries came at `at`; `times` are those of the new ones, as published."""
    if not new and not revised:
        return health
    minutes = sorted({int(t.timestamp()) // 60 for t in times} | set(health.times))
    newest = max((*times, *((health.newest,) if health.newest else ())), default=None)
    return replace(
        health,
        came=at,
        newest=newest,
        entries=health.entries + new,
        revisions=health.revisions + revised,
        times=tuple(minutes[-MOST_CAME:]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """For how long a source has said nothing, against its own habit."""

    source: str
    name: str

    since: datetime
    """When it last spoke: the newest entry's time."""

    quiet: timedelta

    habit: timedelta | None
    """Its median gap at this time of day; None where it has said too little to have one."""

    @property
    def times_habit(self) -> float | None:
        """How many of its habitual gaps the silence is long; None without a habit."""
        return self.quiet / self.habit if self.habit else None

    @property
    def is_unusual(self) -> bool:
        """True where it is worth a look."""
        long = self.times_habit
        return long is not None and long >= UNUSUAL and self.quiet >= SHORTEST_SILENCE


def silence_in(source: str, name: str, times: Sequence[int], now: datetime) -> Silence | None:
    """The silence of whoever spoke at these minutes since 1970, sorted; None for never."""
    if not times:
        return None
    since = min(datetime.fromtimestamp(times[-1] * 60, UTC), now)
    habit = habit_of(times, now)
    return Silence(source=source, name=name, since=since, quiet=now - since, habit=habit)


def by_silence(silences: Iterable[Silence]) -> tuple[Silence, ...]:
    """The most unusual first, those without a habit last."""
    return tuple(sorted(silences, key=lambda s: (-(s.times_habit or -1.0), -s.quiet, s.source)))


def habit_of(times: Sequence[int], now: datetime) -> timedelta | None:
    """The median gap between entries (minutes since 1970, sorted) that began about this hour.

    None where there are too few; then gaps of all hours are asked first.
    """
    minute = int(now.timestamp()) // 60 % _DAY_MINUTES
    gaps = [(start, end - start) for start, end in pairwise(times)]
    near = [gap for start, gap in gaps if _apart(start % _DAY_MINUTES, minute) <= NEAR_HOURS * 60]
    found = near if len(near) >= FEWEST_GAPS else [gap for _, gap in gaps]
    if len(found) < FEWEST_GAPS:
        return None
    return timedelta(minutes=max(median(found), 1))


def _apart(one: int, other: int) -> int:
    """Minutes between two times of day, the shorter way round."""
    ahead = (one - other) % _DAY_MINUTES
    return min(ahead, _DAY_MINUTES - ahead)


def health_record(health: Health) -> dict[str, Any]:
    """As JSON takes it; what has its default is left out."""
    record: dict[str, Any] = {}
    for one in fields(Health):
        value = getattr(health, one.name)
        if value != one.default:
            record[one.name] = value.isoformat() if isinstance(value, datetime) else value
    return record


def read_health(record: dict[str, Any]) -> Health:
    """Back again; unknown keys, of a newer nightdesk, are passed over.

    Raises:
        ValueError: it is none.
    """
    known = {one.name: record[one.name] for one in fields(Health) if one.name in record}
    try:
        for name in _TIMES:
            if name in known:
                known[name] = datetime.fromisoformat(known[name]).astimezone(UTC)
        known["times"] = tuple(int(minute) for minute in known.get("times", ()))
        known["odd_more"] = tuple(str(words) for words in known.get("odd_more", ()))
        return Health(**known)
    except (TypeError, KeyError) as error:
        raise ValueError(f"is no state of a source ({error})") from error


_TIMES = ("tried", "succeeded", "came", "newest", "next_try", "failing_since")
