"""SourcesScreen: how every live source fares, and who has been silent for longer than is usual."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual import on
from textual.message import Message

from feeds.following.health import Health, Silence
from feeds.sanitise import clean_line
from tui.drawing.cells import Piece
from tui.drawing.row_list import Row, RowList, wrapped
from tui.screens.card_screen import CardScreen
from tui.words.source_words import (
    former_words,
    health_words,
    last_words,
    silence_words,
    traffic_words,
    waiting_words,
)

MOST_LINES = 24
LONG = "Silent for longer than usual"
USUAL = "Nobody is silent for much longer than usual"
UNKNOWN = "Nobody has said enough yet to tell who is silent for long"
DEAF = "No source answers: who is silent cannot be told"
PARTLY = ", as far as sources answer"
STARTING = "The collector starts: the sources are asked in a moment."
NOT_YET = "Who is silent is told once the sources are followed"

TICK_S = 1.0
"""Between two times that the ages are told anew."""


@dataclass(frozen=True, slots=True)
class Board:
    """What the card tells at a moment."""

    now: datetime
    """What time it is, aware: to it the sources' ages are counted."""

    at: datetime | None
    """The playhead of a replay, to which silence is counted; None: now."""

    healths: Sequence[Health]
    """Of the sources that are followed, or were, those that fail first."""

    followed: frozenset[str]
    """Ids of those that are followed."""

    silences: Sequence[Silence]
    """Of sources and actors, the most unusual first; not of sources that fail, nor of anybody
    where all do."""

    is_starting: bool = False
    """True while the collector that is to ask the sources starts."""

    @property
    def failing(self) -> int:
        """How many are followed and fail."""
        return sum(h.is_failing and h.source in self.followed for h in self.healths)


class SourcesList(RowList):
    """A source takes two lines, a silence one."""

    @dataclass
    class Chosen(Message):
        """The reader wants to see the entries of a source."""

        source: str

    look: Callable[[], Board]
    clock: Callable[[datetime], str]
    """A time on the clock that is shown, with its zone."""

    def on_mount(self) -> None:
        """Ages grow."""
        self.set_interval(TICK_S, self.refill)

    def make_rows(self, width: int) -> Sequence[Row]:
        """Followed sources, then who is silent."""
        board = self.look()
        now, before = _parted(board)
        rows = [row for health in now for row in self._source(health, board, width)]
        if not rows:
            none = STARTING if board.is_starting else "No source is followed here."
            rows.append(Row("none", (((none, self.palette.quiet),),), opens=False))
        if before:
            head = "Followed before" if board.is_starting else "No longer followed"
            rows.append(Row("before", (((head, self.palette.strong),),), opens=False))
            rows += [row for health in before for row in self._source(health, board, width)]
        rows.append(Row("gap", ((),), opens=False))
        return [*rows, *self._silences(board, width)]

    def _silences(self, board: Board, width: int) -> Iterator[Row]:
        unusual = [s for s in board.silences if s.is_unusual]
        told = unusual or board.silences[:MOST_LINES]
        head = LONG if unusual else USUAL if told else UNKNOWN
        if board.at is not None:
            head = f"{head}, at {self.clock(board.at)}"
        elif board.is_starting:
            head = NOT_YET
        elif board.failing == len(board.followed):
            head = DEAF
        elif board.failing:
            head += PARTLY
        yield Row("silent", wrapped([(head, self.palette.strong)], width), opens=False)
        for silence in told:
            yield self._silence(silence, width)

    def _source(self, health: Health, board: Board, width: int) -> Iterator[Row]:
        palette, is_followed = self.palette, health.source in board.followed
        fails = health.is_failing and is_followed
        ink = palette.alert if fails else palette.text if is_followed else palette.quiet
        sign = "!" if fails else self.marks.judged if is_followed else " "
        first: list[Piece] = [
            (f"{sign} ", ink),
            (f"{clean_line(health.name)}  ", palette.strong),
            (_how(health, board, self.clock), ink),
        ]
        newest = f"newest entry {self.clock(health.newest)}" if health.newest else "no entry yet"
        waits = waiting_words(health, board.now) if is_followed else ""
        told = (last_words(health, self.clock), newest, waits, traffic_words(health))
        second: list[Piece] = [(f"  {' - '.join(filter(None, told))}", palette.quiet)]
        lines = [*wrapped(first, width), *wrapped(second, width)]
        if health.odd:
            lines += wrapped([(f"  ! {clean_line(health.odd_words)}", palette.alert)], width)
        yield Row(("source", health.source), tuple(lines))

    def _silence(self, silence: Silence, width: int) -> Row:
        ink = self.palette.alert if silence.is_unusual else self.palette.quiet
        pieces: list[Piece] = [
            (f"  {clean_line(silence.name)}  ", self.palette.text),
            (f"since {self.clock(silence.since)}, {silence_words(silence)}", ink),
        ]
        return Row(("silent", silence.source), wrapped(pieces, width), opens=False)

    def chosen(self, key: Hashable) -> None:
        """Say which source."""
        if isinstance(key, tuple) and key[0] == "source":
            self.post_message(self.Chosen(key[1]))


def _how(health: Health, board: Board, clock: Callable[[datetime], str]) -> str:
    if health.source in board.followed:
        return health_words(health, board.now, clock)
    return former_words(health, clock)


def _parted(board: Board) -> tuple[list[Health], list[Health]]:
    """Those that are followed, and those that were."""
    parts: tuple[list[Health], list[Health]] = ([], [])
    for health in board.healths:
        parts[health.source not in board.followed].append(health)
    return parts


class SourcesScreen(CardScreen[str]):
    """Answers the name of a source whose entries the reader wants to see."""

    def __init__(
        self,
        look: Callable[[], Board],
        clock: Callable[[datetime], str],
        *,
        ascii_only: bool = False,
    ) -> None:
        """`look` gives the board of now."""
        rows = SourcesList()
        rows.look, rows.clock = look, clock
        super().__init__(
            "Sources", rows, ("open", "its entries"), lines=MOST_LINES, ascii_only=ascii_only
        )

    @on(SourcesList.Chosen)
    def _go(self, event: SourcesList.Chosen) -> None:
        event.stop()
        self.dismiss(event.source)
