"""Every action of the screen in one table: its id, its keys and their twins, its words.

A key means one thing in all panes. Every action is on a key that no layout moves (an arrow, an
F-key, Enter ...) or is found by position on the layouts of `tui.keys.layouts`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tui.keys.layouts import ALWAYS, twins

Group = Literal["move", "panes", "screen", "judge", "replay", "app"]
"""Where an action is bound: `move` in every list, `judge` in every list of claims and by the desk,
`app` by the App, the others by the desk's screen."""

CHIPS = 9
"""How many actors or regions the digits reach."""

_JUDGED = ("ledger", "review", "detail")
"""Where claims are judged."""

_NAMES = {",": "comma", " ": "space"}
"""Characters that a comma-separated list of keys cannot hold as themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing that a key does."""

    id: str
    """Stable: what a user's keymap names. The screen's method is `action_<id>`."""

    keys: tuple[str, ...]
    """Keys as on a US keyboard, characters or Textual names, the one to show first."""

    twins: tuple[str, ...] = ()
    """The same without a letter or a sign: arrows, F-keys, Enter."""

    label: str
    """One or two words, for the footer."""

    words: str
    """What it does, for the help and the palette."""

    group: Group
    panes: tuple[str, ...] = ()
    """Where it matters most, for help: feed, filter, tally, detail, ledger, review. Empty: all."""

    call: str | None = None
    """Textual's action string; None is `id`."""

    @property
    def action(self) -> str:
        """Textual's action string."""
        return self.call or self.id

    @property
    def all_keys(self) -> tuple[str, ...]:
        """`keys`, then `twins`."""
        return self.keys + self.twins


def _act(group: Group, id: str, keys: str, label: str, words: str, *panes: str) -> Action:
    """`keys`: as on a US keyboard, then after a bar the twins."""
    letters, _, twins = keys.partition("|")
    return Action(
        id=id,
        keys=tuple(letters.split()),
        twins=tuple(twins.split()),
        label=label,
        words=words,
        group=group,
        panes=panes,
    )


def _chip(n: int) -> Action:
    return Action(
        id=f"toggle_chip_{n}",
        keys=(str(n),),
        label=f"chip {n}",
        words=f"Show only actor (or region) {n} of the filter; again: stop",
        group="screen",
        call=f"toggle_chip({n})",
    )


