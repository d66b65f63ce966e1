"""Freshness: what a server says of time in its headers; nonsense is as good as nothing."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=1)
"""The longest that a server may have itself left alone; a longer wait is cut down to it, and said:
a slip, or malice, would blind the desk for good."""

AHEAD, BEHIND = timedelta(minutes=5), timedelta(days=1)
"""How far a server's clock may be off before it is said. Behind may be a copy that is kept."""

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?([0-9]{1,9})(?![0-9])", re.IGNORECASE)
_NOT_KEPT = re.compile(r"(?:^|[,\s])no-(?:cache|store)\s*(?:$|,)", re.IGNORECASE)
_SECONDS = re.compile(r"\s*([0-9]{1,12})\s*")
_LONGEST_DATE = 64
_MOST_SECONDS = 366 * 24 * 3600

Headers = Mapping[str, str]
"""By name in small letters."""


def retry_after(headers: Headers, now: datetime) -> timedelta | None:
    """How long it asks to be left alone (RFC 9110, 10.2.3: seconds, or a date); None: not said.

    A date is counted from the server's own clock where it says that, so that a wrong clock there
    does no harm. At most `LONGEST`.
    """
    asked = asked_to_wait(headers, now)
    return None if asked is None else min(asked, LONGEST)


def asked_to_wait(headers: Headers, now: datetime) -> timedelta | None:
    """The same as it was asked, up to a year."""
    said = headers.get("retry-after", "")
    seconds = _SECONDS.fullmatch(said)
    if seconds:
        return timedelta(seconds=min(int(seconds[1]), _MOST_SECONDS))
    until = _date(said)
    if until is None:
        return None
    wait = until - (_date(headers.get("date", "")) or now)
    return min(max(wait, timedelta(0)), timedelta(seconds=_MOST_SECONDS))


def max_age(headers: Headers, now: datetime) -> timedelta | None:
    """How long the answer stays fresh from now on (RFC 9111, 4.2.1); None where nothing is said."""
    said = headers.get("cache-control", "")
    if _NOT_KEPT.search(said):
        return timedelta(0)
    found = _MAX_AGE.search(said)
    if found:
        whole = timedelta(seconds=min(int(found[1]), _MOST_SECONDS))
    else:
        until = _date(headers.get("expires", ""))
        if until is None:
            return None
        whole = until - (_date(headers.get("date", "")) or now)
    return max(whole - _age(headers), timedelta(0))


def clock_notice(headers: Headers, now: datetime) -> str | None:
    """Where the server's clock is wrong, or ours: the words for it."""
    said = _date(headers.get("date", ""))
    if said is None:
        return None
    off = (said - now) + _age(headers)
    if -BEHIND <= off <= AHEAD:
        return None
    way = "ahead of" if off > timedelta(0) else "behind"
    return f"the server's clock is {_words(abs(off))} {way} this machine's; one of them is wrong"


def _age(headers: Headers) -> timedelta:
    """How long a copy was kept on the way (RFC 9111, 5.1)."""
    seconds = _SECONDS.fullmatch(headers.get("age", ""))
    return timedelta(seconds=min(int(seconds[1]), _MOST_SECONDS)) if seconds else timedelta(0)


def _date(text: str) -> datetime | None:
    if not text or len(text) > _LONGEST_DATE:
        return None
    try:
        found = parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _words(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    if days:
        return f"{days:,} day{'s' * (days != 1)}"
    hours, minutes = divmod(rest, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
