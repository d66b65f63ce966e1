"""What the cells of one side say about each other: ceilings, and figures that others outdate."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from feeds.beat import Beat
from feeds.claim import Category
from feeds.reconcile.overtaken import CONTAINS
from feeds.reconcile.reading import point, shown
from feeds.reconcile.scopes import day_in, is_mere_day
from feeds.reconcile.totals import INSIDE
from feeds.tally import Cell, CellKey, Figure, PlaceFigure

OLDER = "older than"
"""How the flag of a narrower figure begins that a later, wider and larger one outdates."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_WIDE: tuple[Category, ...] = ("unknown", "mixed")
_Name = tuple[str, str, str | None]
"""How a part is meant, its place or region, its incident or day."""

_Note = tuple[Cell, str, str]
"""A cell, a flag for it (empty for none) and its reason."""


def note_ceilings(cells: Sequence[Cell]) -> list[Cell]:
    """`killed` cells with the wider rows of the same side noted beside them (R10).

    A wider row that is lower than `killed` is none: it says so itself.
    """
    killed = [c for c in cells if c.kind == "killed"]
    notes: list[_Note] = []
    for wider in cells:
        if wider.kind not in CONTAINS or wider.own is None or wider.grade == "partial":
            continue
        words = f"{_words(wider.own)} {wider.kind.replace('_', ' ')}"
        for cell in (c for c in killed if c.victim == wider.victim):
            if wider.category not in (*_WIDE, cell.category):
                continue
            if _most(wider.own) < (cell.low or 0):
                why = f"{words} is less than {cell.low} killed: no ceiling (R10)"
                notes += [(wider, "less than killed", why), (cell, "", why)]
            else:
                why = f"{words} stands beside it as a ceiling (R10)"
                notes.append((cell, f"ceiling {_words(wider.own)}", why))
    return _noted(cells, sorted(notes, key=lambda n: n[2]))


def note_outdated(cells: Sequence[Cell]) -> list[Cell]:
    """Pairs of a side's own figures that R4 keeps apart and R5 does not join, said on both.

    A figure with a category stays in its cell when a later one has none: whether it is the same
    count cannot be told from the words, so nothing is merged, and the reader is told.
    """
    own = [c for c in cells if c.own is not None and c.grade != "partial" and INSIDE not in c.flags]
    groups: dict[tuple[str, str], list[Cell]] = {}
    for cell in own:
        groups.setdefault((cell.victim, cell.kind), []).append(cell)
    return _noted(cells, [n for group in groups.values() for n in _compare(group)])


def note_same_incident(cells: Sequence[Cell], beat: Beat) -> list[Cell]:
    """Figures of what may be one incident in two cells of a side and kind, said on both (R4).

    "12 soldiers killed in the strike", then "the strike's toll rose to 15": whether the one lies
    in the other the words do not say, so the cells stay apart, and each tells of the other.
    """
    notes: list[_Note] = []
    for one in cells:
        for other in cells:
            if one is not other and may_overlap(one.key, other.key):
                notes += [(one, "", why) for why in _shared(one, other, beat)]
    return _noted(cells, notes)


def may_overlap(one: CellKey, other: CellKey) -> bool:
    """True for cells of a side and kind; soldiers are no civilians, anything else may be both."""
    return one[:2] == other[:2] and (one[2] in _WIDE or other[2] in _WIDE)


def _shared(one: Cell, other: Cell, beat: Beat) -> Iterable[str]:
    told = {name for part in one.places for name in _names(part, beat)}
    for part in other.places:
        if not told.isdisjoint(_meant(part, beat)):
            category = "category unknown" if other.category == "unknown" else other.category
            words = f"{shown(part.low, None, part.high)} ({category})"
            yield f"{words} is told of the same incident in another row: kept apart (R4)"


