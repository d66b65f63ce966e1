"""AlertsScreen: what rang in this session, and how much waits; Enter goes to the entry."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual import on
from textual.message import Message

from feeds.alerts.ringing import Ring
from feeds.sanitise import clean_line
from feeds.snapshot import EntryKey
from tui.card_screen import CardScreen
from tui.cells import Piece, wrap_pieces
from tui.notifying import words_of
from tui.row_list import Row, RowList

MOST_LINES = 20


class AlertsList(RowList):
    """A ring takes a line or two."""

    @dataclass
    class Chosen(Message):
        """The reader wants to see the entry."""

        key: EntryKey

    rung: Sequence[tuple[datetime, Ring]]
    failed: Sequence[tuple[Ring, str]]
    held: int
    clock: Callable[[datetime], str]

    def make_rows(self, width: int) -> Sequence[Row]:
        """What waits, then what rang, the newest first."""
        rows = []
        if self.held:
            words = f"{self.held:,} held, for a cool-down or quiet hours"
            rows.append(Row("held", (((words, self.palette.alert),),), opens=False))
        if not self.rung:
            words = "Nothing rang since this session began."
            rows.append(Row("none", (((words, self.palette.quiet),),), opens=False))
        rows += [self._ring(n, at, ring, width) for n, (at, ring) in enumerate(self.rung)]
        return rows

    def _ring(self, n: int, at: datetime, ring: Ring, width: int) -> Row:
        title, body = words_of(ring)
        pieces: list[Piece] = [
            (f"{self.clock(at)}  ", self.palette.quiet),
            (f"{title}  ", self.palette.alert),
            (body, self.palette.text),
        ]
        if ring.since < at:
            pieces.append((f" (held since {self.clock(ring.since)})", self.palette.quiet))
        wrong = (why for of, why in self.failed if of is ring)
        pieces += [(f" ! {clean_line(why)}", self.palette.alert) for why in wrong]
        lines = tuple(tuple(line) for line in wrap_pieces(pieces, width))
        return Row(("ring", n), lines)

    def chosen(self, key: Hashable) -> None:
        """Say which."""
        if isinstance(key, tuple):
            hit = self.rung[key[1]][1].hits[-1]
            self.post_message(self.Chosen((hit.source, hit.id)))


class AlertsScreen(CardScreen[EntryKey]):
    """Answers the entry that the reader wants to see."""

    def __init__(
        self,
        rung: Sequence[tuple[datetime, Ring]],
        held: int,
        clock: Callable[[datetime], str],
        *,
        failed: Sequence[tuple[Ring, str]] = (),
        ascii_only: bool = False,
    ) -> None:
        """`rung`: what rang, the newest first; `failed`: what of it did not, and why."""
        rows = AlertsList()
        rows.rung, rows.failed, rows.held, rows.clock = rung, failed, held, clock
        lines = min(2 * len(rung) + 2 * len(failed) + 2, MOST_LINES)
        super().__init__("Alerts", rows, ("open", "the entry"), lines=lines, ascii_only=ascii_only)

    @on(AlertsList.Chosen)
    def _go(self, event: AlertsList.Chosen) -> None:
        event.stop()
        self.dismiss(event.key)
