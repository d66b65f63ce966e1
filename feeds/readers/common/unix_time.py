"""Unix time: seconds or milliseconds since 1970 become a stamp, for machines write times so."""

from datetime import UTC, datetime, timedelta, tzinfo

from feeds.entry import Stamp

_START = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 20
"""Digits of a time: more are no time of any news, and slow to read."""


def unix_stamp(value: object, *, per_second: int = 1, zone: tzinfo = UTC) -> Stamp | None:
    """The stamp of a whole number, or of its digits; `per_second` is 1000 for milliseconds.

    `zone` is the clock that shows it. None for what is no number, or no time that a calendar has.
    """
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= _LONGEST:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    try:
        wall = (_START + timedelta(seconds=value / per_second)).astimezone(zone)
    except OverflowError:
        return None
    return Stamp(wall=wall.replace(tzinfo=None), zone=zone, text=str(value))
