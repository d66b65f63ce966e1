"""TimelineBar: how busy the story was up to the playhead, with claim marks and hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import reactive, var
from textual.renderables._blend_colors import blend_colors
from textual.strip import Strip

from feeds.snapshot import Snapshot
from tui.charts.timeline import Scale, columns, labels
from tui.drawing.cells import Piece, fit, line
from tui.drawing.palette import Drawn
from tui.words.story_time import ZoneMode

BARS, ASCII_BARS = "▁▂▃▄▅▆▇█", "_.-=+*%#"
_GREY = Color.from_rgb(128, 128, 128)


@dataclass(frozen=True, slots=True)
class _Ink:
    """Signs from the lowest bar up, colours of no entry and of most, and what they lie on."""

    signs: str
    least: Color
    most: Color
    ground: Style


@lru_cache(maxsize=1024)
def _bar(n: int, most: int, line: int, height: int, ink: _Ink) -> Segment:
    """One cell of a bar as high as `n` is of `most`, in the `line`th of `height` lines, from below.

    A replay adds to the last of a hundred bars sixty times a second: the others are as they were.
    """
    top = len(ink.signs) - 1
    level = int(n / most * (len(ink.signs) * height - 1)) - line * len(ink.signs)
    if level < 0:
        return Segment(" ", ink.ground)
    colour = blend_colors(ink.least, ink.most, n / most)
    return Segment(ink.signs[min(level, top)], ink.ground + Style.from_color(colour))


class TimelineBar(Drawn):
    """Bars, marks, hours. Nothing after the playhead is drawn."""

    DEFAULT_CSS = """
    TimelineBar {
        height: 3;
        width: 1fr;
        padding: 0 1;
    }
    """

    ALLOW_SELECT = False

    snapshot: var[Snapshot | None] = var[Snapshot | None](None)
    """What is known at the playhead."""

    zone_mode: reactive[ZoneMode] = reactive[ZoneMode]("source", layout=False)
    """Whose clock is shown."""

    @dataclass
    class TimeSought(Message):
        """The reader clicked on a time."""

        at: datetime

    def __init__(self, *, local: tzinfo | None = None, id: str | None = None) -> None:
        """`local` None is the machine's own zone."""
        super().__init__(id=id)
        self._local = local

    def watch_snapshot(self, before: Snapshot | None, now: Snapshot | None) -> None:
        """Draw, unless only the filter is another."""
        if before is None or now is None or _shown(before) != _shown(now):
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Bars above, then the marks, then the hours; in two lines the marks stand among these."""
        width, height = self.content_size
        scale = self._scale(width)
        blank = Strip([Segment(" " * width, self.palette.ground)], width)
        if scale is None or width <= 0:
            return blank
        bars = max(height - 2, 1)
        if y < bars:
            return self._bars(scale, bars)[y]
        if y == height - 1:
            return self._hours(scale, with_signs=height <= bars + 1)
        return self._marks(scale) if y == bars else blank

    def on_click(self, event: events.Click) -> None:
        """Ask for the time under the pointer."""
        where = event.get_content_offset(self)
        scale = self._scale(self.content_size.width)
        if scale is not None and where is not None:
            self.post_message(self.TimeSought(scale.time(where.x)))

    def _scale(self, width: int) -> Scale | None:
        if self.snapshot is None or self.snapshot.activity is None:
            return None
        return Scale(
            activity=self.snapshot.activity,
            width=width,
            zone_mode=self.zone_mode,
            source_zone=self.snapshot.beat.zone,
            local=self._local,
        )

    def _until(self, scale: Scale) -> int:
        """Cells up to and with the playhead's."""
        at = self.snapshot.at if self.snapshot else None
        return scale.width if at is None else scale.column(at) + 1

    def _bars(self, scale: Scale, height: int) -> list[Strip]:
        """Drawn against silence: of an even feed, or of a lone value, the least is not nothing."""
        palette = self.palette
        data = columns(scale.activity.entries, scale.width, self._until(scale))
        ink = _Ink(
            signs=ASCII_BARS if self.ascii_only else BARS,
            least=palette.quiet.color or _GREY,
            most=palette.first.color or _GREY,
            ground=palette.ground,
        )
        most = max(data, default=0) or 1
        left = scale.width - len(data)
        rest = [Segment(" " * left, palette.ground)] if left else []
        return [
            Strip([*(_bar(n, most, line, height, ink) for n in data), *rest], scale.width)
            for line in reversed(range(height))
        ]

    def _signs(self, scale: Scale) -> list[Piece]:
        """One sign or blank for each cell up to the playhead's, which comes last."""
        until = self._until(scale)
        claims = columns(scale.activity.claims, scale.width, until)
        signs = [(self.marks.claim if n else " ", self.palette.figure) for n in claims]
        if signs and self.snapshot is not None and self.snapshot.at is not None:
            signs[-1] = ("^" if self.ascii_only else "▲", self.palette.strong)
        return signs

    def _marks(self, scale: Scale) -> Strip:
        return self._strip(self._signs(scale), scale.width)

    def _hours(self, scale: Scale, *, with_signs: bool) -> Strip:
        """The hours; signs where a cell is free, the playhead in the free cell nearest to it.

        The blank inside "13 Sep" is no free cell: a mark there would read as a letter.
        """
        words = fit(labels(scale), scale.width, self.marks.more)
        if not with_signs:
            return self._strip([(words, self.palette.quiet)], scale.width)
        pieces = [(letter, self.palette.quiet) for letter in words]
        signs = self._signs(scale)
        free = [at for at in range(len(words)) if _is_between(words, at)]
        for at, sign in enumerate(signs):
            if sign[0] != " " and at in free:
                pieces[at] = sign
        if signs and signs[-1][0] not in (" ", self.marks.claim) and free:
            pieces[min(free, key=lambda at: abs(at - len(signs) + 1))] = signs[-1]
        return self._strip(pieces, scale.width)

    def _strip(self, pieces: Sequence[Piece], width: int) -> Strip:
        return Strip(line(pieces, width, self.marks.more, self.palette.ground), width)


def _shown(snapshot: Snapshot) -> tuple[object, ...]:
    """What of a snapshot the bar draws."""
    return snapshot.at, snapshot.activity, snapshot.beat.zone


def _is_between(words: str, at: int) -> bool:
    """True for a blank outside the labels: one with a blank, or the edge, on either side."""
    return words[at] == " " and (
        words[: at + 2].isspace() or "  " in words[max(at - 1, 0) : at + 2]
    )
