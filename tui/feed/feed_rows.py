"""What an entry looks like in the feed: a pure function from a value and a width to lines.

A row takes a fixed number of lines, so that a line's entry is found by a division: three where
there is room (a day break or a blank line, the headline, the body), two where there is not (the
day then stands under the time).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from feeds.beat import Beat
from feeds.claim import Claim
from feeds.edit import EditKind
from feeds.entry import Entry
from feeds.folding import find_spans
from feeds.marking import UNMARKED, Marking
from feeds.sanitise import clean_line, is_tampered
from tui.drawing.cells import (
    STRUCK,
    Marks,
    Palette,
    Piece,
    cut,
    fit,
    is_plain,
    line,
    parties,
    pieces_of,
    side_style,
    side_tags,
    slice_pieces,
    wrap,
)
from tui.words.notice_words import short
from tui.words.story_time import NOT_ITS_OWN, ZoneMode, day, in_zone, long_day, short_offset

LEFT = 9
"""Cells of the cursor's mark, then of the time over the tags of the two parties, and a gap."""

ROOMY, TIGHT = 3, 2
"""Lines of a row."""

SIGNED_LINES = 2
"""Last lines of a row, which bear the cursor's sign: the headline's and the body's."""

LEAST_SOURCE, MOST_SOURCE = 8, 20
"""Cells of a source's name in a row."""

SEARCHED = 20_000
"""Characters of a body in which a found word is looked for to be shown."""

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""Not strftime's: those follow the machine's language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What all rows have in common."""

    beat: Beat
    width: int
    lines: int
    """Lines a row: `ROOMY` or `TIGHT`."""

    palette: Palette
    marks: Marks
    zone_mode: ZoneMode
    local: tzinfo | None
    """The machine's zone; None asks the operating system."""

    words: str
    """Words that were found, to highlight; empty highlights nothing."""

    zone: tzinfo | None = None
    """Where days begin while every source keeps its own clock: one zone, so that days stand in
    order. None is UTC."""


NEW_ABOVE = "new since you looked above"
"""The divider's words."""


@dataclass(frozen=True, slots=True)
class Left:
    """What the reader left: on the entry, and when they went."""

    marking: Marking = UNMARKED

    edit: EditKind | None = None
    """The gravest thing that its last edit touched; None: not edited, or in signs alone."""

    copies: int = 0
    """How many other sources filed the same text so far."""

    source: str = ""
    """Name of its source, where there are several; empty tells none."""

    is_new: bool = False
    """True for an entry that came in late and was not seen yet."""

    is_edge: bool = False
    """True for the latest entry that was there when they looked last."""

    is_gone: bool = False
    """True for one that is no longer where it was fetched."""


def day_at(time: datetime | None, look: Look) -> str:
    """`Tue 13 Sep 2022`, where days begin in this feed; `undated`."""
    if time is None:
        return "undated"
    wall = _day_wall(time, look)
    return f"{WEEKDAYS[wall.weekday()]} {long_day(wall)}"


def _day_wall(time: datetime, look: Look) -> datetime:
    return in_zone(time, mode=look.zone_mode, source_zone=look.zone, local=look.local)


def draw_row(
    entry: Entry,
    claims: tuple[Claim, ...],
    look: Look,
    *,
    new_day: bool,
    ground: Style | None,
    left: Left | None = None,
) -> tuple[list[Segment], ...]:
    """The lines of one row, each `look.width` cells. `ground` is the cursor's; None: not on it.

    What was read is no longer bold; what a person left on it stands before the words.
    """
    base = look.palette.ground + (ground or Style.null())
    left = left or Left()
    head, body = _texts(entry, claims, look, left, new_day=new_day and look.lines == TIGHT)
    mark: Piece = (look.marks.cursor if ground else " ", look.palette.strong)
    sign: Piece = (look.marks.new, look.palette.alert) if left.is_new and not ground else mark
    time: Piece = (f"{_clock(entry, look):<{LEFT - 1}}", look.palette.quiet)
    lines = (
        line([sign, time, *head], look.width, look.marks.more, base),
        _second([mark, *_tags(entry, look), *body], left.source, look, base),
    )
    return lines if look.lines == TIGHT else (_break(entry, look, new_day, left.is_edge), *lines)


