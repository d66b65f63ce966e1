"""Losses about which a side has given no figure: a value of its own, never 0 (R14)."""

from collections.abc import Iterable, Sequence, Set
from datetime import datetime

from feeds.beat import Beat
from feeds.claim import BOTH, Claim, Kind
from feeds.reconcile.reading import as_of
from feeds.tally import Cell, Silence

_ASKED: tuple[Kind, ...] = ("killed", "wounded")
_COVERS: dict[Kind, tuple[Kind, ...]] = {
    "casualties": ("killed", "wounded"),
    "killed_or_missing": ("killed", "missing"),
}
"""Kinds that a statement about a wider word speaks of."""

Loss = tuple[str, Kind]
"""Victim side and kind."""


def silences(
    statements: Iterable[Claim], spoken: Set[Loss], beat: Beat, since: datetime | None
) -> list[Silence]:
    """The parties' killed and wounded without a figure, and every silence that a text states.

    A side has spoken once it has a figure of its own in any category, for the whole or a part, as
    `spoken_of` finds it; "no casualties" speaks of killed and wounded, until a later figure
    overtakes it. A statement made before that has lapsed. `since` is when the tally's window began,
    which an undated statement takes too; None only where nothing that is known has a time.
    """
    asked: dict[Loss, list[Claim]] = {(v, k): [] for v in beat.parties for k in _ASKED}
    for claim in statements:
        for loss in losses_of(claim.victim, claim.kind, beat):
            asked.setdefault(loss, []).append(claim)
    return [
        Silence(
            victim=victim,
            kind=kind,
            since=_first(said) or since,
            stated=bool(said),
            claims=tuple(c.id for c in said),
        )
        for (victim, kind), said in asked.items()
        if (victim, kind) not in spoken
    ]


def spoken_of(cells: Sequence[Cell], with_parts: Iterable[Cell]) -> set[Loss]:
    """The losses about which the side itself has spoken; `with_parts` have parts in its word."""
    spoken = {(c.victim, c.kind) for c in cells if c.own is not None}
    spoken |= {(c.victim, c.kind) for c in with_parts}
    return spoken | {
        (c.victim, k) for c in cells if _is_own_zero(c) for k in _COVERS.get(c.kind, ())
    }


def losses_of(victim: str, kind: Kind, beat: Beat) -> list[Loss]:
    """What a statement is about, of a wider word or of both sides each."""
    victims = beat.parties if victim == BOTH else (victim,)
    return [(side, of) for side in victims for of in _COVERS.get(kind, (kind,))]


def _first(statements: Iterable[Claim]) -> datetime | None:
    times = [t for t in map(as_of, statements) if t is not None]
    return min(times, default=None)


def _is_own_zero(cell: Cell) -> bool:
    return cell.own is not None and cell.own.high == 0


def has_own_part(cell: Cell) -> bool:
    return any(p.by == cell.victim for p in cell.places)
