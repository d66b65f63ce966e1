"""CatchUpScreen: a card of what came in since the reader was last here."""

from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime, tzinfo

from textual import on
from textual.message import Message

from feeds.beat import Beat
from feeds.catch_up import CatchUp
from feeds.change import Change
from feeds.sanitise import clean_line
from tui.drawing.cells import Piece, cut
from tui.drawing.row_list import Row, RowList
from tui.screens.card_screen import CardScreen
from tui.words.change_words import in_words
from tui.words.story_time import ZoneMode, show

MOST_MOVED = 40
"""Figures that are told one by one; of more it is said how many there are."""


MOST_LINES = 15
"""Of those, how many are in view at once."""


def counted(told: CatchUp) -> str:
    """How much came in."""
    parts = []
    if told.entries:
        late = f" ({told.late:,} below the line: stamped earlier)" if told.late else ""
        parts.append(f"{told.entries:,} new {'entry' if told.entries == 1 else 'entries'}{late}")
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


class CatchUpScreen(CardScreen[bool]):
    """Answers True where the reader wants to go to the first new entry."""

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
        when = show(looked, mode=zone_mode, source_zone=beat.zone, local=local) if looked else ""
        rows = CatchUpList()
        rows.told, rows.beat = told, beat
        super().__init__(
            f"Since you looked{f', {when}' if when else ''}",
            rows,
            ("open", "to the first new entry"),
            lines=1 + min(len(told.moved), MOST_LINES),
            ascii_only=ascii_only,
        )

    @on(CatchUpList.Chosen)
    def _go(self, event: CatchUpList.Chosen) -> None:
        event.stop()
        self.dismiss(True)
