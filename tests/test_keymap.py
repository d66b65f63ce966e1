"""Keys: one meaning each, on every layout, and the same through a real terminal's bytes."""

import pytest
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.binding import Binding, BindingsMap
from textual.events import Key
from textual.screen import Screen

from tui.keys.actions import ACTIONS, BY_ID, Action, clashes, expand
from tui.keys.keymap import bindings, keymap
from tui.keys.layouts import ALWAYS, LAYOUTS, US, US_SHIFT, beside_always

GROUPS = ("move", "panes", "screen", "replay", "app")


def test_every_action_has_its_own_id_and_words() -> None:
    assert len(BY_ID) == len(ACTIONS)
    assert all(a.label and a.words and a.all_keys for a in ACTIONS)


@pytest.mark.parametrize("layout", [None, *LAYOUTS])
def test_no_key_has_two_meanings(layout: str | None) -> None:
    seen: dict[str, str] = {}
    for action in ACTIONS:
        for key in expand(action.all_keys, beside_always(layout)):
            assert seen.setdefault(key, action.id) == action.id, key


def reachable(action: Action, layout: str) -> bool:
    """Whether a keyboard with only `layout` has a key for it."""
    typed = LAYOUTS[layout]
    keys = expand(action.all_keys, beside_always(layout))
    types = {typed[c] for c in US + US_SHIFT}
    return any(k in types or (len(k) > 1 and k != "comma") for k in keys)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_action_has_a_key_on_every_layout(layout: str) -> None:
    missing = {a.id for a in ACTIONS if not reachable(a, layout)}
    digits_that_type_signs = {  # there the filter pane's own list is the way to the chips
        "armenian-eastern": {"toggle_chip_5", "toggle_chip_6", "toggle_chip_7"},
        "armenian-typewriter": {"toggle_chip_4", "toggle_chip_9"},
    }
    assert missing == digits_that_type_signs.get(layout, set())


def test_the_keys_that_the_readme_promises() -> None:
    promised = {
        "down": "j", "up": "k", "top": "g", "bottom": "G", "detail_down": "J", "detail_up": "K",
        "find": "/", "find_next": "n", "find_previous": "N", "filter": "f", "chips_all": "0",
        "chips_kind": "r", "tally": "c", "play_pause": "space", "step_next": ".",
        "step_previous": ",", "faster": ">", "slower": "<", "next_key_event": "]",
        "previous_key_event": "[", "skip_gaps": "i", "go_to": ":", "zone": "t", "zoom": "z",
        "open_link": "o", "copy": "y", "help": "?", "back": "q", "command_palette": "ctrl+p",
    }  # fmt: skip
    assert {id: BY_ID[id].all_keys[0] for id in promised} == promised


def test_a_binding_carries_its_action_id_and_label() -> None:
    [find] = [b for b in bindings("screen") if isinstance(b, Binding) and b.id == "find"]
    assert (find.action, find.description) == ("find", "find")
    assert set(find.key.split(",")) == {"/", "ծ", "f2"}


def test_only_what_differs_goes_into_the_keymap() -> None:
    assert keymap({}) == {}
    assert keymap({"find": ("s",)}) == {"find": "s,ы,ս,ს"}
    assert "down" in keymap({}, beside_always("armenian-phonetic"))


def test_a_keymap_that_cannot_hold_is_described() -> None:
    assert clashes({}) == []
    assert clashes({"fynd": ("s",)}) == ["keymap: there is no action 'fynd'"]
    assert clashes({"find": ("j",)}) == ["keymap: j is both down and find"]
    assert clashes({"find": ("f",), "filter": ("/",)}) == []


def typed(data: str) -> list[str]:
    return [e.key for e in XTermParser().feed(data) if isinstance(e, Key)]


@pytest.mark.parametrize(
    ("data", "action"),
    [
        ("о", "down"),
        ("О", "detail_down"),
        ("ჯ", "down"),
        ("ջ", "next_key_event"),
        ("Թ", "go_to"),
        ("\x1b[1086;;1086u", "down"),
        ("\x1b[1072;5u", "page_down"),
        ("\x1b[Z", "previous_pane"),
        ("\x1b[1;2C", "jump_forward"),
        ("\x1b[1;3B", "next_key_event"),
        ("\x1b[13;2~", "find_previous"),
        ("/", "find"),
        (",", "step_previous"),
        ("<", "slower"),
        (":", "go_to"),
        ("?", "help"),
        ("[", "previous_key_event"),
        ("+", "faster"),
        ("-", "slower"),
        (" ", "play_pause"),
    ],
)
def test_what_a_terminal_sends_finds_its_action(data: str, action: str) -> None:
    [key] = typed(data)
    found = BindingsMap(bindings(*GROUPS)).get_bindings_for_key(key)  # type: ignore[arg-type]
    assert [b.action for b in found] == [action]


class Desk(Screen[None]):
    """A screen that writes down what its keys did."""

    BINDINGS = bindings("move", "panes", "screen", "replay")

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def action_down(self) -> None:
        self.done.append("down")

    def action_find(self) -> None:
        self.done.append("find")

    def action_toggle_chip(self, n: int) -> None:
        self.done.append(f"chip {n}")


class DeskApp(App[None]):
    """Shows one Desk."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()

    def on_mount(self) -> None:
        self.push_screen(self.desk)


async def test_keys_of_three_scripts_reach_the_screen() -> None:
    app = DeskApp()
    async with app.run_test() as pilot:
        await pilot.press("j", "о", "ჯ", "ճ", "down", "slash", "f2", "3", "յ")
    assert app.desk.done == ["down"] * 5 + ["find"] * 2 + ["chip 3"] * 2


async def test_a_users_keymap_moves_an_action_with_its_twins() -> None:
    app = DeskApp()
    async with app.run_test() as pilot:
        app.set_keymap(keymap({"find": ("s", "alt+s")}))
        await pilot.press("slash", "s", "ы", "alt+s")
    assert app.desk.done == ["find"] * 3


def test_the_default_layouts_are_the_ones_that_always_hold() -> None:
    assert expand(("j",)) == expand(("j",), ALWAYS)
