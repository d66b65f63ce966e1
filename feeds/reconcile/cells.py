"""A draft becomes a cell: bounds, grade, flags, and the ledger behind them (R12 to R17, R20)."""

from collections.abc import Iterable, Sequence
from functools import partial

from feeds.beat import Beat
from feeds.claim import UNATTRIBUTED
from feeds.later import Later
from feeds.reconcile.bounds import Sums, bounds_of, stands
from feeds.reconcile.chain import Chain
from feeds.reconcile.corners import Corner, Corners
from feeds.reconcile.drafts import Draft, by_name
from feeds.reconcile.floors import Floor
from feeds.reconcile.grade import Standing, grade_of, overlap
from feeds.reconcile.ledger import rows_of
from feeds.reconcile.places import Part, Voice, part_order
from feeds.reconcile.reading import Column
from feeds.reconcile.remarks import flags_of, why_beside, why_of
from feeds.reconcile.steps import Step
from feeds.tally import Cell, Figure, Grade, PlaceFigure


def cell_of(draft: Draft, beat: Beat, doubtful: frozenset[str], *, opened: bool = True) -> Cell:
    """The cell of a draft; `doubtful` are ids of claims with a sum that does not add up (R7).

    One that is not `opened` goes without ledger and reasons; its parts are worked out on a look.
    """
    victim, kind, category = draft.key
    sums = draft.sums = _add_up(draft, beat)
    own = _own(draft, sums)
    grade = _grade(draft, sums)
    rows = rows_of(draft) if opened else ()
    claims = tuple(dict.fromkeys(row.claim for row in rows))
    claimed = (
        *(_figure(by, chain) for by, chain in by_name(draft.claimed)),
        *_enemy_parts(draft, sums),
    )
    others = tuple(_figure(by, chain) for by, chain in by_name(draft.others))
    copies, sources = _support(sums, own, claimed, others)
    return Cell(
        victim=victim,
        kind=kind,
        category=category,
        low=sums.bounds.low,
        best=sums.bounds.best,
        high=sums.bounds.high,
        grade=grade,
        as_of=sums.bounds.as_of,
        own=own,
        claimed=claimed,
        independent=tuple(_figure(by, chain) for by, chain in by_name(draft.independent)),
        others=others,
        places=places_of(draft.parts) if opened else Later(lambda: places_of(draft.parts)),
        flags=flags_of(draft, sums, grade, doubtful),
        claims=claims,
        why=why_of(draft, sums, grade, beat) if opened else (),
        ledger=rows,
        copies=copies,
        sources=sources,
    )


def reasons_of(draft: Draft, beat: Beat) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rules that fired in the cell of a draft: before and after what is denied."""
    sums = draft.sums or _add_up(draft, beat)
    return why_beside(draft, sums, _grade(draft, sums), beat)


def _support(
    sums: Sums, own: Figure | None, claimed: Sequence[Figure], others: Sequence[Figure]
) -> tuple[int, int]:
    """How many entries and how many independent sources bear the cell out (R11).

    Of a figure that stands: it and all of other sides and counts that meet it. Of parts alone
    the side; else whoever says anything.
    """
    standing = stands(sums.own, sums.independent)
    if standing is not None:
        told = [s for s in (sums.own, *sums.independent, *sums.claimed) if s is not None]
        agree = [s for s in told if s is standing or overlap(standing, s)]
        return len({e for s in agree for e in _entries(s)}), len(agree)
    said = [own] if own is not None else claimed or others
    return sum(f.copies for f in said), sum(f.sources for f in said)


def _entries(step: Step) -> set[tuple[str, str]]:
    """The entries that carry the number: what it was added to is another one (R9, R11)."""
    told = (step.reading, *(r for r, _, _ in step.repeats))
    return {r.claim.entry_key for r in told}


def _add_up(draft: Draft, beat: Beat) -> Sums:
    own = draft.own.current if draft.own else None
    independent = [chain.current for _, chain in draft.independent]
    claimed = [chain.current for _, chain in draft.claimed]
    own_floor = draft.corners.floor(("own", draft.key[0]), beat)
    counts = list(_floors(draft, "independent", beat).values())
    independent_floor = max(counts, key=lambda f: f.low, default=None)
    floors = [f for f in (own_floor, independent_floor) if f is not None]
    floor = max(floors, key=lambda f: f.low, default=None)
    return Sums(
        own=own,
        independent=independent,
        claimed=claimed,
        own_floor=own_floor,
        independent_floor=independent_floor,
        enemy_floors=_floors(draft, "claimed", beat),
        bounds=bounds_of(own, independent, claimed, floor),
    )


def _floors(draft: Draft, column: Column, beat: Beat) -> dict[str, Floor]:
    """The floor of each speaker of a column: two counters' parts are never added."""
    speakers = sorted(speaker for of, speaker in draft.corners.voices if of == column)
    floors = {s: draft.corners.floor((column, s), beat) for s in speakers}
    return {s: f for s, f in floors.items() if f is not None}


