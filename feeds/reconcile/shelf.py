"""The parts of one victim side and kind, kept by place: only where one moved they are anew."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import tzinfo

from feeds.claim import Category
from feeds.reconcile.drafts import Homes
from feeds.reconcile.places import Corner, Part
from feeds.reconcile.scopes import Scope
from feeds.reconcile.units import Told

_Parts = Sequence[tuple[Category, Part]]


class Shelf:
    """Parts by place and scope, and the corners that they make in the cells."""

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone
        self._parts: dict[str | None, dict[Scope, _Parts]] = defaultdict(dict)
        self._homes: Homes | None = None
        self._corners: dict[str | None, Mapping[Category, Corner]] = {}

    def put(self, scope: Scope, told: Sequence[Told]) -> None:
        """Take what is told of a scope now, in place of what was."""
        place = scope[0]
        parts = [pair for one in told for pair in one.parts()]
        if parts:
            self._parts[place][scope] = parts
        elif self._parts[place].pop(scope, None) is None:
            return
        self._corners.pop(place, None)

    def corners(self, homes: Homes) -> Mapping[Category, Sequence[Corner]]:
        """The corners of each cell, by its category."""
        if homes != self._homes:
            self._homes = homes
            self._corners.clear()
        found: dict[Category, list[Corner]] = defaultdict(list)
        for place, scopes in self._parts.items():
            if place not in self._corners:
                self._corners[place] = self._sorted(scopes, homes)
            for home, corner in self._corners[place].items():
                found[home].append(corner)
        return found

    def _sorted(self, scopes: Mapping[Scope, _Parts], homes: Homes) -> Mapping[Category, Corner]:
        by_home: dict[Category, list[Part]] = defaultdict(list)
        for parts in scopes.values():
            for category, part in parts:
                by_home[homes.of(category, part.column)].append(part)
        return {home: Corner(parts, self._zone) for home, parts in by_home.items()}
