"""A desk's screen for tests: on a fake desk, with hands on its keys and eyes on its cells."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from feeds.clock import VirtualClock
from feeds.desk import Desk, open_desk
from feeds.options import Options
from tests.build import at
from tests.fake_desk import FakeDesk
from tui.app import Load, NightdeskApp, Opening, Progress
from tui.desk.desk_screen import DeskScreen, ShownDesk
from tui.settings import Loaded, Settings

PATIENCE_S = 60.0
"""What never comes holds a test no longer."""

LATER_DAYS = Path(__file__).parent / "tapes" / "later_days.jsonl"


async def until(pilot: Pilot[Any], is_so: Callable[[], bool]) -> None:
    """Wait for what a thread does, on a machine as busy as can be."""
    async with asyncio.timeout(PATIENCE_S):
        while not is_so():
            await pilot.pause()


async def shown(pilot: Pilot[Any]) -> None:
    """Wait until the desk is there, whole, and has answered what was typed before it was."""
    app = pilot.app
    assert isinstance(app, NightdeskApp)
    await until(pilot, lambda: app._early is None and app._held is None)
    await pilot.pause()


@dataclass
class Seat:
    """What a test needs of a running screen."""

    app: NightdeskApp
    pilot: Pilot[None]
    clock: VirtualClock

    @property
    def desk(self) -> DeskScreen:
        """The screen."""
        return next(s for s in self.app.screen_stack if isinstance(s, DeskScreen))

    def where(self) -> str | None:
        """The pane that has the keys."""
        return self.desk.where

    async def press(self, *keys: str) -> None:
        """Press keys and wait for what they do."""
        await self.pilot.press(*keys)
        await self.rest()

    async def rest(self) -> None:
        """Wait until no key waits any more, and what they did is done."""
        await self.pilot.pause()
        await until(self.pilot, lambda: self.app._held is None or self.app._exit)

    async def pass_time(self, seconds: float) -> None:
        """Let wall time pass, as the one timer would see it."""
        self.clock.move(seconds)
        self.desk.tick()
        await self.pilot.pause()

    def lines(self) -> list[str]:
        """What every line of the terminal shows."""
        screen = self.app.screen
        return [
            "".join(segment.text for segment in strip)
            for strip in screen._compositor.render_strips()
        ]

    def text(self) -> str:
        """All of it."""
        return "\n".join(self.lines())


def later_desk(decisions: Path | None = None) -> Desk:
    """A real desk on what came later (tests/tapes/later_days.jsonl): both sides disputed."""
    options = Options(beat="south-caucasus", decisions=decisions)
    return open_desk([str(LATER_DAYS)], options, clock=VirtualClock(at("2022-10-03 06:51")))


def loaded(**fields: Any) -> Loaded:
    """Settings as if from a file that is not there."""
    return Loaded(
        settings=Settings(**fields),
        path=Path("settings.yaml"),
        is_there=False,
        origins={},
        problems=(),
    )


def app_of(
    desk: ShownDesk | None = None,
    *,
    settings: Mapping[str, Any] | None = None,
    clock: VirtualClock | None = None,
    **opening: Any,
) -> NightdeskApp:
    """The app on `desk` (the fake night), with nothing of this machine in it."""
    shown = desk or FakeDesk()
    return NightdeskApp(
        Opening(**({"sources": ("night.txt",)} | opening)),
        settings=loaded(**({"theme": "dark"} | dict(settings or {}))),
        load=lambda _opening, _progress: shown,
        clock=clock or VirtualClock(at("2026-01-01 00:00")),
        local=UTC,
    )


def held_back(read: Callable[[], ShownDesk] = FakeDesk) -> tuple[Load, threading.Event]:
    """What reads a desk, in its thread, once the event is set."""
    may_end = threading.Event()

    def slow(_opening: Opening, _progress: Progress) -> ShownDesk:
        may_end.wait(PATIENCE_S)
        return read()

    return slow, may_end


@asynccontextmanager
async def seated(
    desk: ShownDesk | None = None,
    *,
    size: tuple[int, int] = (120, 40),
    settings: Mapping[str, Any] | None = None,
    **opening: Any,
) -> AsyncIterator[Seat]:
    """The screen on `desk` (the fake night), everything read."""
    clock = VirtualClock(at("2026-01-01 00:00"))
    app = app_of(desk, settings=settings, clock=clock, **opening)
    async with app.run_test(size=size, notifications=True) as pilot:
        await shown(pilot)
        yield Seat(app=app, pilot=pilot, clock=clock)
