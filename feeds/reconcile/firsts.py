"""Firsts: what is shown beside cells before one is opened, worked out where they moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feeds.beat import Beat
from feeds.claim import Claim
from feeds.reconcile.cells import places_of
from feeds.reconcile.disputes import of_wholes
from feeds.reconcile.drafts import Draft, Group
from feeds.reconcile.places import Part
from feeds.tally import CellKey, Dispute, PlaceFigure

PARTS = 12
"""Parts of a cell that are told beside it."""


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """What is shown beside the cells of a tally, and what those that moved are made of."""

    disputes: Sequence[Dispute]
    """Of figures for the whole theatre: never many."""

    parts: Mapping[CellKey, Sequence[PlaceFigure]]
    """The first of each cell that has others now."""

    moved: Mapping[Group, Sequence[Draft]]
    groups: Sequence[Group]
    """All of which anything was told."""

    background: Mapping[str, Claim | None]
    """By id, the claims of the background that came; None for one that went."""


class Firsts:
    """Disputes of figures for the whole theatre, and the first parts of each cell."""

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self._disputes: dict[Group, Sequence[Dispute]] = {}
        self._parts: dict[CellKey, Sequence[Part]] = {}

    def put(self, group: Group, drafts: Sequence[Draft]) -> Mapping[CellKey, Sequence[PlaceFigure]]:
        """Take a group that moved; returns the first parts of cells that have others now."""
        self._disputes[group] = [d for draft in drafts for d in of_wholes(draft, self._beat)]
        found: dict[CellKey, Sequence[PlaceFigure]] = {}
        for draft in drafts:
            first = draft.corners.first(PARTS)
            if self._parts.get(draft.key) is not first:
                self._parts[draft.key] = first
                found[draft.key] = places_of(first)
        return found

    @property
    def disputes(self) -> Sequence[Dispute]:
        """Those of all groups, in their order."""
        return [d for group in sorted(self._disputes) for d in self._disputes[group]]
