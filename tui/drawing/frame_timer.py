"""FrameTimer: draws as soon as there is something to draw, and a sixtieth of a second apart.

Textual's own timer ticks on a beat of its own: what comes between two beats waits for the next one,
which took a replay a third of its frames.
"""

import asyncio
from time import monotonic

from textual.timer import EventTargetGone, Timer

FRAME_S = 1 / 60
"""From the beginning of one frame to that of the next, at least; a terminal draws no oftener."""


class FrameTimer(Timer):
    """Ticks whenever it is resumed, unless it has just done so: then a frame later."""

    async def _run(self) -> None:
        count = 0
        while True:
            await self._active.wait()
            began = monotonic()
            count += 1
            try:
                await self._tick(next_timer=began, count=count)
            except EventTargetGone:
                return
            await asyncio.sleep(max(began + self._interval - monotonic(), 0))


def next_frame(due_s: float, now_s: float) -> float:
    """When the next frame is due, after one that was due at `due_s`; seconds of one clock.

    Frames keep their beat. One that is missed is not made up for, and there is always time to draw.
    """
    return max(min(due_s, now_s) + FRAME_S, now_s + FRAME_S / 4)
