"""HintBar: one line of keys with their words, whole keys only; a click on one does what it does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.drawing.cells import Piece, line, size_of
from tui.drawing.palette import Drawn
from tui.keys.actions import BY_ID
from tui.keys.key_words import key_words

Hint = tuple[str, str]
"""Action id (`digits` stands for the nine digits) and its words."""


class HintBar(Drawn):
    """Draws `hints()`, most wanted first, as many as have room, and the last one always."""

    DEFAULT_CSS = """
    HintBar { height: 1; background: $nd-bar; color: $nd-text; }
    """

    @dataclass
    class KeyClicked(Message):
        """The reader clicked on a key: its Textual action."""

        action: str

    def __init__(
        self,
        keymap: Mapping[str, tuple[str, ...]] | None = None,
        told: Sequence[Hint] = (),
        *,
        last: Hint = ("close", "close"),
        typing: bool = False,
        id: str | None = None,
    ) -> None:
        """`keymap`: the reader's own keys by action; `told`: the hints, where they never change.

        `last` stands there however narrow it is. While `typing` a letter is a letter: the keys
        without any are shown.
        """
        super().__init__(id=id)
        self.keymap = keymap or {}
        self._told = told
        self._last = last
        self._typing = typing
        self._places: list[tuple[int, int, str]] = []

    def hints(self) -> Sequence[Hint]:
        """What to draw, most wanted first."""
        return self._told

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - has one line
        """As many keys as fit, and always the last one."""
        width, palette = self.size.width, self.palette
        base = Style(bgcolor=self.rich_style.bgcolor)
        last = self._hint(*self._last)
        room = width - size_of(last)
        pieces: list[Piece] = []
        self._places = []
        for id, words in self.hints():
            hint = self._hint(id, words)
            if size_of(pieces) + size_of(hint) > room:
                break
            self._note(pieces, hint, BY_ID[id].action if id in BY_ID else "")
            pieces += hint
        self._note(pieces, last, BY_ID[self._last[0]].action)
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
        twins = BY_ID[id].twins
        if self._typing and twins:
            return key_words(twins[0], ascii_only=self.ascii_only)
        return self.key_of(id)
