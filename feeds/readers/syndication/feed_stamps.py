"""Feed stamps: the times of feeds as they write them, by named patterns and never by guessing.

RSS has RFC 822 in English; newsrooms write their own month names into it. Feed libraries take a
zone that they do not know for UTC: MSK is three hours off it.
"""

import re
from datetime import date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from feeds.entry import Stamp
from feeds.readers.common.month_names import month_named
from feeds.readers.common.stamps import LONGEST, read_stamp
from feeds.readers.common.zones import zone_named

CENTURY_TURNS = 50
"""Two-digit years from which the last century is meant (RFC 2822, 4.3)."""

_CLOCK = r"(?P<h>[0-9]{1,2}):?(?P<i>[0-9]{2})(?::(?P<s>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
_WEEKDAY = r"(?:[^\W\d_]+(?:-[^\W\d_]+)?\.?\s*,?\s+)?"
_FORMS = (
    # RFC 822: Wed, 31 Jan 2018 20:15:15 GMT; 03 Apr 02 1500 GMT; RFC 850: 31-Jan-18
    re.compile(
        rf"{_WEEKDAY}(?P<d>[0-9]{{1,2}})[\s-]+(?P<m>[^\W\d_]+)\.?,?[\s-]+(?P<y>[0-9]{{4}}|[0-9]{{2}})"
        rf"(?:,?\s+{_CLOCK}(?P<z>(?![0-9:.,]|\s*[AaPp]\.?[Mm]\b).*)?)?$"
    ),
    # Unix and Java: Wed Jan 31 20:15:15 GMT 2018
    re.compile(
        rf"{_WEEKDAY}(?P<m>[^\W\d_]+)\.?\s+(?P<d>[0-9]{{1,2}}),?\s+{_CLOCK}"
        rf"(?:\s+(?P<z>[A-Za-z]\S*|[+-]\S+))?\s+(?P<y>[0-9]{{4}})$"
    ),
)
_COMMENT = re.compile(r"\s*\([^()]*\)$")
_US_ZONES = {
    **dict.fromkeys(("CST", "CDT"), "America/Chicago"),
    **dict.fromkeys(("MST", "MDT"), "America/Denver"),
}
"""Names that RFC 822 gives to zones of the United States, and others to their own."""


def read_feed_stamp(text: str) -> tuple[Stamp | None, str | None]:
    """The stamp of a feed (None where it cannot be read), and what is wrong with it."""
    text = text.strip()
    found = None
    if len(text) <= LONGEST:
        found = next((match for form in _FORMS if (match := form.match(text))), None)
    if found is None:
        return read_stamp(text)
    month = month_named(found["m"])
    if month is None:
        return None, f"{text!r}: no month is called {found['m']!r} in the languages read"
    try:
        wall = datetime.combine(date(_year(found["y"]), month, int(found["d"])), _clock(found))
    except ValueError:
        return None, f"no calendar and clock show {text!r}"
    zone, wrong = _zone(found["z"] or "")
    return Stamp(wall=wall, zone=zone, text=text, day_only=found["h"] is None), wrong


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > len("99"):
        return year
    return year + (2000 if year < CENTURY_TURNS else 1900)


def _clock(found: re.Match[str]) -> time:
    hour, minute, second = (int(found[part] or 0) for part in "his")
    return time(hour, minute, second)


def _zone(words: str) -> tuple[tzinfo | None, str | None]:
    """The zone, and what is doubtful about it."""
    name = _COMMENT.sub("", words).strip()
    if not name:
        return None, None
    if zone := zone_named(name):
        return zone, None
    if place := _US_ZONES.get(name.upper()):
        what = f"the zone {name!r} is read as RFC 822 has it, that of {place}; others use it too"
        return ZoneInfo(place), what
    return None, f"the zone {name!r} is unknown or means more than one; read as if it had none"
