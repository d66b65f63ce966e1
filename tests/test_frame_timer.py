"""The timer that draws: at once where nothing was drawn just now, else a frame after that."""

import asyncio
from time import monotonic

import pytest
from textual.app import App

from tests.screen import seated
from tui.drawing.frame_timer import FrameTimer

LONG_S, SHORT_S = 3600.0, 0.01


async def _ticks(interval_s: float, count: int) -> list[float]:
    """When a timer ticked that is resumed as soon as it has."""
    found: list[float] = []
    ended = asyncio.Event()

    def tick() -> None:
        found.append(monotonic())
        timer.pause()
        if len(found) < count:
            timer.resume()
        else:
            ended.set()

    app: App[None] = App()
    async with app.run_test():
        timer = FrameTimer(app, interval_s, callback=tick, pause=True)
        timer._start()
        app._timers.add(timer)
        timer.resume()
        await asyncio.wait_for(ended.wait(), 60)
    return found


async def test_what_is_to_be_drawn_first_waits_for_no_beat() -> None:
    assert len(await _ticks(LONG_S, 1)) == 1


async def test_frames_are_never_nearer_than_their_time() -> None:
    first, second, third = await _ticks(SHORT_S, 3)
    assert second - first >= SHORT_S
    assert third - second >= SHORT_S


@pytest.mark.parametrize("key", ["j", "tab"])
async def test_the_desk_is_drawn_by_it(key: str) -> None:
    async with seated() as seat:
        await seat.press(key)
        assert isinstance(seat.desk._update_timer, FrameTimer)
        assert seat.desk._update_timer in seat.desk._timers
