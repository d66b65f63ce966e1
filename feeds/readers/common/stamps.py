"""Stamps: what a line of text says about when, by explicit patterns and never by guessing.

A line is a stamp only when it is nothing else, or when a separator divides it from what follows:
a clock inside prose is no stamp. dateutil is kept away from feed text: it turns "49 killed" into
the year 2049, and GMT+4 into four hours behind Greenwich.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from feeds.entry import Stamp
from feeds.readers.common.stamp_patterns import BRACKETED, LIKELY, LINE, MONTHS
from feeds.readers.common.zones import WIDEST_HOURS, zone_named

LONGEST = 120
"""Characters of a line in which a stamp is looked for: none is longer."""

LEAP_YEAR = 2000
"""A year that has every day."""

NOON = 12
MONTHS_A_YEAR = 12

_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\t", " "))
_A_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}\b")
_UNIX_DATE = re.compile(
    r"[A-Z][a-z]{2}\s+(?P<month>[A-Z][a-z]{2})\s+(?P<day>\d{1,2})\s+(?P<clock>\d{2}:\d{2}:\d{2})"
    r"\s+(?P<zone>[A-Z]{1,5}|[+-]\d{4})\s+(?P<year>\d{4})$"
)
"""Fri Apr 28 19:20:36 CEST 2023, as `date` and Java print times."""

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_DAY_LENGTH = len("2022-09-13")
_NO_TIME, _WIDEST = timedelta(), timedelta(hours=WIDEST_HOURS)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineStamp:
    """What a line says about time, before the page has said which day or zone it means."""

    day: date | None
    """The day; None where the line gives none, or none that can be."""

    clock: time | None
    """The clock; None where the line gives none, or none that can be."""

    zone: tzinfo | None
    """The zone that it names; None where it names none."""

    text: str
    """The stamp's own characters."""

    rest: str
    """What follows the stamp on the line, characters as in the source."""

    has_day: bool
    """True where a day is written, even an impossible one or one without a year."""

    has_clock: bool
    """True where a clock is written, even an impossible one."""

    month_day: tuple[int, int] | None = None
    """Month and day where the year is missing."""

    label: str | None = None
    """"published" or "updated" where the line says so."""

    wrong: str | None = None
    """Why it cannot be read as written; None where all is well."""

    def stamp(self, day: date | None = None) -> Stamp | None:
        """The Stamp, on `day` where the line has no whole day of its own.

        None where there is no day, or where day or clock cannot be.
        """
        lent = day if self.month_day or not self.has_day else None
        on = self.day or lent
        if on is None or (self.has_clock and self.clock is None):
            return None
        wall = datetime.combine(on, self.clock or time())
        return Stamp(wall=wall, zone=self.zone, text=self.text, day_only=not self.has_clock)


def read_line(line: str) -> LineStamp | None:
    """What a line says about when; None where it is no stamp line."""
    if not LIKELY.match(line):
        return None
    flat = line[:LONGEST].translate(_SPACES)
    found = LINE.match(flat) or BRACKETED.match(flat)
    if found is None:
        return None
    parts = {name: part for name, part in found.groupdict().items() if part is not None}
    if "rest" not in parts:
        return _line_stamp(parts, "") if len(line) <= LONGEST else None
    rest = line[found.start("rest") :].rstrip()
    if _A_CLOCK.match(rest) and "label" not in parts:
        return None  # "12:30 - 13:00 ..." is a stretch of time, not a stamp
    return _line_stamp(parts, rest)


def read_stamp(text: str, *, day: date | None = None) -> tuple[Stamp | None, str | None]:
    """A stamp that a field holds: ISO 8601 or any of the forms of a line.

    `day` is the day of a clock alone. Returns the stamp (None where it cannot be read) and what is
    wrong with it (None where all is well).
    """
    text = text.strip()
    if stamp := _iso(text):
        return stamp, None
    shown = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    if unix := _UNIX_DATE.match(text):
        read, wrong = read_stamp("{day} {month} {year}, {clock} {zone}".format(**unix.groupdict()))
        return (replace(read, text=text) if read else None), wrong
    found = read_line(text)
    if found is None or found.rest:
        return None, f"{shown!r} is no time; write 2022-09-13T21:09+04:00"
    if stamp := found.stamp(day):
        return stamp, found.wrong
    return None, found.wrong or f"{shown!r} has no date, and none is given (--date)"


