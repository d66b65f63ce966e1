"""Evaluating: a query becomes the ranks that pass it, a set at a time: no entry is looked at."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from pyroaring import BitMap

from feeds.beat import Beat
from feeds.index.bounds import Bounds, exact
from feeds.index.index import EMPTY, Index
from feeds.index.rows import Key
from feeds.index.times import microseconds
from feeds.query import All, Any, Facets, Is, Not, Query, Within, Words

Search = Callable[[Words], Bounds]
"""Ranks of the texts that have words, as far as they are found."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Beside:
    """What the index itself does not hold, as ranks."""

    search: Search
    notes: Callable[[Words], BitMap]
    """Ranks of what a person wrote such words beside."""

    marks: Callable[[Key], BitMap]
    """Ranks by a state or a tag that a person gave: (is, marked), (tag, war)."""

    edits: Callable[[Collection[str]], Bounds] = lambda _names: exact(EMPTY)
    """Ranks of versions that an edit of such a kind made."""

    claims: Mapping[Key, BitMap] = field(default_factory=dict)
    """Sets of claims as people judged them, in place of the index's own."""


def sides_of(index: Index, beat: Beat) -> dict[str, BitMap]:
    """Ranks that name an actor of a side, by side."""
    found: dict[str, list[BitMap]] = {}
    for (kind, id), ranks in index.sets.items():
        side = beat.side_of(id) if kind == "actor" else None
        if side:
            found.setdefault(side, []).append(ranks)
    return {side: _union(sets) for side, sets in found.items()}


class Evaluator:
    """Answers queries on one state of an index."""

    def __init__(self, index: Index, sides: Mapping[str, BitMap], beside: Beside) -> None:
        """`sides` as `sides_of` gives them: made once for an index."""
        self._index = index
        self._sides = sides
        self._beside = beside

    def bounds(self, query: Query) -> Bounds:
        """Ranks of all versions, known or not, that pass."""
        if isinstance(query, Words):
            in_notes = query.field == "note"
            return exact(self._beside.notes(query)) if in_notes else self._beside.search(query)
        if isinstance(query, Facets) and query.kind == "edit":
            return self._beside.edits(query.ids)
        if isinstance(query, Facets):
            return exact(_union(self._set_of(query.kind, id) for id in query.ids))
        if isinstance(query, Is):
            return exact(self._state(query.state))
        if isinstance(query, Within):
            return exact(self._within(query))
        if isinstance(query, Not):
            return self.bounds(query.part).out_of(self._index.everything)
        return self._of_parts(query)

    def _of_parts(self, query: All | Any) -> Bounds:
        if isinstance(query, All):
            found = exact(self._index.everything)
            for part in query.parts:
                found &= self.bounds(part)
            return found
        found = exact(EMPTY)
        for part in query.parts:
            found |= self.bounds(part)
        return found

    def _set_of(self, kind: str, id: str) -> BitMap:
        if kind == "side":
            return self._sides.get(id, EMPTY)
        if kind == "tag":
            return self._beside.marks((kind, id))
        if kind == "claims":
            key = (kind, id)
            return self._beside.claims.get(key, self._index.set_of(key))
        return self._index.set_of((kind, id))

    def _state(self, state: str) -> BitMap:
        if state == "undated":
            return BitMap(range(self._index.undated))
        if state in ("edited", "withdrawn"):
            return self._index.set_of(("is", state))
        if state == "unread":
            return self._index.everything - self._beside.marks(("is", "read"))
        return self._beside.marks(("is", state))

    def _within(self, span: Within) -> BitMap:
        index = self._index
        first = index.undated if span.since is None else index.before(microseconds(span.since))
        last = len(index) if span.until is None else index.until(microseconds(span.until))
        return BitMap(range(first, max(first, last)))


def _union(sets: Iterable[BitMap]) -> BitMap:
    listed = list(sets)
    return listed[0] if len(listed) == 1 else BitMap().union(*listed)
