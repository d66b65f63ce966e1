"""CatchUpScreen: a card of what came in since the reader was last here."""

from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime, tzinfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen

from feeds.beat import Beat
from feeds.catch_up import CatchUp
from feeds.change import Change
from feeds.sanitise import clean_line
from tui.cells import Piece, cut
from tui.change_words import in_words
from tui.hint_bar import HintBar
from tui.keymap import bindings_of
from tui.row_list import Row, RowList
from tui.story_time import ZoneMode, show

MOST_MOVED = 40
"""Figures that are told one by one; of more it is said how many there are."""


MOST_LINES = 15
"""Of those, how many are in view at once."""


def counted(told: CatchUp) -> str:
    """How much came in."""
    parts = []
    if told.entries:
        parts.append(f"{told.entries:,} new {'entry' if told.entries == 1 else 'entries'}")
    if told.edits:
        parts.append(f"{told.edits:,} {'edit' if told.edits == 1 else 'edits'}")
    moved = len(told.moved)
    figures = "no figure moved" if not moved else f"{moved} figure{'s' if moved > 1 else ''} moved"
    return ", ".join([*parts, figures])


class CatchUpList(RowList):
    """What came in, and each figure that moved."""

    class Chosen(Message):
        """The reader wants to see it."""

    told: CatchUp
    beat: Beat

    def make_rows(self, width: int) -> Sequence[Row]:
        """The counts, then a line a figure."""
        rows = [Row("counts", (((counted(self.told), self.palette.strong),),))]
        rows += [
            Row(("moved", n), (tuple(self._line(change, width)),), opens=False)
            for n, change in enumerate(self.told.moved[:MOST_MOVED])
        ]
        left = len(self.told.moved) - MOST_MOVED
        if left > 0:
            words = f"and {left} more: the tally has them all"
            rows.append(Row("more", (((words, self.palette.quiet),),), opens=False))
        return rows

    def _line(self, change: Change, width: int) -> Iterator[Piece]:
        words = clean_line(in_words(change, self.beat))
        yield cut(f"  {words}", width, self.marks.more), self.palette.text

    def chosen(self, key: Hashable) -> None:  # noqa: ARG002 - there is one
        """Say so."""
        self.post_message(self.Chosen())


class CatchUpScreen(ModalScreen[bool]):
    """Answers whether to go to the first new entry."""

    BINDINGS = bindings_of("close", "back")

    DEFAULT_CSS = """
    CatchUpScreen {
        align: center middle;
        background: $nd-ground 60%;
        & > Vertical {
            width: 100%;
            max-width: 90;
            height: auto;
            max-height: 100%;
            background: $nd-ground;
            border: round $nd-focus;
            border-title-color: $nd-text;
            border-title-style: bold;
        }
    }
    CatchUpScreen.-ascii > Vertical { border: ascii $nd-focus; }
    """

    def __init__(
        self,
        told: CatchUp,
        beat: Beat,
        *,
        looked: datetime | None,
        zone_mode: ZoneMode = "source",
        local: tzinfo | None = None,
        ascii_only: bool = False,
    ) -> None:
        """`looked` is when the reader was last here."""
        super().__init__(classes="-ascii" if ascii_only else "")
        when = show(looked, mode=zone_mode, source_zone=beat.zone, local=local) if looked else ""
        self._title = f"Since you looked{f', {when}' if when else ''}"
        self._list = CatchUpList()
        self._list.told, self._list.beat = told, beat
        self._list.set_reactive(CatchUpList.ascii_only, ascii_only)
        self._list.styles.height = 1 + min(len(told.moved), MOST_LINES)
        self._bar = HintBar(told=(("open", "to the first new entry"),))
        self._bar.set_reactive(HintBar.ascii_only, ascii_only)

    def compose(self) -> ComposeResult:
        """A framed list and its keys."""
        with Vertical() as frame:
            frame.border_title = Content(self._title)
            yield self._list
            yield self._bar

    @on(CatchUpList.Chosen)
    def _go(self, event: CatchUpList.Chosen) -> None:
        event.stop()
        self.dismiss(True)

    @on(HintBar.KeyClicked)
    async def _do(self, event: HintBar.KeyClicked) -> None:
        event.stop()
        if not await self.app.run_action(event.action, self._list):
            await self.run_action(event.action)

    def action_close(self) -> None:
        """Stay where one is."""
        self.dismiss(False)

    def action_back(self) -> None:
        """Stay where one is."""
        self.dismiss(False)
