"""Writing: a tree becomes the text that means it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from feeds.query import (
    EVERYTHING,
    NOTHING,
    All,
    Any,
    Facets,
    Is,
    Not,
    Query,
    Within,
    Words,
    simplified,
)

_PLAIN = re.compile(r"[^\W_][\w.+/@-]*")
"""A name that needs no quotes."""

_LEAST = timedelta(microseconds=1)
_LAST_OF_SECOND = 999_999
_NEVER = "is:marked -is:marked"


def write(query: Query, zone: tzinfo = UTC) -> str:
    """A text that `parse` reads as the same query, times on the clock of `zone`."""
    whole = simplified(query)
    if whole == EVERYTHING:
        return ""
    return _NEVER if whole == NOTHING else _write(whole, zone)


def _write(query: Query, zone: tzinfo) -> str:
    if isinstance(query, All):
        return " ".join(_in_brackets(part, zone, Any) for part in query.parts)
    if isinstance(query, Any):
        return " OR ".join(_write(part, zone) for part in query.parts)
    if isinstance(query, Not):
        part = query.part
        both = isinstance(part, Within) and part.since is not None and part.until is not None
        inside = _write(part, zone)
        return f"-({inside})" if both or isinstance(part, All | Any) else f"-{inside}"
    if isinstance(query, Words):
        return _words(query)
    if isinstance(query, Facets):
        return f"{query.kind}:{','.join(map(name_text, sorted(query.ids)))}"
    if isinstance(query, Is):
        return f"is:{query.state}"
    return " ".join(_times(query, zone)) or "-is:undated"


def _in_brackets(query: Query, zone: tzinfo, loose: type[Query]) -> str:
    written = _write(query, zone)
    return f"({written})" if isinstance(query, loose) else written


def _words(query: Words) -> str:
    text = f'"{" ".join(query.words)}"' if query.is_phrase else "-".join(query.words)
    return f"{query.field}:{text}" if query.field else text


def name_text(name: str) -> str:
    """An id as it is typed, in quotes where it needs them."""
    if _PLAIN.fullmatch(name):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _times(query: Within, zone: tzinfo) -> Iterator[str]:
    if query.since is not None:
        yield f"after:{_time(query.since, zone)}"
    if query.until is not None and query.until.microsecond == _LAST_OF_SECOND:
        yield f"before:{_time(query.until + _LEAST, zone)}"
    elif query.until is not None:
        yield f"until:{_time(query.until, zone)}"


def _time(time: datetime, zone: tzinfo) -> str:
    local = time.astimezone(zone)
    return local.isoformat(timespec="auto" if local.second or local.microsecond else "minutes")
