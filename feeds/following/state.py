"""State: how a source is followed, and how far each of its places was read; kept in the archive."""

import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from feeds.archive import followed_place
from feeds.errors import FeedError
from feeds.fetching.pacing import Bounds, Pace, first_pace
from feeds.following.health import Health, health_record, read_health
from feeds.following.source import FollowedSource, Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Of one source."""

    health: Health
    pace: Pace

    turn: int = 0
    """Which of its addresses answered last, from 0."""

    not_before: datetime | None = None
    """Until when its server asked to be left alone (Retry-After); None where it did not."""

    holder: str = ""
    """Name of the program that asks it right now; empty for none."""

    held_until: datetime | None = None
    """When another program may take over from a holder that died."""

    def is_held(self, by: str, now: datetime) -> bool:
        """True while another program than `by` asks it."""
        return self.holder not in ("", by) and self.held_until is not None and now < self.held_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far an address or a file was read."""

    etag: str | None = None
    last_modified: str | None = None
    last_address: str | None = None
    """Of the last answer of an address: what is said back to it."""

    moved_to: str | None = None
    """Where it said to ask from now on; None where it did not."""

    sha256: str | None = None
    """Of what was read last."""

    older: str | None = None
    """The same of an older state that came back once: the next time it is believed."""

    fetch: int | None = None
    """The archive's number of that retrieval; None while nothing came."""

    sign: tuple[int, int, int] | None = None
    """Of a file: inode, bytes, nanoseconds of its last change."""

    end: int = 0
    """Bytes that were read of a file that grows."""

    lines: int = 0
    """Lines in them."""

    tail: str | None = None
    """Digest of the last of them: where it is another, the file is another too."""


def first_state(source: FollowedSource) -> State:
    """Of a source that was never asked."""
    health = Health(source=source.id, name=source.name)
    return State(health=health, pace=first_pace(bounds_of(source.interval)))


def bounds_of(interval: Interval) -> Bounds:
    """Between what its waits stay."""
    if interval.most_s is None:
        return Bounds.around(interval.usual_s)
    usual, most = interval.usual_s, interval.most_s
    longest = max(most, Bounds().failed_s)
    return Bounds(usual_s=usual, least_s=usual, most_s=most, failed_s=longest)


def state_text(state: State) -> str:
    """As the archive keeps it."""
    record: dict[str, Any] = {
        "health": health_record(state.health),
        "pace": asdict(state.pace),
        "turn": state.turn,
        "not_before": _text(state.not_before),
        "holder": state.holder,
        "held_until": _text(state.held_until),
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def read_state(text: str | None, source: FollowedSource) -> State:
    """Back again, under the source's name of today; what cannot be read begins anew."""
    if text is None:
        return first_state(source)
    try:
        record = json.loads(text)
        return State(
            health=replace(read_health(record["health"]), source=source.id, name=source.name),
            pace=Pace(**record["pace"]),
            turn=int(record["turn"]),
            not_before=_moment(record["not_before"]),
            holder=str(record["holder"]),
            held_until=_moment(record["held_until"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return first_state(source)


def health_in(text: str) -> Health | None:
    """The health alone, for whoever looks from another program; None where it cannot be read."""
    try:
        return read_health(json.loads(text)["health"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def cursor_text(cursor: Cursor) -> str:
    """As the archive keeps it; what has its default is left out."""
    record = {f.name: v for f in fields(Cursor) if (v := getattr(cursor, f.name)) != f.default}
    return json.dumps(record, separators=(",", ":"))


def read_cursor(text: str | None) -> Cursor:
    """Back again; what cannot be read begins anew: what is there already is known again."""
    if text is None:
        return Cursor()
    try:
        record = json.loads(text)
        sign = record.get("sign")
        return Cursor(**record | ({"sign": tuple(sign)} if sign else {}))
    except (ValueError, TypeError, AttributeError):
        return Cursor()


def place_of(source: FollowedSource, where: str) -> str:
    """What the cursor of an address or a file is kept under; a secret in an address is not told."""
    return followed_place(source.id, where)


def words_of(error: FeedError) -> str:
    """An error in words, without the source's name before it: that stands beside them."""
    problem, remedy = getattr(error, "problem", None), getattr(error, "remedy", None)
    return f"{problem}; {remedy}" if problem and remedy else str(error)


def due(state: State, now: datetime, bounds: Bounds, *, is_first: bool) -> timedelta:
    """How long to wait before it is asked; `is_first`: by a program that begins.

    Whoever begins wants to see what there is, as soon as the least wait since the last time allows.
    """
    moments = [now]
    if state.health.next_try and not is_first:
        moments.append(state.health.next_try)
    if is_first and state.health.tried and not state.health.is_failing:
        moments.append(state.health.tried + timedelta(seconds=bounds.least_s))
    if state.not_before:
        moments.append(state.not_before)
    return min(max(moments) - now, _LONGEST)


_LONGEST = timedelta(days=1)
"""Whatever a clock that was wrong has left behind, a source is asked within a day."""


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
