"""Tally rows: what the tally pane draws, as pure functions from a tally and a width to lines.

A side stands over its losses: its own figure, what the others claim, low / best / high, grade, and
as of when. From 72 cells on the columns are whole; below that the words are shortened, and what is
left out is replaced by the sign for more (Enter opens all of it). Lines are made when somebody
looks: of a long tally few are in view.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial
from typing import Literal

from rich.cells import cell_len
from rich.style import Style

from feeds.beat import Beat
from feeds.claim import Category, Kind, Ruling
from feeds.later import Later
from feeds.snapshot import Snapshot
from feeds.tally import Cell, Silence, Tally
from tui.drawing.cells import Marks, Palette, Piece, cut, cut_figures, fit, side_style
from tui.drawing.row_list import Line, Row
from tui.tally.tally_changes import CellKey, Change, key_of
from tui.words import figures
from tui.words.story_time import ZoneMode, age, day, in_zone, show

Shelf = Literal["checks", "background", "rejected", "review"]
"""What stands beside the cells and can be opened too."""

WIDE_FROM = 72
"""Width from which all columns are drawn, in cells."""

_SHORT_GRADES = {"independent": "independent"}
_VOUCHED: tuple[Ruling, ...] = ("confirmed", "corrected", "split")

_ALWAYS_SHOWN: tuple[Kind, ...] = ("killed", "wounded")
"""Losses whose silence has a line of its own; the silence about the others shares one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """All that a row's look depends on, besides the tally."""

    beat: Beat
    at: datetime | None
    """The moment that ages are counted to; None counts none."""

    width: int
    palette: Palette
    marks: Marks
    ascii_only: bool
    zone_mode: ZoneMode
    local: tzinfo | None

    confirmed: frozenset[CellKey] = frozenset()
    """Cells whose standing figure is a person's reading."""

    @property
    def is_wide(self) -> bool:
        """Whether all columns fit."""
        return self.width >= WIDE_FROM

    @property
    def columns(self) -> tuple[int, int, int, int, int]:
        """Cells for the loss, own, claimed, low / best / high (0: not drawn) and grade."""
        if not self.is_wide:
            return (self.width - 17, 7, 9, 0, 0)
        spare = self.width - WIDE_FROM
        label, claimed = 14 + min(spare, 20), 12 + max(0, min(spare - 20, 18))
        return (label, 9, claimed, 14, 22)


def tally_rows(tally: Tally, changes: Mapping[CellKey, Change], look: Look) -> list[Row]:
    """The whole tally, side by side in the beat's order, then checks, background and review."""
    rows: list[Row] = []
    cells = _by_side(tally.shown)
    for side in sides_of(tally, look.beat):
        rows.append(_side_row(side, look))
        rows += _side_rows(side, cells.get(side, ()), tally, changes, look)
    rows += _shelf_rows(tally, look)
    if tally.standing:
        rows.append(_people_row(tally, look))
    return rows


def confirmed_cells(snapshot: Snapshot) -> frozenset[CellKey]:
    """Cells whose figure, or each of whose parts, a person confirmed, corrected or split."""
    found = (cell for cell in snapshot.tally.shown if _is_confirmed(cell, snapshot))
    return frozenset(key_of(cell) for cell in found)


def _is_confirmed(cell: Cell, snapshot: Snapshot) -> bool:
    """A claim is looked up only where anybody decided about it: it may have to be fetched."""
    made = [cell.own] if cell.own is not None else cell.places
    standing = [figure.claims[0] for figure in made if figure.claims]
    if not standing or not all(name in snapshot.reviews for name in standing):
        return False
    claims = [snapshot.claims.get(name) for name in standing]
    return all(c is not None and c.judged and c.judged.ruling in _VOUCHED for c in claims)


def _people_row(tally: Tally, look: Look) -> Row:
    """How much of it a person vouches for."""
    words = f" {tally.confirmed} of {tally.standing} confirmed by a person"
    if tally.confirmed:
        words = f" {look.marks.judged}{words}"
    style = look.palette.strong if tally.confirmed else look.palette.quiet
    return Row("people", (((cut(words, look.width, look.marks.more), style),),), opens=False)


