"""`nightdesk collect`: live sources into the archive, without a screen, until it is stopped."""

import argparse
import asyncio
import os
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.beat import NOT_RECOGNISED
from feeds.errors import Problem, UsageError
from feeds.following.choosing import SETTLED
from feeds.following.event import Event
from feeds.following.opening import Asked, Opened, open_following
from feeds.following.source import Interval, interval_of
from tui.commands.asking import tell, tell_problems
from tui.commands.given import archive_path_of, options_of
from tui.settings import load_settings, secrets_path
from tui.words.source_words import event_words

if TYPE_CHECKING:
    from tui.commands.ringing import Bell

MOST_TOLD = 10_000
"""Problems that are remembered as said."""


def run(asked: argparse.Namespace) -> int:
    """Follow them; 1 where one has failed and did not come back (with --once: where any failed)."""
    path = archive_path_of(asked)
    log = _Log(is_quiet=asked.quiet)
    bell = _bell(asked) if asked.alerts else None
    stdin = sys.stdin.buffer if sys.stdin and "-" in asked.sources else None
    with open_following(path, asked_of(asked), options_of(asked), log.tell, stdin=stdin) as opened:
        for notice in opened.notices:
            tell(notice)
        count = len(opened.following.sources)
        tell(f"{count} {'source' if count == 1 else 'sources'} into {path}; Ctrl-C ends it")
        asyncio.run(_run(opened, bell, is_once=asked.once, tied=asked.tied))
        failing = [h for h in opened.following.healths.values() if h.is_failing]
    print(f"{path}: {log.new:,} new, {log.revised:,} revised")
    return 1 if (asked.once and failing) or (asked.strict and log.lost) else 0


def asked_of(asked: argparse.Namespace) -> Asked:
    """What was typed of the sources.

    Raises:
        UsageError: `--every` is no time to wait.
    """
    return Asked(
        sources=asked.sources,
        file=Path(asked.sources_file) if asked.sources_file else None,
        interval=_interval(asked.every) if asked.every else None,
        secrets=secrets_path(load_settings(os.environ).settings),
    )


def _interval(text: str) -> Interval:
    try:
        return interval_of(text)
    except ValueError as error:
        raise UsageError(f"--every: {error}") from error


def _bell(asked: argparse.Namespace) -> "Bell":
    """What rings without a screen.

    Raises:
        UsageError: there is no rule.
    """
    from tui.commands.ringing import Bell  # noqa: PLC0415 - where it was asked for

    settings = load_settings(os.environ).settings
    if not settings.alerts:
        raise UsageError("--alerts: the settings hold no `alerts:`; see the README")
    return Bell(archive_path_of(asked), options_of(asked), settings)


async def _run(opened: Opened, bell: "Bell | None", *, is_once: bool, tied: int | None) -> None:
    """Ctrl-C, SIGTERM and a closed terminal end it whole, and the end of a `tied` pipe: what came
    is kept. Under `nohup` it outlives its terminal."""
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is None or signal.getsignal(number) is signal.SIG_IGN:
            continue
        with suppress(NotImplementedError):  # no such handlers on Windows: Ctrl-C raises there
            loop.add_signal_handler(number, opened.following.stop)
    if tied is not None:
        loop.add_reader(tied, opened.following.stop)
    ringing = asyncio.create_task(bell.run()) if bell else None
    await (opened.following.once() if is_once else opened.following.run())
    if ringing is not None:
        ringing.cancel()
        with suppress(asyncio.CancelledError):
            await ringing


class _Log:
    """One line an event, on standard error."""

    def __init__(self, *, is_quiet: bool) -> None:
        self._is_quiet = is_quiet
        self._told: set[tuple[str, str]] = set()
        self.new = self.revised = self.lost = 0

    def tell(self, event: Event) -> None:
        """Say it; what brings nothing new is left out where it should be quiet."""
        if event.pack is not None:
            tell(_pack_words(event.pack, is_open=event.is_open))
        self.new += event.new
        self.revised += event.revised
        self.lost += sum(problem.lost for problem in event.problems)
        if not self._is_quiet or event.what != "same" or event.is_change:
            sys.stderr.write(f"{event_words(event)}\n")
            sys.stderr.flush()
        problems = [replace(p, source=event.source) for p in event.problems]
        tell_problems([problem for problem in problems if self._is_first(problem)])

    def _is_first(self, problem: Problem) -> bool:
        """A page that is odd is odd each time that it is read; once said is said."""
        words = (problem.source, problem.what)
        if words in self._told:
            return False
        if len(self._told) >= MOST_TOLD:
            self._told.clear()
        self._told.add(words)
        return True


def _pack_words(pack: str, *, is_open: bool) -> str:
    if not is_open:
        return f"beat: {pack} (kept for this archive)" if pack else NOT_RECOGNISED
    if not pack:
        return "no beat recognised so far: sides are unknown until one is; --beat NAME chooses one"
    how = f"looked at again until {SETTLED} entries are there, or a person judged one"
    return f"beat: {pack} (recognised in what came so far; {how})"
