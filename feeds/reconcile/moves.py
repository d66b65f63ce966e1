"""Moves: what became of cells between two moments: new, up, down, disputed, refined, closed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain

from feeds.change import Change, Standing, Way
from feeds.claim import Category, Claim
from feeds.quantity import Bounds
from feeds.reconcile.reading import order_of, point
from feeds.reconcile.totals import standing_figure
from feeds.tally import Cell, CellKey, Tally

Cells = Mapping[CellKey, Cell]

_UNTOLD = datetime.min.replace(tzinfo=UTC)


def moves(
    before: Cells,
    after: Cells,
    moment: datetime,
    added: Sequence[Claim],
    struck: Sequence[Claim] = (),
) -> Iterator[Change]:
    """The cells whose bounds or grade are others now, in the order of `after`, closed ones last.

    `added` and `struck` are the claims that came and went at that moment.
    """
    gone = {key: before[key] for key in before if key not in after}
    for key, cell in after.items():
        taken = {k: gone.pop(k) for k in [k for k in gone if _went_to(gone[k], key, cell)]}
        left = None if key in before else _left(taken)
        was = before.get(left or key)
        old, new = _standing(was), _standing(cell)
        if old != new or (taken and new is not None):
            made = _change(cell, old, new, left[2] if left is not None else None)
            told = tuple((k[2], s) for k, c in taken.items() if k != left and (s := _standing(c)))
            yield _caused(replace(made, took=told), cell, moment, added, struck)
    for cell in gone.values():
        if _standing(cell) is not None:
            made = _change(cell, _standing(cell), None, None)
            yield _caused(made, cell, moment, added, struck)


def between(
    before: Tally, after: Tally, moment: datetime, added: Sequence[Claim]
) -> Iterator[Change]:
    """How the cells of one tally stand otherwise in a later one; `added` came between them."""
    return moves(_by_key(before), _by_key(after), moment, added)


def _by_key(told: Tally) -> Cells:
    return {cell.key: cell for cell in told.cells}


def _went_to(old: Cell, key: CellKey, cell: Cell) -> bool:
    """True where the figure of a cell that is gone is in the ledger of another (R5, R6, R11)."""
    return (old.victim, old.kind) == key[:2] and lead(old) in cell.claims


def lead(cell: Cell) -> str | None:
    """The claim that makes the cell: of its own figure, else of the first that it has."""
    figures = [*((cell.own,) if cell.own is not None else ()), *cell.independent]
    told = (f.claims for f in (*figures, *cell.claimed, *cell.others))
    parts = (part.claims for part in cell.places)
    return next((claims[0] for claims in chain(told, parts) if claims), None)


def _left(taken: Cells) -> CellKey | None:
    """The cell whose figure became known by category, or is no longer; a part is none (R11)."""
    return next((key for key, cell in taken.items() if cell.grade != "partial"), None)


def _standing(cell: Cell | None) -> Standing | None:
    """What a cell says; None where it has no figure."""
    if cell is None or cell.grade == "no_figure":
        return None
    stands = standing_figure(cell)
    upper = stands.high if stands is not None and cell.high is None else None
    return Standing(
        low=cell.low,
        best=cell.best,
        high=cell.high,
        grade=cell.grade,
        upper=upper,
        others=_others(cell) if cell.grade == "unconfirmed" else (),
    )


def _others(cell: Cell) -> tuple[Bounds, ...]:
    """The figures that set no bound, whole ones and then those of a place."""
    whole = ((f.low, f.best, f.high) for f in cell.others)
    return (*whole, *((p.low, None, p.high) for p in cell.places))


def _change(cell: Cell, old: Standing | None, new: Standing | None, was: Category | None) -> Change:
    way = _way(old, new, refined=was is not None)
    return Change(
        id="",
        time=_UNTOLD,
        victim=cell.victim,
        kind=cell.kind,
        category=cell.category,
        way=way,
        before=old,
        after=new,
        was=was,
        size=_size(way, old, new, cell),
        places=_places(cell) if new is not None and _is_of_places(cell) else (),
    )


def _caused(
    made: Change, cell: Cell, moment: datetime, added: Sequence[Claim], struck: Sequence[Claim]
) -> Change:
    """The change with when it came, and from which claims."""
    causes = _causes(cell, added) or _causes(cell, struck)
    return replace(
        made,
        id=f"{moment.isoformat()}/{cell.victim}/{cell.kind}/{cell.category}",
        time=moment,
        causes=tuple(c.id for c in causes),
        entries=tuple(dict.fromkeys(c.entry_key for c in causes)),
        by=causes[0].claimant if causes else "",
        as_of=causes[0].as_of if causes else None,
        day_only=causes[0].day_only if causes else False,
        by_edit=not added,
    )


def _causes(cell: Cell, claims: Iterable[Claim]) -> list[Claim]:
    """The claims that came to the cell, those that set a figure of it first.

    Figures that set no bound come last: what a part moved is not theirs.
    """
    own = (cell.own,) if cell.own is not None else ()
    figures = (*own, *cell.independent, *cell.claimed, *cell.places, *cell.others)
    telling = {f.claims[0]: n for n, f in enumerate(figures) if f.claims}
    told = sorted(claims, key=lambda c: (telling.get(c.id, len(telling)), order_of(c)))
    return [c for c in told if c.id in cell.claims] or [c for c in told if _is_of(c, cell)] or told


def _is_of(claim: Claim, cell: Cell) -> bool:
    return (claim.victim, claim.kind) == (cell.victim, cell.kind)


def _way(old: Standing | None, new: Standing | None, *, refined: bool) -> Way:
    if new is None:
        return "closed"
    if old is None:
        return "new"
    more = _weight(new) - _weight(old)
    if new.grade == "disputed" and (old.grade != "disputed" or not more):
        return "disputed"
    if more:
        return "up" if more > 0 else "down"
    return "refined" if refined else "other"


def _weight(standing: Standing) -> int:
    """Best, else low: what a reader takes for the figure. A bare high weighs nothing."""
    if standing.best is None and standing.low is None:
        return 0
    return point(standing.low, standing.best, None)


def _is_of_places(cell: Cell) -> bool:
    """True where every figure that is told is one of a place."""
    return cell.grade == "partial" or (cell.grade == "unconfirmed" and not cell.others)


def _places(cell: Cell) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.place for p in cell.places if p.place))


def _size(way: Way, old: Standing | None, new: Standing | None, cell: Cell) -> str:
    if way == "disputed":
        return next((f for f in cell.flags if f.endswith(" times") or "none against" in f), "")
    if old is None or new is None or way not in ("up", "down"):
        return ""
    more = _weight(new) - _weight(old)
    return f"up {more}" if more > 0 else f"revised down by {-more}"
