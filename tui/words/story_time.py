"""Story time in words: the drawing code's one way from aware UTC to a clock with its zone."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

from feeds.clock import offset
from feeds.entry import TimeBasis

ZoneMode = Literal["source", "local", "utc"]
"""Whose clock is shown: the source's own, the machine's, or Greenwich."""

_NEXT: dict[ZoneMode, ZoneMode] = {"source": "local", "local": "utc", "utc": "source"}

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Not strftime's: those follow the machine's language."""

UNDATED = "undated"

_MINUTE = timedelta(minutes=1)

_BASIS: dict[TimeBasis, str] = {
    "stamped": "as stamped by the source",
    "zone-assumed": "zone assumed: the stamp names none",
    "no-earlier": "no earlier than this: the page gives no time, its id says when it was begun",
    "day": "the source gives the day alone",
    "page": "time of the page's newest entry",
    "placed": "day given by you: the source has no date",
    "received": "when it was first fetched: the source gives no time that can be",
    "undated": "the source gives no time",
}


NOT_ITS_OWN: frozenset[TimeBasis] = frozenset({"no-earlier", "received"})
"""Of a time to the minute that the source did not give."""


def next_zone(mode: ZoneMode) -> ZoneMode:
    """The mode after `mode`, round and round."""
    return _NEXT[mode]


def in_zone(
    time: datetime, *, mode: ZoneMode, source_zone: tzinfo | None, local: tzinfo | None
) -> datetime:
    """`time` on the clock that `mode` names; UTC where the source's zone is not known.

    `local` None is the machine's own zone, asked of the operating system.
    """
    if mode == "local":
        return time.astimezone(local)
    return time.astimezone(source_zone if mode == "source" and source_zone else UTC)


def show(
    time: datetime | None,
    *,
    mode: ZoneMode,
    source_zone: tzinfo | None,
    local: tzinfo | None = None,
    basis: TimeBasis = "stamped",
    with_date: bool = True,
) -> str:
    """`13 Sep 21:09 +04`; never a time without its zone.

    A question mark after the zone says that the zone is assumed, or the time no earlier than this,
    or not the source's own (`basis_words` says it in full); where only the day is known it stands
    alone, and says so where `--date` gave it.
    """
    if time is None or basis == "undated":
        return UNDATED
    wall = in_zone(time, mode=mode, source_zone=source_zone, local=local)
    if basis in ("day", "placed"):
        return f"{day(wall)}, placed" if basis == "placed" else day(wall)
    sign = "?" if basis == "zone-assumed" or basis in NOT_ITS_OWN else ""
    clock = f"{wall:%H:%M} {offset(wall)}{sign}"
    return f"{day(wall)} {clock}" if with_date else clock


def day(wall: datetime) -> str:
    """`13 Sep`."""
    return f"{wall.day} {_MONTHS[wall.month - 1]}"


def long_day(wall: datetime) -> str:
    """`13 Sep 2022`."""
    return f"{day(wall)} {wall.year}"


def short_offset(wall: datetime) -> str:
    """`+04`, `+5½`, `UTC`: an offset in three cells."""
    words = offset(wall)
    hours, _, minutes = words.partition(":")
    if not minutes:
        return words
    return f"{hours[0]}{int(hours[1:])}{'½' if minutes == '30' else '¾'}"


def zone_words(
    time: datetime, *, mode: ZoneMode, source_zone: tzinfo | None, local: tzinfo | None = None
) -> str:
    """Whose clock it is, for the top bar: `source +04`, `local +01`, `UTC`."""
    if mode == "utc" or (mode == "source" and source_zone is None):
        return "UTC"
    return f"{mode} {offset(in_zone(time, mode=mode, source_zone=source_zone, local=local))}"


def basis_words(basis: TimeBasis) -> str:
    """How the time came about, for the detail pane."""
    return _BASIS[basis]


def span(length: timedelta) -> str:
    """`1 h 17 min`, `3 d 2 h`, `12 min`; less than a minute is `0 min`."""
    minutes = abs(int(length.total_seconds())) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min"


def age(as_of: datetime | None, at: datetime | None) -> str:
    """How old a figure is at the playhead: `1 h 17 min old`; empty where either is not known.

    Less than a minute ahead is `0 min old`: live, the playhead is told by the minute.
    """
    if as_of is None or at is None:
        return ""
    is_old = as_of - at < _MINUTE
    return f"{span(at - as_of)} old" if is_old else f"{span(as_of - at)} ahead"


def age_before(
    as_of: datetime | None,
    at: datetime | None,
    *,
    mode: ZoneMode,
    source_zone: tzinfo | None,
    local: tzinfo | None = None,
) -> str:
    """`1 h 17 min before 21:10 +04`; empty where either is not known."""
    if as_of is None or at is None:
        return ""
    now = show(at, mode=mode, source_zone=source_zone, local=local, with_date=False)
    return f"{span(at - as_of)} {'before' if as_of <= at else 'after'} {now}"
