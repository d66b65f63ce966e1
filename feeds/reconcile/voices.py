"""Voices: what one voice says of the parts of a cell, place by place as it moves."""

from collections.abc import Iterable

from feeds.beat import Beat
from feeds.reconcile.floors import Adding, Floor
from feeds.reconcile.places import Part, Taken
from feeds.reconcile.reading import Order


def order_told(part: Part) -> Order:
    """When its figure was told."""
    return part.step.reading.order


class Speaking:
    """Of each place the part told last, how many parts there are, and what they add up to."""

    def __init__(self) -> None:
        self._places: dict[str | None, tuple[Part, int, Taken | None]] = {}
        self.number = 0
        """How many parts, all told."""

        self._newest: Part | None = None
        self._adding: Adding | None = None
        self._unadded: set[str | None] = set()
        self._floor: Floor | None = None

    @property
    def places(self) -> Iterable[str | None]:
        """Where it speaks of any."""
        return self._places

    def put(self, place: str | None, said: tuple[Part, int, Taken | None] | None) -> None:
        """Take what is said of a place, in the stead of what was; None is nothing."""
        before = self._places.pop(place, None)
        self.number += (said[1] if said else 0) - (before[1] if before else 0)
        if before is not None and before[0] is self._newest:
            self._newest = None
        if said is not None:
            is_first = not self._places
            self._places[place] = said
            newest = self._newest
            if is_first or (newest is not None and order_told(said[0]) > order_told(newest)):
                self._newest = said[0]
        if (before[2] if before else None) is not (said[2] if said else None):
            self._unadded.add(place)

    @property
    def newest(self) -> Part:
        """The part told last."""
        if self._newest is None:
            self._newest = max((part for part, _, _ in self._places.values()), key=order_told)
        return self._newest

    def floor(self, beat: Beat) -> Floor | None:
        """The floor that they set together; None where they set none."""
        if self._adding is None:
            self._adding = Adding(beat)
        if self._unadded:
            for place in self._unadded:
                said = self._places.get(place)
                self._adding.put(place, said[2] if said is not None else None)
            self._unadded = set()
            self._floor = self._adding.floor()
        return self._floor
