"""QueryBar: the filter line: a query is typed there, with what could follow and what is wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.highlighter import Highlighter
from rich.style import Style
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip
from textual.timer import Timer
from textual.widgets import Input, Static

from feeds.completion import Completion, Option
from feeds.errors import QueryError
from feeds.query import Query
from feeds.sanitise import clean_line
from tui.cells import Piece, cut, fit, line
from tui.hint_bar import Hint, HintBar
from tui.keymap import bindings_of
from tui.palette import Drawn

PAUSE_S = 0.25
"""Without a key for so long, what was typed is tried."""

Read = Callable[[str], Query]
"""What a text means; raises a QueryError."""

Complete = Callable[[str, int], Completion]
"""What could be typed at a place of a text."""

LABEL = " Filter "

_OPENS = frozenset('("“„«')
"""Told of as not closed only once the reader means to end."""

_MOST = 6
"""Options in view."""

_HINTS: Sequence[Hint] = (
    ("open", "keep it"),
    ("next_pane", "complete"),
    ("down", "next of these"),
)

_GRAMMAR = 'a blank is AND   OR   -not   ( )   "a phrase"   actor:un,eu'


class Offered(Drawn):
    """The options, most likely first, one of them chosen; as many lines as it needs."""

    DEFAULT_CSS = """
    Offered { height: 0; background: $nd-bar; }
    """

    options: var[tuple[Option, ...]] = var[tuple[Option, ...]](())
    """What could be put there."""

    chosen = var(0)
    """Which of them Tab takes."""

    @dataclass
    class OptionClicked(Message):
        """The reader clicked on an option: its place among them."""

        place: int

    def watch_options(self) -> None:
        """As many lines as there are options, up to a few."""
        self.chosen = 0
        self.styles.height = min(len(self.options), _MOST)
        self.refresh()

    def watch_chosen(self) -> None:
        """Draw it."""
        self.refresh()

    def move(self, by: int) -> None:
        """Choose the next one, or the one before, round the end."""
        if self.options:
            self.chosen = (self.chosen + by) % len(self.options)

    def on_click(self, event: events.Click) -> None:
        """A click takes an option."""
        if self._first + event.y < len(self.options):
            self.post_message(self.OptionClicked(self._first + event.y))

    @property
    def _first(self) -> int:
        """The first option in view."""
        return max(0, min(self.chosen - _MOST // 2, len(self.options) - _MOST))

    def render_line(self, y: int) -> Strip:
        """One option: what it would put there, what it is, how often."""
        place, width, palette = self._first + y, self.size.width, self.palette
        base = Style(bgcolor=self.rich_style.bgcolor)
        if place >= len(self.options):
            return Strip(line([], width, self.marks.more, base), width)
        option = self.options[place]
        is_chosen = place == self.chosen
        count = "" if option.count is None else f"{option.count:,}"
        names = max(20, max(cell_len(o.text) for o in self.options) + 2)
        pieces: list[Piece] = [
            (self.marks.cursor if is_chosen else " ", palette.figure),
            (" " * (len(LABEL) - 1), palette.text),
            (fit(clean_line(option.text), min(names, width // 2), self.marks.more), palette.strong),
            (f"{count:>7}  " if any(o.count for o in self.options) else "", palette.quiet),
            (clean_line(option.what), palette.quiet),
        ]
        ground = palette.chosen if is_chosen else base
        return Strip(line(pieces, width, self.marks.more, ground), width)


class Below(Drawn):
    """Two lines under the field: where something is wrong, and what; else what can be typed."""

    DEFAULT_CSS = """
    Below { height: 2; background: $nd-bar; }
    """

    trouble: var[QueryError | None] = var[QueryError | None](None)
    """What is wrong; None where nothing is."""

    hint = var("")
    """What can be typed at the cursor, where it cannot be listed."""

    scrolled_cells = var(0)
    """How far the field is scrolled."""

    def watch_trouble(self) -> None:
        """Draw it."""
        self.refresh()

    def watch_hint(self) -> None:
        """Draw it."""
        self.refresh()

    def watch_scrolled_cells(self) -> None:
        """The carets move with the text."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Carets, then words."""
        width, palette = self.size.width, self.palette
        base = Style(bgcolor=self.rich_style.bgcolor)
        margin = " " * len(LABEL)
        pieces: list[Piece] = []
        if self.trouble is None:
            words = (self.hint, _GRAMMAR)[y]
            pieces = [(margin, palette.quiet), (words, palette.quiet)]
        elif y == 0:
            error = self.trouble
            start = len(LABEL) + cell_len(error.text[: error.start]) - self.scrolled_cells
            room = max(min(width - 1, start), 0)
            length = max(cell_len(error.text[error.start : error.end]) + min(start - room, 0), 1)
            pieces = [(" " * room, palette.text), ("^" * length, palette.alert)]
        else:
            words = clean_line(self.trouble.problem)
            pieces = [
                (margin, palette.text),
                (cut(words, width - 9, self.marks.more), palette.alert),
            ]
        return Strip(line(pieces, width, self.marks.more, base), width)


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
    offered = query_one(Offered)
    below = query_one(Below)

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
        yield Offered().data_bind(QueryBar.ascii_only)
        with Horizontal(id="ask"):
            yield Static(Content(LABEL), id="label")
            yield Input(compact=True, select_on_focus=False, highlighter=self._marked)
        yield Below().data_bind(QueryBar.ascii_only)
        yield HintBar(told=_HINTS, last=("close", "as it was"), typing=True).data_bind(
            QueryBar.ascii_only
        )

    def ask(self, text: str, read: Read, complete: Complete) -> None:
        """Let a query be typed; `text` is the one in force, empty where none is."""
        self._read, self._complete = read, complete
        self.asking = True
        with self.prevent(Input.Changed):
            self.field.value = text or self.field.value
        self.field.focus()
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
        if self.asking:
            self._follow_text()
            self._timer = self.set_timer(PAUSE_S, self._try)

    @on(Offered.OptionClicked)
    def _take_option(self, event: Offered.OptionClicked) -> None:
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
        unfinished = bool(self.offered.options or self.below.hint)
        query = self._understood(unfinished=unfinished)
        if query is not None:
            self.post_message(self.QueryTried(self.field.value.strip(), query))

    def _understood(self, *, unfinished: bool = False) -> Query | None:
        """The query, or None: it is told why, but not while the last word is `unfinished`."""
        assert self._read is not None
        try:
            return self._read(self.field.value)
        except QueryError as error:
            if not (unfinished and self._may_be_finished(error)):
                self._tell(error)
            return None

    def _may_be_finished(self, error: QueryError) -> bool:
        """True where the next keys may put right what is wrong: it lies at the cursor, or open."""
        here = error.text[error.start : error.end]
        return error.end >= self.field.cursor_position or here in _OPENS

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