def sides_of(tally: Tally, beat: Beat) -> list[str]:
    """The sides with a cell or a silence: the parties first, then the others as they come."""
    found = [*(c.victim for c in tally.shown), *(s.victim for s in tally.silent)]
    order = {side: place for place, side in enumerate(beat.parties)}
    return sorted(dict.fromkeys(found), key=lambda side: order.get(side, len(order)))


def _side_row(side: str, look: Look) -> Row:
    line = Later(partial(_side_lines, side, look), size=1)
    return Row(("side", side), line, opens=False, heads=True)


def _side_lines(side: str, look: Look) -> tuple[Line]:
    label, own, claimed, three, grade = look.columns
    palette = look.palette
    colour = side_style(look.beat, side, palette) + Style(bold=True)
    words = f"{figures.tag(look.beat, side)} {figures.name(look.beat, side)}"
    heads = f"{'own':>{own}}{'claimed':>{claimed}}"
    if look.is_wide:
        heads += f"{'low/best/high':>{three}}" + f"  {'grade':<{grade - 2}}"
    return (((fit(words, label + 1, look.marks.more), colour), (heads, palette.quiet)),)


def _by_side(cells: Sequence[Cell]) -> Mapping[str, Sequence[Cell]]:
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.victim, []).append(cell)
    return found


def _side_rows(
    side: str,
    cells: Sequence[Cell],
    tally: Tally,
    changes: Mapping[CellKey, Change],
    look: Look,
) -> Iterator[Row]:
    silent = [s for s in tally.silent if s.victim == side]
    unsaid: list[Kind] = []
    for kind in figures.KINDS:
        of_kind = sorted((c for c in cells if c.kind == kind), key=_category_order)
        for cell in of_kind:
            yield _cell_row(cell, changes.get(key_of(cell)), look)
        for silence in (s for s in silent if s.kind == kind and not of_kind):
            if silence.stated or kind in _ALWAYS_SHOWN:
                yield _silence_row(silence, look)
            else:
                unsaid.append(kind)
    if unsaid:
        words = f"  {figures.NO_FIGURE}: {', '.join(figures.kind(k) for k in unsaid)}"
        yield Row(
            ("unsaid", side),
            (((cut(words, look.width, look.marks.more), look.palette.quiet),),),
            opens=False,
        )


def _category_order(cell: Cell) -> int:
    return figures.CATEGORIES.index(cell.category)


def _cell_row(cell: Cell, change: Change | None, look: Look) -> Row:
    return Row(key_of(cell), Later(partial(_cell_lines, cell, change, look), size=2))


def _cell_lines(cell: Cell, change: Change | None, look: Look) -> tuple[Line, Line]:
    return tuple(_first_line(cell, change, look)), tuple(_second_line(cell, change, look))


def _first_line(cell: Cell, change: Change | None, look: Look) -> Iterator[Piece]:
    label, own, claimed, three, grade = look.columns
    palette, more = look.palette, look.marks.more
    lit = palette.hit if change else Style.null()
    yield (change.sign(ascii_only=look.ascii_only) if change else " ", palette.alert)
    yield (fit(_cell_label(cell, look), label, more), palette.text)
    own_words = figures.own_words(cell, ascii_only=look.ascii_only)
    yield from _right(own_words, own, palette.figure + Style(bold=True) + lit, more)
    claimed_words = figures.claimed_words(cell, look.beat, ascii_only=look.ascii_only)
    yield from _right(
        claimed_words, claimed, palette.figure if cell.claimed else palette.quiet, more
    )
    if look.is_wide:
        yield from _right(figures.three(cell.low, cell.best, cell.high), three, palette.text, more)
        style = palette.alert if cell.grade in ("disputed", "denied") else palette.text
        yield (fit("  " + _grade(cell, look), grade, more), style)


