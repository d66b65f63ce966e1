"""CatchUpScreen: a card of what came in since the reader was last here."""

from collections.abc import Hashable, Sequence
from datetime import datetime, tzinfo

from textual import on
from textual.message import Message

from feeds.beat import Beat
from feeds.catch_up import CatchUp
from feeds.change import Change
from feeds.entry import TimeBasis
from feeds.sanitise import clean_line
from tui.drawing.cells import Piece, cut, wrap
from tui.drawing.row_list import Row, RowList
from tui.screens.card_screen import CardScreen
from tui.words import figures
from tui.words.change_words import moved
from tui.words.story_time import ZoneMode, show

MOST_MOVED = 40
"""Figures that are told one by one; of more it is said how many there are."""


MOST_LINES = 15
"""How many lines of those are in view at once."""

_LINES = 2
"""Of a figure, where its own words fit into one."""


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
    zone_mode: ZoneMode = "source"
    local: tzinfo | None = None

    def make_rows(self, width: int) -> Sequence[Row]:
        """The counts, then each figure over who claims it."""
        rows = [Row("counts", (((counted(self.told), self.palette.strong),),))]
        rows += [
            Row(("moved", n), self._lines_of(change, width), opens=False)
            for n, change in enumerate(self.told.moved[:MOST_MOVED])
        ]
        left = len(self.told.moved) - MOST_MOVED
        if left > 0:
            words = f"and {left} more: the tally has them all"
            rows.append(Row("more", (((words, self.palette.quiet),),), opens=False))
        return rows

    def _lines_of(self, change: Change, width: int) -> tuple[tuple[Piece, ...], ...]:
        """The figure to its end, then whose claim moved it, and as of when."""
        words = clean_line(moved(change, self.beat))
        lines = [words[start:end] for start, end in wrap(words, width - 2)]
        by = clean_line(self._by(change))
        return (
            *(((f"  {text}", self.palette.text),) for text in lines),
            ((cut(f"    {by}", width, self.marks.more), self.palette.quiet),),
        )

    def _by(self, change: Change) -> str:
        """`by Nikol Pashinyan, as of 13 Sep 11:33 +04 (derived)`."""
        basis: TimeBasis = "day" if change.day_only else "stamped"
        when = show(
            change.as_of,
            mode=self.zone_mode,
            source_zone=self.beat.zone,
            local=self.local,
            basis=basis,
        )
        by = [f"by {figures.name(self.beat, change.by)}"] if change.by else []
        return f"{', '.join((*by, f'as of {when}'))} (derived)"

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
        rows.zone_mode, rows.local = zone_mode, local
        super().__init__(
            f"Since you looked{f', {when}' if when else ''}",
            rows,
            ("open", "to the first new entry"),
            lines=1 + min(_LINES * len(told.moved), MOST_LINES),
            ascii_only=ascii_only,
        )

    @on(CatchUpList.Chosen)
    def _go(self, event: CatchUpList.Chosen) -> None:
        event.stop()
        self.dismiss(True)