def _names(part: PlaceFigure, beat: Beat) -> Iterable[_Name]:
    """What a part answers to: its place and incident, and what contains or dates them."""
    place, incident = part.place, part.incident
    yield ("here", place, incident)
    day, region = day_in(incident), beat.region_of.get(place)
    if is_mere_day(incident):
        yield ("day", place, day)
    elif incident is not None:
        yield ("anywhere", "", incident)
        yield ("whole" if place in ("", region) else "inside", region or "", incident)
        yield ("strike", place, day)


def _meant(part: PlaceFigure, beat: Beat) -> Iterable[_Name]:
    """What another part must answer to: in one place a strike and its day may be the same, and
    of one name what lies in the other's place, or contains it.
    """
    place, incident = part.place, part.incident
    yield ("here", place, incident)
    day, region = day_in(incident), beat.region_of.get(place)
    if is_mere_day(incident):
        yield ("strike", place, day)
    elif incident is not None:
        yield ("whole" if place else "anywhere", "", incident)
        yield ("inside" if place == region else "whole", region or "", incident)
        yield ("day", place, day)


def _compare(group: Sequence[Cell]) -> Iterable[_Note]:
    split = sum(_number(c) for c in group if c.category not in _WIDE)
    for wide in group:
        for narrow in group:
            if wide.category not in _WIDE or narrow.category in (wide.category, "unknown"):
                continue
            if _number(wide) > _number(narrow) and _is_later(wide, narrow):
                yield from _outdated(narrow, wide) if _number(wide) != split else ()
            elif wide.category == "unknown" and narrow.category != "civilian":
                yield from _lower(narrow, wide)


def _outdated(narrow: Cell, wide: Cell) -> Iterable[_Note]:
    new, old = _named(wide), _named(narrow)
    yield (narrow, f"{OLDER} {new}", f"{old} was said before {new}: kept apart (R4, R5)")
    if narrow.grade == "disputed":
        why = f"the dispute is against {old}, not against the later {new} (R14)"
        yield (narrow, "disputes an older figure", why)
    yield (wide, "", f"{old} was said before and may lie in it: kept apart (R4, R5)")
    for figure in narrow.claimed:
        words = f"claimed {_words(figure)} {narrow.category}"
        yield (wide, words, f"{words} by {figure.by} stands beside it (R12)")


def _lower(one: Cell, other: Cell) -> Iterable[_Note]:
    """Later and lower: a part, or revised down? The words do not say."""
    late, early = (one, other) if _is_later(one, other) else (other, one)
    if _number(late) >= _number(early) or not _is_later(late, early):
        return
    why = f"{_named(late)} is lower than {_named(early)} said before: a part or a revision (R5)"
    yield (late, f"lower than {_named(early)} said before", why)
    yield (early, f"{_named(late)} said since", why)


def _noted(cells: Sequence[Cell], notes: Iterable[_Note]) -> list[Cell]:
    flags: dict[int, list[str]] = {}
    whys: dict[int, list[str]] = {}
    for cell, flag, why in notes:
        flags.setdefault(id(cell), []).extend([flag] if flag else [])
        whys.setdefault(id(cell), []).append(why)
    return [
        replace(
            c,
            flags=tuple(dict.fromkeys((*c.flags, *flags[id(c)]))),
            why=tuple(dict.fromkeys((*c.why, *whys[id(c)]))),
        )
        if id(c) in whys
        else c
        for c in cells
    ]


def _is_later(one: Cell, other: Cell) -> bool:
    return _when(one) > _when(other)


def _when(cell: Cell) -> datetime:
    return cell.own.as_of or _EARLIEST if cell.own else _EARLIEST


def _number(cell: Cell) -> int:
    return point(cell.own.low, cell.own.best, cell.own.high) if cell.own else 0


def _most(figure: Figure) -> int:
    return point(figure.low, figure.best, figure.high) if figure.high is None else figure.high


def _words(figure: Figure) -> str:
    return shown(figure.low, figure.best, figure.high)


def _named(cell: Cell) -> str:
    """'41 (category unknown)', '15 (military)'."""
    category = "category unknown" if cell.category == "unknown" else cell.category
    return f"{_words(cell.own)} ({category})" if cell.own else ""
