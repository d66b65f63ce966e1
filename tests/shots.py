"""Builds screenshots/ from the day that ships and a frozen clock: `make shots`.

That day has one figure a cell: what came later, told in our own words, has a course of figures.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path

from feeds.clock import VirtualClock
from feeds.desk import Desk, open_desk
from feeds.options import SAMPLE
from feeds.typed_time import read_time
from tests.build import at
from tests.screen import LATER_DAYS, loaded, shown
from tui.app import NightdeskApp, Opening

FOLDER = Path(__file__).resolve().parents[1] / "screenshots"
EVENING = "13 Sep 2022 21:10"
LATER = "3 Oct 2022 09:00"
"""When both sides had given several figures, and each had counted the other's dead."""

_WEB_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture."""

    name: str
    size: tuple[int, int] = (120, 40)
    keys: Sequence[str] = ()
    """Pressed before the picture is taken."""

    settings: dict[str, str] = field(default_factory=dict)

    source: str = SAMPLE
    at: str = EVENING
    """Where the playhead stands."""


SHOTS = (
    Shot(name="dashboard-120x40"),
    Shot(name="dashboard-80x24", size=(80, 24)),
    Shot(name="dashboard-100x30", size=(100, 30)),
    Shot(name="dashboard-200x60", size=(200, 60)),
    Shot(name="ledger", keys=("c", "enter", "a"), source=str(LATER_DAYS), at=LATER),
    Shot(
        name="ledger-80x24",
        size=(80, 24),
        keys=("c", "enter"),
        source=str(LATER_DAYS),
        at=LATER,
    ),
    Shot(name="review", keys=("v", "x", "a"), source=str(LATER_DAYS), at=LATER),
    Shot(name="review-80x24", size=(80, 24), keys=("v",), source=str(LATER_DAYS), at=LATER),
    Shot(name="filtered", keys=("3", "r", "1")),
    Shot(name="light", settings={"theme": "light"}),
)


async def take(shot: Shot) -> str:
    """The picture as SVG, without the addresses of web fonts: a picture fetches nothing."""
    clock = VirtualClock(at("2022-10-03 09:00"))
    app = NightdeskApp(
        Opening(sources=(shot.source,), at=read_time(shot.at)),
        settings=loaded(**({"name": "A. Reporter"} | shot.settings)),
        load=lambda opening, _progress: _load(opening, clock),
        clock=clock,
        local=UTC,
    )
    async with app.run_test(size=shot.size) as pilot:
        await shown(pilot)
        for key in shot.keys:
            await pilot.press(key)
        await shown(pilot)
        return _WEB_FONTS.sub("", app.export_screenshot())


def _load(opening: Opening, clock: VirtualClock) -> Desk:
    desk = open_desk(opening.sources, opening.options, clock=clock)
    desk.follow_changes()
    return desk


def main() -> None:
    """Write every picture."""
    FOLDER.mkdir(exist_ok=True)
    for shot in SHOTS:
        (FOLDER / f"{shot.name}.svg").write_text(asyncio.run(take(shot)), encoding="utf-8")


if __name__ == "__main__":
    main()