ACTIONS: tuple[Action, ...] = (
    _act("move", "down", "j | down", "down", "Next line"),
    _act("move", "up", "k | up", "up", "Previous line"),
    _act("move", "top", "g | home", "top", "First line"),
    _act("move", "bottom", "G | end", "bottom", "Last line"),
    _act("move", "page_down", "ctrl+f | pagedown", "page down", "One page down"),
    _act("move", "page_up", "ctrl+b | pageup", "page up", "One page up"),
    _act("move", "half_down", "ctrl+d", "half page down", "Half a page down"),
    _act("move", "half_up", "ctrl+u", "half page up", "Half a page up"),
    _act("move", "open", "| enter", "open", "Open what the cursor is on"),
    _act("panes", "next_pane", "l | tab", "next pane", "Go to the next pane"),
    _act("panes", "previous_pane", "h | shift+tab", "previous pane", "Go to the pane before"),
    _act("panes", "zoom", "z | f11", "zoom", "Give the pane the whole screen, and take it back"),
    _act(
        "panes",
        "detail_down",
        "J | shift+down",
        "text down",
        "Scroll the text, stay in the list",
        "feed",
    ),
    _act("panes", "detail_up", "K | shift+up", "text up", "Scroll the text back", "feed"),
    _act("screen", "find", "/ | f2", "find", "Find words in the feed; hides nothing", "feed"),
    _act("screen", "find_next", "n | f3", "next hit", "Next place that was found", "feed"),
    _act(
        "screen", "find_previous", "N | shift+f3", "previous hit", "The place found before", "feed"
    ),
    _act(
        "screen",
        "filter",
        "f & | f4",
        "filter",
        "Type what to show: names, words, a query; hides the rest",
    ),
    _act("screen", "filter_list", "L", "list", "Choose sides, actors and regions from a list"),
    *(_chip(n) for n in range(1, CHIPS + 1)),
    _act("screen", "chips_all", "0", "all", "Show everything: drop the whole filter"),
    _act("screen", "chips_kind", "r", "actors/regions", "Digits choose regions, or actors again"),
    _act("screen", "tally", "c | f6", "tally", "Go to the tally; Enter there opens a ledger"),
    _act(
        "screen", "changes", "C", "changes", "Show changes of figures in the feed, or hide", "feed"
    ),
    _act(
        "screen",
        "review",
        "v | f7",
        "review",
        "Go through the claims that a person should judge",
        "tally",
    ),
    _act("screen", "zone", "t", "zone", "Show times in the source's zone, yours, or UTC"),
    _act(
        "screen",
        "open_link",
        "o",
        "link",
        "Open the entry's link, or show its address",
        "feed",
        "detail",
    ),
    _act(
        "screen",
        "copy",
        "y",
        "copy",
        "Copy the entry with its source and time",
        "feed",
        "detail",
    ),
    _act(
        "screen",
        "edits",
        "d",
        "edits",
        "Show what the last edit changed, again: the one before, then the text",
        "feed",
        "detail",
    ),
    _act(
        "screen",
        "copies",
        "D",
        "copies",
        "Show copies of a text as entries of their own, or fold them under the first report",
        "feed",
    ),
    _act("screen", "sources", "S", "sources", "How every live source fares, and who is silent"),
    _act("screen", "alerts", "A", "alerts", "What rang, and what waits to ring"),
    _act("screen", "views", "s", "views", "Saved views: show one, or save what is shown as one"),
    _act("screen", "mark", "m", "mark", "Mark the entry, or no longer", "feed", "detail"),
    _act("screen", "next_unread", "u | f5", "unread", "Next entry down that was not read", "feed"),
    _act("screen", "problems", "! | f12", "problems", "What could not be read as it stands"),
    _act("screen", "help", "? | f1", "help", "List the keys of this pane"),
    _act("screen", "close", "| escape", "close", "Close what is on top; never quits"),
    _act("screen", "back", "q | f10", "back", "Go back one step; at the end ask to quit"),
    _act(
        "judge", "confirm", "a | insert", "confirm", "The machine read this claim right", *_JUDGED
    ),
    _act("judge", "reject", "x | delete", "reject", "This is no claim: count it nowhere", *_JUDGED),
    _act("judge", "correct", "e", "correct", "Put right what the machine read", *_JUDGED),
    _act("judge", "merge", "w", "same as", "This claim only repeats another one", *_JUDGED),
    _act("judge", "split", "p", "split", "This is two claims or more: say which", *_JUDGED),
    _act(
        "judge",
        "note",
        "#",
        "note",
        "Write a note about this claim; in feed and text about the entry, with tags",
        "feed",
        *_JUDGED,
    ),
    _act("judge", "undo", "U | ctrl+z", "undo", "Take the last decision back", *_JUDGED),
    _act("judge", "redo", "R | ctrl+y", "redo", "Make it again", *_JUDGED),
    _act("replay", "play_pause", "| space f8", "play/pause", "Play the day, or pause it"),
    _act("replay", "step_next", ". | right", "step", "Let the next entry come"),
    _act("replay", "step_previous", ", | left", "step back", "Take the last entry back"),
    _act("replay", "faster", "> | plus", "faster", "Play faster"),
    _act("replay", "slower", "< | minus", "slower", "Play slower"),
    _act("replay", "jump_forward", "| shift+right", "+15 min", "15 minutes of the day forward"),
    _act("replay", "jump_back", "| shift+left", "-15 min", "15 minutes of the day back"),
    _act(
        "replay",
        "next_key_event",
        "] | alt+down",
        "next claim",
        "Next claim, or change of a figure",
    ),
    _act(
        "replay",
        "previous_key_event",
        "[ | alt+up",
        "claim before",
        "The claim before, or change of a figure",
    ),
    _act("replay", "skip_gaps", "i", "skip gaps", "Jump over quiet hours while playing, or not"),
    _act("replay", "go_to", ": | ctrl+g", "go to", "Go to a time: 18:54, or 14 sep 00:30"),
    _act("replay", "to_end", "F | f9", "end", "Go to the end: everything there is"),
    _act("app", "command_palette", "ctrl+p", "palette", "Find any action by its name"),
    _act("app", "quit", "ctrl+q", "quit", "Quit without asking"),
)

BY_ID: Mapping[str, Action] = {a.id: a for a in ACTIONS}


def clashes(overrides: Mapping[str, tuple[str, ...]]) -> list[str]:
    """What is wrong with a user's keymap, in words: unknown actions, keys claimed twice."""
    problems = [f"keymap: there is no action {id!r}" for id in overrides if id not in BY_ID]
    owner: dict[str, str] = {}
    twice: dict[tuple[str, str], str] = {}
    for action in ACTIONS:
        for key in expand(overrides.get(action.id, action.all_keys)):
            if (other := owner.setdefault(key, action.id)) != action.id:
                words = f"keymap: {key} is both {other} and {action.id}"
                twice.setdefault((other, action.id), words)
    return [*problems, *twice.values()]


@cache
def expand(keys: tuple[str, ...], layouts: tuple[str, ...] = ALWAYS) -> tuple[str, ...]:
    """`keys` by names that Textual's bindings take, with what the same keys type on `layouts`.

    A Ctrl combination gets twins too: under the kitty protocol it carries the layout's letter.
    """
    names: dict[str, None] = {}
    for key in keys:
        names[_NAMES.get(key, key)] = None
        modifier, plus, character = key.rpartition("+") if len(key) > 1 else ("", "", key)
        if len(character) == 1:
            names |= {f"{modifier}{plus}{twin}": None for twin in twins(character, layouts)}
    return tuple(names)
