"""Makings: which claims make the figures of all cells, and which are in doubt, as these move."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Protocol

from feeds.reconcile.corners import Corners
from feeds.reconcile.drafts import Draft, Group
from feeds.reconcile.falls import falls_of_wholes, waits_as_fallen
from feeds.reconcile.judged import makers_of_wholes


class _Piece(Protocol):
    """A part of a draft that is worked out by itself: its wholes, or its parts at one place."""

    @property
    def makers(self) -> Set[str]:
        """Ids of the claims that make its figures."""
        ...

    @property
    def fallen(self) -> Mapping[str, str]:
        """Why figures of it contradict earlier ones, by claim id."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class _Wholes:
    makers: Set[str]
    fallen: Mapping[str, str]


@dataclass(slots=True, eq=False)
class _Made:
    """What was counted of a group, and for each of its cells whether a claim in it waits."""

    wholes: Sequence[_Wholes] = ()
    corners: Sequence[Corners] = ()
    waiting: Sequence[bool] = ()
    sign: object = None
    """Tells what the wholes were counted from."""


class Makings:
    """Counted group by group: of a cell's parts only what moved."""

    def __init__(self) -> None:
        self.makers: Counter[str] = Counter()
        """Ids of the claims that make the figures of all cells."""

        self._made: dict[Group, _Made] = defaultdict(_Made)
        self._doubted: Counter[str] = Counter()
        self._turned: set[str] = set()

    def look_over(self, group: Group, drafts: Sequence[Draft], inside: Sequence[Draft]) -> None:
        """Count a group anew; `inside` are the drafts of the kinds that it contains."""
        before, corners = self._made[group], [draft.corners for draft in drafts]
        sign = [_sign_of(drafts), _sign_of(inside)]
        wholes = before.wholes
        if sign != before.sign:
            beside = [*drafts, *inside]
            wholes = [_Wholes(makers_of_wholes(d), falls_of_wholes(d, beside)) for d in drafts]
            self._count(wholes)
            self._let_go(before.wholes)
        waiting = [
            draft.waits or waits_as_fallen(draft, whole.fallen)
            for draft, whole in zip(drafts, wholes, strict=True)
        ]
        self._go_on(before.corners, corners)
        self._made[group] = _Made(wholes, corners, waiting, sign)

    def _go_on(self, before: Sequence[Corners], after: Sequence[Corners]) -> None:
        kept = {id(one) for one in before} & {id(one) for one in after}
        for one in before:
            came, went = one.moved()
            self._count(came)
            self._let_go(went if id(one) in kept else [*went, *one])
        for one in after:
            if id(one) not in kept:
                one.moved()
                self._count([*one])

    def waiting(self, group: Group) -> Sequence[bool]:
        """Of each cell of a group, whether a claim in it waits for a person.

        By its own words, or as a figure of it that contradicts an earlier one.
        """
        return self._made[group].waiting

    @property
    def fallen(self) -> Mapping[str, str]:
        """Why figures that stand contradict earlier ones, by claim id: as `falls`."""
        found: dict[str, str] = {}
        for made in self._made.values():
            for wholes in made.wholes:
                found |= wholes.fallen
            for corner in (corner for corners in made.corners for corner in corners):
                found |= corner.fallen
        return found

    def doubt(self, ids: Iterable[str], by: int = 1) -> None:
        """There is one reason more, or less, to doubt each of them."""
        for id in ids:
            self._doubted[id] += by
            self._turned.add(id)

    def turned(self) -> Set[str]:
        """Ids of claims of which `is_unsure` may have become another since this was asked."""
        found, self._turned = self._turned, set()
        for id in found:
            if not self._doubted[id]:
                del self._doubted[id]
        return found

    def is_unsure(self, id: str) -> bool:
        """True for a figure that contradicts an earlier one, and for a part without its sum."""
        return id in self._doubted

    def _count(self, pieces: Iterable[_Piece]) -> None:
        for piece in pieces:
            self.makers.update(piece.makers)
            self.doubt(piece.fallen)

    def _let_go(self, pieces: Iterable[_Piece]) -> None:
        for piece in pieces:
            discount(self.makers, piece.makers)
            self.doubt(piece.fallen, -1)


def _sign_of(drafts: Sequence[Draft]) -> object:
    """Another one wherever figures for the whole theatre are others."""
    return [
        (draft.key, draft.overtaken, [(chain, chain.moves) for chain in draft.wholes()])
        for draft in drafts
    ]


def discount(counts: Counter[str], ids: Iterable[str]) -> None:
    """Count each of them once less; what is counted no more is gone."""
    for id in ids:
        counts[id] -= 1
        if not counts[id]:
            del counts[id]
