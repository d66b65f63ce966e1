"""KeyBar: the keys that matter where the reader is now; a click on one does what it does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from tui.actions import BY_ID
from tui.cells import Piece, line, size_of
from tui.facet_rows import DigitKind
from tui.key_words import key_words
from tui.palette import Drawn

Where = Literal["feed", "filter", "field", "tally", "detail", "other"]
"""Which pane the keys go to; `field`: the search field of the filter."""

_PANES: Mapping[Where, tuple[str, ...]] = {
    "feed": ("open", "find", "filter", "tally"),
    "filter": ("open", "filter", "chips_all", "close"),
    "field": ("open", "close"),
    "tally": ("open", "close"),
    "detail": ("copy", "open_link", "close"),
    "other": (),
}
"""What can be done in each pane, most wanted first."""

_WORDS: Mapping[tuple[Where, str], str] = {
    ("feed", "open"): "read",
    ("filter", "open"): "choose",
    ("filter", "filter"): "search",
    ("filter", "chips_all"): "show all",
    ("field", "open"): "to the list",
    ("field", "close"): "drop the words",
    ("tally", "open"): "ledger",
    ("filter", "close"): "back",
    ("tally", "close"): "back",
    ("detail", "close"): "back",
}
"""Better words for a label in one place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What decides which keys matter."""

    where: Where = "feed"
    playing: bool = False
    replaying: bool = False
    can_play: bool = False
    """False where nothing has a time."""

    unseen: bool = False
    finding: bool = False
    filtered: bool = False
    zoomed: bool = False
    digits: DigitKind = "actor"


class KeyBar(Drawn):
    """The footer: one line, whole keys only; `?` has the rest."""

    DEFAULT_CSS = """
    KeyBar { height: 1; background: $nd-bar; color: $nd-text; }
    """

    moment: var[Moment] = var(Moment())
    """What is going on."""

    @dataclass
    class KeyClicked(Message):
        """The reader clicked on a key: its Textual action."""

        action: str

    def __init__(self, keymap: Mapping[str, tuple[str, ...]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keymap = keymap
        self._places: list[tuple[int, int, str]] = []

    def watch_moment(self) -> None:
        """Other keys matter."""
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - has one line
        """As many keys as fit, and always where the rest is found."""
        width, palette = self.size.width, self.palette
        base = Style(bgcolor=self.rich_style.bgcolor)
        last = self._hint("help", "keys")
        room = width - size_of(last)
        pieces: list[Piece] = []
        self._places = []
        for id, words in hints(self.moment):
            hint = self._hint(id, words)
            if size_of(pieces) + size_of(hint) > room:
                break
            self._note(pieces, hint, BY_ID[id].action if id in BY_ID else "")
            pieces += hint
        self._note(pieces, last, "help")
        pieces += last
        return Strip(line(pieces, width, self.marks.more, base + palette.text), width)

    def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        for start, end, action in self._places:
            if action and start <= event.x < end:
                self.post_message(self.KeyClicked(action))

    def _note(self, before: list[Piece], hint: list[Piece], action: str) -> None:
        start = size_of(before)
        self._places.append((start, start + size_of(hint), action))

    def _hint(self, id: str, words: str) -> list[Piece]:
        key = "1-9" if id == "digits" else self._key(id)
        bold = self.palette.first + Style(bold=True)
        return [(f" {key}", bold), (f" {words} ", self.palette.quiet)]

    def _key(self, id: str) -> str:
        key = (self._keymap.get(id) or BY_ID[id].all_keys)[0]
        return key_words(key, ascii_only=self.ascii_only)


def hints(moment: Moment) -> list[tuple[str, str]]:
    """Action ids with their words, most wanted first; `digits` stands for the nine digits."""
    first: dict[str, str] = {}
    for id, words in _hints(moment):
        first.setdefault(id, words)
    return list(first.items())


def _hints(moment: Moment) -> Iterator[tuple[str, str]]:
    if moment.unseen:
        yield "to_end", "show new"
    if moment.finding:
        yield "find_next", "next"
        yield "find_previous", "previous"
        yield "close", "end find"
    for id in _PANES[moment.where]:
        yield id, _WORDS.get((moment.where, id), BY_ID[id].label)
    if moment.filtered and moment.where != "filter":
        yield "chips_all", "show all"
    if moment.where == "field":
        return  # the other keys are letters there
    play, *others = list(_replay(moment)) or [("digits", "")]
    yield "digits", "actors" if moment.digits == "actor" else "regions"
    yield play
    yield "chips_kind", "to regions" if moment.digits == "actor" else "to actors"
    yield from others
    if moment.zoomed:
        yield "zoom", "unzoom"
    for id in ("zone", "zoom", "copy", "open_link", "go_to", "next_pane", "back"):
        if id not in _PANES[moment.where] and not (id == "zoom" and moment.zoomed):
            yield id, BY_ID[id].label


def _replay(moment: Moment) -> Iterator[tuple[str, str]]:
    if not moment.can_play:
        return
    yield "play_pause", "pause" if moment.playing else "play" if moment.replaying else "replay"
    if moment.replaying:
        yield "step_previous", "back"
        yield "step_next", "step"
        yield "slower", "slower"
        yield "faster", "faster"
        yield "skip_gaps", "skip gaps"
        yield "to_end", "to the end"
