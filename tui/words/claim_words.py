"""Claim words: what a row says of a claim, in short: who, when, whose, where, how sure."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Protocol

from rich.style import Style

from feeds.beat import Beat
from feeds.claim import Claim
from feeds.sanitise import clean_line
from tui.drawing.cells import Marks, Palette, Piece, side_style
from tui.words import figures
from tui.words.story_time import ZoneMode, day, in_zone, long_day, show


class Look(Protocol):
    """What the words of a claim depend on; a `tally_rows.Look` and a `detail_text.Reading`."""

    @property
    def beat(self) -> Beat: ...
    @property
    def palette(self) -> Palette: ...
    @property
    def marks(self) -> Marks: ...
    @property
    def ascii_only(self) -> bool: ...
    @property
    def zone_mode(self) -> ZoneMode: ...
    @property
    def local(self) -> tzinfo | None: ...


NO_BREAK = "\u00a0"

LONGEST_QUOTE = 300
"""Characters of a span that are shown; the entry has all of it."""


def time(at: datetime | None, look: Look, *, with_date: bool = True, is_day: bool = False) -> str:
    """A time on the clock that is shown, with its zone; the day alone where no hour is known."""
    return show(
        at,
        mode=look.zone_mode,
        source_zone=look.beat.zone,
        local=look.local,
        basis="day" if is_day else "stamped",
        with_date=with_date,
    )


def decided(at: datetime, look: Look) -> str:
    """When a person decided: with the year, which is seldom the story's."""
    zone = look.beat.zone
    wall = in_zone(at, mode=look.zone_mode, source_zone=zone, local=look.local)
    return time(at, look).replace(day(wall), long_day(wall), 1)


def as_of(claim: Claim, look: Look) -> str:
    """When it was counted: empty where it was counted when said, the clock alone on that day."""
    if claim.as_of == claim.time or claim.as_of is None:
        return ""
    same_day = claim.time is not None and _day(claim.time, look) == _day(claim.as_of, look)
    return time(claim.as_of, look, with_date=not same_day)


def _day(at: datetime, look: Look) -> object:
    zone = look.beat.zone
    return in_zone(at, mode=look.zone_mode, source_zone=zone, local=look.local).date()


def who(claim: Claim, look: Look) -> str:
    """Who says it, with the side's tag: `ARM Nikol Pashinyan`."""
    name = figures.name(look.beat, claim.claimant)
    if claim.claimant_side:
        return f"{figures.tag(look.beat, claim.claimant_side)} {name}"
    return name


def colour(claim: Claim, look: Look) -> Style:
    """The colour of the claimant's side."""
    return side_style(look.beat, claim.claimant_side, look.palette)


def whose(claim: Claim, look: Look) -> str:
    """Whose people they are."""
    return figures.name(look.beat, claim.victim) if claim.victim != "unknown" else "not said whose"


def category(claim: Claim) -> str:
    """Soldiers or civilians, and the narrower group; empty where the text does not say."""
    words = "" if claim.category == "unknown" else figures.category(claim.category)
    return clean_line(", ".join(filter(None, (words, claim.group))))


def place(claim: Claim, look: Look) -> str:
    """Where."""
    return figures.name(look.beat, claim.place) if claim.place else "all places"


def doubts(claim: Claim, look: Look) -> Iterator[Piece]:
    """How far the text stands behind it, who passed it on, how sure the reading is."""
    quiet = look.palette.quiet
    if claim.modality != "stated":
        yield claim.modality, look.palette.alert
    if claim.relay:
        yield f"via {', '.join(figures.name(look.beat, by) for by in claim.relay)}", quiet
    if claim.confidence != "high":
        yield f"{claim.confidence} confidence", quiet


def quoted(claim: Claim, look: Look) -> str:
    """The words of the span in quotation marks."""
    quote = clean_line(claim.quote[:LONGEST_QUOTE])
    more = look.marks.more if len(claim.quote) > LONGEST_QUOTE else ""
    opening, closing = ('"', '"') if look.ascii_only else ("“", "”")
    return f"{opening}{quote}{more}{closing}"


def held(words: str) -> str:
    """Words that stay on one line where there is room: a clock with its day and zone."""
    return words.replace(" ", NO_BREAK)


def dotted(parts: Iterator[Piece] | list[Piece], look: Look) -> list[Piece]:
    """Parts with dots between; empty ones left out."""
    dot: Piece = (" - " if look.ascii_only else " · ", look.palette.quiet)
    pieces: list[Piece] = []
    for part in parts:
        if part[0]:
            pieces += [dot, part] if pieces else [part]
    return pieces
