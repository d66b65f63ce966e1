"""Waiting until an app under test has done all that it does, on a busy machine too.

Textual's pilot takes an app to be at rest once the process used little of 20 milliseconds. On a
machine that is busy elsewhere it was given none of them, and what was asked for has not begun.
"""

import asyncio

import pytest
from textual import _wait, app, pilot
from textual.notifications import Notification

STAYS_S = 3600.0
"""Notices go by the wall's clock; a busy machine may need longer to get to what is asserted."""

MOST_TURNS = 10_000
"""What never rests holds a test no longer."""


async def wait_for_idle(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """As Textual's, and then until the loop has nothing to do but wait."""
    await _wait.wait_for_idle(min_sleep, max_sleep)
    loop = asyncio.get_running_loop()
    for _ in range(MOST_TURNS):
        if not loop._ready:  # type: ignore[attr-defined]
            break
        await asyncio.sleep(0)


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys and pauses of a pilot wait for it; a notice stays for as long as a test looks."""
    for module in (app, pilot):
        monkeypatch.setattr(module, "wait_for_idle", wait_for_idle)
    monkeypatch.setattr(Notification, "time_left", property(lambda _notice: STAYS_S))
