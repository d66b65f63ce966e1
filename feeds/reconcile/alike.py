"""Alike: one speaker's same number of one scope, as it is said again, and what drifted (R16)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from feeds.claim import Kind
from feeds.reconcile.components import Aside
from feeds.reconcile.drift import can_drift, set_drift_aside
from feeds.reconcile.reading import Reading

_Marked = Mapping[int, Reading]
"""By identity."""


class Alike:
    """Readings of one drift key, with what is left of them."""

    def __init__(self) -> None:
        self._told: dict[int, Reading] = {}
        self._kinds: Counter[Kind] = Counter()
        self.kept: _Marked | None = None
        """Those that did not drift; None where none can."""

    @property
    def can_drift(self) -> bool:
        """True where the number is said of kinds that it slides between."""
        kinds = [kind for kind, number in self._kinds.items() if number]
        return any(other in can_drift(kind) for kind in kinds for other in kinds)

    def change(self, came: Iterable[Reading], went: Iterable[Reading]) -> None:
        """Bring it up to date."""
        for reading in went:
            del self._told[id(reading)]
            self._kinds[reading.kind] -= 1
        for reading in came:
            self._told[id(reading)] = reading
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
