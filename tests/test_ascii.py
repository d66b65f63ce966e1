"""ASCII mode: with a feed of ASCII, nothing else reaches the terminal from any part of us."""

from dataclasses import replace

import pytest

from tests.fake_desk import FakeDesk, night
from tests.screen import Seat, seated

PLAIN = str.maketrans({"\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})


def plain_night() -> FakeDesk:
    return FakeDesk(
        [
            replace(e, headline=e.headline and e.headline.translate(PLAIN), body=plain)
            for e in night()
            if (plain := e.body.translate(PLAIN))
        ]
    )


def odd(seat: Seat) -> list[str]:
    """The lines of the screen that hold more than ASCII."""
    return [line for line in seat.lines() if not line.isascii()]


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 40)])
async def test_no_part_of_the_screen_leaves_ascii(size: tuple[int, int]) -> None:
    steps: tuple[tuple[str, ...], ...] = (
        ("1",),
        ("0",),
        ("c",),
        ("enter",),
        ("escape",),
        ("?",),
        ("escape",),
        ("y",),
        ("escape",),
        ("!",),
        ("/", "z", "q", "enter"),
        ("escape",),
        ("ctrl+g", "x", "enter"),
        ("escape",),
        ("f",),
        ("escape",),
        ("z",),
        ("z",),
        ("ctrl+p",),
        ("q", "u"),
        ("escape",),
        ("ctrl+g", *"1 jan 2040", "enter"),
        ("q",),
        ("q",),
    )
    async with seated(plain_night(), size=size, settings={"ascii": True}) as seat:
        assert odd(seat) == []
        for keys in steps:
            await seat.press(*keys)
            assert odd(seat) == [], keys


async def test_a_title_that_is_cut_says_so_in_ascii() -> None:
    async with seated(plain_night(), size=(120, 40), settings={"ascii": True}) as seat:
        await seat.press("1")
        assert odd(seat) == []
        assert any("more lines" in line and "~" in line for line in seat.lines())
