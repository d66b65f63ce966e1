"""HelpScreen: the keys of the focused pane and all others; type to filter, Enter runs one."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.drawing.cells import cut, fit, wrap
from tui.drawing.row_list import Row, RowList
from tui.keys.actions import ACTIONS, BY_ID, Action, Group
from tui.keys.key_words import key_words
from tui.keys.keymap import bindings_of

_HEADINGS: Mapping[Group, str] = {
    "move": "In every list",
    "panes": "Panes",
    "screen": "Desk",
    "judge": "Claims",
    "replay": "Replay",
    "app": "Program",
}

_LIST_KEYS = {"down": "down", "up": "up", "pagedown": "page_down", "pageup": "page_up"}
"""Keys that move in the list while words are typed."""


def matching(words: str, where: str) -> list[tuple[str, list[Action]]]:
    """Actions under headings, those of the pane `where` first; each has all of `words`."""
    wanted = words.casefold().split()
    found = [a for a in ACTIONS if all(w in _searched(a) for w in wanted)]
    here = [a for a in found if where in a.panes]
    rest = [a for a in found if a not in here]
    sections = [(f"In the {where}", here)] if here else []
    sections += [(head, [a for a in rest if a.group == group]) for group, head in _HEADINGS.items()]
    return [(head, actions) for head, actions in sections if actions]


def _searched(action: Action) -> str:
    keys = " ".join(key_words(key) for key in action.all_keys)
    return f"{action.label} {action.words} {keys} {action.id}".casefold()


class KeyList(RowList):
    """Actions with their keys, as far as they match what was typed."""

    @dataclass
    class ActionChosen(Message):
        """The reader wants this done."""

        action: Action

    words: var[str] = var("", init=False)
    """What was typed."""

    def __init__(self, where: str, keymap: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__()
        self._where = where
        self._keymap = keymap

    def watch_words(self) -> None:
        """Other rows; the cursor goes to the first."""
        self.refill()
        self.action_top()

    def make_rows(self, width: int) -> Sequence[Row]:
        """A heading and its actions, over and over."""
        rows = []
        for heading, actions in matching(self.words, self._where):
            strong = self.palette.first + self.palette.strong
            line = ((cut(heading, width, self.marks.more), strong),)
            rows.append(Row(("heading", heading), (line,), opens=False))
            rows += [self._row(action, width) for action in actions]
        if not rows:
            none = (("Nothing here has these words.", self.palette.quiet),)
            rows.append(Row(("heading", ""), (none,), opens=False))
        return rows

    def _row(self, action: Action, width: int) -> Row:
        keys = self._keymap.get(action.id, action.all_keys)
        shown = "  ".join(key_words(key, ascii_only=self.ascii_only) for key in keys)
        column = min(24, width // 3)
        before = chain([fit(f"  {shown}", column, self.marks.more)], repeat(" " * column))
        words = [action.words[a:b] for a, b in wrap(action.words, width - column - 1)]
        figure, text = self.palette.figure, self.palette.text
        lines = [((k, figure), (f" {w}", text)) for k, w in zip(before, words, strict=False)]
        return Row(action.id, lines)

    def chosen(self, key: Hashable) -> None:
        """Say that it is to be run."""
        if key in BY_ID:
            self.post_message(self.ActionChosen(BY_ID[str(key)]))


class HelpScreen(ModalScreen[Action | None]):
    """Answers with the action to run, or None."""

    BINDINGS = [
        *bindings_of("close"),
        *(Binding(key, f"in_list('{action}')") for key, action in _LIST_KEYS.items()),
    ]

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        background: $nd-ground 60%;
        & > Vertical {
            width: 100%;
            max-width: 90;
            height: 100%;
            max-height: 44;
            background: $nd-ground;
            border: round $nd-focus;
            border-title-color: $nd-text;
            border-title-style: bold;
        }
        & Input { background: $nd-bar; color: $nd-text; padding: 0 1; }
        & Input > .input--placeholder { color: $nd-quiet; }
        & KeyList { height: 1fr; }
        & Static { height: 1; padding: 0 1; background: $nd-bar; color: $nd-quiet; }
    }
    HelpScreen.-ascii > Vertical { border: ascii $nd-focus; }
    """

    field = query_one(Input)
    keys = query_one(KeyList)

    def __init__(
        self,
        where: str,
        *,
        keymap: Mapping[str, tuple[str, ...]] | None = None,
        ascii_only: bool = False,
    ) -> None:
        """`where`: the focused pane (feed, filter ...); `keymap`: the user's own keys."""
        super().__init__(classes="-ascii" if ascii_only else "")
        self._where = where
        self._list = KeyList(where, keymap or {})
        self._list.set_reactive(KeyList.ascii_only, ascii_only)
        self._list.can_focus = False

    def compose(self) -> ComposeResult:
        """A field to type in, the keys, and how it works."""
        with Vertical() as frame:
            frame.border_title = Content(f"Keys: {self._where}")
            yield Input(placeholder="type to filter", compact=True)
            yield self._list
            yield Static(Content("Up and down choose, Enter runs it, Esc closes"))

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        self.keys.words = event.value

    @on(Input.Submitted)
    def _run(self, event: Input.Submitted) -> None:
        event.stop()
        self.keys.action_open()

    @on(KeyList.ActionChosen)
    def _answer(self, event: KeyList.ActionChosen) -> None:
        event.stop()
        self.dismiss(event.action)

    async def action_in_list(self, action: str) -> None:
        """Move in the list while the field has the keys."""
        await self.keys.run_action(action)

    def action_close(self) -> None:
        """Back to the pane."""
        self.dismiss(None)
