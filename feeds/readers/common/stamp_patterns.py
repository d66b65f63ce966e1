"""The forms of a stamp, as named patterns: what `stamps` matches a line against.

Groups are named by a letter and a form: `h_a` is the hour in form a. Every line is matched once,
from its start, within `stamps.LONGEST` characters.
"""

import re
from collections.abc import Iterable

from feeds.readers.common.zones import KNOWN

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan января",
            "february feb февраля",
            "march mar марта",
            "april apr апреля",
            "may мая",
            "june jun июня",
            "july jul июля",
            "august aug августа",
            "september sept sep сентября",
            "october oct октября",
            "november nov ноября",
            "december dec декабря",
        ),
        1,
    )
    for name in names.split()
}
"""Month names in small letters, with their numbers."""

WEEKDAYS = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("mon", "tues", "tue", "weds", "wed", "thurs", "thur", "thu", "fri", "sat", "sun"),
    *("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
)
"""Names that may stand before a date; they are not checked against it."""


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_MONTH = rf"(?:{_any_of(MONTHS)})\b\.?"
_WEEKDAY = rf"(?:(?:{_any_of(WEEKDAYS)})\b\.?,?\s+)?"
_ZONE = _any_of(KNOWN).replace(r"\ ", r"\s+")


def _date(n: str) -> str:
    """14 Sep 2022; September 14, 2022; 2022-09-14; 14.09.2022; 14/09/2022; the year may be left out
    after a month's name."""

    def year(form: int) -> str:
        return rf"(?:,?\s+(?P<y_{form}{n}>\d{{4}})(?![\d:.]\d))?"

    return rf"""{_WEEKDAY}(?:
        (?P<d_1{n}>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<m_1{n}>{_MONTH}){year(1)}
        |(?P<m_2{n}>{_MONTH})\s+(?P<d_2{n}>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]){year(2)}
        |(?P<y_3{n}>\d{{4}})-(?P<m_3{n}>\d{{1,2}})-(?P<d_3{n}>\d{{1,2}})(?!\d)
        |(?P<d_4{n}>\d{{1,2}})\.(?P<m_4{n}>\d{{1,2}})\.(?P<y_4{n}>\d{{4}}|\d{{2}})(?!\d)
        |(?P<d_5{n}>\d{{1,2}})/(?P<m_5{n}>\d{{1,2}})/(?P<y_5{n}>\d{{4}})(?!\d)
    )"""


def _clock(n: str) -> str:
    """01:25; 9.30pm BST; 18:05:30+04:00; 4 p.m.; 10 a.m. Caucasus time."""

    def half(form: str) -> str:
        return rf"\s*(?P<{form}_{n}>[ap]\.?\s?m\b\.?)"

    zone = rf"""(?:\s?\(?(?P<z_{n}>
        (?:GMT|UTC)?\s?[+\-−]\d{{1,2}}(?::?\d{{2}})?(?![\d:.])
        |(?-i:{_ZONE})\b
        |\w+\s+time\b
    )\)?)?"""
    return rf"""(?P<h_{n}>\d{{1,2}})(?:
        [:.](?P<i_{n}>\d{{2}})(?!\d)(?::(?P<s_{n}>\d{{2}})(?:[.,]\d{{1,9}})?)?(?:{half("a")})?
        |{half("b")}
    )(?:\s*(?:hrs|hours)\b)?{zone}"""


_LABELS = ("published", "posted", "added", "updated", "modified", "upd", "date")
_BEFORE_LABEL = ("first", "originally", "last")
_LABEL = rf"""(?:
    (?P<label>(?:(?:{_any_of(_BEFORE_LABEL)})\s+)?(?:{_any_of(_LABELS)})\b)
    (?:\s+(?:at|on)\b)?\s*[:|]?\s+(?:(?:at|on)\s+)?
)?"""
_AGO = r"(?:\d{1,3}\s*(?:m|h|d|mins?|hrs?|minutes?|hours?|days?)\s+ago\s+)?"
_OPEN = r"\s*(?:[-•*–·▪●■►]\s+|\#{1,6}\s+)?(?P<bold>\*\*|__)?(?P<bracket>[\[(])?"
_CLOSE = r"(?(bracket)[\])])(?(bold)(?:\*\*|__))"
_UNKNOWN_ZONE = r"(?P<odd>(?-i:[A-Z]{3,4}))"
_AFTER = rf"(?:\s*$|\s*[-–—:|]\s+(?P<rest>\S.*)$|\s+{_UNKNOWN_ZONE}\s*$)"
_DATE_CLOCK = rf"{_date('a')}(?:\s*[,|·•–—@/\-]\s*|\s+|T)(?:at\s+)?{_clock('a')}"
_CLOCK_DATE = rf"{_clock('b')}(?:\s*[,|·•–—@\-]\s*|\s+)(?:on\s+)?{_date('b')}"

LINE = re.compile(
    rf"""{_OPEN}{_LABEL}{_AGO}
    (?P<stamp>{_DATE_CLOCK}|{_CLOCK_DATE}|\(?{_clock("c")}\)?|{_date("d")})
    {_CLOSE}{_AFTER}""",
    re.IGNORECASE | re.VERBOSE,
)
"""A line that is a stamp, or begins with one and a separator."""

BRACKETED = re.compile(
    rf"\s*[\[(](?P<stamp>{_DATE_CLOCK}|{_clock('c')})[\])]\s+(?P<rest>\S.*)$",
    re.IGNORECASE | re.VERBOSE,
)
"""A line that begins with a stamp in brackets: they are the separator."""

LIKELY = re.compile(
    rf"^[^\S\n]*(?:[-•*–·▪●■►#]{{1,6}}[^\S\n]+)?[*_\[(]{{0,3}}"
    rf"(?=\d|{_any_of([*MONTHS, *WEEKDAYS, *_LABELS, *_BEFORE_LABEL])})[^\n]{{3,}}$",
    re.IGNORECASE | re.MULTILINE,
)
"""Lines that may be stamps: one pass over a whole text before `stamps.read_line` looks closer."""
