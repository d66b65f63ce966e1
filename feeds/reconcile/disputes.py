"""Statements that cannot both hold on one figure, linked pair by pair (R12, R14, R21)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from feeds.beat import Beat
from feeds.claim import Category, Claim, Kind, Qualifier
from feeds.reconcile.columns import Columns
from feeds.reconcile.drafts import Draft, by_name
from feeds.reconcile.grade import dispute_words, overlap
from feeds.reconcile.places import part_order
from feeds.reconcile.reading import Column
from feeds.reconcile.steps import Step
from feeds.tally import CellKey, Dispute

_INSIDE: dict[Kind, tuple[Kind, ...]] = {
    "casualties": ("casualties", "killed", "wounded"),
    "killed_or_missing": ("killed_or_missing", "killed", "missing"),
}
"""Kinds that a denial of a wider word denies too."""

_OPEN: frozenset[Category] = frozenset({"unknown", "mixed"})
_AGAINST: tuple[Column, ...] = ("independent", "claimed")
_Scope = tuple[str | None, str | None, Category]
_Said = tuple[str, Step]
"""Who says it, and the figure that stands."""


def disputes(drafts: Sequence[Draft], columns: Columns, beat: Beat) -> list[Dispute]:
    """Every pair, in the order of the drafts: figures that do not meet, denials and what they deny.

    Compared are only figures that stand, of one victim, kind, category and scope. Those of parts
    follow each other by place, incident and speaker, as a cell lists them.
    """
    found: list[Dispute] = []
    for draft in drafts:
        found += _figures(draft, beat)
        for denial in draft.denials:
            found += _denied(denial, draft, drafts, columns, beat)
    return found


def _figures(draft: Draft, beat: Beat) -> Iterable[Dispute]:
    """The side's own figure against another side's or an independent count: whole, and by part."""
    yield from of_wholes(draft, beat)
    parts = sorted(draft.parts, key=part_order)
    scopes: dict[_Scope, list[_Said]] = defaultdict(list)
    for part in parts:
        if part.column in _AGAINST:
            scopes[part.place, part.incident, part.category].append((part.by, part.step))
    for part in parts:
        if part.column == "own":
            against = scopes.get((part.place, part.incident, part.category), [])
            yield from _apart(draft.key, part.step, against, beat)


def of_wholes(draft: Draft, beat: Beat) -> Iterable[Dispute]:
    """Those of figures for the whole theatre alone, without denials."""
    if draft.own is not None:
        own = draft.own.current
        counts = [(by, c.current) for by, c in by_name(draft.independent)]
        against = [(by, s) for by, s in counts if not _is_outgrown(s, own)]
        against += [(by, c.current) for by, c in by_name(draft.claimed)]
        yield from _apart(draft.key, own, against, beat)


def _is_outgrown(count: Step, own: Step) -> bool:
    """An earlier, lower count and what the side says now can both hold: a toll grows."""
    if count.as_of is None or own.as_of is None:
        return False
    return count.as_of < own.as_of and count.point < own.point


def _apart(key: CellKey, own: Step, against: Iterable[_Said], beat: Beat) -> Iterable[Dispute]:
    for by, other in against:
        if not overlap(own, other):
            size = dispute_words(own, other)
            words = f"own {own.words}, but {other.words} by {beat.name_of(by)}: {size} (R14)"
            yield _dispute(key, _ids(own), _ids(other), size, words)


def _denied(
    denial: Claim, draft: Draft, drafts: Sequence[Draft], columns: Columns, beat: Beat
) -> Iterable[Dispute]:
    """A denial against what others say of the same loss, with the number that it denies."""
    speaker = columns.speaker(denial)
    kinds = _INSIDE.get(denial.kind, (denial.kind,))
    for other in drafts:
        victim, kind, category = other.key
        alike = _OPEN.intersection((denial.category, category)) or denial.category == category
        if victim != denial.victim or kind not in kinds or not alike:
            continue
        for by, step in _said_of(other, denial):
            if step.reading.speaker != speaker and _is_meant(denial, step):
                name = beat.name_of(denial.claimant)
                words = f"{step.words} by {beat.name_of(by)}, denied by {name} (R21)"
                yield _dispute(draft.key, (denial.id,), _ids(step), "denied", words)


def _said_of(draft: Draft, denial: Claim) -> Iterable[_Said]:
    """The figures that stand in the denial's scope: of its place, else of the whole."""
    if denial.place is not None:
        yield from ((part.by, part.step) for part in draft.corners.at(denial.place))
        return
    own = [(draft.key[0], draft.own)] if draft.own is not None else []
    others = [*draft.independent, *draft.claimed, *draft.others]
    yield from ((by, chain.current) for by, chain in [*own, *by_name(others)])


def _is_meant(denial: Claim, step: Step) -> bool:
    """The number denied is the one said; without a number every loss is denied."""
    if step.point == 0:
        return False
    if denial.low is None and denial.high is None:
        return True
    low, high = _around(step.reading.claim.qualifier, step.low, step.high)
    denied_low, denied_high = _around(denial.qualifier, denial.low, denial.high)
    return low <= denied_high and denied_low <= high


def _around(qualifier: Qualifier, low: int | None, high: int | None) -> tuple[float, float]:
    """The bounds with the number written: "more than 100" and "100" name one number."""
    least = (low or 0) - (qualifier == "more_than")
    most = float("inf") if high is None else high + (qualifier == "fewer_than")
    return least, most


def _dispute(
    key: CellKey, claims: tuple[str, ...], others: tuple[str, ...], size: str, why: str
) -> Dispute:
    victim, kind, category = key
    return Dispute(
        victim=victim,
        kind=kind,
        category=category,
        claim=claims[0],
        other=others[0],
        size=size,
        why=why,
        claims=claims,
        others=others,
    )


def _ids(step: Step) -> tuple[str, ...]:
    """The claims that say the figure; what an increment was added to says another."""
    told = (step.reading, *(r for r, role, _ in step.repeats if role == "echo"))
    return tuple(dict.fromkeys(r.claim.id for r in told))
