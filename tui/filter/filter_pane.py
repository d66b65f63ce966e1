"""FilterPane: sides, actors and regions to choose from, with how many entries name each."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.widgets import Input

from feeds.snapshot import Snapshot
from tui.drawing.cursor_pane import CursorPane
from tui.filter.facet_rows import DigitKind, FacetKind, FacetLook, FacetRow, draw_facet, rows_of
from tui.keys.actions import CHIPS


class FacetList(CursorPane):
    """The rows; the cursor passes over headings."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "open", "choose", id="choose")]

    snapshot: var[Snapshot | None] = var(None)
    """Where the facets come from."""

    digits: var[DigitKind] = var[DigitKind]("actor")
    """What the digits toggle."""

    wanted = var("")
    """Words that a facet's name must hold."""

    @dataclass
    class FacetToggled(Message):
        """The reader chose something, or no longer."""

        kind: FacetKind
        id: str

    @dataclass
    class TopPassed(Message):
        """The reader went up from the first row."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: list[FacetRow] = []

    def watch_snapshot(self) -> None:
        """Other counts."""
        self._list()

    def watch_digits(self) -> None:
        """Other rows have digits: bring them into view."""
        self._list()
        first = next((n for n, row in enumerate(self._rows) if row.digit is not None), None)
        if first is not None:
            height = self.room.height
            last = first + min(CHIPS, self.row_count - first)
            self.scroll_to_line(max(min(self.first_line, first - 1), last - height))

    def watch_wanted(self) -> None:
        """Fewer rows, or more."""
        self._list()
        self.go_to(0)

    def go_to(self, row: int) -> None:
        """As in every list, but on from a heading to what stands beside it."""
        row = min(max(row, 0), max(self.row_count - 1, 0))
        if self._rows and self._rows[row].id is None:
            up = 0 < row < self.row
            row += -1 if up else 1
        super().go_to(row)

    def action_up(self) -> None:
        """Previous row; from the first one, out of the list."""
        if self.row <= 1:
            self.post_message(self.TopPassed())
        super().action_up()

    def action_open(self) -> None:
        """Choose what is under the cursor, or no longer."""
        found = self._rows[self.row] if self._rows else None
        if found and found.id is not None:
            self.post_message(self.FacetToggled(found.kind, found.id))

    def clicked(self, times: int) -> None:
        """A click chooses at once."""
        if times:
            self.action_open()

    def on_resize(self) -> None:
        """The scroll bar knows another height."""
        self.measure()

    @property
    def row_count(self) -> int:
        """Headings and facets."""
        return len(self._rows)

    def row_key(self, row: int) -> Hashable:
        """All of the row."""
        return self._rows[row]

    def draw(self, row: int, width: int) -> Sequence[list[Segment]]:
        """One facet."""
        assert self.snapshot is not None
        palette = self.palette
        ground = palette.chosen if self.has_focus else palette.resting
        look = FacetLook(beat=self.snapshot.beat, width=width, palette=palette, marks=self.marks)
        return [draw_facet(self._rows[row], look, ground if row == self.row else None)]

    def nothing(self) -> str:
        """Why there are no rows."""
        return "nothing named so" if self.wanted else "nothing named yet"

    def _list(self) -> None:
        """Make the rows anew; the cursor stays on what it was on."""
        here = self._rows[self.row] if self.row < len(self._rows) else None
        self._rows = rows_of(self.snapshot, self.digits, self.wanted) if self.snapshot else []
        if here is not None:
            same = [n for n, r in enumerate(self._rows) if (r.kind, r.id) == (here.kind, here.id)]
            self.row = same[0] if same else min(self.row, max(len(self._rows) - 1, 0))
        elif len(self._rows) > 1:
            self.row = 1
        self.measure()
        self.refresh()


class FilterPane(Vertical):
    """What to show: the list, and a field that searches in it."""

    DEFAULT_CSS = """
    FilterPane {
        & > Input {
            height: 1;
            border: none;
            padding: 0 1;
            background: $nd-bar;
            color: $nd-text;
            & > .input--placeholder { color: $nd-quiet; }
        }
        & > Input:focus { background: $nd-chosen; }
    }
    """

    snapshot: var[Snapshot | None] = var(None)
    """Where the facets come from."""

    digits: var[DigitKind] = var[DigitKind]("actor")
    """What the digits toggle."""

    ascii_only = var(False)
    """Draw with ASCII signs."""

    field = query_one(Input)
    facets = query_one(FacetList)

    def compose(self) -> ComposeResult:
        """The field over the list."""
        yield Input(placeholder="search names, words", compact=True, select_on_focus=False)
        yield FacetList().data_bind(FilterPane.snapshot, FilterPane.digits, FilterPane.ascii_only)

    def on_mount(self) -> None:
        """Say what it is."""
        self.border_title = Content("Filter")

    def leave_field(self) -> bool:
        """Drop what was typed in the field, and go to the list; False where there is nothing."""
        if not self.field.has_focus and not (self.facets.has_focus and self.field.value):
            return False
        self.drop_search()
        self.screen.set_focus(self.facets)
        return True

    def drop_search(self) -> None:
        """Every name is listed again."""
        self.field.value = ""

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self.facets.wanted = event.value

    @on(Input.Submitted)
    def _go_on(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.set_focus(self.facets)

    @on(FacetList.TopPassed)
    def _go_up(self, event: FacetList.TopPassed) -> None:
        event.stop()
        self.screen.set_focus(self.field)

    def on_key(self, event: events.Key) -> None:
        """Down leads from the field into the list."""
        if event.key == "down" and self.field.has_focus:
            event.stop()
            self.screen.set_focus(self.facets)
