"""AlertsScreen: what rang in this session, and how much waits; Enter goes to the entry."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual import on
from textual.message import Message

from feeds.alerts.ringing import Ring
from feeds.sanitise import clean_line
from feeds.snapshot import EntryKey
from tui.alerts.notifying import hit_words, told_of, words_of
from tui.drawing.cells import Piece
from tui.drawing.row_list import Row, RowList, wrapped
from tui.screens.card_screen import CardScreen

MOST_LINES = 20
FEWEST_LINES = 6

TICK_S = 1.0
"""Between two looks at what rang and what is held."""


@dataclass(frozen=True, slots=True)
class Rung:
    """What the card tells at a moment."""

    rings: Sequence[tuple[datetime, Ring]]
    """What rang, the newest last."""

    failed: Sequence[tuple[Ring, str]]
    """What of it did not reach the reader, and why."""

    held: int
    """How many hits wait."""

    quiet_until: str
    """When the quiet hours end that hold them, on the reader's own clock; empty outside of any."""


class AlertsList(RowList):
    """A ring takes a line or two."""

    @dataclass
    class Chosen(Message):
        """The reader wants to see the entry."""

        key: EntryKey

    look: Callable[[], Rung]
    clock: Callable[[datetime], str]
    """A time on the clock that is shown, with its zone."""

    def on_mount(self) -> None:
        """What was held comes out."""
        self.set_interval(TICK_S, self.refill)

    def make_rows(self, width: int) -> Sequence[Row]:
        """What waits, then what rang, the newest first."""
        told = self.look()
        rows = []
        if words := _waiting(told):
            rows.append(Row("held", (((words, self.palette.alert),),), opens=False))
        if not told.rings:
            words = "Nothing rang since this session began."
            rows.append(Row("none", (((words, self.palette.quiet),),), opens=False))
        numbered = reversed([*enumerate(told.rings)])
        for n, (at, ring) in numbered:
            rows.append(self._ring(n, at, ring, told.failed, width))
            rows += self._others(n, ring, width)
        return rows

    def _ring(
        self, n: int, at: datetime, ring: Ring, failed: Sequence[tuple[Ring, str]], width: int
    ) -> Row:
        """The ring and the hit that tells it."""
        title, body = words_of(ring)
        pieces: list[Piece] = [
            (f"{self.clock(at)}  ", self.palette.quiet),
            (f"{title}  ", self.palette.alert),
            (body, self.palette.text),
        ]
        if ring.since < at:
            pieces.append((f" (held since {self.clock(ring.since)})", self.palette.quiet))
        wrong = (why for of, why in failed if of is ring)
        pieces += [(f" ! {clean_line(why)}", self.palette.alert) for why in wrong]
        return Row((n, ring.hits.index(told_of(ring))), wrapped(pieces, width))

    def _others(self, n: int, ring: Ring, width: int) -> Iterator[Row]:
        """What rang with it, the newest first."""
        told = told_of(ring)
        numbered = [(k, hit) for k, hit in enumerate(ring.hits) if hit is not told]
        for k, hit in reversed(numbered):
            yield Row((n, k), wrapped([(f"  {hit_words(hit)}", self.palette.text)], width))
        if more := ring.count - len(ring.hits):
            words = f"  and {more:,} earlier, of which only the number was kept"
            yield Row((n, "more"), (((words, self.palette.quiet),),), opens=False)

    def chosen(self, key: Hashable) -> None:
        """Say which."""
        if isinstance(key, tuple):
            n, k = key
            hit = self.look().rings[n][1].hits[k]
            self.post_message(self.Chosen((hit.source, hit.id)))


def _waiting(told: Rung) -> str:
    """`7 held: quiet hours until 14 Sep 07:00 +04`; empty where nothing waits."""
    if told.quiet_until:
        return f"{told.held:,} held: quiet hours until {told.quiet_until}"
    return f"{told.held:,} held for a cool-down" if told.held else ""


class AlertsScreen(CardScreen[EntryKey]):
    """Answers the entry that the reader wants to see."""

    def __init__(
        self,
        look: Callable[[], Rung],
        clock: Callable[[datetime], str],
        *,
        ascii_only: bool = False,
    ) -> None:
        """`look` gives what rang by now."""
        rows, told = AlertsList(), look()
        rows.look, rows.clock = look, clock
        lines = 2 * sum(len(ring.hits) for _, ring in told.rings) + 2 * len(told.failed) + 2
        lines = min(max(lines, FEWEST_LINES), MOST_LINES)
        super().__init__("Alerts", rows, ("open", "the entry"), lines=lines, ascii_only=ascii_only)

    @on(AlertsList.Chosen)
    def _go(self, event: AlertsList.Chosen) -> None:
        event.stop()
        self.dismiss(event.key)