def _cell_label(cell: Cell, look: Look) -> str:
    """The loss, with the mark of a person behind it."""
    words = _label(cell.kind, cell.category, look)
    if key_of(cell) not in look.confirmed:
        return words
    mark = f" {look.marks.judged}"
    return cut(words, look.columns[0] - cell_len(mark), look.marks.more) + mark


def _right(words: str, width: int, style: Style, more: str) -> Iterator[Piece]:
    """Figures at the right end of a column, a space before them; only the words are styled."""
    shown = cut_figures(words, width - 1, more)
    yield (" " * (width - cell_len(shown)), Style.null())
    yield (shown, style)


def _second_line(cell: Cell, change: Change | None, look: Look) -> Sequence[Piece]:
    palette = look.palette
    parts: list[tuple[int, str, Style]] = []
    if change and (look.is_wide or change.before):
        parts.append((3, change.words(ascii_only=look.ascii_only), palette.strong))
    if look.is_wide:
        parts += _wide_parts(cell, look)
    else:
        alert = palette.alert if cell.grade in ("disputed", "denied") else palette.quiet
        if cell.own is None and not cell.claimed:
            said = figures.bystanders(cell, look.beat, ascii_only=look.ascii_only)
            parts.append((0, said, palette.text))
        parts.append((1, figures.only(cell, look.beat) or _grade(cell, look), alert))
        parts.append((2, _as_of(cell, look), palette.quiet))
        parts.append((3, _age(cell, look), palette.quiet))
        if bounds := _more_than_own(cell, look):
            parts.append((1 if _is_above_own(cell) else 4, bounds, palette.text))
    return [("  ", palette.quiet), *_joined(parts, look.width - 2, look)]


def _wide_parts(cell: Cell, look: Look) -> Iterator[tuple[int, str, Style]]:
    quiet = look.palette.quiet
    if only := figures.only(cell, look.beat):
        yield (0, only, look.palette.text)
    as_of = _as_of(cell, look)
    if figures.newest_as_of(cell):
        as_of = f"as of {as_of}"
    age_words = _age(cell, look)
    yield (1, f"{as_of} ({age_words})" if age_words else as_of, quiet)
    if cell.own:
        yield (3, figures.name(look.beat, cell.own.claimant), quiet)
        if cell.own.copies > 1:
            yield (5, f"{cell.own.copies} copies", quiet)
    for flag in figures.flags(cell):
        yield (4, flag, quiet)
    if said := figures.bystanders(cell, look.beat, ascii_only=look.ascii_only):
        alone = cell.own is None and not cell.claimed
        yield (0 if alone else 6, said if alone else f"also {said}", quiet)


def _joined(parts: Sequence[tuple[int, str, Style]], width: int, look: Look) -> list[Piece]:
    """Parts as one line with dots between; the highest numbers go first where room is short.

    What went is replaced by one sign at the end.
    """
    dot = " - " if look.ascii_only else " · "
    kept = [part for part in parts if part[1]]
    wanted = len(kept)
    room = width
    while len(kept) > 1 and sum(cell_len(w) for _, w, _ in kept) + 3 * (len(kept) - 1) > room:
        kept.remove(max(kept, key=lambda part: part[0]))
        room = width - 2
    pieces: list[Piece] = []
    for _, words, style in kept:
        pieces += [(dot, look.palette.quiet)] * bool(pieces)
        pieces.append((cut(words, room, look.marks.more), style))
    if len(kept) < wanted:
        pieces.append((f" {look.marks.more}", look.palette.quiet))
    return pieces


def _label(kind: Kind, category: Category | None, look: Look) -> str:
    words = figures.kind(kind)
    if not look.is_wide:
        words = words.replace(" or ", "/")
    short = figures.category(category, short=not look.is_wide) if category else ""
    if not short or category == "unknown":
        return words
    return f"{words}, {short}" if look.is_wide else f"{words} {short}"


