"""Step chart: figures over time for each claimant, as lines of pieces; a pure function.

A step stands until the next figure: nothing is drawn between two figures that nobody said. The
scale is linear and begins at 0, so that a dispute is as large as it is; every figure is labelled.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.cells import cell_len
from rich.style import Style

from tui.charts.time_ticks import Tick, ticks
from tui.drawing.cells import Palette, Piece, cut

LEAST_HEIGHT = 6
"""Lines below which no step can be told from another: legend, three steps, axis, clock."""

_FRAME = 3
"""Lines beside the steps: the legend, the axis, the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One figure from the time at which it was counted."""

    at: datetime
    value: int
    """Where it stands on the scale."""

    words: str
    """What stands beside it: `49+`."""

    claim: str
    """Id of the claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The figures of one claimant, in time order, at least one."""

    name: str
    is_own: bool
    """Whether it is the side's own word: a solid line."""

    style: Style
    points: tuple[Point, ...]
    end: datetime | None = None
    """When another took its place; None where it stands to the right end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How a chart is drawn."""

    width: int
    height: int
    until: datetime
    """The right end: how long the last figure has stood."""

    wall: Callable[[datetime], datetime]
    """A time on the clock that is shown."""

    palette: Palette
    more: str
    ascii_only: bool = False
    lit: str | None = None
    """Id of the claim to bring out; None: none."""


@dataclass(frozen=True, slots=True)
class _Pen:
    """The signs of a series: line, upright, its four corners, and the mark of a figure."""

    flat: str
    upright: str
    rises: str
    falls: str
    mark: str


_OWN = tuple(_Pen("─", "│", "┘", "┐", mark) for mark in "●○◉◎")
_OTHERS = tuple(_Pen("┄", "┆", "┘", "┐", mark) for mark in "◆▲■▼")
_OWN_ASCII = tuple(_Pen("-", "|", "+", "+", mark) for mark in "o0Q@")
_OTHERS_ASCII = tuple(_Pen(".", ":", ".", ".", mark) for mark in "x*%@")


def step_chart(series: Sequence[Series], frame: Frame) -> list[tuple[Piece, ...]]:
    """`frame.height` lines, each of `frame.width` cells; nothing where that is too little."""
    canvas = _Canvas(series, frame)
    if frame.height < LEAST_HEIGHT or canvas.columns < 2 * canvas.margin:
        return []
    pens = _pens(series, ascii_only=frame.ascii_only)
    by_weight = sorted(zip(series, pens, strict=True), key=lambda pair: pair[0].is_own)
    for one, pen in by_weight:
        canvas.draw_line(one, pen)
    for one, pen in by_weight:
        canvas.draw_marks(one, pen)
    unnamed = sum(canvas.label(one, pen) for one, pen in reversed(by_weight))
    return [_legend(series, pens, unnamed, frame), *canvas.lines(), _clock(canvas, frame)]


def _pens(series: Sequence[Series], *, ascii_only: bool) -> list[_Pen]:
    own, others = (_OWN_ASCII, _OTHERS_ASCII) if ascii_only else (_OWN, _OTHERS)
    used = {True: 0, False: 0}
    found = []
    for one in series:
        pens = own if one.is_own else others
        found.append(pens[used[one.is_own] % len(pens)])
        used[one.is_own] += 1
    return found


def _legend(
    series: Sequence[Series], pens: Sequence[_Pen], unnamed: int, frame: Frame
) -> tuple[Piece, ...]:
    pieces: list[Piece] = [("  ", Style.null())]
    left = frame.width - 2
    told = [(f"{p.mark} {s.name}  ", s.style) for s, p in zip(series, pens, strict=True)]
    if unnamed:
        told.append((f"{unnamed} too close to label", frame.palette.quiet))
    for words, style in told:
        shown = cut(words, left, frame.more)
        pieces.append((shown, style))
        left -= cell_len(shown)
        if left <= 0:
            break
    return tuple(pieces)


def _clock(canvas: "_Canvas", frame: Frame) -> tuple[Piece, ...]:
    """The ticks' times under the axis, and at its end whose clock it is."""
    row = [" "] * frame.width
    free = 0
    for tick in canvas.ticks:
        start = canvas.gutter + canvas.column(tick.at)
        if start >= free and start + len(tick.words) <= frame.width - len(canvas.zone) - 1:
            row[start : start + len(tick.words)] = tick.words
            free = start + len(tick.words) + 2
    row[frame.width - len(canvas.zone) :] = canvas.zone
    return (("".join(row), frame.palette.quiet),)