def _grade(draft: Draft, sums: Sums) -> Grade:
    return grade_of(
        Standing(
            own=sums.own,
            own_parts=sums.own_floor.low if sums.own_floor else None,
            standing=stands(sums.own, sums.independent),
            independent=sums.independent,
            independent_parts=sums.independent_floor.low if sums.independent_floor else None,
            claimed=sums.claimed,
            claimed_parts=any(of == "claimed" for of, _ in draft.corners.voices),
            denied_by_own=draft.denied_by_own,
            denied_by_others=bool(draft.denials),
            others=bool(draft.others) or len(draft.corners) > 0,
        )
    )


def _figure(by: str, chain: Chain) -> Figure:
    if chain.figure is None or chain.figure[:2] != (chain.moves, by):
        chain.figure = (chain.moves, by, _figure_of(by, chain.current))
    return chain.figure[2]


def _figure_of(by: str, step: Step) -> Figure:
    return Figure(
        by=by,
        claimant=step.reading.claim.claimant,
        low=step.low,
        best=step.best,
        high=step.high,
        as_of=step.as_of,
        claims=_ids(step),
        copies=len(_entries(step)),
        sources=0 if by == UNATTRIBUTED else 1,
        derived=step.is_derived,
    )


def _own(draft: Draft, sums: Sums) -> Figure | None:
    """The side's own figure; of parts alone, the floor that they set together."""
    if draft.own is not None:
        return _figure(draft.key[0], draft.own)
    if sums.own_floor is None:
        return None
    return _part_figure(draft.corners, ("own", draft.key[0]), sums.own_floor)


def _enemy_parts(draft: Draft, sums: Sums) -> Iterable[Figure]:
    """Another side that claims only parts: a floor in its column that bounds nothing (R6)."""
    with_total = {by for by, _ in draft.claimed}
    for speaker, floor in sums.enemy_floors.items():
        figure = _part_figure(draft.corners, ("claimed", speaker), floor)
        if figure.by not in with_total:
            yield figure


def _part_figure(corners: Corners, voice: Voice, floor: Floor) -> Figure:
    """The floor of parts; a sum of several is said by nobody, and so has no copies (R11)."""
    told = corners.of(voice)
    newest, number = corners.newest(voice)
    return Figure(
        by=newest.by,
        claimant=newest.step.reading.claim.claimant,
        low=floor.low,
        best=None,
        high=None,
        as_of=floor.newest,
        claims=Later(
            partial(_ids_of_parts, told, voice, newest), first=newest.step.reading.claim.id
        ),
        copies=len(_entries(newest.step)) if number == 1 else 1,
        derived=number > 1,
    )


def _ids_of_parts(corners: Iterable[Corner], voice: Voice, newest: Part) -> tuple[str, ...]:
    """The claims of all parts of a voice, the newest part's first, then in the order told."""
    parts = [p for c in corners for p in c.parts if (p.column, p.speaker) == voice]
    told = sorted(parts, key=lambda p: (p is not newest, p.step.reading.order))
    return tuple(dict.fromkeys(i for p in told for i in _ids(p.step)))


def places_of(parts: Iterable[Part]) -> tuple[PlaceFigure, ...]:
    """The figures of parts, by place."""
    return tuple(map(_place, sorted(parts, key=part_order)))


def _place(part: Part) -> PlaceFigure:
    step = part.step
    return PlaceFigure(
        place=part.place or "",
        incident=part.incident,
        low=step.low,
        high=step.high,
        as_of=step.as_of,
        claims=_ids(step),
        by=part.by,
    )


def _ids(step: Step) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r.claim.id for r in step.readings))
