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

_Parts = Sequence[tuple[Category, Part]]


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
        parts = [pair for one in told for pair in one.parts()]
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
            found = self._sorted(self._parts[place], homes)
            for home in {*found, *self._corners}:
                self._corners.setdefault(home, Corners()).put(place, found.get(home))
        self._moved = set()
        return {home: corners for home, corners in self._corners.items() if len(corners)}

    def _sorted(self, scopes: Mapping[Scope, _Parts], homes: Homes) -> Mapping[Category, Corner]:
        by_home: dict[Category, list[Part]] = defaultdict(list)
        for parts in scopes.values():
            for category, part in parts:
                by_home[homes.of(category, part.column)].append(part)
        return {home: Corner(parts, self._zone) for home, parts in by_home.items()}
