"""Unlikely: stamps of what was fetched that cannot be, or are missing; the entry is kept.

A stamp more than five minutes ahead of the retrieval is of another zone or another clock, one
before the web is no clock at all. Such an entry stands at its first retrieval, marked as
that, and not at the head of the feed for seventy years; its stamp stays in `extra`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from feeds.entry import Entry
from feeds.errors import Problem

AHEAD = timedelta(minutes=5)
"""By how much a stamp may be later than its retrieval: clocks differ."""

EARLIEST = datetime(1991, 8, 6, tzinfo=UTC)
"""The day of the first web page."""

STAMP = "stamp"
"""Key of `extra` under which the stamp is kept that cannot be."""

Received = Callable[[Entry], datetime | None]
"""When an entry that stands at its first retrieval was retrieved first; None for a new one."""


def at_retrieval(
    entries: Sequence[Entry], at: datetime, received: Received, label: str, zone: tzinfo = UTC
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The entries of a retrieval at `at`, each at a time that can be; and what was odd.

    `zone` is that of the source, for what has no stamp.
    """
    problems: list[Problem] = []
    made = []
    for entry in entries:
        one, what = _placed(entry, at, received, zone)
        made.append(one)
        if what:
            problems.append(Problem(source=label, line=entry.line, what=what, lost=False))
    return tuple(made), tuple(problems)


def _placed(entry: Entry, at: datetime, received: Received, zone: tzinfo) -> tuple[Entry, str]:
    what = ""
    if entry.revised is not None and not _can_be(entry.revised, at):
        what = f"its edit is stamped {_words(entry.revised)}; taken as made when it was fetched"
        extra = {**entry.extra, f"{STAMP} of the edit": entry.revised.isoformat()}
        entry = replace(entry, revised=None, known=at, extra=extra)
    if entry.time is not None and _can_be(entry.time, at):
        return entry, what
    extra = dict(entry.extra)
    if entry.time is not None:
        extra[STAMP] = entry.time.isoformat()
        ahead = entry.time > at
        why = "ahead of its retrieval: another zone?" if ahead else "before the web"
        what = f"it is stamped {_words(entry.time)}, {why}; it stands at when it was first fetched"
    first = received(entry) or at
    known = first if entry.revised is None and entry.known != at else entry.known
    return (
        replace(
            entry, time=first, zone=entry.zone or zone, basis="received", known=known, extra=extra
        ),
        what,
    )


def _can_be(time: datetime, at: datetime) -> bool:
    return EARLIEST <= time <= at + AHEAD


def _words(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC"
