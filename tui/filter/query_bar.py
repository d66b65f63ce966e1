"""QueryBar: the filter line: a query is typed there, with what could follow and what is wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.highlighter import Highlighter
from rich.style import Style
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.timer import Timer
from textual.widgets import Input, Static

from feeds.completion import Completion
from feeds.errors import QueryError
from feeds.query import Query
from feeds.sanitise import clean_line
from tui.drawing.hint_bar import Hint, HintBar
from tui.drawing.option_lines import LABEL, OptionLines
from tui.drawing.trouble_lines import TroubleLines
from tui.keys.keymap import bindings_of

PAUSE_S = 0.25
"""Without a key for so long, what was typed is tried."""

Read = Callable[[str], Query]
"""What a text means; raises a QueryError."""

Complete = Callable[[str, int], Completion]
"""What could be typed at a place of a text."""

_OPENS = frozenset('("“„«')
"""Told of as not closed only once the reader means to end."""

_HINTS: Sequence[Hint] = (
    ("open", "keep it"),
    ("next_pane", "complete"),
    ("down", "next of these"),
)


class _Marked(Highlighter):
    """Draws the place of the trouble in the field itself."""

    def __init__(self) -> None:
        self.trouble: QueryError | None = None
        self.style = Style.null()

    def highlight(self, text: Text) -> None:
        """Lay the style of trouble over its place."""
        if self.trouble and self.trouble.text == text.plain:
            text.stylize(self.style, self.trouble.start, self.trouble.end)


class QueryBar(Vertical):
    """Hidden until it asks; lies over the lower part of the screen and moves nothing."""

    BINDINGS = bindings_of("close", "next_pane", "previous_pane", "down", "up")

    DEFAULT_CSS = """
    QueryBar {
        display: none;
        layer: over;
        dock: bottom;
        height: auto;
        background: $nd-bar;
        color: $nd-text;
        &.-asking { display: block; }
        & #ask { height: 1; background: $nd-chosen; }
        & #label { width: auto; color: $nd-first; text-style: bold; }
        & Input { width: 1fr; background: $nd-chosen; color: $nd-text; padding: 0; }
        & Input > .input--placeholder { color: $nd-quiet; }
    }
    """

    ascii_only = var(False)
    """Draw with ASCII signs."""

    asking = var(False, toggle_class="-asking")
    """True while a query is typed."""

    field = query_one(Input)
    offered = query_one(OptionLines)
    below = query_one(TroubleLines)

    @dataclass
    class QueryTried(Message):
        """What was typed so far makes sense; the reader paused."""

        text: str
        query: Query

    @dataclass
    class QuerySubmitted(Message):
        """This is to be the filter."""

        text: str
        query: Query

    @dataclass
    class Cancelled(Message):
        """The filter is to be as it was."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._marked = _Marked()
        self._read: Read | None = None
        self._complete: Complete | None = None
        self._span = (0, 0)
        self._moved = False
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """What could follow, the field, what is wrong, and the keys."""
        yield OptionLines().data_bind(QueryBar.ascii_only)
        with Horizontal(id="ask"):
            yield Static(Content(LABEL), id="label")
            yield Input(compact=True, select_on_focus=False, highlighter=self._marked)
        yield TroubleLines().data_bind(QueryBar.ascii_only)
        yield HintBar(told=_HINTS, last=("close", "as it was"), typing=True).data_bind(
            QueryBar.ascii_only
        )

    def ask(self, text: str, read: Read, complete: Complete) -> None:
        """Let a query be typed; `text` is the one in force, empty where none is.

        Whoever asks gives the keys to `field`.
        """
        self._read, self._complete = read, complete
        self.asking = True
        with self.prevent(Input.Changed):
            self.field.value = clean_line(text) or self.field.value
        if text:
            self.field.action_end()
        else:
            self.field.action_select_all()
        self._follow_text()

    def action_close(self) -> None:
        """Hide; the filter is as it was."""
        if self._hide():
            self.post_message(self.Cancelled())

    def action_next_pane(self) -> None:
        """Put the chosen option where it belongs."""
        options = self.offered.options
        if options:
            self.field.replace(options[self.offered.chosen].text, *self._span)

    def action_previous_pane(self) -> None:
        """The option before."""
        self.action_up()

    async def action_open(self) -> None:
        """Keep the query."""
        await self.field.action_submit()

    def action_down(self) -> None:
        """The next option."""
        self._moved = True
        self.offered.move(1)

    def action_up(self) -> None:
        """The option before."""
        self._moved = True
        self.offered.move(-1)

    def _hide(self) -> bool:
        was, self.asking = self.asking, False
        self._stop()
        return was

    @on(Input.Changed)
    def _follow(self, event: Input.Changed) -> None:
        event.stop()
        if (cleaned := clean_line(event.value)) != event.value:
            self.field.value = cleaned  # comes here again
        elif self.asking:
            self._follow_text()
            self._timer = self.set_timer(PAUSE_S, self._try)

    @on(OptionLines.OptionClicked)
    def _take_option(self, event: OptionLines.OptionClicked) -> None:
        event.stop()
        self.offered.chosen = event.place
        self.action_next_pane()

    @on(HintBar.KeyClicked)
    async def _do(self, event: HintBar.KeyClicked) -> None:
        event.stop()
        await self.run_action(event.action)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        if self._moved:
            self.action_next_pane()
        elif (query := self._understood()) is not None:
            self._hide()
            self.post_message(self.QuerySubmitted(self.field.value.strip(), query))

    def _follow_text(self) -> None:
        """Offer what could follow; what was wrong may be so no longer."""
        assert self._complete is not None
        self._stop()
        self._moved = False
        self._tell(None)
        found = self._complete(self.field.value, self.field.cursor_position)
        self._span = (found.start, found.end)
        self.offered.options = found.options
        self.below.hint = found.hint

    def _try(self) -> None:
        """The reader paused: show what passes, or what is wrong where nothing is on offer."""
        query = self._understood(is_pausing=True)
        if query is not None:
            self.post_message(self.QueryTried(self.field.value.strip(), query))

    def _understood(self, *, is_pausing: bool = False) -> Query | None:
        """The query, or None: it is told why, at a pause only where the next keys cannot help."""
        assert self._read is not None
        try:
            return self._read(self.field.value)
        except QueryError as error:
            if not (is_pausing and self._may_go_on(error)):
                self._tell(error)
            return None

    def _may_go_on(self, error: QueryError) -> bool:
        """True for a bracket or quote that is open, and for a last word that can be completed."""
        if error.text[error.start : error.end] in _OPENS:
            return True
        is_last = error.end >= self.field.cursor_position
        return is_last and bool(self.offered.options or self.below.hint)

    def _tell(self, trouble: QueryError | None) -> None:
        self._marked.trouble = trouble
        self._marked.style = self.below.palette.alert + Style(underline=True)
        self.below.scrolled_cells = self.field.scroll_offset.x
        self.below.trouble = trouble
        self.field.refresh()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
