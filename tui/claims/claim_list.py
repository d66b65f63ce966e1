"""ClaimList: the rows of one ledger, groups folding, the cursor on a claim through every change."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from textual.message import Message

from feeds.snapshot import Snapshot
from tui.claims.ledger import FOLDED, GroupName, Ledger
from tui.claims.ledger_rows import Earlier, ledger_rows, with_lit
from tui.claims.ledger_table import Table, table_of
from tui.drawing.row_list import Row, RowList
from tui.tally.tally_rows import Look
from tui.words.story_time import ZoneMode

LEAST_CHART, MOST_CHART = 8, 12
"""Lines of the chart on a small and on a large screen."""


class ClaimList(RowList):
    """The rows of one ledger."""

    @dataclass
    class ClaimOpened(Message):
        """The reader chose a claim."""

        claim: str

    @dataclass
    class MoreAsked(Message):
        """The reader wants to see earlier claims of a group."""

        group: GroupName

    def __init__(
        self,
        ledger: Ledger,
        snapshot: Snapshot,
        *,
        zone_mode: ZoneMode = "source",
        local: tzinfo | None = None,
    ) -> None:
        super().__init__()
        self._ledger = ledger
        self._snapshot = snapshot
        self._zone_mode = zone_mode
        self._local = local
        self._turned: dict[GroupName, bool] = {}
        """Groups that the reader folded (True) or unfolded (False)."""
        self._made: tuple[Ledger, set[GroupName], Look, int, list[Row]] | None = None
        """What was made last, and of what: a key that moves the cursor makes the chart alone."""
        self._columns: tuple[int, bool, Table | None] | None = None
        """The width, whether it says whose, and the columns that were chosen for them."""
        self.set_reactive(ClaimList.cursor, self._first)

    @property
    def claim(self) -> str | None:
        """Id of the claim under the cursor; None where it is on a title."""
        return self.cursor[1] if isinstance(self.cursor, tuple) else None

    def show(self, ledger: Ledger, snapshot: Snapshot, *, hold: str | None = None) -> None:
        """Draw another ledger; the cursor stays on the claim `hold`, whatever it does there now."""
        was_empty = not self._ledger.groups
        self._ledger, self._snapshot = ledger, snapshot
        place = (hold and _place_of(ledger, hold)) or (self._first if was_empty else None)
        if place:
            self._turned[place[0]] = False
        self.refill()
        if place:
            self.cursor = place

    def make_rows(self, width: int) -> Sequence[Row]:
        """The rows of the ledger at `width`."""
        look = Look(
            beat=self._snapshot.beat,
            at=self._snapshot.at or self._snapshot.last_said,
            width=width,
            palette=self.palette,
            marks=self.marks,
            ascii_only=self.ascii_only,
            zone_mode=self._zone_mode,
            local=self._local,
        )
        height = min(max(self.size.height // 3, LEAST_CHART), MOST_CHART)
        ledger, folded = self._ledger, self._folded
        if self._made is None or self._made[:4] != (ledger, folded, look, height):
            rows = ledger_rows(ledger, folded, look, self._table(look), chart_height=height)
            self._made = ledger, folded, look, height, rows
        return with_lit(self._made[4], ledger, look, height, self.claim)

    def _table(self, look: Look) -> Table | None:
        """The columns: as wide as they were first, so that no verdict moves them."""
        with_whose = self._ledger.cell is None
        if self._columns is None or self._columns[:2] != (look.width, with_whose):
            lines = [line for group in self._ledger.groups for line in group.lines]
            table = table_of(lines, look, with_whose=with_whose) if lines else None
            self._columns = (look.width, with_whose, table)
        return self._columns[2]

    def reached(self, key: Hashable | None) -> None:
        """Bring the claim's figure out in the chart."""
        super().reached(key)
        self.refill()

    def stand_in(self, lost: Hashable, keys: Sequence[Hashable]) -> Hashable | None:
        """The claim in another group."""
        if not isinstance(lost, tuple):
            return None
        return next((k for k in keys if isinstance(k, tuple) and k[1] == lost[1]), None)

    def chosen(self, key: Hashable) -> None:
        """Fold or unfold a group; ask for a claim's entry, or for earlier claims."""
        if isinstance(key, Earlier):
            self.post_message(self.MoreAsked(key.group))
            return
        group = next((g.name for g in self._ledger.groups if g.name == key), None)
        if group is not None:
            self._turned[group] = group not in self._folded
            self.refill()
        elif isinstance(key, tuple):
            self.post_message(self.ClaimOpened(key[1]))

    @property
    def _first(self) -> tuple[GroupName, str] | None:
        """The first claim in sight: there the cursor begins, not at a group's title."""
        folded = self._folded
        first = next((g for g in self._ledger.groups if g.name not in folded), None)
        return (first.name, first.lines[0].claim.id) if first else None

    @property
    def _folded(self) -> set[GroupName]:
        """What the reader folded, and by itself what stands behind another group."""
        names = [group.name for group in self._ledger.groups]
        by_itself = FOLDED.intersection(names[1:])
        return {name for name in names if self._turned.get(name, name in by_itself)}


def _place_of(ledger: Ledger, claim: str) -> tuple[GroupName, str] | None:
    """The row of a claim; of a split one its first part, of a part that is gone the whole."""
    places = {line.claim.id: group.name for group in ledger.groups for line in group.lines}
    parts = [id for id in places if id.startswith(f"{claim}/")]
    wholes = [id for id in places if claim.startswith(f"{id}/")]
    found = next((id for id in (claim, *parts, *wholes) if id in places), None)
    return None if found is None else (places[found], found)
