"""Keys: what is bound is done at once; a widget that reads keys itself has them first."""

import asyncio

import pytest
from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget

from tui.keys.direct_keys import DirectKeys


class Plain(Widget, can_focus=True):
    """Reads no key; counts the messages of keys that reach it."""

    BINDINGS = [("j", "tell('down')"), ("escape", "tell('out')")]

    keys_seen = 0

    def action_tell(self, what: str) -> None:
        assert isinstance(self.app, Told)
        self.app.told.append(what)

    async def _on_message(self, message: Message) -> None:
        self.keys_seen += isinstance(message, events.Key)
        await super()._on_message(message)


class ByName(Plain):
    """Has a method for one key."""

    def key_j(self, event: events.Key) -> None:
        event.stop()
        self.action_tell("by name")


class ByHandler(Plain):
    """Has a handler for every key."""

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.action_tell(f"handler {event.key}")


class ByDecorator(Plain):
    """Has a decorated handler."""

    @on(events.Key)
    def take(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.action_tell(f"decorated {event.key}")


class Told(DirectKeys):
    """One widget in the app, inside of another."""

    def __init__(self, inner: type[Plain], outer: type[Plain] = Plain) -> None:
        super().__init__()
        self.told: list[str] = []
        self.looked_up: list[str] = []
        self.inner, self.outer = inner(), outer()

    def compose(self) -> ComposeResult:
        with self.outer:
            yield self.inner

    def on_mount(self) -> None:
        self.inner.focus()

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        self.looked_up.append(key)
        return await super()._check_bindings(key, priority)


async def _told(app: Told, *keys: str) -> list[str]:
    async with app.run_test() as pilot:
        await pilot.press(*keys)
    return app.told


def test_what_is_bound_is_done_and_no_widget_hears_of_the_key() -> None:
    app = Told(Plain)
    assert asyncio.run(_told(app, "j", "j")) == ["down", "down"]
    assert app.inner.keys_seen == app.outer.keys_seen == 0


@pytest.mark.parametrize(
    ("kind", "said"),
    [(ByName, "by name"), (ByHandler, "handler j"), (ByDecorator, "decorated j")],
)
def test_who_reads_keys_has_them_before_what_is_bound(kind: type[Plain], said: str) -> None:
    assert asyncio.run(_told(Told(kind), "j")) == [said]


def test_a_key_that_a_parent_reads_goes_up_to_it() -> None:
    assert asyncio.run(_told(Told(Plain, ByHandler), "j")) == ["handler j"]


def test_what_nobody_bound_is_looked_up_once_and_goes_nowhere() -> None:
    app = Told(Plain)
    assert asyncio.run(_told(app, "x")) == []
    assert app.inner.keys_seen == 0
    assert app.looked_up == ["x", "x"], "by priority and without, once each"


def test_a_key_by_name_of_the_screen_itself_is_not_passed_over() -> None:
    """Textual's screen has a method for Escape: it runs unless a binding below it was found."""
    app = Told(Plain)
    assert asyncio.run(_told(app, "escape")) == ["out"]
    assert app.inner.keys_seen == 1
