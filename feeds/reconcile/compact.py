"""Tallies as plain lists, and back: what is stored of them, cells not opened."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from feeds.later import Later, LaterMapping
from feeds.reconcile.difference import Packed
from feeds.reconcile.logged import Logged
from feeds.tally import Cell, CellKey, Dispute, Figure, PlaceFigure, Silence, Tally, Total

CHECKS = 50
"""Checks of which the results are stored."""

UNTOLD = "not looked at"
"""In the place of the result of more."""

_Laid = TypeVar("_Laid")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def pack_time(moment: datetime) -> int:
    """Microseconds since 1970, UTC."""
    return (moment - _EPOCH) // _TICK


def unpack_time(ticks: int) -> datetime:
    """The moment of `pack_time`."""
    return _EPOCH + ticks * _TICK


def pack_cell(cell: Cell, parts: Sequence[PlaceFigure]) -> Packed:
    """A cell with what is shown of it before it is opened; of each figure the claim that set it.

    `parts` are the first of its parts.
    """
    return [
        *(cell.victim, cell.kind, cell.category, cell.low, cell.best, cell.high, cell.grade),
        _ticks(cell.as_of),
        _pack_figure(cell.own) if cell.own is not None else None,
        *(list(map(_pack_figure, told)) for told in (cell.claimed, cell.independent, cell.others)),
        list(map(_pack_place, parts)),
        list(cell.flags),
        list(map(pack_time, cell.days)),
        *(cell.copies, cell.sources),
    ]


class Reader:
    """Reads packed cells to be shown, not opened: one that did not move is the very same.

    A replay asks for every cell sixty times a second, and few of them move.
    """

    __slots__ = ("_read",)

    def __init__(self) -> None:
        self._read: dict[str, tuple[Packed, Cell]] = {}

    def cell(self, key: str, packed: Packed) -> Cell:
        """What `pack_cell` told of a cell."""
        kept = self._read.get(key)
        if kept is None or kept[0] is not packed:
            kept = self._read[key] = (packed, read_cell(packed, None))
        return kept[1]


def read_cell(packed: Packed, logged: Logged | None) -> Cell:
    """The cell of `pack_cell`; `logged` opens it, without one it cannot be opened."""
    victim, kind, category, low, best, high, grade, as_of, own, *rest = packed
    claimed, independent, others, places, flags, days, copies, sources = rest
    whole = _Whole((victim, kind, category), logged)
    return Cell(
        victim=victim,
        kind=kind,
        category=category,
        low=low,
        best=best,
        high=high,
        grade=grade,
        as_of=_moment(as_of),
        own=_figure(own, whole, "own", 0) if own is not None else None,
        claimed=_figures(claimed, whole, "claimed"),
        independent=_figures(independent, whole, "independent"),
        others=_figures(others, whole, "others"),
        places=tuple(map(_unpack_place, places)),
        flags=tuple(flags),
        days=tuple(map(unpack_time, days)),
        copies=copies,
        sources=sources,
        claims=Later(partial(whole.part, "claims")),
        why=Later(partial(whole.part, "why")),
        ledger=Later(partial(whole.part, "ledger"), long=True),
    )


def _figures(told: Iterable[Packed], whole: "_Whole", column: str) -> tuple[Figure, ...]:
    return tuple(_figure(one, whole, column, n) for n, one in enumerate(told))


def _figure(packed: Packed, whole: "_Whole", column: str, n: int) -> Figure:
    by, claimant, low, best, high, as_of, claim, copies, sources, derived = packed
    return Figure(
        by=by,
        claimant=claimant,
        low=low,
        best=best,
        high=high,
        as_of=_moment(as_of),
        claims=Later(partial(whole.claims, column, n, claim), first=claim),
        copies=copies,
        sources=sources,
        derived=derived,
    )


class _Whole:
    """The cell itself, once somebody looks; nothing while it is not known."""

    __slots__ = ("_given", "_key")

    def __init__(self, key: CellKey, logged: Logged | None) -> None:
        self._key = key
        self._given = logged

    @property
    def _logged(self) -> Logged:
        if self._given is None:
            raise LookupError(f"{self._key} is there to be shown; Tally.cells has it to be opened")
        return self._given

    def _cell(self) -> Cell | None:
        told = self._logged.opened().cells
        return next((c for c in told if c.key == self._key), None)

    def part(self, name: str) -> Sequence[Any]:
        """One of its lists."""
        stored = self._logged.part(name, self._key)
        if stored is not None:
            return stored
        cell = self._cell()
        return getattr(cell, name) if cell is not None else ()

    def claims(self, column: str, n: int, first: str) -> Sequence[str]:
        """All claims of a figure; the one that set it where no more is known."""
        found = getattr(cell, column) if (cell := self._cell()) is not None else None
        figures = (found,) if isinstance(found, Figure) else found or ()
        return figures[n].claims if n < len(figures) else (first,)


def pack_rest(tally: Tally, disputes: Sequence[Dispute]) -> Packed:
    """All of a tally but its cells and its moment; of lists their length.

    Of very many checks only the number: each is held against the cells again as these move.
    """
    return [
        tally.beat,
        [[s.victim, s.kind, _ticks(s.since), s.stated, list(s.claims)] for s in tally.silent],
        [[t.kind, t.low, t.best, t.high, list(map(list, t.cells))] for t in tally.totals],
        list(map(_pack_dispute, disputes)),
        dict(tally.results) if len(tally.checks) <= CHECKS else {UNTOLD: len(tally.checks)},
        *(tally.standing, tally.confirmed),
        *map(len, (tally.background, tally.review, tally.rejected, tally.struck)),
    ]


def unpack(shown: Sequence[Cell], rest: Packed, at: datetime, logged: Logged) -> Tally:
    """The tally of cells to be shown; `logged` is for whoever looks into them and its lists.

    Its disputes are those of figures for the whole theatre.
    """
    beat, silent, totals, disputes, results, standing, confirmed, *sizes = rest
    background, review, rejected, struck = sizes
    opened = logged.opened
    return Tally(
        at=at,
        beat=beat,
        cells=Later(partial(logged.cells, logged), size=len(shown)),
        surface=shown,
        silent=tuple(map(_unpack_silence, silent)),
        checks=_shelf(logged.checks, lambda: opened().checks, sum(results.values())),
        checked=results,
        disputes=tuple(map(_unpack_dispute, disputes)),
        totals=tuple(map(_unpack_total, totals)),
        contested=Later(lambda: opened().contested),
        standing=standing,
        confirmed=confirmed,
        background=_shelf(logged.background, lambda: opened().background, background),
        review=Later(lambda: opened().review, size=review),
        reasons=LaterMapping(lambda: opened().reasons),
        rejected=Later(lambda: opened().rejected, size=rejected),
        struck=Later(lambda: opened().struck, size=struck),
    )


def _shelf(
    stored: Callable[[int], Sequence[_Laid] | None],
    opened: Callable[[], Sequence[_Laid]],
    size: int,
) -> Later[_Laid]:
    """What is stored of so many; else what is worked out."""

    def look() -> Sequence[_Laid]:
        found = stored(size)
        return found if found is not None else opened()

    return Later(look, size=size)


def _pack_dispute(told: Dispute) -> Packed:
    key = (told.victim, told.kind, told.category)
    return [*key, told.size, told.why, list(told.claims), list(told.others)]


def _unpack_dispute(packed: Packed) -> Dispute:
    victim, kind, category, size, why, claims, others = packed
    return Dispute(
        victim=victim,
        kind=kind,
        category=category,
        claim=claims[0],
        other=others[0],
        size=size,
        why=why,
        claims=tuple(claims),
        others=tuple(others),
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
