"""The scopes of one victim side's claims, as they come: as `Scopes` gives them to all at once."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import merge

from feeds.beat import Beat
from feeds.claim import Claim, Kind
from feeds.reconcile.columns import Columns
from feeds.reconcile.reading import order_of
from feeds.reconcile.scopes import WHOLE, Scope, Scopes, is_assumed


class Hearing:
    """The stated claims about one side, dated all, each with its scope."""

    def __init__(self, beat: Beat, columns: Columns) -> None:
        self._beat = beat
        self._columns = columns
        self._scopes = Scopes(beat, columns)
        self._told: list[Claim] = []
        """All, in the order told."""
        self._scope: dict[int, Scope] = {}
        self._assumed: Counter[Kind] = Counter()
        """How many of a kind are held against the last figure for the whole."""
        self._unheard: set[Kind] = set()
        """Kinds of which such a figure came late, or went, when nothing was held against it."""

    def take(self, came: Iterable[Claim], went: Iterable[Claim]) -> list[Claim]:
        """Bring it up to date; returns the claims, old ones too, that have another scope now."""
        new, gone = sorted(came, key=order_of), list(went)
        self._assumed.update(c.kind for c in new if is_assumed(c))
        self._assumed.subtract(c.kind for c in gone if is_assumed(c))
        self._scope |= {id(c): WHOLE for c in new}
        split = bisect_left(new, order_of(self._told[-1]), key=order_of) if self._told else 0
        late, following = new[:split], new[split:]
        apart = {c.kind for c in (*late, *gone)}
        begins_anew = not all(map(self._scopes.is_deaf, (*late, *gone))) or any(
            self._assumed[kind] for kind in (*apart, *self._unheard)
        )
        for claim in gone:
            self._remove(claim)
        if late:
            self._told = list(merge(self._told, late, key=order_of))
        self._told += following
        if begins_anew:
            return self._begin_anew()
        self._unheard |= apart
        self._scope |= {id(c): self._scopes.join(c) for c in following}
        return []

    def of_all(self, claims: Sequence[Claim]) -> list[Scope]:
        """One scope a claim, whatever their order; of one that counts nowhere the whole."""
        return [self._scope.get(id(c), WHOLE) for c in claims]

    def _remove(self, claim: Claim) -> None:
        self._scope.pop(id(claim), None)
        at = bisect_left(self._told, order_of(claim), key=order_of)
        while self._told[at] is not claim:
            at += 1
        del self._told[at]

    def _begin_anew(self) -> list[Claim]:
        self._scopes, self._unheard = Scopes(self._beat, self._columns), set()
        scopes = {id(c): self._scopes.join(c) for c in self._told}
        moved = [c for c in self._told if self._scope[id(c)] != scopes[id(c)]]
        self._scope = scopes
        return moved
