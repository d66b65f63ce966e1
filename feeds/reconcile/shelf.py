"""The parts of one victim side and kind, kept by place: only where one moved they are anew."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import tzinfo

from feeds.claim import Category
from feeds.reconcile.corners import Corner, Corners
from feeds.reconcile.drafts import Homes
from feeds.reconcile.places import Part
from feeds.reconcile.scopes import Scope
from feeds.reconcile.units import Told

_Part = tuple[Category, Part]
_Parts = Sequence[_Part]


class Shelf:
    """Parts by place and scope, and the corners that they make in the cells."""

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone
        self._parts: dict[str | None, dict[Scope, _Parts]] = defaultdict(dict)
        self._homes: Homes | None = None
        self._corners: dict[Category, Corners] = {}
        self._moved: set[str | None] = set()

    def put(self, scope: Scope, told: Sequence[Told]) -> None:
        """Take what is told of a scope now, in place of what was."""
        place = scope[0]
        before = self._parts[place].get(scope, ())
        kept = {id(part.chain): (category, part) for category, part in before}
        parts = [_kept(kept.get(id(p.chain)), (c, p)) for one in told for c, p in one.parts()]
        if parts == before:
            return
        if parts:
            self._parts[place][scope] = parts
        elif self._parts[place].pop(scope, None) is None:
            return
        self._moved.add(place)

    def corners(self, homes: Homes) -> Mapping[Category, Corners]:
        """The corners of each cell, by its category."""
        if homes != self._homes:
            self._homes, self._corners = homes, {}
            self._moved = {*self._parts}
        for place in self._moved:
            self._put(place, self._sorted(self._parts[place], homes))
        self._moved = set()
        return {home: corners for home, corners in self._corners.items() if len(corners)}

    def _put(self, place: str | None, found: Mapping[Category, Sequence[Part]]) -> None:
        """Put the parts of a place in their cells, where they are not as they were."""
        for home in {*found, *self._corners}:
            corners, parts = self._corners.setdefault(home, Corners()), found.get(home)
            before = corners.corner(place)
            if parts is None:
                corners.put(place, None)
            elif before is None or before.parts != tuple(parts):
                corners.put(place, Corner(parts, self._zone, before))

    @staticmethod
    def _sorted(scopes: Mapping[Scope, _Parts], homes: Homes) -> Mapping[Category, Sequence[Part]]:
        by_home: dict[Category, list[Part]] = defaultdict(list)
        for parts in scopes.values():
            for category, part in parts:
                by_home[homes.of(category, part.column)].append(part)
        return by_home


def _kept(before: _Part | None, now: _Part) -> _Part:
    """What was there, if it is as it was."""
    if before is None:
        return now
    (category, part), (home, other) = before, now
    named = (part.category, part.by, part.speaker, part.column, part.moves)
    same = named == (other.category, other.by, other.speaker, other.column, other.moves)
    return before if category == home and same else now
