"""ClaimFrame: the frame around a list of claims: its moment, what it says, and its keys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from textual import on
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from feeds.sanitise import clean_line
from feeds.snapshot import Snapshot
from tui.drawing.hint_bar import Hint, HintBar
from tui.keys.actions import Action
from tui.keys.key_words import first_key
from tui.keys.keymap import bindings_of
from tui.screens.help_screen import HelpScreen
from tui.words.story_time import ZoneMode, show

JUDGE_HINTS: tuple[Hint, ...] = (
    ("confirm", "confirm"),
    ("reject", "reject"),
    ("correct", "correct"),
    ("undo", "undo"),
    ("merge", "same as"),
    ("split", "split"),
    ("note", "note"),
    ("redo", "redo"),
    ("close", "close"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a screen of claims is drawn, and whose keys it has."""

    zone_mode: ZoneMode = "source"
    local: tzinfo | None = None
    ascii_only: bool = False
    keymap: Mapping[str, tuple[str, ...]] | None = None

    end: Callable[[], datetime | None] = lambda: None
    """What the end of the story stands for: now while sources are followed, else its last time."""


class ClaimFrame(ModalScreen["ClaimFrame.ClaimChosen | None"]):
    """A framed list; answers with a claim whose entry is to be opened."""

    BINDINGS = bindings_of("help", "close", "back")

    DEFAULT_CSS = """
    ClaimFrame {
        align: center middle;
        background: $nd-ground 60%;
        & > Vertical {
            width: 100%;
            max-width: 150;
            height: 100%;
            max-height: 56;
            background: $nd-ground;
            border: round $nd-focus;
            border-title-color: $nd-text;
            border-title-style: bold;
            border-subtitle-color: $nd-quiet;
        }
        & RowList { height: 1fr; }
        & #said {
            height: auto;
            max-height: 5;
            padding: 0 1;
            background: $nd-bar;
            color: $nd-text;
            display: none;
        }
        & #said.-told { display: block; }
        & #said.-trouble { color: $nd-alert; }
    }
    ClaimFrame.-ascii > Vertical { border: ascii $nd-focus; }
    """

    @dataclass(frozen=True)
    class ClaimChosen:
        """The answer: the claim whose entry is to be opened with its span in view."""

        claim: str

    where = "ledger"
    """What the help calls it."""

    def __init__(self, snapshot: Snapshot, manner: Manner) -> None:
        super().__init__(classes="-ascii" if manner.ascii_only else "")
        self.shown = snapshot
        self.manner = manner

    @property
    def when(self) -> str:
        """What moment is shown, with its zone."""
        at = self.shown.at or self.manner.end()
        return "the end" if at is None else self.time_of(at)

    def say(self, words: str, *, is_trouble: bool = False) -> None:
        """A line that stands until the next one."""
        said = self.query_one("#said", Static)
        said.update(Content(clean_line(words)))
        said.set_class(bool(words), "-told")
        said.set_class(is_trouble, "-trouble")

    def action_help(self) -> None:
        """The keys of this list."""
        screen = HelpScreen(
            self.where, keymap=self.manner.keymap, ascii_only=self.manner.ascii_only
        )
        self.app.push_screen(screen, self._run_chosen)

    def action_close(self) -> None:
        """Back to where the reader came from."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Back to where the reader came from."""
        self.dismiss(None)

    def bar(self, *first: Hint) -> HintBar:
        """The keys that judge, after `first`."""
        bar = HintBar(self.manner.keymap, (*first, *JUDGE_HINTS), last=("help", "keys"))
        bar.set_reactive(HintBar.ascii_only, self.manner.ascii_only)
        return bar

    @on(HintBar.KeyClicked)
    async def _do(self, event: HintBar.KeyClicked) -> None:
        event.stop()
        await self._run(event.action)

    async def _run_chosen(self, action: Action | None) -> None:
        if action is not None:
            await self._run(action.action)

    async def _run(self, action: str) -> None:
        """On the list, else here; what only the desk can do is said to be there."""
        for place in (self.focused, self):
            if place is not None and await self.app.run_action(action, place):
                return
        self.say("That works on the desk, not here: Esc closes this.", is_trouble=True)

    def time_of(self, at: datetime | None, *, with_date: bool = True) -> str:
        """A time on the clock that is shown, with its zone."""
        return show(
            at,
            mode=self.manner.zone_mode,
            source_zone=self.shown.beat.zone,
            local=self.manner.local,
            with_date=with_date,
        )

    def key_of(self, id: str) -> str:
        """The first key of an action, the reader's own where there is one."""
        return first_key(id, self.manner.keymap or {}, ascii_only=self.manner.ascii_only)
