"""Command palette: the same actions as in the help, for Textual's Ctrl+P."""

from collections.abc import Awaitable, Callable
from functools import partial

from textual.command import (
    CommandPalette,
    DiscoveryHit,
    Hit,
    Hits,
    Provider,
    SearchIcon,
)

from tui.keys.actions import ACTIONS, Action
from tui.keys.key_words import key_words


class DeskPalette(CommandPalette):
    """The palette, in the signs that the settings allow."""

    DEFAULT_CSS = """
    DeskPalette.-ascii {
        & #--input { border: ascii $nd-line; }
        & #--input.--list-visible { border-bottom: none; }
        & CommandList { border-bottom: ascii $nd-line; }
        & LoadingIndicator { visibility: hidden; }
    }
    """

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__(
            placeholder="Find an action by its name",
            id="--command-palette",
            classes="-ascii" if ascii_only else "",
        )
        self._ascii_only = ascii_only

    def on_mount(self) -> None:
        """The magnifying glass is no sign of ASCII."""
        if self._ascii_only:
            self.query_one(SearchIcon).icon = ">"


class DeskCommands(Provider):
    """Every action that makes sense outside a list, found by its words and run on the screen."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for action in _offered():
            yield DiscoveryHit(_title(action), self._run(action), help=self._help(action))

    async def search(self, query: str) -> Hits:
        """Those that match what was typed."""
        matcher = self.matcher(query)
        for action in _offered():
            title = _title(action)
            score = max(matcher.match(title), matcher.match(action.words))
            if score > 0:
                yield Hit(
                    score, matcher.highlight(title), self._run(action), help=self._help(action)
                )

    def _help(self, action: Action) -> str:
        ascii_only = getattr(self.screen, "ascii_only", False)
        keys = ", ".join(key_words(key, ascii_only=ascii_only) for key in action.all_keys)
        return f"{action.words} ({keys})"

    def _run(self, action: Action) -> Callable[[], Awaitable[None]]:
        return partial(self.screen.run_action, action.action)


def _offered() -> list[Action]:
    return [a for a in ACTIONS if a.group != "move" and a.id not in ("command_palette", "close")]


def _title(action: Action) -> str:
    return action.label[:1].upper() + action.label[1:]