def _grade(cell: Cell, look: Look) -> str:
    words = figures.grade(cell.grade)
    if not look.is_wide:
        words = _SHORT_GRADES.get(cell.grade, words)
    apart = figures.times_apart(cell)
    if not apart:
        return words
    return f"{words}, {apart}" if look.is_wide else f"{words} {apart.replace(' times', 'x')}"


def _as_of(cell: Cell, look: Look) -> str:
    """The clock, with the day where it is not the playhead's; the day alone where narrow."""
    as_of = figures.newest_as_of(cell)
    if as_of is None:
        return show(None, mode=look.zone_mode, source_zone=look.beat.zone)
    source, mode = look.beat.zone, look.zone_mode
    wall = in_zone(as_of, mode=mode, source_zone=source, local=look.local)
    now = look.at and in_zone(look.at, mode=mode, source_zone=source, local=look.local)
    if cell.as_of in cell.days:
        return f"{day(wall)}, no hour given" if look.is_wide else day(wall)
    same_day = now is not None and now.date() == wall.date()
    if not same_day and not look.is_wide:
        return day(wall)
    return show(as_of, mode=mode, source_zone=source, local=look.local, with_date=not same_day)


def _age(cell: Cell, look: Look) -> str:
    if cell.as_of in cell.days:
        return ""
    words = age(figures.newest_as_of(cell), look.at)
    if look.is_wide:
        return words
    short = words.removesuffix(" old").replace(" min", "m").replace(" ", "")
    return short.replace("ahead", " ahead")


def _more_than_own(cell: Cell, look: Look) -> str:
    """The bounds, where they say more than the own figure beside them."""
    own = cell.own and (cell.own.low, cell.own.best, cell.own.high)
    if own == (cell.low, cell.best, cell.high) or figures.only(cell, look.beat):
        return ""
    return figures.three(cell.low, cell.best, cell.high)


def _is_above_own(cell: Cell) -> bool:
    """True where the parts that are known are more than the own figure that is printed."""
    own = max(cell.own.low or 0, cell.own.best or 0) if cell.own else None
    return own is not None and cell.low is not None and cell.low > own


def _silence_row(silence: Silence, look: Look) -> Row:
    label, own, claimed, *_ = look.columns
    palette, more = look.palette, look.marks.more
    words = figures.NO_FIGURE
    if silence.stated and not look.is_wide:
        words = f"says {words}"
    since = show(silence.since, mode=look.zone_mode, source_zone=look.beat.zone, local=look.local)
    note = ""
    if look.is_wide and silence.since:
        note = f"  {'said so' if silence.stated else 'silent since'} {since}"
    pieces = (
        (" ", palette.quiet),
        (fit(_label(silence.kind, None, look), label, more), palette.text),
        *_right(words, own + claimed, palette.quiet, more),
        (note, palette.quiet),
    )
    return Row(CellKey(silence.victim, silence.kind, None), (pieces,))


def _shelf_rows(tally: Tally, look: Look) -> Iterator[Row]:
    results = tally.results
    checks = [
        f"{n} {result.replace('_', ' ')}" for result, n in sorted(results.items(), reverse=True)
    ]
    shelves: tuple[tuple[Shelf, str, str], ...] = (
        ("checks", "sums checked", ", ".join(checks)),
        ("background", "background", _count(tally.background)),
        ("rejected", "rejected", _count(tally.rejected)),
        ("review", "to review", _count(tally.review)),
    )
    shown = [(shelf, words, said) for shelf, words, said in shelves if said]
    if shown:
        rule = look.marks.rule * look.width
        yield Row("rule", (((rule, look.palette.quiet),),), opens=False, heads=True)
    for shelf, words, said in shown:
        alert = shelf == "checks" and results.get("disagrees")
        style = look.palette.alert if alert else look.palette.text
        pieces = ((f" {words}: ", look.palette.quiet), (said, style))
        yield Row(shelf, (pieces,))


def _count(claims: Sequence[str]) -> str:
    return f"{len(claims)} claim{'s' * (len(claims) > 1)}" if claims else ""