class _Canvas:
    """Cells between the legend and the clock, the axis its lowest line."""

    def __init__(self, series: Sequence[Series], frame: Frame) -> None:
        points = [point for one in series for point in one.points]
        self._frame = frame
        self._rows = frame.height - _FRAME
        self._top = max((p.value for p in points), default=0) or 1
        self._from = min(p.at for p in points)
        self._until = max(frame.until, *(p.at for p in points))
        self._cells: dict[tuple[int, int], tuple[str, Style]] = {}
        self._taken: set[tuple[int, int]] = set()
        self._words: set[tuple[int, int]] = set()
        self.gutter = len(f" {self._top} ")
        self.columns = frame.width - self.gutter
        start, end = frame.wall(self._from), frame.wall(self._until)
        self.ticks: list[Tick] = ticks(start, end, self.columns)
        self.zone = self.ticks[-1].zone
        self.margin = max(cell_len(p.words) for p in points) + len(self.zone) + 2
        """Cells at the right that stay free for the last label and the zone."""

    def column(self, at: datetime) -> int:
        """Where a time stands, from 0."""
        span = (self._until - self._from).total_seconds() or 1.0
        return round((at - self._from).total_seconds() / span * (self.columns - 1 - self.margin))

    def draw_line(self, series: Series, pen: _Pen) -> None:
        """Steps from each figure to the next, the last one to the right end."""
        ends = [*(p.at for p in series.points[1:]), series.end or self._until]
        before: int | None = None
        for point, end in zip(series.points, ends, strict=True):
            x, row = self.column(point.at), self._row(point.value)
            if before is not None and before != row:
                self._put(x, before, pen.rises if row > before else pen.falls, series.style)
                for between in range(min(row, before) + 1, max(row, before)):
                    self._put(x, between, pen.upright, series.style)
                    self._taken.add((x, between))
            for column in range(x + (before not in (None, row)), self.column(end) + 1):
                self._put(column, row, pen.flat, series.style)
            before = row

    def draw_marks(self, series: Series, pen: _Pen) -> None:
        """A mark where each figure begins."""
        for point in series.points:
            place = self.column(point.at), self._row(point.value)
            self._put(*place, pen.mark, series.style + Style(bold=True))
            self._taken.add(place)

    def label(self, series: Series, pen: _Pen) -> int:
        """Write each figure beside its mark; returns for how many there was no room."""
        return sum(not self._label(point, series, pen) for point in series.points)

    def _label(self, point: Point, series: Series, pen: _Pen) -> bool:
        x, row = self.column(point.at), self._row(point.value)
        size = len(point.words)
        for column, line in (
            (x + 1, row),
            (x, row + 1),
            (x - size, row),
            (x - size + 1, row + 1),
            (x, row - 1),
            (x - size + 1, row - 1),
        ):
            places = [(column + n, line) for n in range(size)]
            if all(self._is_free(place, pen) for place in places):
                style = series.style + Style(bold=True)
                if point.claim == self._frame.lit:
                    style += self._frame.palette.hit
                for place, sign in zip(places, point.words, strict=True):
                    self._put(*place, sign, style)
                self._taken.update(places)
                self._words.update(places)
                return True
        return False

    def _is_free(self, place: tuple[int, int], pen: _Pen) -> bool:
        """Whether a label may stand there: on nothing, or on the flat line that it names."""
        column, row = place
        if not (0 <= column < self.columns and 0 < row <= self._rows):
            return False
        sign = self._cells.get(place, (" ",))[0]
        beside = {(column - 1, row), (column + 1, row)} & self._words
        return place not in self._taken and sign in (" ", pen.flat) and not beside

    def _row(self, value: int) -> int:
        """Which line a figure stands on, from 0 at the axis; only 0 itself lies on the axis."""
        return max(round(value / self._top * self._rows), 1 if value else 0)

    def _put(self, column: int, row: int, sign: str, style: Style) -> None:
        self._cells[column, row] = (sign, style)

    def lines(self) -> Iterator[tuple[Piece, ...]]:
        """From the top line to the axis."""
        quiet = self._frame.palette.quiet
        rule = "-" if self._frame.ascii_only else "─"
        ticked = {self.column(tick.at) for tick in self.ticks}
        for row in range(self._rows, -1, -1):
            name = str(self._top) if row == self._rows else "0" if row == 0 else ""
            pieces: list[Piece] = [(f"{name:>{self.gutter - 1}} ", quiet)]
            for column in range(self.columns):
                empty = ("+" if self._frame.ascii_only else "┴") if column in ticked else rule
                ground = (empty if row == 0 else " ", quiet)
                pieces.append(self._cells.get((column, row), ground))
            yield tuple(_joined(pieces))


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of one style as one piece."""
    text, style = pieces[0]
    for more, other in pieces[1:]:
        if other == style:
            text += more
        else:
            yield text, style
            text, style = more, other
    yield text, style
