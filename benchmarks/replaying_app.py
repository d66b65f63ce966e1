"""The dashboard over an archive, replaying by a clock that runs fast; once it is paused and knows
everything, it writes down whether that is what a desk at rest knows, and leaves."""

import gc
import os
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from feeds.archived.opening import open_archive
from feeds.snapshot import Filter, Snapshot
from feeds.tally import Tally
from feeds.typed_time import read_time
from tui.__main__ import GARBAGE
from tui.app import NightdeskApp, Opening
from tui.desk.desk_screen import DeskScreen
from tui.settings import load_settings

LOOK_S = 0.1
SPEED = 3600.0
"""The fastest that a replay can be asked for."""


@dataclass(frozen=True, slots=True)
class FastClock:
    """So many times as fast as the machine's."""

    times: float

    def now(self) -> datetime:
        """Wall time, aware, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds, which pass quickly."""
        return time.monotonic() * self.times


class ReplayingApp(NightdeskApp):
    """The dashboard, and a note of how it ended."""

    def __init__(self, archive: Path, start: str, times: float, told: Path) -> None:
        """Replays from `start` at `times` the highest speed; the note goes to `told`."""
        super().__init__(
            Opening(archive=archive, replaying=True, start=read_time(start), speed=SPEED),
            settings=load_settings(os.environ),
            clock=FastClock(times),
        )
        self._archive = archive
        self._told = told

    def on_mount(self) -> None:
        """As the dashboard, and look now and then."""
        super().on_mount()
        self.set_interval(LOOK_S, self._look)

    def _look(self) -> None:
        screen = self.screen
        if not isinstance(screen, DeskScreen) or screen.state == "playing":
            return
        shown = screen.snapshot
        if shown is not None and shown.at is not None and not shown.pending:
            self._told.write_text(f"{shown.known} {int(self._is_exact(shown))}\n")
            self.exit()

    def _is_exact(self, shown: Snapshot) -> bool:
        desk = open_archive(self._archive)
        try:
            wanted = desk.snapshot(at=shown.at)
            worked_out = desk.tally_of(Filter(), shown.at)
        finally:
            desk.close()
        return shown.known == wanted.known and _said(shown.tally) == _said(worked_out)


def _said(tally: Tally) -> object:
    """Every number of a tally with whose it is, against one that is worked out from the start."""
    return [
        (c.victim, c.kind, c.category, c.low, c.best, c.high, c.grade, c.as_of, c.flags, c.copies,
         [(f.by, f.low, f.best, f.high, f.as_of, f.copies)
          for f in (*((c.own,) if c.own else ()), *c.claimed, *c.independent, *c.others)])
        for c in tally.cells
    ]  # fmt: skip


if __name__ == "__main__":
    gc.set_threshold(*GARBAGE)  # as the program's own way in
    ReplayingApp(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), Path(sys.argv[4])).run()
