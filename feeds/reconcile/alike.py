"""Alike: one speaker's same number of one scope, as it is said again, and what drifted (R16)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from feeds.claim import Kind
from feeds.reconcile.components import Aside
from feeds.reconcile.drift import can_drift, set_drift_aside
from feeds.reconcile.reading import Reading

_Marked = Mapping[int, Reading]
"""By identity."""

FEW = 4
"""Readings that are gone through to find one."""


class Alike:
    """Readings of one drift key, with what is left of them.

    Of most keys there is one reading, and there are as many keys as figures: few are a tuple.
    """

    __slots__ = ("_few", "_kinds", "_many", "kept")

    def __init__(self) -> None:
        self._few: tuple[Reading, ...] = ()
        self._many: dict[int, Reading] | None = None
        """By identity, in place of the few."""
        self._kinds: Counter[Kind] | None = None
        """Of many."""
        self.kept: _Marked | None = None
        """Those that did not drift; None where none can."""

    @property
    def _told(self) -> _Marked:
        return self._many if self._many is not None else {id(r): r for r in self._few}

    @property
    def can_drift(self) -> bool:
        """True where the number is said of kinds that it slides between."""
        counts = self._kinds if self._kinds is not None else Counter(r.kind for r in self._few)
        kinds = [kind for kind, number in counts.items() if number]
        return any(other in can_drift(kind) for kind in kinds for other in kinds)

    def change(self, came: Sequence[Reading], went: Sequence[Reading]) -> None:
        """Bring it up to date."""
        if self._many is None and len(self._few) + len(came) <= FEW:
            gone = set(map(id, went))
            self._few = (*(r for r in self._few if id(r) not in gone), *came)
            return
        if self._many is None or self._kinds is None:
            self._many, self._kinds = {**self._told}, Counter(r.kind for r in self._few)
            self._few = ()
        for reading in went:
            del self._many[id(reading)]
            self._kinds[reading.kind] -= 1
        for reading in came:
            self._many[id(reading)] = reading
            self._kinds[reading.kind] += 1

    def before(self, came: Iterable[Reading], went: Iterable[Reading]) -> _Marked:
        """What it had before these came and went."""
        new = {id(reading) for reading in came}
        left = {mark: reading for mark, reading in self._told.items() if mark not in new}
        return left | {id(reading): reading for reading in went}

    def sort(self) -> tuple[_Marked, Sequence[Aside]]:
        """What did not drift, and what did."""
        found, asides = set_drift_aside([*self._told.values()])
        kept = {id(reading): reading for reading in found}
        self.kept = kept if self.can_drift else None
        return kept, asides
