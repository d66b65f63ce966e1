"""PromptBar: one line at the bottom that asks for words to find, or for a time to go to."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.widgets import Input, Static

from feeds.clock import offset
from feeds.errors import UsageError
from feeds.sanitise import clean_line
from feeds.typed_time import read_time
from tui.keys.keymap import bindings_of

Prompt = Literal["find", "time"]
"""What is asked for."""

_HINTS: dict[Prompt, str] = {
    "find": "words in headline or text",
    "time": "18:54   14 sep 00:30   2022-09-13T18:54+04:00",
}


class PromptBar(Vertical):
    """Hidden until it asks. What was typed stands there again the next time."""

    BINDINGS = bindings_of("close")

    DEFAULT_CSS = """
    PromptBar {
        display: none;
        height: auto;
        background: $nd-bar;
        color: $nd-text;
        &.-asking { display: block; }
        & #ask { height: 1; }
        & #label { width: auto; padding: 0 1; color: $nd-first; text-style: bold; }
        & #trouble { height: auto; padding: 0 1; color: $nd-alert; display: none; }
        &.-troubled #trouble { display: block; }
        & Input { width: 1fr; background: $nd-bar; color: $nd-text; padding: 0; }
        & Input > .input--placeholder { color: $nd-quiet; }
    }
    """

    asking: var[Prompt | None] = var[Prompt | None](None, toggle_class="-asking")
    """What is asked for now; None while hidden."""

    trouble = var("", toggle_class="-troubled")
    """Why what was typed cannot be used; empty where it can."""

    field = query_one(Input)

    @dataclass
    class FindChanged(Message):
        """Another character was typed: the words so far."""

        words: str

    @dataclass
    class FindSubmitted(Message):
        """These words are to be found."""

        words: str

    @dataclass
    class TimeSubmitted(Message):
        """The reader wants to go to this time: aware, UTC."""

        at: datetime

    @dataclass
    class Cancelled(Message):
        """Nothing is wanted after all; what was typed is kept for the next time."""

        asked: Prompt

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._typed: dict[Prompt, str] = {}
        self._from: datetime | None = None
        self._story: tuple[datetime, datetime] | None = None

    def compose(self) -> ComposeResult:
        """A label, a field, and below it what is wrong."""
        with Horizontal(id="ask"):
            yield Static(id="label")
            yield Input(compact=True)
        yield Static(id="trouble")

    def ask_find(self) -> None:
        """Ask for words, the last ones given."""
        self._ask("find", "Find")

    def ask_time(self, wall: datetime, story: tuple[datetime, datetime] | None = None) -> None:
        """Ask for a time; `wall` is the playhead on the clock that is shown.

        Its zone is meant where none is typed, and its day; where that falls outside `story` (its
        first and last time), the day beside it that does not.
        """
        self._from = wall
        self._story = story
        self._ask("time", f"Go to, {offset(wall)}")

    def action_close(self) -> None:
        """Hide, and say so."""
        if asked := self._hide():
            self.post_message(self.Cancelled(asked))

    def watch_trouble(self, trouble: str) -> None:
        """Say what is wrong below the field."""
        self.query_one("#trouble", Static).update(Content(clean_line(trouble)))

    def _ask(self, asked: Prompt, label: str) -> None:
        self.asking = asked
        self.trouble = ""
        self.query_one("#label", Static).update(Content(label))
        self.field.placeholder = Content(_HINTS[asked]).plain
        with self.prevent(Input.Changed):
            self.field.value = self._typed.get(asked, "")
        self.screen.set_focus(self.field)  # at once: a key that is typed next is for it
        self.field.action_select_all()

    def _hide(self) -> Prompt | None:
        asked, self.asking = self.asking, None
        self.trouble = ""
        return asked

    @on(Input.Changed)
    def _follow(self, event: Input.Changed) -> None:
        event.stop()
        self.trouble = ""
        if self.asking:
            self._typed[self.asking] = event.value
        if self.asking == "find":
            self.post_message(self.FindChanged(event.value))

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        if self.asking == "find":
            self._hide()
            self.post_message(self.FindSubmitted(event.value))
        elif self.asking == "time":
            self._take_time(event.value)

    def _take_time(self, typed: str) -> None:
        """Go there, or say why not and leave what was typed as it is."""
        assert self._from is not None
        try:
            at = meant(typed, self._from, self._story)
        except UsageError as error:
            self.trouble = str(error)
            return
        self._hide()
        self.post_message(self.TimeSubmitted(at))


def meant(typed: str, wall: datetime, story: tuple[datetime, datetime] | None) -> datetime:
    """The moment that `typed` means to a reader whose playhead stands at `wall`; aware, UTC.

    A clock alone is on the playhead's day, else on the nearest day on which the story has it.

    Raises:
        UsageError: it is no time.
    """
    read = read_time(typed, wall.date())
    zone = wall.tzinfo or UTC
    at = read.resolve(zone, wall.date(), at_end=False)
    if read.day is not None or story is None:
        return at
    for days in (-1, 1):
        beside = read.resolve(zone, wall.date() + timedelta(days=days), at_end=False)
        if not story[0] <= at <= story[1] and story[0] <= beside <= story[1]:
            return beside
    return at
