"""The scopes of one victim side's claims, as they come: as `Scopes` gives them to all at once."""

from bisect import insort
from collections.abc import Iterable, Sequence

from feeds.beat import Beat
from feeds.claim import Claim
from feeds.reconcile.columns import Columns
from feeds.reconcile.reading import order_of
from feeds.reconcile.scopes import WHOLE, Scope, Scopes


class Hearing:
    """The stated claims about one side, dated all, each with its scope."""

    def __init__(self, beat: Beat, columns: Columns) -> None:
        self._beat = beat
        self._columns = columns
        self._scopes = Scopes(beat, columns)
        self._told: list[Claim] = []
        """Those that hear others or are heard, in the order told."""
        self._scope: dict[int, Scope] = {}

    def take(self, came: Iterable[Claim], went: Iterable[Claim]) -> list[Claim]:
        """Bring it up to date; returns the claims, old ones too, that have another scope now."""
        gone = {id(c) for c in went}
        new = sorted(came, key=order_of)
        for mark in gone:
            self._scope.pop(mark, None)
        heard = [c for c in new if not self._scopes.is_deaf(c)]
        self._scope |= {id(c): WHOLE for c in new}
        late = heard and self._told and order_of(heard[0]) < order_of(self._told[-1])
        if late or any(id(c) in gone for c in self._told):
            return self._begin_anew(heard, gone)
        self._told += heard
        self._scope |= {id(c): self._scopes.join(c) for c in heard}
        return []

    def of_all(self, claims: Sequence[Claim]) -> list[Scope]:
        """One scope a claim, whatever their order; of one that counts nowhere the whole."""
        return [self._scope.get(id(c), WHOLE) for c in claims]

    def _begin_anew(self, heard: Iterable[Claim], gone: set[int]) -> list[Claim]:
        self._told = [c for c in self._told if id(c) not in gone]
        for claim in heard:
            insort(self._told, claim, key=order_of)
        self._scopes = Scopes(self._beat, self._columns)
        scopes = self._scopes.of_all(self._told)
        moved = [c for c, s in zip(self._told, scopes, strict=True) if self._scope[id(c)] != s]
        self._scope |= {id(c): s for c, s in zip(self._told, scopes, strict=True)}
        return moved
