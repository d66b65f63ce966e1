"""Zones that a stamp may name: offsets, and only those names that mean one thing."""

import re
from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

WIDEST_HOURS = 14
"""No clock on Earth is further from Greenwich; a larger offset is a slip."""

_MOST_KNOWN = 1024
"""Names that are remembered: a hostile feed makes up others for ever."""

_HOURS: dict[str, float] = {
    "GMT": 0,
    "UTC": 0,
    "UT": 0,
    "Z": 0,
    "WAT": 1,
    "CAT": 2,
    "SAST": 2,
    "EAT": 3,
    "MSK": 3,
    "IDT": 3,
    "TRT": 3,
    "IRST": 3.5,
    "AMT": 4,  # Armenia's in a newsroom's feed; Amazonas uses it too
    "AZT": 4,
    "GET": 4,
    "AFT": 4.5,
    "PKT": 5,
    "ICT": 7,
    "JST": 9,
    "KST": 9,
}

_NAMES: dict[str, str] = {
    # Summer and standard names are mixed up in print: the place knows which one it was.
    "BST": "Europe/London",
    "CET": "Europe/Paris",
    "CEST": "Europe/Paris",
    "EET": "Europe/Athens",
    "EEST": "Europe/Athens",
    "ET": "America/New_York",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "PT": "America/Los_Angeles",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "AEST": "Australia/Sydney",
    "AEDT": "Australia/Sydney",
    "MOSCOW TIME": "Europe/Moscow",
    "KYIV TIME": "Europe/Kyiv",
    "KIEV TIME": "Europe/Kyiv",
    "YEREVAN TIME": "Asia/Yerevan",
    "BAKU TIME": "Asia/Baku",
    "TBILISI TIME": "Asia/Tbilisi",
    "CAUCASUS TIME": "Asia/Yerevan",
}

AMBIGUOUS = ("IST", "CST", "CDT", "CT", "AST", "ADT", "SST", "LOCAL TIME")
"""Names of more than one zone (India, Israel, Ireland ...): read as no zone, and said."""

KNOWN = tuple(sorted((*_HOURS, *_NAMES, *AMBIGUOUS), key=len, reverse=True))
"""Every name that may follow a clock, the longest first."""

_IANA = re.compile(r"[A-Za-z_]{1,20}(?:/[A-Za-z0-9_+-]{1,20}){1,2}")
"""Names of two or three parts: `zoneinfo` takes any other for a path, or a package to import."""

_OFFSET = re.compile(r"(?:GMT|UTC)?\s*([+\-−])\s*(\d{1,2})(?::?(\d{2}))?$", re.IGNORECASE)


def zone_called(name: str) -> tzinfo | None:
    """The zone that a file's author means: an IANA name, else as `zone_named`; None for neither."""
    try:
        return ZoneInfo(name) if _IANA.fullmatch(name) else zone_named(name)
    except (ValueError, KeyError, OSError):  # a path, no such zone, a folder of zones
        return None


@lru_cache(maxsize=_MOST_KNOWN)
def zone_named(text: str) -> tzinfo | None:
    """The zone that `text` names: "GMT", "UTC+4" (four hours ahead), "+0400", "MSK".

    None where it names none, more than one, or an offset that no clock on Earth has.
    """
    name = " ".join(text.upper().split())
    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name]))
    if name in _NAMES:
        return ZoneInfo(_NAMES[name])
    found = _OFFSET.match(name)
    if found is None:
        return None
    sign, hours, minutes = found.groups()
    away = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if away > timedelta(hours=WIDEST_HOURS) or int(minutes or 0) > 59:  # noqa: PLR2004
        return None
    return timezone(-away if sign in "-−" else away)
