"""What every command asks the same way: sources, filters and times, from what was typed."""

import argparse
import difflib
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from feeds.beat import NO_BEAT, NOT_RECOGNISED
from feeds.desk import Desk, open_desk
from feeds.errors import Problem, UsageError
from feeds.folding import fold
from feeds.options import SAMPLE, Options
from feeds.query import All, Query, Within
from feeds.sanitise import clean_line
from feeds.snapshot import Filter
from feeds.typed_time import TypedTime
from tui.commands.given import archive_of, options_of, typed
from tui.commands.progress import Progress

if TYPE_CHECKING:  # without an archive, nobody waits for what reads one
    from feeds.archived.desk import ArchiveDesk

AskedDesk: TypeAlias = "Desk | ArchiveDesk"
"""Of sources, or of an archive."""

MOST_PROBLEMS = 20
"""Problems printed one by one; the rest are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A desk, with the zone in which what was typed is read and times are printed."""

    desk: AskedDesk
    zone: tzinfo

    def moment(self, typed: TypedTime | None, *, at_end: bool) -> datetime | None:
        """A typed time on the story's clock; a clock alone is on its last day."""
        if typed is None:
            return None
        span = self.desk.span
        last = span[1].astimezone(self.zone).date() if span else date(2000, 1, 1)
        if typed.day is None and span is None:
            raise UsageError(f"{typed.text!r} names no day, and nothing here has a date; add one")
        return typed.resolve(self.zone, last, at_end=at_end)


def open_sources(
    asked: argparse.Namespace, *, with_claims: bool = True, with_tally: bool = False
) -> Opened:
    """Open what was asked for, saying on standard error what a reader should know.

    Without `with_tally` that of a snapshot may be empty.
    """
    _tell_of_settings(asked)
    options = replace(options_of(asked), with_claims=with_claims)
    archived = archive_of(asked)
    if archived is not None:
        from feeds.archived.opening import open_archive  # noqa: PLC0415 - see above

        desk = open_archive(archived.path, options, day=archived.day, with_tally=with_tally)
        tell_problems(desk.opened.problems)
        return Opened(desk=desk, zone=desk.zone)
    return _open_documents(asked.sources or [SAMPLE], options)


def _open_documents(sources: Sequence[str], options: Options) -> Opened:
    progress = Progress()
    stdin = sys.stdin.buffer if sys.stdin else None
    desk = open_desk(sources, options, stdin=stdin, progress=progress.report)
    progress.clear()
    found = desk.opened
    if found.beat_chosen:
        tell(f"beat: {found.beat_chosen} (recognised from the text; --beat chooses another)")
    elif desk.beat == NO_BEAT and len(desk.all_entries()):
        tell(NOT_RECOGNISED)
    if found.zone_assumed:
        tell(f"zone: stamps without one are read as {found.zone_assumed} (--tz chooses another)")
    tell_problems(desk.problems)
    for error in found.failed:
        tell(str(error))
    return Opened(desk=desk, zone=desk.zone)


def status_of(asked: argparse.Namespace, desk: AskedDesk) -> int:
    """0, or 1 where a source failed, or (with --strict) where anything was left out."""
    lost = any(p.lost for p in desk.problems)
    return 1 if desk.opened.failed or (asked.strict and lost) else 0


def filter_of(asked: argparse.Namespace, opened: Opened) -> Filter:
    """The filter that was typed; names are looked up in the beat."""
    beat = opened.desk.beat
    actors = {a.id: (a.name, *a.aliases, *(s.name for s in a.spellings)) for a in beat.actors}
    regions = {r.id: (r.name, *r.aliases, *(s.name for s in r.spellings)) for r in beat.regions}
    sides = {s: (beat.name_of(s),) for s in beat.sides}
    found = Filter(
        actors=frozenset(_lookup("actor", name, actors) for name in asked.actor),
        sides=frozenset(_lookup("side", name, sides) for name in asked.side),
        regions=frozenset(_lookup("region", name, regions) for name in asked.region),
        text=asked.text,
        since=opened.moment(typed(asked.since), at_end=False),
        until=opened.moment(typed(asked.until), at_end=True),
        query=opened.desk.read_query(asked.query),
        query_text=asked.query.strip(),
    )
    if found.since and found.until and found.since > found.until:
        raise UsageError("--since is later than --until: nothing can be between them")
    undated = opened.desk.undated
    if undated and _spans(found.as_query):
        tell(f"{undated} undated {'entry' if undated == 1 else 'entries'} left out (no time)")
    return found


def _spans(query: Query) -> bool:
    """True where only what has a time can pass."""
    parts = query.parts if isinstance(query, All) else (query,)
    return any(isinstance(part, Within) for part in parts)


def tell_undated(desk: AskedDesk, *, of: str) -> None:
    """What a moment leaves out: what has no time is known only at the end (TALLY.md R1)."""
    undated, claims = desk.untimed
    if undated:
        entries = f"{undated} undated {'entry' if undated == 1 else 'entries'}"
        held = f"{claims} claim{'' if claims == 1 else 's'}"
        tell(f"{entries} with {held} left out of {of} at that time (--date gives them a day)")


def tell_problems(problems: Sequence[Problem], more: int = 0, lost: int | None = None) -> None:
    """What was not read as it stands: some of it one by one, `more` of it already left aside.

    `lost` is how many of all left something out; None where these are all.
    """
    for problem in problems[:MOST_PROBLEMS]:
        tell(str(problem))
    more += len(problems[MOST_PROBLEMS:])
    if more:
        tell(f"... and {more:,} more of these")
    lost = sum(p.lost for p in problems) if lost is None else lost
    if lost:
        tell(
            f"{lost:,} {'thing was' if lost == 1 else 'things were'} not read as written; see above"
        )


def tell(words: str) -> None:
    """One line on standard error, cleaned."""
    sys.stderr.write(f"nightdesk: {clean_line(words)}\n")


def _tell_of_settings(asked: argparse.Namespace) -> None:
    """What may keep decisions from taking effect: a setting not taken over, a file not there."""
    given = getattr(asked, "decisions", None)
    if given and not Path(given).exists():
        tell(f"{given}: there is no such file yet, so no decision takes effect")
    elif hasattr(asked, "decisions") and not given:
        from tui.settings import load_settings  # noqa: PLC0415 - for review alone

        for problem in load_settings(os.environ).problems:
            tell(problem)


def _lookup(kind: str, name: str, known: Mapping[str, tuple[str, ...]]) -> str:
    if name in known:
        return name
    wanted = fold(name)
    for key, names in known.items():
        if wanted in (fold(key), *map(fold, names)):
            return key
    near = difflib.get_close_matches(name, known, n=3)
    hint = f"did you mean {', '.join(near)}?" if near else "the beat names none like it"
    if not known:
        hint = "there is no beat; choose one with --beat"
    raise UsageError(f"no {kind} {name!r}: {hint}")
