"""What a change of a figure looks like in the feed: one line that no entry could be taken for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from feeds.change import Change, Way
from feeds.sanitise import clean_line
from tui.drawing.cells import ASCII_MARKS, Piece, cut, line, side_style, size_of
from tui.feed.feed_rows import LEFT, Look, clock_of, day_at
from tui.words import figures
from tui.words.change_words import remarks, said
from tui.words.story_time import day, in_zone

_SIGNS: Mapping[Way, tuple[str, str]] = {
    "new": ("+", "+"),
    "up": ("▲", "^"),
    "down": ("▼", "v"),
    "disputed": ("≠", "!"),
    "refined": ("»", ">"),
    "closed": ("×", "x"),
    "other": ("●", "*"),
}

_LEAST_BY = 12
"""Cells below which a claimant's name is not begun."""

_ROOM_FOR_WORDS = 60
"""Cells from which `derived` is written out; a `*` stands for it else, as in the tally."""


def draw_change(
    change: Change, look: Look, *, zone: tzinfo | None, with_day: bool, ground: Style | None
) -> list[Segment]:
    """The line, `look.width` cells.

    `zone` is that of its cause; `with_day`: no entry above tells its day.
    """
    base = look.palette.ground + (ground or Style.null())
    wall = in_zone(change.time, mode=look.zone_mode, source_zone=zone, local=look.local)
    clock = f"{_when(change, wall, look):<{LEFT - 1}}"
    if not clock.endswith(" "):
        clock += " "  # `17:10UTC+` would be another zone
    mark: Piece = (look.marks.cursor if ground else " ", look.palette.strong)
    end = f" {_dot(look)} derived" if look.width >= _ROOM_FOR_WORDS else "*"
    for of_day in _days(change, look) if with_day else ("",):
        before = [mark, (clock, look.palette.quiet), (of_day, look.palette.first)]
        words, says_who = _told(change, look, look.width - size_of(before) - cell_len(end))
        if says_who:
            break
    return line([*before, *words, (end, look.palette.quiet)], look.width, look.marks.more, base)


def _days(change: Change, look: Look) -> tuple[str, str]:
    """`Tue 13 Sep `, and shorter."""
    words = day_at(change.time, look).rpartition(" ")[0]
    return f"{words} ", f"{words.partition(' ')[2]} "


def _told(change: Change, look: Look, room: int) -> tuple[list[Piece], bool]:
    """The figure in so many cells, and whether there was room for whose claim did it."""
    words = _fitting(change, look, room)
    left = room - size_of(words)
    says_who = True
    if left >= min(size_of(_by(change, look)), _LEAST_BY):
        words += _cut(_by(change, look), left, look)
    elif left >= size_of(_by_side(change, look)):
        words += _by_side(change, look)
    else:
        says_who = False
    return [*_cut(words, room, look)], says_who


def _when(change: Change, wall: datetime, look: Look) -> str:
    """As an entry's: the day where its cause has no clock."""
    return day(wall) if change.is_of_a_day else clock_of(wall, look)


@dataclass(frozen=True, slots=True)
class _Wording:
    """How much is said; each of `_WORDINGS` says less than the one before."""

    side: Literal["name", "tag"] = "name"
    remarks: bool = True
    before: bool = True


_WORDINGS = (
    _Wording(),
    _Wording("tag"),
    _Wording("tag", remarks=False),
    _Wording("tag", remarks=False, before=False),
)


def _fitting(change: Change, look: Look, room: int) -> list[Piece]:
    """The longest wording that fits; one with room for whose claim it is goes before.

    The figure itself is never what is cut off, and who claims it only where nothing else is left:
    a name gives way to its side's tag, then to that what the figure was.
    """
    told = [(how, list(_words(change, look, how))) for how in _WORDINGS]
    name = min(size_of(_by(change, look)), _LEAST_BY)
    tag = min(name, size_of(_by_side(change, look)))
    fit = [words for _, words in told if size_of(words) <= room]
    with_name = [w for how, w in told if how.before and size_of(w) + name <= room]
    with_tag = [w for _, w in told if size_of(w) + tag <= room]
    return next(iter((*with_name, *with_tag, *fit)), told[-1][1])


def _words(change: Change, look: Look, how: _Wording) -> Iterator[Piece]:
    palette, beat = look.palette, look.beat
    slanted = palette.quiet + Style(italic=True)
    yield f"{_SIGNS[change.way][_is_ascii(look)]} ", palette.figure
    say = figures.name if how.side == "name" else figures.tag
    yield say(beat, change.victim), side_style(beat, change.victim, palette)
    category = figures.category(change.category, short=True)
    what = " ".join(filter(None, (figures.kind(change.kind), category)))
    yield f" {what}: ", slanted
    if how.before:
        arrow = "->" if _is_ascii(look) else "→"
        yield f"{said(change.before, ascii_only=_is_ascii(look))} {arrow} ", slanted
    yield said(change.after, ascii_only=_is_ascii(look)), palette.figure
    if how.remarks:
        yield from ((f", {words}", slanted) for words in remarks(change, beat))


def _by(change: Change, look: Look) -> list[Piece]:
    """Whose claim did it."""
    if not change.by:
        return []
    return [(f" {_dot(look)} {figures.name(look.beat, change.by)}", look.palette.quiet)]


def _by_side(change: Change, look: Look) -> list[Piece]:
    """Whose claim did it, by the side's tag; the name where the claimant has no side."""
    side = look.beat.side_of(change.by)
    if side is None:
        return _by(change, look)
    return [(f" {_dot(look)} {figures.tag(look.beat, side)}", look.palette.quiet)]


def _cut(words: Sequence[Piece], room: int, look: Look) -> Iterator[Piece]:
    """The pieces in at most `room` cells, cut with the sign that there is more."""
    for text, style in words:
        clean = clean_line(text)
        size = cell_len(clean)
        if size > room:
            yield cut(clean, max(room, 0), look.marks.more), style
            return
        yield clean, style
        room -= size


def _is_ascii(look: Look) -> bool:
    return look.marks == ASCII_MARKS


def _dot(look: Look) -> str:
    return "-" if _is_ascii(look) else "·"
