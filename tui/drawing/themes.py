"""Themes: the colours of the screen, dark and light, by names that the panes' CSS uses.

Sides are told apart by tag and place on the line first, then by blue and orange; nothing is told by
red against green. Every pair in `PAIRS` has a contrast of at least 4.5 to 1 in both themes (WCAG
2.2, 1.4.3), which tests/test_themes.py works out from the values below.
"""

from collections.abc import Iterator, Mapping

from textual.theme import Theme

DARK = "nightdesk-dark"
LIGHT = "nightdesk-light"

_DARK: Mapping[str, str] = {
    "nd-ground": "#10141b",  # behind everything
    "nd-bar": "#1a212d",  # top bar, footer, dialogs
    "nd-chosen": "#243a5a",  # the row under the cursor, in the focused pane
    "nd-resting": "#222b39",  # the same in a pane without focus
    "nd-hit": "#5c4a00",  # behind words that were found
    "nd-span": "#3d3413",  # behind the words of a claim
    "nd-text": "#e4e9f1",
    "nd-quiet": "#a7b3c4",
    "nd-first": "#8cc2ff",  # the beat's first party
    "nd-second": "#ffb46b",  # its second
    "nd-third": "#cdb9f5",  # everybody else
    "nd-figure": "#f4d873",  # numbers of losses, claim marks
    "nd-alert": "#ff9fd0",  # problems, tampering, disputes
    "nd-line": "#46546a",  # borders
    "nd-focus": "#8cc2ff",  # border of the focused pane
}

_LIGHT: Mapping[str, str] = {
    "nd-ground": "#fbfaf7",
    "nd-bar": "#eceae4",
    "nd-chosen": "#cfe0f7",
    "nd-resting": "#e3e6ea",
    "nd-hit": "#ffe58a",
    "nd-span": "#f7ecc4",
    "nd-text": "#1b1f26",
    "nd-quiet": "#4a5361",
    "nd-first": "#0a4f9e",
    "nd-second": "#853f00",
    "nd-third": "#5b3a91",
    "nd-figure": "#6a4800",
    "nd-alert": "#96155f",
    "nd-line": "#9aa1ab",
    "nd-focus": "#0a4f9e",
}

DEFAULTS: Mapping[str, str] = _DARK
"""What the names stand for in a theme that does not know them."""

GROUNDS = ("nd-ground", "nd-bar", "nd-chosen", "nd-resting")
"""Backgrounds that any text may stand on."""

INKS = ("nd-text", "nd-quiet", "nd-first", "nd-second", "nd-third", "nd-figure", "nd-alert")
"""Colours of text."""

SPANS = ("nd-hit", "nd-span")
"""Backgrounds behind words: only `nd-text`, the sides and the figures stand on them."""

ON_SPANS = ("nd-text", "nd-first", "nd-second", "nd-third", "nd-figure")


def pairs() -> Iterator[tuple[str, str]]:
    """Every (ink, ground) pair that the screen uses."""
    yield from ((ink, ground) for ground in GROUNDS for ink in INKS)
    yield from ((ink, ground) for ground in SPANS for ink in ON_SPANS)


def _theme(name: str, colours: Mapping[str, str], *, dark: bool) -> Theme:
    """Textual's own names get the same colours, so that inputs and the palette fit in."""
    return Theme(
        name=name,
        dark=dark,
        primary=colours["nd-first"],
        secondary=colours["nd-third"],
        accent=colours["nd-figure"],
        warning=colours["nd-second"],
        error=colours["nd-alert"],
        success=colours["nd-first"],
        foreground=colours["nd-text"],
        background=colours["nd-ground"],
        surface=colours["nd-ground"],
        panel=colours["nd-bar"],
        variables={
            **colours,
            "scrollbar": colours["nd-line"],
            "scrollbar-hover": colours["nd-quiet"],
            "scrollbar-active": colours["nd-quiet"],
            "scrollbar-background": colours["nd-ground"],
            "scrollbar-background-hover": colours["nd-ground"],
            "scrollbar-background-active": colours["nd-ground"],
            "scrollbar-corner-color": colours["nd-ground"],
            "input-cursor-background": colours["nd-text"],
            "input-cursor-foreground": colours["nd-ground"],
            "input-selection-background": colours["nd-chosen"],
            "block-cursor-background": colours["nd-chosen"],
            "block-cursor-foreground": colours["nd-text"],
            "screen-selection-background": colours["nd-chosen"],
            "screen-selection-foreground": colours["nd-text"],
        },
    )


THEMES: tuple[Theme, ...] = (_theme(DARK, _DARK, dark=True), _theme(LIGHT, _LIGHT, dark=False))
