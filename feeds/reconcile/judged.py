"""What people decided, as the cells show it: set aside, merged, confirmed, still to judge (R19)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from feeds.claim import Claim
from feeds.reconcile.chain import Chain
from feeds.reconcile.components import Aside
from feeds.reconcile.drafts import Draft
from feeds.reconcile.marks import by_whom
from feeds.reconcile.reading import Reading, order_of
from feeds.reconcile.steps import Step
from feeds.tally import Cell, Figure, PlaceFigure

_REPEATING = ("echo", "drift")


def is_rejected(claim: Claim) -> bool:
    """True where a person said that it is no claim, or none to count."""
    return claim.judged is not None and claim.judged.ruling == "rejected"


def is_merged(claim: Claim) -> bool:
    """True where a person said that it only repeats another claim."""
    return claim.judged is not None and claim.judged.ruling == "merged"


def refused(claim: Claim) -> Aside:
    """A rejected claim, for the ledger of the cell that it would be in."""
    note = f"rejected{by_whom(claim.judged) if claim.judged else ''} (R19)"
    return Aside(claim=claim, kind=claim.kind, category=claim.category, role="rejected", note=note)


def hang_merged(
    merged: Sequence[Claim], drafts: Iterable[Draft], claims: Iterable[Claim]
) -> list[Aside]:
    """Hang merged claims on the figures they repeat: more copies, no source and no figure.

    Those that repeat what is no figure (a denial, a rejected claim) come back, for its ledger.
    """
    if not merged:
        return []
    steps = _steps_by_claim(drafts)
    by_id = {c.id: c for c in claims}
    loose: list[Aside] = []
    for claim in merged:
        if claim.judged is None:
            continue
        target = claim.judged.echo_of or ""
        note = f"merged{by_whom(claim.judged)}; repeats what is said already (R19)"
        for step in steps.get(target, ()):
            reading = replace(step.reading, claim=claim, order=order_of(claim))
            step.hang((reading, "echo", note))
        if target not in steps:
            beside = by_id.get(target, claim)
            loose.append(
                Aside(
                    claim=claim,
                    kind=beside.kind,
                    category=beside.category,
                    role="echo",
                    note=note,
                )
            )
    return loose


def standing(cells: Iterable[Cell]) -> set[str]:
    """Ids of the claims that make the figures of the cells; echoes and drifts make none."""
    return {claim for cell in cells for claim in _making(cell, [*_figures(cell), *cell.places])}


def makers(draft: Draft) -> set[str]:
    """Ids of the claims that make the figures of a draft, as `standing` finds them in a cell."""
    return makers_of_wholes(draft).union(*(corner.makers for corner in draft.corners))


def makers_of_wholes(draft: Draft) -> set[str]:
    """The same without its parts."""
    wholes = (chain.makers for chain in draft.wholes() if chain is not draft.overtaken)
    return set[str]().union(*wholes)


def contested(cells: Iterable[Cell], claims: Sequence[Claim]) -> tuple[str, ...]:
    """Both sides of every dispute, in the order told; without what a person judged."""
    found: set[str] = set()
    for cell in cells:
        found |= _making(cell, apart(cell))
    return tuple(dict.fromkeys(c.id for c in claims if c.id in found and not c.judged))


def apart(cell: Cell) -> Sequence[Figure]:
    """The side's own figure and those of others that do not meet it, of a disputed cell."""
    if cell.grade != "disputed" or cell.own is None:
        return ()
    return [cell.own, *(f for f in cell.claimed if _is_apart(cell.own, f))]


def _figures(cell: Cell) -> list[Figure]:
    own = [cell.own] if cell.own is not None else []
    return [*own, *cell.claimed, *cell.independent, *cell.others]


def _making(cell: Cell, figures: Iterable[Figure | PlaceFigure]) -> set[str]:
    repeating = {row.claim for row in cell.ledger if row.role in _REPEATING}
    return {claim for figure in figures for claim in figure.claims} - repeating


def _is_apart(one: Figure, other: Figure) -> bool:
    low, high = _interval(one)
    other_low, other_high = _interval(other)
    return high < other_low or other_high < low


def _interval(figure: Figure) -> tuple[float, float]:
    """As the grade compares them: 49+ as 49, "dozens" open (R14)."""
    low = figure.low or 0
    if figure.high is not None:
        return low, figure.high
    return low, float("inf") if figure.best is None else max(low, figure.best)


def _steps_by_claim(drafts: Iterable[Draft]) -> dict[str, list[Step]]:
    """The figures that each claim set or repeats, over all cells."""
    found: dict[str, list[Step]] = defaultdict(list)
    for chain in {id(c): c for d in drafts for c in _chains(d)}.values():
        for step in chain.steps:
            for claim in dict.fromkeys(r.claim.id for r in _own_readings(step)):
                found[claim].append(step)
    return found


def _own_readings(step: Step) -> Iterator[Reading]:
    yield step.reading
    yield from (reading for reading, _, _ in step.repeats)


def _chains(draft: Draft) -> list[Chain]:
    columns = (draft.claimed, draft.independent, draft.others)
    return [
        *([draft.own] if draft.own is not None else []),
        *(chain for column in columns for _, chain in column),
        *(part.chain for part in draft.parts),
    ]
