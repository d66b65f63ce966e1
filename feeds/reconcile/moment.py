"""The tally at one moment: a pure function of the claims known by then (TALLY.md, R1 to R21).

window      which claims are known, and which are about another time (R1, R2)
judged      what a person rejected or merged is set aside, and stays in sight (R19)
columns     whose word each is: own, another side's, independent, a bystander's (R12)
scopes      which part of the theatre each number is for (R4)
components  numbers inside numbers are counted once (R7, R8)
drift       one number under two kinds is one figure (R16)
units       each claimant's series of one scope, and what repeats them (R4, R5, R9, R11, R16)
drafts      series in their columns, cells by category (R4, R6)
overtaken   wider figures that a side's later ones exceed (R5, R10)
cells       bounds, grade, flags and ledger (R12 to R17, R20)
beside      what the cells of one side say about each other (R4, R5, R10)
days        which as-ofs are a day without an hour (R1)
checks      sums over sides (R15); silence: who has given no figure (R14)
disputes    pairs of claims that cannot both hold (R14, R21)

A person's decision (R19) is made before: claims come marked with it (`Claim.judged`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import get_args

from feeds.beat import Beat
from feeds.claim import BOTH, Category, Claim, Kind
from feeds.reconcile.beside import OLDER, note_ceilings, note_outdated, note_same_incident
from feeds.reconcile.cells import cell_of
from feeds.reconcile.checks import check_sums
from feeds.reconcile.columns import Columns
from feeds.reconcile.components import Aside, Read, read_all
from feeds.reconcile.days import with_days
from feeds.reconcile.disputes import disputes
from feeds.reconcile.drafts import Draft, Drafts, Group, groups_of
from feeds.reconcile.drift import set_drift_aside
from feeds.reconcile.falls import falls
from feeds.reconcile.judged import (
    contested,
    hang_merged,
    is_merged,
    is_rejected,
    refused,
    standing,
)
from feeds.reconcile.overtaken import set_overtaken_aside
from feeds.reconcile.reading import order_of
from feeds.reconcile.scopes import Scopes
from feeds.reconcile.silence import has_own_part, silences, spoken_of
from feeds.reconcile.then import stood_at
from feeds.reconcile.totals import total
from feeds.reconcile.units import units_of
from feeds.reconcile.waiting import reason_of
from feeds.reconcile.window import Known, known_at
from feeds.tally import Cell, Check, Tally, Total

KINDS: tuple[Kind, ...] = get_args(Kind)
_CATEGORIES: tuple[Category, ...] = get_args(Category)
HEARSAY = ("alleged", "feared")

ORPHAN = "a part of a number that was not found (R7)"
"""Why such a part waits for a person."""


def tally(
    claims: Iterable[Claim], *, at: datetime | None, beat: Beat, struck: Iterable[Claim] = ()
) -> Tally:
    """What every side's claims add up to at `at`; None is the end, undated claims included.

    `struck` are the claims of versions that were edited since: kept, and counted nowhere (R1).
    Near-linear in the number of claims; the order in which they come does not matter.
    """
    known = known_at(claims, at, beat, struck)
    counted = [c for c in known.current if not c.is_set_aside]
    aside = [c for c in known.current if c.is_set_aside]
    sums = [c for c in counted if is_stated(c) and c.victim == BOTH]
    columns = Columns(beat, (c.victim for c in counted))
    drafts, read = _draft(counted, columns, beat, aside)
    rejected = [c for c in (*aside, *known.background) if is_rejected(c)]
    _attach_asides(drafts, known, counted, [*aside, *rejected])
    cells = note_same_incident(note_outdated(_cells(drafts, read, beat)), beat)
    cells = sorted(note_ceilings(cells), key=lambda c: cell_order(c, beat))
    fallen = falls(drafts.all(), drafts.all())
    reasons = dict.fromkeys(read.orphans, ORPHAN)
    reasons |= {c.id: words for c in counted if (words := reason_of(c, fallen))}
    judged = {c.id for c in counted if c.judged}
    review = {id for id in reasons if id not in judged}
    figures = standing(cells)
    spoken = spoken_of(cells, filter(has_own_part, cells))
    by_id = {c.id: c for c in (*known.struck, *known.current)}
    return Tally(
        at=at,
        beat=beat.id,
        cells=tuple(with_days(mark_review(c, review), by_id) for c in cells),
        silent=tuple(silences(filter(is_pending, counted), spoken, beat, _since(known))),
        checks=_in_order(
            [*read.checks, *check_sums(sums, cells, beat, partial(stood_at, drafts.all()))], known
        ),
        background=tuple(c.id for c in known.background if not is_rejected(c)),
        review=tuple(dict.fromkeys(c.id for c in known.current if c.id in review)),
        reasons={id: reason for id, reason in reasons.items() if id in review},
        contested=contested(cells, known.current),
        rejected=tuple(dict.fromkeys(c.id for c in sorted(rejected, key=order_of))),
        standing=len(figures),
        confirmed=len({c.id for c in counted if c.judged and c.id in figures}),
        struck=tuple(dict.fromkeys(c.id for c in _gone(known))),
        disputes=tuple(disputes(drafts.all(), columns, beat)),
        totals=tuple(totals_of(cells, beat)),
    )


def _attach_asides(
    drafts: Drafts, known: Known, counted: Sequence[Claim], aside: Sequence[Claim]
) -> None:
    """Hang beside the cells what moves no figure: hearsay, what was set aside, what is gone."""
    merged = [c for c in aside if is_merged(c)]
    rejected = [c for c in dict.fromkeys(aside) if is_rejected(c)]
    hearsay = [c for c in counted if c.modality in HEARSAY and not is_denied(c)]
    for one in (
        *map(heard, hearsay),
        *hang_merged(merged, drafts.all(), known.current),
        *map(refused, rejected),
        *map(gone_from, _gone(known)),
    ):
        drafts.attach(one)


def _gone(known: Known) -> list[Claim]:
    """Claims of which no newer version of the entry has the same."""
    live = {c.id for c in known.current}
    return [c for c in known.struck if c.id not in live]


def _draft(
    claims: Sequence[Claim], columns: Columns, beat: Beat, aside: Sequence[Claim]
) -> tuple[Drafts, Read]:
    """The drafts of the cells of known claims that count, in the order told."""
    stated = [c for c in claims if is_stated(c) and c.victim != BOTH]
    read = read_all(stated, columns, Scopes(beat, columns), aside)
    readings, drifted = set_drift_aside(read.readings)
    units = units_of(readings)
    drafts = Drafts(beat.zone)
    for (victim, kind), told in groups_of(units).items():
        drafts.place(victim, kind, told)
    for claim in claims:
        if is_denied(claim) and claim.victim != BOTH:
            drafts.deny(claim, own=columns.column(claim) == "own")
    for one in (*read.asides, *drifted, *(a for unit in units for a in unit.asides)):
        drafts.attach(one)
    return drafts, read


def cells_of(
    claims: Iterable[Claim], at: datetime | None, beat: Beat
) -> Mapping[Group, Sequence[tuple[Cell, Draft]]]:
    """The cells of what is known, not opened, without what they say of each other."""
    known = known_at(claims, at, beat)
    counted = [c for c in known.current if not c.is_set_aside]
    columns = Columns(beat, (c.victim for c in counted))
    drafts, read = _draft(counted, columns, beat, [c for c in known.current if c.is_set_aside])
    found: dict[Group, list[tuple[Cell, Draft]]] = defaultdict(list)
    for draft, cell in zip(drafts.all(), _cells(drafts, read, beat, opened=False), strict=True):
        found[draft.key[:2]].append((cell, draft))
    return found


def _cells(drafts: Drafts, read: Read, beat: Beat, *, opened: bool = True) -> list[Cell]:
    doubtful = frozenset(c.claim for c in read.checks if c.result == "disagrees")
    set_overtaken_aside(drafts.all(), beat)
    return [cell_of(draft, beat, doubtful, opened=opened) for draft in drafts.all()]


def is_pending(claim: Claim) -> bool:
    return claim.qualifier == "none" or claim.modality == "pending"


def is_denied(claim: Claim) -> bool:
    return (claim.denied or claim.modality == "denied") and not is_pending(claim)


def is_stated(claim: Claim) -> bool:
    return not (is_pending(claim) or is_denied(claim) or claim.modality in HEARSAY)


def heard(claim: Claim) -> Aside:
    note = f"{claim.modality}: for review, enters no bound (R21)"
    return Aside(claim=claim, kind=claim.kind, category=claim.category, role="review", note=note)


def gone_from(claim: Claim) -> Aside:
    note = "struck: the entry was edited or withdrawn since (R1)"
    return Aside(claim=claim, kind=claim.kind, category=claim.category, role="struck", note=note)


def totals_of(cells: Sequence[Cell], beat: Beat) -> Iterable[Total]:
    """Like with like, of each kind that several sides have figures of (R18)."""
    sums = (total_of(cells, kind, beat) for kind in KINDS)
    yield from (s for s in sums if s is not None)


def total_of(cells: Sequence[Cell], kind: Kind, beat: Beat) -> Total | None:
    """The total of one kind; None where not several sides have figures of it."""
    found = total(cells, kind, beat.parties)
    return found if found is not None and len({side for side, _ in found.cells}) > 1 else None


def mark_review(cell: Cell, review: set[str]) -> Cell:
    if review.isdisjoint(cell.claims):
        return cell
    return replace(cell, flags=(*cell.flags, "review"))


CellOrder = tuple[int, str, int, bool, int]


def cell_order(cell: Cell, beat: Beat) -> CellOrder:
    """By side as the beat orders them, then by kind and category; the outdated after the rest."""
    sides = [*beat.parties, *(s for s in beat.sides if s not in beat.parties)]
    side = sides.index(cell.victim) if cell.victim in sides else len(sides)
    older = any(flag.startswith(OLDER) for flag in cell.flags)
    return (side, cell.victim, KINDS.index(cell.kind), older, _CATEGORIES.index(cell.category))


def _since(known: Known) -> datetime | None:
    if known.window is not None:
        return known.window.start
    told = (*known.current, *known.background, *known.struck)
    return min((c.known for c in told if c.known is not None), default=None)


def _in_order(checks: Sequence[Check], known: Known) -> tuple[Check, ...]:
    place = {c.id: n for n, c in enumerate(known.current)}
    return tuple(sorted(checks, key=lambda c: place[c.claim]))
