"""Tallies as plain lists, and back: what is stored of them, cells not opened."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from feeds.later import Later, LaterMapping
from feeds.tally import Cell, Figure, PlaceFigure, Silence, Tally, Total

Packed = list[Any]
"""Strings, whole numbers, None and lists of them: what JSON holds."""

PLACES = 12
"""Parts that are stored with a cell; the rest is there when it is opened."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def pack_time(moment: datetime) -> int:
    """Microseconds since 1970, UTC."""
    return (moment - _EPOCH) // _TICK


def unpack_time(ticks: int) -> datetime:
    """The moment of `pack_time`."""
    return _EPOCH + ticks * _TICK


def pack_cell(cell: Cell) -> Packed:
    """A cell with what is shown of it before it is opened; of each figure the claim that set it."""
    return [
        *(cell.victim, cell.kind, cell.category, cell.low, cell.best, cell.high, cell.grade),
        _ticks(cell.as_of),
        _pack_figure(cell.own) if cell.own is not None else None,
        *(list(map(_pack_figure, told)) for told in (cell.claimed, cell.independent, cell.others)),
        [_pack_place(place) for place in cell.places[:PLACES]],
        list(cell.flags),
        list(map(pack_time, cell.days)),
        *(cell.copies, cell.sources),
    ]


def unpack_cell(packed: Packed) -> Cell:
    """The cell of `pack_cell`."""
    victim, kind, category, low, best, high, grade, as_of, own, *rest = packed
    claimed, independent, others, places, flags, days, copies, sources = rest
    return Cell(
        victim=victim,
        kind=kind,
        category=category,
        low=low,
        best=best,
        high=high,
        grade=grade,
        as_of=_moment(as_of),
        own=_unpack_figure(own) if own is not None else None,
        claimed=tuple(map(_unpack_figure, claimed)),
        independent=tuple(map(_unpack_figure, independent)),
        others=tuple(map(_unpack_figure, others)),
        places=tuple(map(_unpack_place, places)),
        flags=tuple(flags),
        claims=(),
        why=(),
        days=tuple(map(unpack_time, days)),
        copies=copies,
        sources=sources,
    )


def pack_rest(tally: Tally) -> Packed:
    """All of a tally but its cells, its moment, checks and disputes; of lists their length."""
    return [
        tally.beat,
        [[s.victim, s.kind, _ticks(s.since), s.stated, list(s.claims)] for s in tally.silent],
        [[t.kind, t.low, t.best, t.high, list(map(list, t.cells))] for t in tally.totals],
        list(tally.contested),
        *(tally.standing, tally.confirmed),
        *map(len, (tally.background, tally.review, tally.rejected, tally.struck)),
    ]


def unpack(
    cells: Sequence[Packed], rest: Packed, at: datetime, opened: Callable[[], Tally]
) -> Tally:
    """The tally of packed cells; `opened` gives the whole of it, for whoever looks into a list."""
    beat, silent, totals, contested, standing, confirmed, *sizes = rest
    background, review, rejected, struck = sizes
    return Tally(
        at=at,
        beat=beat,
        cells=tuple(map(unpack_cell, cells)),
        silent=tuple(map(_unpack_silence, silent)),
        checks=Later(lambda: opened().checks),
        disputes=Later(lambda: opened().disputes),
        totals=tuple(map(_unpack_total, totals)),
        contested=tuple(contested),
        standing=standing,
        confirmed=confirmed,
        background=Later(lambda: opened().background, size=background),
        review=Later(lambda: opened().review, size=review),
        reasons=LaterMapping(lambda: opened().reasons),
        rejected=Later(lambda: opened().rejected, size=rejected),
        struck=Later(lambda: opened().struck, size=struck),
    )


def _ticks(moment: datetime | None) -> int | None:
    return pack_time(moment) if moment is not None else None


def _moment(ticks: int | None) -> datetime | None:
    return unpack_time(ticks) if ticks is not None else None


def _pack_figure(figure: Figure) -> Packed:
    return [
        *(figure.by, figure.claimant, figure.low, figure.best, figure.high),
        *(_ticks(figure.as_of), figure.claims[0]),
        *(figure.copies, figure.sources, figure.derived),
    ]


def _unpack_figure(packed: Packed) -> Figure:
    by, claimant, low, best, high, as_of, claim, copies, sources, derived = packed
    return Figure(
        by=by,
        claimant=claimant,
        low=low,
        best=best,
        high=high,
        as_of=_moment(as_of),
        claims=(claim,),
        copies=copies,
        sources=sources,
        derived=derived,
    )


def _pack_place(part: PlaceFigure) -> Packed:
    when = _ticks(part.as_of)
    return [part.place, part.incident, part.low, part.high, when, part.claims[0], part.by]


def _unpack_place(packed: Packed) -> PlaceFigure:
    place, incident, low, high, as_of, claim, by = packed
    return PlaceFigure(
        place=place,
        incident=incident,
        low=low,
        high=high,
        as_of=_moment(as_of),
        claims=(claim,),
        by=by,
    )


def _unpack_silence(packed: Packed) -> Silence:
    victim, kind, since, stated, claims = packed
    return Silence(
        victim=victim, kind=kind, since=_moment(since), stated=stated, claims=tuple(claims)
    )


def _unpack_total(packed: Packed) -> Total:
    kind, low, best, high, cells = packed
    return Total(
        kind=kind, low=low, best=best, high=high, cells=tuple((side, of) for side, of in cells)
    )
