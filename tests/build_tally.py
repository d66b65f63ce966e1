"""Builders for tests of what draws a tally: figures, cells, a tally, a snapshot, an app around."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeVar, overload

from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from feeds.claim import Claim
from feeds.entry import Entry
from feeds.sanitise import clean_line
from feeds.snapshot import EntryKey, Filter, Snapshot
from feeds.tally import Cell, Figure, Silence, Tally
from tests.build import at, beat
from tui.drawing.themes import DARK, DEFAULTS, THEMES

M = TypeVar("M", bound=Message)

NINE = at("2022-09-13 21:10")
"""The playhead unless told otherwise."""


def figure(best: int | None, by: str = "armenia", **fields: Any) -> Figure:
    """A plain figure of one side, counted at half past eleven."""
    given: dict[str, Any] = {
        "by": by,
        "claimant": by,
        "low": best,
        "best": best,
        "high": best,
        "as_of": at("2022-09-13 11:33"),
        "claims": (),
    }
    return Figure(**(given | fields))


def cell(best: int | None = 80, **fields: Any) -> Cell:
    """Armenian soldiers killed, in the side's own word, unless told otherwise."""
    given: dict[str, Any] = {
        "victim": "armenia",
        "kind": "killed",
        "category": "military",
        "low": best,
        "best": best,
        "high": best,
        "grade": "self_only",
        "as_of": at("2022-09-13 11:33"),
        "own": figure(best),
        "claimed": (),
        "independent": (),
        "others": (),
        "places": (),
        "flags": (),
        "claims": (),
        "why": (),
    }
    return Cell(**(given | fields))


def silence(victim: str = "azerbaijan", kind: Any = "wounded", **fields: Any) -> Silence:
    """A side that has given no figure since the window began."""
    given: dict[str, Any] = {"since": at("2022-09-13 00:00"), "stated": False}
    return Silence(victim=victim, kind=kind, **(given | fields))


def tally(*cells: Cell, **fields: Any) -> Tally:
    """A tally of `cells` at ten past nine."""
    given: dict[str, Any] = {
        "at": NINE,
        "beat": "test",
        "cells": cells,
        "silent": (),
        "checks": (),
        "background": (),
        "review": (),
    }
    return Tally(**(given | fields))


class View:
    """Entries as a snapshot holds them."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = tuple(entries)

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, position: int) -> Entry: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Entry]: ...
    def __getitem__(self, position: int | slice) -> Entry | Sequence[Entry]:
        return self._entries[position]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def position_of(self, key: EntryKey) -> int | None:
        """Where the entry stands."""
        return next((i for i, e in enumerate(self._entries) if e.key == key), None)

    def time_at(self, position: int) -> datetime | None:
        """Its time."""
        return self._entries[position].time

    def until(self, time: datetime) -> int:
        """How many are not later."""
        return sum(e.time is None or e.time <= time for e in self._entries)

    def before(self, time: datetime) -> int:
        """How many are earlier."""
        return sum(e.time is None or e.time < time for e in self._entries)

    def claimed_from(self, _position: int, _by: int) -> int | None:
        """None carries a claim."""
        return None


def snapshot(
    told: Tally,
    claims: Sequence[Claim] = (),
    *,
    entries: Sequence[Entry] = (),
    playhead: datetime | None = NINE,
    **fields: Any,
) -> Snapshot:
    """A snapshot that holds `told`, with no facets."""
    given: dict[str, Any] = {
        "beat": beat(),
        "at": playhead,
        "entries": View(entries),
        "known": len(entries),
        "undated": 0,
        "filter": Filter(),
        "sides": (),
        "actors": (),
        "regions": (),
        "tally": told,
        "claims": MappingProxyType({c.id: c for c in claims}),
        "claims_of": MappingProxyType({}),
        "activity": None,
    }
    return Snapshot(**(given | fields))


class OneWidget(App[None]):
    """A screen with one widget, in the house's colours."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.widgets = widgets

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The house's colours by name."""
        return dict(DEFAULTS)

    def compose(self) -> ComposeResult:
        """The widgets alone."""
        yield from self.widgets

    def on_mount(self) -> None:
        """Dark, and the first widget in hand."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK
        if self.widgets:
            self.widgets[0].focus()


class Ears:
    """Hears every message of a run: `app.run_test(message_hook=ears)`."""

    def __init__(self) -> None:
        self._heard: list[Message] = []

    def __call__(self, message: Message) -> None:
        """Write it down, once however far it bubbles."""
        if not any(message is one for one in self._heard):
            self._heard.append(message)

    def of(self, kind: type[M]) -> list[M]:
        """What was heard of one kind, in order."""
        return [message for message in self._heard if isinstance(message, kind)]


def drawn(widget: Widget) -> list[str]:
    """The lines of a widget as they stand on the screen, without trailing blanks."""
    crop = Region(0, 0, *widget.outer_size)
    return [strip.text.rstrip() for strip in widget.render_lines(crop)]


def is_safe(lines: Sequence[str]) -> bool:
    """Whether no character of `lines` is one that a terminal would obey."""
    text = "".join(lines)
    return text == clean_line(text) and not set(text) & set("\x1b\x07\x9b\u202e\u2066\n")


HOSTILE = "\x1b[31m\x1b]52;c;eA==\x07\u202e[red]x[/oops][@click=app.exit()]\x9b2J" + "w" * 500
"""Escape codes, OSC 52, a bidi override, markup, an action link, a long word."""
