"""TopBar: the beat, what the playhead does, the story's time with its zone, and how much is shown."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rich.style import Style
from textual.reactive import var
from textual.strip import Strip

from feeds.sanitise import clean_line
from tui.cells import Marks, Palette, Piece, cut, line, size_of
from tui.palette import Drawn
from tui.story_time import day, long_day, offset

State = Literal["reading", "complete", "playing", "paused", "ended"]
"""Sources are being read; all is shown; the replay plays, stands, has reached its end."""

WORDS: dict[State, str] = {
    "reading": "READING",
    "complete": "COMPLETE",
    "playing": "REPLAY",
    "paused": "REPLAY paused",
    "ended": "REPLAY ended",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What the bar says."""

    beat: str
    """Name of the beat, or what is being read."""

    state: State
    speed: float = 60
    """Story seconds a second; infinity is `max`."""

    skipping: bool = False
    """True where quiet gaps are jumped."""

    wall: datetime | None = None
    """The playhead on the clock that is shown; None without a time."""

    zone: str = ""
    """Name of that clock's zone where it has one: Asia/Yerevan, local."""

    assumed: bool = False
    """True where the zone was assumed, because stamps name none."""

    shown: int = 0
    known: int = 0
    problems: int = 0
    hidden_undated: int = 0
    """Undated entries that a playhead in time hides."""


class TopBar(Drawn):
    """One line, never cut without a sign: what matters less is said shorter first."""

    DEFAULT_CSS = """
    TopBar { height: 1; background: $nd-bar; color: $nd-text; }
    """

    status: var[Status | None] = var(None)
    """What to say; None says nothing."""

    def watch_status(self) -> None:
        """Say it."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        base = Style(bgcolor=self.rich_style.bgcolor) + self.palette.text
        pieces = say(self.status, width, self.palette, self.marks) if self.status else []
        return Strip(line(pieces, width, self.marks.more, base), width)


def say(status: Status, width: int, palette: Palette, marks: Marks) -> list[Piece]:
    """The longest wording that fits `width`; the shortest is left to be cut with a sign."""
    shortest: list[Piece] = []
    for terseness in range(6):
        shortest = _join(_parts(status, terseness, palette, marks), palette)
        if size_of(shortest) <= width:
            break
    return shortest


def _join(parts: Iterator[list[Piece]], palette: Palette) -> list[Piece]:
    pieces: list[Piece] = [(" ", palette.text)]
    for number, part in enumerate(p for p in parts if size_of(p)):
        pieces += [("  " if number else "", palette.text), *part]
    return pieces


def _parts(status: Status, terse: int, palette: Palette, marks: Marks) -> Iterator[list[Piece]]:
    name = clean_line(status.beat)
    yield [(cut(name, 12, marks.more) if terse > 3 else name, palette.strong)]
    bold = Style(bold=True)
    yield [(_state(status), (palette.second if status.state == "playing" else palette.first) + bold)]
    if status.wall:
        yield [(_time(status.wall, status, terse), palette.strong)]
    if status.state == "reading":
        return
    counts = f"{status.shown:,} of {status.known:,}"
    yield [(counts if terse > 0 else f"{counts} shown", palette.text)]
    if status.hidden_undated:
        yield [(_count(status.hidden_undated, "undated hidden", "undated", terse), palette.quiet)]
    if status.problems:
        words = "problem" if status.problems == 1 else "problems"
        yield [(_count(status.problems, words, "!", terse), palette.alert)]


def _count(number: int, words: str, sign: str, terse: int) -> str:
    return f"{number} {words}" if terse < 2 else f"{number}{sign[:1]}"


def _state(status: Status) -> str:
    words = WORDS[status.state]
    if status.state in ("playing", "paused"):
        speed = "max" if math.isinf(status.speed) else f"{status.speed:g}x"
        words += f" {speed}" + (" skip" if status.skipping else "")
    return words


def _time(wall: datetime, status: Status, terse: int) -> str:
    weekday = "Mon Tue Wed Thu Fri Sat Sun".split()[wall.weekday()] + " "
    date = long_day(wall) if terse < 5 else day(wall)
    zone = offset(wall)
    if terse < 2 and status.zone:
        zone += f" {status.zone}"
    if status.assumed:
        zone += " (assumed)" if terse < 3 else "?"
    return f"{weekday if terse < 1 else ''}{date} {wall:%H:%M} {zone}"
