"""Presence: which sources some program follows just now; it says so in the archive, every while.

Without that nobody could tell a quiet night from a collector that is gone.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from feeds.archive import Archive

BEAT_S = 30.0
"""Between two times that a program says so."""

LATE = timedelta(seconds=90)
"""After it said so last, from which on it counts as gone: killed, stopped or cut off."""

_KEY = "following"

_Told = dict[str, tuple[float, list[str]]]
"""By program: when, in seconds since 1970, and the ids of its sources."""


def tell(archive: Archive, program: str, sources: Iterable[str], now: datetime) -> None:
    """Say that a program follows these sources at `now`; who is long gone is forgotten."""
    with archive.writing(durable=False, seen=False):
        told = {name: one for name, one in _told(archive).items() if not _is_late(one[0], now)}
        told[program] = (now.timestamp(), sorted(sources))
        archive.set_meta(_KEY, json.dumps(told))


def leave(archive: Archive, program: str) -> None:
    """It follows nothing any more."""
    with archive.writing(durable=False, seen=False):
        told = _told(archive)
        if told.pop(program, None):
            archive.set_meta(_KEY, json.dumps(told))


def followed(archive: Archive, now: datetime) -> frozenset[str]:
    """Ids of the sources that some program follows at `now`."""
    return frozenset(
        id for when, ids in _told(archive).values() if not _is_late(when, now) for id in ids
    )


def _told(archive: Archive) -> _Told:
    """What stands there; what cannot be read, of another nightdesk, is nothing."""
    try:
        read = json.loads(archive.meta(_KEY) or "{}")
        found: Mapping[str, tuple[float, list[str]]] = {
            str(name): (float(when), [str(id) for id in ids]) for name, (when, ids) in read.items()
        }
    except (ValueError, TypeError, AttributeError):
        return {}
    return dict(found)


def _is_late(when: float, now: datetime) -> bool:
    try:
        return datetime.fromtimestamp(when, UTC) < now - LATE
    except (ValueError, OverflowError, OSError):
        return True
