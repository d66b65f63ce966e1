"""TopBar: the beat, what the playhead does, the story's time with its zone, how much is shown."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from rich.cells import cell_len
from rich.style import Style
from textual.reactive import var
from textual.strip import Strip

from feeds.clock import offset
from feeds.sanitise import clean_line
from feeds.snapshot import Pending
from tui.drawing.cells import Marks, Palette, Piece, cut, line, size_of
from tui.drawing.palette import Drawn
from tui.feed.feed_rows import WEEKDAYS
from tui.words.story_time import day, long_day

State = Literal["complete", "playing", "paused", "ended"]
"""All is shown; the replay plays, stands, has reached its end."""

WORDS: dict[State, str] = {
    "complete": "COMPLETE",
    "playing": "REPLAY",
    "paused": "REPLAY paused",
    "ended": "REPLAY ended",
}

WORK: dict[Pending, str] = {
    "tally": "tally",
    "words": "search",
    "index": "index",
    "changes": "changes",
    "copies": "copies",
}
"""What may be in work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What the bar says."""

    beat: str
    """Name of the beat."""

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
    folded: int = 0
    """Copies that are hidden under their first report."""

    notes: int = 0
    """How many things were read otherwise than they stand, nothing of them lost."""

    problems: int = 0

    is_judged: bool = True
    """False where decisions are left out of what is shown."""

    hidden_undated: int = 0
    """Undated entries that a playhead in time hides."""

    followed: int = 0
    """How many sources are followed, or were."""

    failing: tuple[str, ...] = ()
    """Names of those that fail."""

    is_live: bool = False
    """True while somebody asks them."""

    is_starting: bool = False
    """True while the collector that is to ask them starts."""

    pending: frozenset[Pending] = frozenset()
    """What is still in work."""


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

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - has one line
        """The line."""
        width = self.size.width
        base = Style(bgcolor=self.rich_style.bgcolor) + self.palette.text
        pieces = say(self.status, width, self.palette, self.marks) if self.status else []
        return Strip(line(pieces, width, self.marks.more, base), width)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How much is said; each of `WORDINGS` says less than the one before."""

    weekday: bool = True
    zone_name: bool = True
    words: bool = True
    """`9 of 46 shown`, `2 problems`; else `9 of 46`, `2!`."""

    assumed: bool = True
    """`(assumed)`; else a question mark after the zone."""

    beat_cells: int = 40
    failing_cells: int = 40
    """For the names of the sources that fail; 0: only how many."""

    year: bool = True


def _wordings() -> Iterator[Wording]:
    wording = Wording()
    yield wording
    for less in (
        {"weekday": False},
        {"zone_name": False},
        {"words": False},
        {"failing_cells": 24},
        {"assumed": False},
        {"beat_cells": 14},
        {"year": False},
        {"failing_cells": 12},
        {"failing_cells": 0},
    ):
        wording = replace(wording, **less)
        yield wording


WORDINGS: tuple[Wording, ...] = tuple(_wordings())


def say(status: Status, width: int, palette: Palette, marks: Marks) -> list[Piece]:
    """The longest wording that fits `width`; the shortest is left to be cut with a sign."""
    pieces: list[Piece] = []
    for wording in WORDINGS:
        pieces = _join(_parts(status, wording, palette, marks), palette)
        if size_of(pieces) <= width:
            break
    return pieces


def _join(parts: Iterator[Piece], palette: Palette) -> list[Piece]:
    pieces: list[Piece] = []
    for part in parts:
        pieces += [("  " if pieces else " ", palette.text), part]
    return pieces


def _parts(status: Status, how: Wording, palette: Palette, marks: Marks) -> Iterator[Piece]:
    yield cut(clean_line(status.beat), how.beat_cells, marks.more), palette.strong
    ink = palette.second if status.state == "playing" else palette.first
    yield _state(status), ink + Style(bold=True)
    if status.wall:
        yield _time(status.wall, status, how), palette.strong
    least = "at least " if "words" in status.pending else ""
    yield (
        f"{least}{status.shown:,} of {status.known:,}{' shown' if how.words else ''}",
        palette.text,
    )
    if status.folded:
        copies = "copy" if status.folded == 1 else "copies"
        yield f"{status.folded:,} {f'{copies} folded' if how.words else 'folded'}", palette.quiet
    if status.pending:
        told = [WORK[what] for what in get_args(Pending) if what in status.pending]
        yield f"in work: {', '.join(told)}" if how.words else "in work", palette.second
    if status.hidden_undated:
        hidden = " hidden" if how.words else ""
        yield f"{status.hidden_undated} undated{hidden}", palette.quiet
    yield from _sources(status, how, palette, marks.more)
    if not status.is_judged:
        yield "no review" if not how.words else "decisions left out", palette.alert
    if status.problems:
        words = " problem" if status.problems == 1 else " problems"
        yield f"{status.problems}{words if how.words else '!'}", palette.alert
    elif status.notes and how.words:
        yield f"{status.notes} note{'' if status.notes == 1 else 's'}", palette.quiet


def _sources(status: Status, how: Wording, palette: Palette, more: str) -> Iterator[Piece]:
    """How the followed sources fare; a failed one never leaves the screen."""
    if status.is_starting:
        if status.state != "complete":
            yield "sources: starting" if how.words else "starting", palette.quiet
        return
    if not status.followed:
        return
    if not status.is_live:
        yield "NOT FOLLOWED" if how.words else "not live", palette.alert
    if status.failing:
        told = _who_fails(status, how.failing_cells, more)
        yield f"{told} (S)" if how.words else told, palette.alert
    elif how.words and status.is_live:
        yield f"{status.followed} source{'' if status.followed == 1 else 's'} ok", palette.quiet


def _who_fails(status: Status, width: int, more: str) -> str:
    """`Wire, Blog fail`; in fewer cells `Wire +1 fail`, `1 fails`."""
    count = len(status.failing)
    verb = "fails" if count == 1 else "fail"
    if count == status.followed > 1:
        every = "both" if count == 2 else f"all {count}"  # noqa: PLR2004 - one says so
        return f"{every}{' sources' if width else ''} fail"
    if not width:
        return f"{count} {verb}"
    names = ", ".join(clean_line(name) for name in status.failing)
    if count > 1 and cell_len(names) > width:
        rest = f" +{count - 1}"
        return f"{cut(clean_line(status.failing[0]), width - len(rest), more)}{rest} {verb}"
    return f"{cut(names, width, more)} {verb}"


def _state(status: Status) -> str:
    words = WORDS[status.state]
    if status.state == "complete" and status.is_live:
        return "LIVE"
    if status.state == "complete" and status.is_starting:
        return "STARTING"
    if status.state in ("playing", "paused"):
        speed = "max" if math.isinf(status.speed) else f"{status.speed:g}x"
        words += f" {speed}" + (" skip" if status.skipping else "")
    return words


def _time(wall: datetime, status: Status, how: Wording) -> str:
    weekday = f"{WEEKDAYS[wall.weekday()]} " if how.weekday else ""
    date = long_day(wall) if how.year else day(wall)
    zone = offset(wall) + (f" {status.zone}" if how.zone_name and status.zone else "")
    if status.assumed:
        zone += " (assumed)" if how.assumed else "?"
    return f"{weekday}{date} {wall:%H:%M} {zone}"