def _second(pieces: list[Piece], source: str, look: Look, base: Style) -> list[Segment]:
    """The line under the headline; its source at the right edge, where eyes find it in a column."""
    if not source:
        return line(pieces, look.width, look.marks.more, base)
    most = min(max(look.width // 4, LEAST_SOURCE), MOST_SOURCE)
    name = _short(clean_line(source), most, look.marks.more)
    room = max(look.width - cell_len(name) - 2, 0)
    told = line(
        [("  ", look.palette.quiet), (name, look.palette.text)], look.width - room, "", base
    )
    return [*line(pieces, room, look.marks.more, base), *told]


def _short(name: str, most: int, more: str) -> str:
    """A name in so many cells: its beginning; of an address its end, for hosts are often one."""
    path = f"{more}/{name.rpartition('/')[2]}"
    if "/" in name and " " not in name and cell_len(name) > most >= cell_len(path):
        return path
    return cut(name, most, more)


def _break(entry: Entry, look: Look, new_day: bool, is_edge: bool) -> list[Segment]:
    base = look.palette.ground
    if not new_day and not is_edge:
        return line([], look.width, look.marks.more, base)
    rule = look.marks.rule
    told = [day_at(entry.time, look)] if new_day else []
    told += [NEW_ABOVE] if is_edge else []
    before, words = f" {rule * 2} ", f"{'  '.join(told)} "
    after = rule * max(look.width - len(before) - len(words), 0)
    quiet, strong = look.palette.quiet, look.palette.strong
    return line(
        [(before, quiet), (words, strong), (after, quiet)], look.width, look.marks.more, base
    )


def _clock(entry: Entry, look: Look) -> str:
    """`21:10`, `21:10?` where the source gives no such time; a day where it gives no clock."""
    if entry.time is None:
        return "undated"
    wall = in_zone(entry.time, mode=look.zone_mode, source_zone=entry.zone, local=look.local)
    if entry.basis in ("day", "placed"):
        return day(wall)
    return f"{clock_of(wall, look)}{'?' if entry.basis in NOT_ITS_OWN else ''}"


def clock_of(wall: datetime, look: Look) -> str:
    """`21:10`; `17:10UTC` on another clock than the top bar's."""
    clock = f"{wall:%H:%M}"
    return clock if _is_on_the_bars_clock(wall, look) else f"{clock}{short_offset(wall)}"


def _own_day(entry: Entry, look: Look) -> Iterator[Piece]:
    """` 13 Sep`, where the source's own clock, which the row shows, is of another day."""
    if entry.time is None or entry.basis in ("day", "placed"):
        return
    wall = in_zone(entry.time, mode=look.zone_mode, source_zone=entry.zone, local=look.local)
    if wall.date() != _day_wall(entry.time, look).date():
        yield f" {day(wall)} ", look.palette.quiet


def _is_on_the_bars_clock(wall: datetime, look: Look) -> bool:
    """Whether the zone in the top bar is this time's too; one that differs is told in the row."""
    bar = in_zone(wall, mode=look.zone_mode, source_zone=look.zone, local=look.local)
    return look.zone is None or bar.utcoffset() == wall.utcoffset()


def _texts(
    entry: Entry, claims: tuple[Claim, ...], look: Look, left: Left, *, new_day: bool
) -> tuple[list[Piece], list[Piece]]:
    """Headline line and body line; without a headline the body takes both."""
    lead = [*_own_day(entry, look), *_claim_mark(claims, look), *_left_on_it(left.marking, look)]
    if grave := short(entry):
        lead.append((f"{grave} ", look.palette.alert))
    if entry.withdrawn is None:
        lead += [("gone ", look.palette.alert)] if left.is_gone else []
        lead += _edited(left, look)
    lead += _copied(left, look)
    if left.is_edge and look.lines == TIGHT:
        lead.append((f"{NEW_ABOVE} ", look.palette.first))
    if new_day:
        lead.append((f"{_short_day(entry, look)} ", look.palette.first))
    under: list[Piece] = [("  ", look.palette.text), *_warning(entry, look), *_others(entry, look)]
    struck = STRUCK if entry.withdrawn is not None else Style.null()
    body = [*under, *_pieces(_excerpt(entry.body, look), look, look.palette.quiet + struck)]
    if entry.headline:
        is_read = left.marking.read >= entry.revision
        style = look.palette.text if is_read else look.palette.strong
        return [*lead, *_pieces(entry.headline, look, style + struck)], body
    room = look.width - LEFT - sum(cell_len(text) for text, _ in lead)
    opening = _pieces(entry.body, look, look.palette.text + struck)
    text = "".join(t for t, _ in opening)
    first, *others = wrap(text, max(room, 1))
    rest = slice_pieces(body[len(under) :], others[0][0], len(text)) if others else []
    return [*lead, *slice_pieces(opening, *first)], [*under, *rest]


def _excerpt(body: str, look: Look) -> str:
    """The body from its start; where what was found lies far in, from a little before it."""
    hits = find_spans(body[:SEARCHED], look.words) if look.words else ()
    if not hits or hits[0][1] < look.width // 2:
        return body
    start = body.rfind(" ", 0, max(hits[0][0] - look.width // 4, 1)) + 1
    return f"{look.marks.more}{body[start:]}"


def _short_day(entry: Entry, look: Look) -> str:
    """`Tue 13 Sep`, where no line is free for a day break."""
    words = day_at(entry.time, look)
    return words if entry.time is None else words.rpartition(" ")[0]


def _pieces(raw: str, look: Look, style: Style) -> list[Piece]:
    reach = look.width * 2 + 64  # two lines, and where the second one begins
    if not is_plain(raw[:reach]):
        reach = look.width * 8 + 64  # combining marks and escape codes take characters, not cells
    shown = raw[:reach]
    hits = [(*span, look.palette.hit) for span in find_spans(shown, look.words)]
    pieces = pieces_of(shown, hits, style)
    if len(raw) > reach:
        pieces.append((" " * look.width, style))  # there is more: the line is cut with its sign
    return pieces


def _named_sides(entry: Entry, look: Look) -> list[str]:
    """Sides of the actors named, each once."""
    return list(dict.fromkeys(s for a in entry.actors if (s := look.beat.side_of(a))))


def _tags(entry: Entry, look: Look) -> Iterator[Piece]:
    """A place for each party under the time, so that place tells the side before colour does."""
    tags, named, used = side_tags(look.beat), _named_sides(entry, look), 0
    for side in parties(look.beat):
        text = fit(tags.get(side, "?") if side in named else "", 3, look.marks.more)
        yield text, side_style(look.beat, side, look.palette)
        yield " ", look.palette.text
        used += 4
    yield " " * (LEFT - 1 - used), look.palette.text


def _others(entry: Entry, look: Look) -> Iterator[Piece]:
    """The tag of a third side before the text; a plus where there are more."""
    tags, two = side_tags(look.beat), parties(look.beat)
    others = [tags[s] for s in _named_sides(entry, look) if s not in two]
    if others:
        yield f"{others[0]}{'+' if len(others) > 1 else ''} ", look.palette.third


def _warning(entry: Entry, look: Look) -> Iterator[Piece]:
    """A sign on an entry whose text holds what a terminal would obey."""
    if is_tampered(entry.headline or "") or is_tampered(entry.body[: look.width * 8]):
        yield "! ", look.palette.alert


def _left_on_it(marking: Marking, look: Look) -> Iterator[Piece]:
    """Signs of a mark, and of tags or a note."""
    signs = look.marks.marked if marking.marked else ""
    signs += look.marks.noted if marking.tags or marking.note else ""
    if signs:
        yield f"{signs} ", look.palette.alert


def _edited(left: Left, look: Look) -> Iterator[Piece]:
    """That the source changed the words since, and what it touched."""
    if left.edit == "wording":
        yield "edited ", look.palette.quiet
    elif left.edit is not None:
        yield f"edited: {left.edit} ", look.palette.alert


def _copied(left: Left, look: Look) -> Iterator[Piece]:
    """How many others have the same text."""
    if left.copies:
        yield f"+{left.copies} {'copy' if left.copies == 1 else 'copies'} ", look.palette.quiet


def claim_sign(claims: tuple[Claim, ...], marks: Marks) -> str:
    """The sign of an entry with current claims, with others, or with none."""
    current = any(c.period == "current" and c.modality != "pending" for c in claims)
    return marks.claim if current else marks.background if claims else " "


def _claim_mark(claims: tuple[Claim, ...], look: Look) -> Iterator[Piece]:
    yield claim_sign(claims, look.marks), look.palette.figure
    yield " ", look.palette.text
