"""`collect --alerts`: the reader's rules ring without a screen, on standard error and beyond it."""

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path

from feeds.alerts.ringing import Ring
from feeds.archived.desk import ArchiveDesk
from feeds.archived.opening import open_archive
from feeds.clock import WallClock
from feeds.options import Options
from tui.alerts.alerting import Alerting
from tui.alerts.notifying import escape, run_command, run_desktop, sequence_of, words_of
from tui.commands.asking import tell
from tui.settings import Settings

LOOK_S = 1.0
"""Between two looks at what came in."""

KEPT = "alerts:collect"
"""A dashboard over the same archive rings by itself: each knows what it told."""


class Bell:
    """Rings for what comes into an archive; opened once something is in it."""

    def __init__(self, path: Path, options: Options, settings: Settings) -> None:
        self._path = path
        self._options = options
        self._settings = settings
        self._clock = WallClock()
        self._desk: ArchiveDesk | None = None
        self._alerting: Alerting | None = None

    async def run(self) -> None:
        """Look again and again, in a thread, until it is cancelled; then once more."""
        try:
            while True:
                await asyncio.to_thread(self.look)
                await asyncio.sleep(LOOK_S)
        finally:
            self.look()
            if self._desk is not None:
                self._desk.close()

    def look(self) -> None:
        """Tell what rings now."""
        alerting = self._opened()
        if alerting is None or self._desk is None:
            return
        self._desk.look()
        now = self._clock.now()
        for ring in alerting.look(now, now.astimezone(self._settings.own_zone)):
            self._tell(ring)

    def _opened(self) -> Alerting | None:
        if self._desk is not None and self._desk.has_another_pack:
            self._desk.close()
            self._desk = self._alerting = None
        if self._alerting is None:
            self._desk = open_archive(self._path, self._options, with_tally=False)
            settings = self._settings
            self._alerting = Alerting(self._desk, settings.alerts, settings.quiet_hours, kept=KEPT)
            for problem in self._alerting.problems:
                tell(problem)
        return self._alerting

    def _tell(self, ring: Ring) -> None:
        title, body = words_of(ring)
        tell(f"ALERT {title}: {body}")
        by = ring.rule.by
        if sys.stderr.isatty():
            which = sequence_of(os.environ) if "terminal" in by else None
            in_tmux = bool(os.environ.get("TMUX"))
            told = escape(title, body, which, in_tmux=in_tmux) if which else ""
            if "bell" in by or ("terminal" in by and not which):
                told += "\a"
            with suppress(OSError):
                sys.stderr.write(told)
                sys.stderr.flush()
        wrong = []
        if "desktop" in by:
            wrong.append(run_desktop(self._settings.desktop_command, ring))
        if "command" in by:
            wrong.append(run_command(ring.rule.command, ring))
        for words in filter(None, wrong):
            tell(f"the alert {ring.rule.name!r}: {words}")