def instant(stamp: Stamp) -> timedelta:
    """For comparing stamps: how long after year one; by Greenwich where the zone is known."""
    away = stamp.zone.utcoffset(stamp.wall) if stamp.zone else None
    return stamp.wall - datetime.min - (away or timedelta())  # noqa: DTZ901 - walls are naive


def _iso(text: str) -> Stamp | None:
    """ISO 8601 as the standard library reads it, its zone kept as the stamp's own."""
    try:
        if len(text) == _DAY_LENGTH and _ISO_DAY.match(text):
            wall = datetime.combine(date.fromisoformat(text), time())
            return Stamp(wall=wall, zone=None, text=text, day_only=True)
        if "-" not in text or ":" not in text:
            return None
        found = datetime.fromisoformat(text.replace("z", "Z"))
    except ValueError:
        return None
    zone = found.tzinfo
    if zone is None:
        return Stamp(wall=found, zone=None, text=text)
    if abs(found.utcoffset() or _NO_TIME) > _WIDEST:
        return None
    return Stamp(wall=found.replace(tzinfo=None), zone=UTC if text[-1] in "zZ" else zone, text=text)


def _line_stamp(parts: dict[str, str], rest: str) -> LineStamp:
    clock, zone_text, wrong_clock = _clock(parts)
    day, month_day, wrong_day = _day(parts)
    zone = zone_named(zone_text) if zone_text else None
    return LineStamp(
        day=day,
        clock=clock,
        zone=zone,
        text=parts["stamp"].strip(),
        rest=rest,
        has_day=any(name.startswith("d_") for name in parts),
        has_clock=any(name.startswith("h_") for name in parts),
        month_day=month_day,
        label=_label(parts.get("label", "")),
        wrong=wrong_day or wrong_clock or _wrong_zone(zone, zone_text or parts.get("odd", "")),
    )


def _label(words: str) -> str | None:
    if not words:
        return None
    return "updated" if words.lower().endswith(("updated", "modified", "upd")) else "published"


def _wrong_zone(zone: tzinfo | None, words: str) -> str | None:
    if zone is not None or not words or words.lower() == "local time":
        return None
    return f"the zone {words!r} is unknown or means more than one; read as if it had none"


def _clock(parts: dict[str, str]) -> tuple[time | None, str, str | None]:
    """The clock, the words of its zone, and what is wrong with it."""
    form = next((name[2:] for name in parts if name.startswith("h_")), None)
    if form is None:
        return None, "", None
    hour, minute, second = (int(parts.get(f"{unit}_{form}", 0)) for unit in "his")
    half = parts.get(f"a_{form}") or parts.get(f"b_{form}") or ""
    zone = parts.get(f"z_{form}", "").strip()
    if half and 1 <= hour <= NOON:  # "13:05 pm" is taken as 13:05
        hour = hour % NOON + (NOON if half[0] in "pP" else 0)
    try:
        return time(hour, minute, second), zone, None
    except ValueError:
        return None, zone, f"no clock shows {hour:02}:{minute:02}"


def _day(parts: dict[str, str]) -> tuple[date | None, tuple[int, int] | None, str | None]:
    """The day, else month and day, and what is wrong with it."""
    form = next((name[2:] for name in parts if name.startswith("d_")), None)
    if form is None:
        return None, None, None
    name, year = parts[f"m_{form}"], parts.get(f"y_{form}")
    day, month = int(parts[f"d_{form}"]), _month(name)
    if form[0] == "5" and day != month:  # with slashes, some write the day first, some the month
        if max(day, month) <= MONTHS_A_YEAR:
            return None, None, f"{day}/{month}/{year} may have the day or the month first"
        day, month = max(day, month), min(day, month)
    try:
        if year is None:
            date(LEAP_YEAR, month, day)
            return None, (month, day), None
        return date(int(year) + (2000 if len(year) == len("22") else 0), month, day), None, None
    except ValueError:
        return None, None, f"no calendar has the day {day} {name} {year or ''}".rstrip()


def _month(name: str) -> int:
    """The month's number; 0, which no calendar has, for a name in odd letters ("ſep", "aprıl")."""
    return int(name) if name.isdecimal() else MONTHS.get(name.casefold().rstrip("."), 0)
