"""What is sent to a terminal, line by line, adds up to what stands on the screen."""

import random
import re

import pytest
from rich.cells import cell_len
from textual._compositor import CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.geometry import Size

from tests.screen import Seat, seated
from tests.test_feed_changes import MovingDesk

KEYS = (
    *"jjjjkkGgfc123401/xz?[]=",
    "pagedown",
    "pageup",
    "enter",
    "escape",
    "escape",
    "tab",
    "space",
)
SEEDS = (1, 2, 3)
PRESSED = 40
FRAMES = 20
"""In which whatever is to be painted is."""

Cell = tuple[str, str]
"""A character and its style, as the codes that were sent."""

_TOKEN = re.compile(
    r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|\x1b\[[^A-Za-z]*[A-Za-z]|(\n)|(.)", re.DOTALL
)


class Glass:
    """A terminal that knows moves, styles and characters."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.sent = 0

    def write(self, words: str) -> None:
        """Take what a program sends."""
        self.sent += len(words)
        x = y = 0
        style = ""
        for row, column, codes, newline, sign in _TOKEN.findall(words):
            if row:
                x, y = int(column) - 1, int(row) - 1
            elif newline:
                y += 1
            elif sign:
                self.cells[x, y] = (sign, style)
                x += cell_len(sign)
            else:
                style = codes

    def lines(self, size: Size) -> list[str]:
        """What can be read."""
        rows = range(size.height)
        return ["".join(self.cells[x, y][0] for x in range(size.width)) for y in rows]


@pytest.fixture
def glass(monkeypatch: pytest.MonkeyPatch) -> Glass:
    """What the program shows goes here too."""
    told = Glass()
    displays = App._display

    def display(self: App[None], screen: object, update: object) -> None:
        if isinstance(update, CompositorUpdate) and not self._batch_count:
            told.write(update.render_segments(self.console))
        displays(self, screen, update)  # type: ignore[arg-type]

    monkeypatch.setattr(App, "_display", display)
    return told


def _standing(seat: Seat) -> dict[tuple[int, int], Cell]:
    """The screen, painted whole on a new glass."""
    whole = Glass()
    screen = seat.app.screen
    strips = screen._compositor.render_strips()
    whole.write(
        LayoutUpdate([[strip] for strip in strips], screen.size.region).render_segments(
            seat.app.console
        )
    )
    return whole.cells


async def _comes_to_stand(seat: Seat, glass: Glass) -> bool:
    """True once the glass shows the screen: what a timer has changed (a cursor that blinks, a
    query that is tried) is painted a frame later, and a busy machine may look in between."""
    for _ in range(FRAMES):
        await seat.pilot.pause()
        shown = _standing(seat)
        if {at: glass.cells.get(at) for at in shown} == shown:
            return True
    return False


@pytest.mark.parametrize("seed", SEEDS)
async def test_after_any_keys_the_terminal_shows_the_screen(glass: Glass, seed: int) -> None:
    chance = random.Random(seed)
    size = chance.choice([(80, 24), (120, 40), (100, 30)])
    async with seated(MovingDesk(), size=size) as seat:
        for _ in range(PRESSED):
            key = chance.choice(KEYS)
            await seat.press(key)
            assert await _comes_to_stand(seat, glass), key


async def test_what_stands_there_is_not_sent_again(glass: Glass) -> None:
    async with seated() as seat:
        await seat.press("j")
        before = glass.sent
        seat.desk.feed.refresh()
        seat.desk.filter_pane.facets.refresh()
        await seat.pilot.pause()
        assert glass.sent == before


async def test_a_picture_that_is_exported_is_not_taken_for_what_stands_there(glass: Glass) -> None:
    async with seated() as seat:
        seat.desk.feed.action_down()
        seat.app.export_screenshot()
        await seat.pilot.pause()
        seat.desk.feed.refresh()
        seat.desk.detail.refresh()
        await seat.pilot.pause()
        assert glass.lines(seat.app.size) == seat.lines()
