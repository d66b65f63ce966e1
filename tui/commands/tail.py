"""`nightdesk tail`: one plain line an entry, at the story's pace or at once, for pipes and ears."""

import argparse
import math
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from feeds.change import Change
from feeds.claim import Claim
from feeds.clock import WallClock
from feeds.desk import open_desk
from feeds.entry import Entry
from feeds.errors import UsageError
from feeds.replay import Replay
from feeds.sanitise import clean_line
from feeds.snapshot import EntryKey, Filter
from tui.commands.asking import AskedDesk, Opened, filter_of, open_sources, status_of, tell
from tui.commands.given import archive_of, options_of, typed
from tui.commands.printing import opening_of
from tui.words.change_words import in_words
from tui.words.notice_words import restrictions

OPENING = 160
"""Characters of a body that stand for a missing headline."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)

POLL_S = 0.5
"""How often --follow looks at its files."""


def run(asked: argparse.Namespace) -> int:
    """Print them; with --follow until Ctrl-C."""
    if asked.follow and "-" in asked.sources:
        raise UsageError("--follow waits for files to grow; standard input already does")
    if asked.follow and any("://" in source for source in asked.sources):
        raise UsageError("--follow waits for files to grow; without it an address is read once")
    typed(asked.since), typed(asked.until)
    opened = open_sources(asked)
    wanted = filter_of(asked, opened)
    printed = _Printed(opened, with_changes=asked.changes)
    if asked.changes:
        opened.desk.follow_changes()
        if asked.no_review:
            tell("changes of the machine's tally: decisions are left out (--no-review)")
    if math.isinf(asked.speed):
        found = opened.desk.snapshot(asked=wanted)
        newest = found.entries[-asked.limit if asked.limit else 0 :]
        printed.show(newest, found.changes, opened.desk)
    else:
        _pace(opened.desk, wanted, asked.speed, printed.show)
    if asked.follow and archive_of(asked):
        _follow_archive(opened.desk, wanted, printed.show)
    elif asked.follow:
        _follow(asked, wanted, printed.show)
    return status_of(asked, opened.desk)


Show = Callable[[Sequence[Entry], Sequence[Change], AskedDesk], None]


def _pace(desk: AskedDesk, wanted: Filter, speed: float, show: Show) -> None:
    """Print each entry when the story reaches it."""
    if not desk.times:
        show(list(desk.snapshot(asked=wanted).entries), (), desk)
        return
    replay = Replay(desk.times, WallClock(), speed=speed)
    waiting = threading.Event()
    while True:
        found = desk.snapshot(at=replay.at, asked=wanted)
        show(list(found.entries), found.changes, desk)
        due_s = replay.due_s()
        if due_s is None:
            break
        waiting.wait(due_s)
        replay.advance()


def _follow_archive(desk: AskedDesk, wanted: Filter, show: Show) -> None:
    """Print what another program adds."""
    waiting = threading.Event()
    while not waiting.wait(POLL_S):
        if desk.look():
            found = desk.snapshot(asked=wanted)
            show(list(found.entries), found.changes, desk)


def _follow(asked: argparse.Namespace, wanted: Filter, show: Show) -> None:
    """Read the sources again whenever one of them changed, and print what is new."""
    paths = [Path(s) for s in asked.sources if Path(s).exists()]
    before = _signs(paths)
    waiting = threading.Event()
    while not waiting.wait(POLL_S):
        now = _signs(paths)
        if now == before:
            continue
        before = now
        desk = open_desk(asked.sources, options_of(asked))
        for error in desk.opened.failed:
            tell(str(error))
        if asked.changes:
            desk.follow_changes()
        found = desk.snapshot(asked=wanted)
        show(list(found.entries), found.changes, desk)


def _signs(paths: Sequence[Path]) -> list[tuple[int, int, int] | None]:
    """What changes when a file does: inode, size and time; None while it is away."""
    signs: list[tuple[int, int, int] | None] = []
    for path in paths:
        try:
            found = path.stat()
            signs.append((found.st_ino, found.st_size, found.st_mtime_ns))
        except OSError:
            signs.append(None)
    return signs


class _Printed:
    """Prints entries, and changes after the entries of their moment, that were not printed yet."""

    def __init__(self, opened: Opened, *, with_changes: bool) -> None:
        self._zone = opened.zone
        self._with_changes = with_changes
        self._seen: set[tuple[EntryKey, int]] = set()
        self._told: set[str] = set()

    def show(self, entries: Sequence[Entry], changes: Sequence[Change], desk: AskedDesk) -> None:
        shown = {entry.key for entry in entries}
        told = [c for c in changes if self._with_changes and not shown.isdisjoint(c.entries)]
        waiting = deque(c for c in told if c.id not in self._told)
        for entry in _as_told(entries):
            when = told_at(entry)
            while waiting and when is not None and waiting[0].time < when:
                self._tell(waiting.popleft(), desk)
            mark = (entry.key, entry.revision)
            if mark not in self._seen:
                self._seen.add(mark)
                sys.stdout.write(self._line(entry, desk.claims_of(entry.key)) + "\n")
        for change in waiting:
            self._tell(change, desk)
        sys.stdout.flush()

    def _tell(self, change: Change, desk: AskedDesk) -> None:
        self._told.add(change.id)
        entry = desk.entry(change.entries[0])
        local = change.time.astimezone(entry.zone if entry and entry.zone else self._zone)
        words = f"{_when(local, day_only=change.is_of_a_day)} tally: {in_words(change, desk.beat)}"
        sys.stdout.write(clean_line(words) + "\n")

    def _line(self, entry: Entry, claims: Sequence[Claim]) -> str:
        when = "undated"
        told = told_at(entry)
        if told:
            local = told.astimezone(entry.zone or self._zone)
            day_only = entry.day_only and entry.revision == 1
            when = _when(local, day_only=day_only)
        words = entry.headline or opening_of(entry.body, OPENING)
        numbers = "; ".join(f"{c.quote}" for c in claims if c.low is not None)
        tail = f" [claims: {numbers}]" if numbers else ""
        return clean_line(f"{when} {entry.source}{_state(entry)}: {words}{tail}")


def _when(local: datetime, *, day_only: bool) -> str:
    return f"{local:%Y-%m-%d}" if day_only else f"{local:%Y-%m-%d %H:%M} {local:%z}"


def _state(entry: Entry) -> str:
    """What became of it: ` (edited)`, and why it may not be used."""
    told = ["edited"] if entry.revision > 1 and entry.withdrawn is None else []
    told += [words] if (words := restrictions(entry)) else []
    return f" ({'; '.join(told)})" if told else ""


def told_at(entry: Entry) -> datetime | None:
    """When these words became known: of a later version the time of the edit (R1)."""
    return entry.known if _is_later(entry) else entry.time


def _is_later(entry: Entry) -> bool:
    """True where its words are not the first, or were taken back."""
    return entry.revision > 1 or entry.withdrawn is not None


def _as_told(entries: Sequence[Entry]) -> Sequence[Entry]:
    """In the order in which they were told; what was edited stands where its new words came."""
    if not any(map(_is_later, entries)):
        return entries
    return sorted(entries, key=lambda e: (told_at(e) is not None, told_at(e) or _EARLIEST))
