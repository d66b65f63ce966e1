"""Both themes can be read: contrast worked out from their own colours."""

import pytest
from textual.color import Color
from textual.theme import Theme

from tui.drawing.themes import DEFAULTS, THEMES, pairs

READABLE = 4.5
SEEN = 3.0


def _luminance(colour: str) -> float:
    def channel(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = Color.parse(colour).rgb
    return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
@pytest.mark.parametrize("pair", pairs(), ids="-on-".join)
def test_every_ink_can_be_read_on_every_ground(theme: Theme, pair: tuple[str, str]) -> None:
    ink, ground = (theme.variables[name] for name in pair)
    assert _contrast(ink, ground) >= READABLE


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
def test_the_focused_border_can_be_told_from_the_ground(theme: Theme) -> None:
    assert _contrast(theme.variables["nd-focus"], theme.variables["nd-ground"]) >= SEEN


@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.name)
def test_both_themes_know_every_name(theme: Theme) -> None:
    assert DEFAULTS.keys() <= theme.variables.keys()
