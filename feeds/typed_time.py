"""Typed time: what a person types as a time or a day, read with the story's own day as default."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from feeds.errors import UsageError

LONGEST = 64
"""Characters: nobody types more, and the parser is slow on rubbish."""

_SIGNED = re.compile(r"\b(?:GMT|UTC)\s*([+-]\d{1,2}(?::?\d{2})?)\b", re.IGNORECASE)
_BARE_OFFSET = re.compile(r"([+-])(\d)(?::(\d{2}))?$")


@dataclass(frozen=True, slots=True)
class TypedTime:
    """A time as typed: parts that were not typed are None."""

    text: str
    day: date | None
    """The day; None where only a clock was typed."""
    clock: time | None
    """The clock; None where only a day was typed."""
    zone: tzinfo | None
    """The zone; None where none was typed."""

    def resolve(self, zone: tzinfo, default_day: date, *, at_end: bool) -> datetime:
        """The moment, aware, UTC: in `zone` where none was typed.

        A clock alone is on `default_day`; a day alone is its first moment, or its last second
        with `at_end`.

        Raises:
            UsageError: the calendar has no such moment, or no clock is so far from Greenwich.
        """
        alone = time(23, 59, 59) if at_end else time(0)
        clock = alone if self.clock is None else self.clock
        wall = datetime.combine(self.day or default_day, clock)
        if not date.min.year < wall.year < date.max.year:
            raise UsageError(f"the time {self.text!r} is at the calendar's edge; no news is there")
        try:
            return wall.replace(tzinfo=self.zone or zone).astimezone(UTC)
        except ValueError:
            raise UsageError(_remedy(self.text)) from None


def read_time(text: str, default_day: date | None = None) -> TypedTime:
    """Read "21:10", "13 Sep 2022 21:10", "14 sep 00:30", ISO 8601; `default_day` lends a year.

    `GMT+4` means four hours ahead of Greenwich, as people write it.

    Raises:
        UsageError: it is no time, or too long to be one.
    """
    typed = _BARE_OFFSET.sub(_two_digits, _SIGNED.sub(r"\1", text.strip()))
    if not typed or len(typed) > LONGEST:
        raise UsageError(_remedy(text))
    lent = default_day or date(2000, 1, 1)
    # Read twice over two defaults that differ in every part: what differs was not typed.
    first = _parse(typed, text, datetime.combine(lent, time(0)))
    other_day = lent + timedelta(days=1)
    second = _parse(typed, text, datetime.combine(other_day, time(13, 27, 41)))
    typed_clock = first.time() == second.time() or first.hour == second.hour
    typed_day = first.date() == second.date()
    clock = first.timetz().replace(tzinfo=None) if typed_clock else None
    return TypedTime(text, first.date() if typed_day else None, clock, first.tzinfo)


def read_day(text: str) -> date:
    """Read a day: "2022-09-13", "13 Sep 2022".

    Raises:
        UsageError: it is no day.
    """
    typed = read_time(text)
    if typed.day is None:
        raise UsageError(f"{text!r} names no day; write 2022-09-13 or 13 Sep 2022")
    return typed.day


def _parse(typed: str, text: str, default: datetime) -> datetime:
    try:
        return datetime.fromisoformat(typed) if _is_iso(typed) else _parse_words(typed, default)
    except (ValueError, OverflowError):
        raise UsageError(_remedy(text)) from None


def _is_iso(typed: str) -> bool:
    return bool(re.match(r"\d{4}-\d{2}-\d{2}[T ]\d", typed))


def _parse_words(typed: str, default: datetime) -> datetime:
    from dateutil import parser  # noqa: PLC0415 - costs 25 ms, and most commands type no time

    found = parser.parse(typed, default=default, dayfirst=True, ignoretz=False)
    assert isinstance(found, datetime)
    return found


def _two_digits(offset: re.Match[str]) -> str:
    sign, hours, minutes = offset.groups()
    return f"{sign}0{hours}:{minutes or '00'}"


def _remedy(text: str) -> str:
    shown = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return f"{shown!r} is no time; write 21:10, 13 Sep 2022 21:10 or 2022-09-13T21:10+04:00"
