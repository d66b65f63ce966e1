"""The numbers left of a verb: its subject over what may stand between, and what is joined to it."""

from collections.abc import Callable, Sequence

from feeds.claim import Kind
from feeds.claims.joins import (
    DASHES,
    is_governed,
    is_placed,
    joins,
    joins_over_aside,
    may_stand_between,
)
from feeds.claims.persons import bare_before, definite_before
from feeds.claims.quantity import Quantity
from feeds.claims.tokens import Token

_REACH = 18
_QUOTES = frozenset("\"'“”‘’")

Asked = Callable[[Quantity], bool]


class Subjects:
    """Finds subjects among the quantities of one sentence."""

    def __init__(
        self, ts: Sequence[Token], found: Sequence[Quantity], is_free: Asked, is_included: Asked
    ) -> None:
        """`found` may grow: a person by name is added where a verb asks for one."""
        self.ts = ts
        self._quantities = found
        self._is_free = is_free
        self._is_included = is_included

    def left(self, before: int, *, is_verb: bool = False) -> Quantity | None:
        """The quantity that is the subject of a verb: the nearest on the left, over what may
        stand between a noun and its verb (a phrase with a preposition, a relative clause, an
        apposition between commas)."""
        aside = self._aside(before)
        for quantity in reversed(self._quantities):
            if quantity.end > before + 1:
                continue
            if before + 1 - quantity.end > _REACH:
                return None
            if quantity.start > aside or quantity.is_person is False or self._is_aside(quantity):
                continue
            if quantity.end == before + 1 and not (is_verb and self._is_included(quantity)):
                return quantity
            if self._is_included(quantity) or self._is_apposed(quantity, before):
                continue
            if self._is_quoted(quantity, before):
                return quantity
            return quantity if may_stand_between(self.ts[quantity.end : before + 1]) else None
        return None

    def are_things(self, found: Quantity, kind: Kind, word: Token) -> bool:
        """As in "40 drones were downed and 37 WENT MISSING": a bare number of the same things."""
        if found.has_noun or not (kind == "missing" or word.low == "lost to"):
            return False
        before = [q for q in self._quantities if q.end <= found.start and q.has_noun]
        return bool(before) and before[-1].is_person is False

    def _aside(self, before: int) -> int:
        """Where the aside opens that ends at `before`: "three people — two women and a boy —"."""
        if before < 0 or not (self.ts[before].low == ")" or self.ts[before].low in DASHES):
            return len(self.ts)
        opens = "(" if self.ts[before].low == ")" else self.ts[before].low
        first = max(0, before - _REACH)
        found = (k for k in range(before - 1, first, -1) if self.ts[k].low == opens)
        return next(found, len(self.ts))

    def _is_quoted(self, quantity: Quantity, before: int) -> bool:
        """As in "14 “BANDITS” were killed": the quotation marks are of the noun."""
        first = max(0, quantity.start - 1)
        opened = any(t.low in _QUOTES for t in self.ts[first : quantity.end])
        return opened and quantity.end == before and self.ts[before].low in _QUOTES

    def _is_apposed(self, part: Quantity, before: int) -> bool:
        """As in "seven people, THREE OF THEM children, were killed"."""
        closed = part.start > 1 and self.ts[part.start - 1].low == self.ts[before].low == ","
        return part.is_part and closed and part is not self._quantities[0]

    def _is_aside(self, quantity: Quantity) -> bool:
        """As in "ten militants ABOARD SIX MOPEDS were killed": no subject after a preposition."""
        if quantity.is_person or not quantity.has_noun or quantity.start == 0:
            return False
        before = self.ts[quantity.start - 1].roles
        return "preposition" in before and ("whose" not in before or quantity.is_unlisted)

    def joined(self, last: Quantity, *, finite: bool) -> list[Quantity]:
        """The numbers joined to a subject, itself last."""
        items = [last]
        while True:
            place = self._quantities.index(items[0]) - 1
            if place < 0:
                return self._with_master(items)
            place = self._past_aside(place, items[0])
            before = self._quantities[place]
            if before.is_person is False or not self._is_free(before) or before.loss:
                return items
            aside = joins_over_aside(self.ts, before.end, items[0].start)
            joined = aside or joins(self.ts, before, items[0])
            if self._is_included(before) or not joined:
                return items
            if is_placed(self.ts, before) and not is_placed(self.ts, items[0]):
                return items  # "12 died in Harrow and NINE IN MARROW, and 40 were hurt"
            if finite and is_governed(self.ts, before.start):
                return items  # "police detained 60 people and 12 officers were hurt"
            listed = before.start == 0 and not finite  # "Three police, two gunmen killed"
            if len(items) == 1 and self.ts[items[0].start - 1].low == "," and not listed:
                return items
            items.insert(0, before)

    def _past_aside(self, place: int, last: Quantity) -> int:
        """As in "ELEVEN SOLDIERS, including two officers, and 19 civilians were killed"."""
        at = place
        while at > 0 and self._is_included(self._quantities[at]):
            at -= 1
        return at if joins_over_aside(self.ts, self._quantities[at].end, last.start) else place

    def _with_master(self, items: list[Quantity]) -> list[Quantity]:
        """As in "THE MAYOR of Harrow AND his driver were killed"."""
        first = items[0]
        if first.start < 1:
            return items
        listed = len(items) > 1 and first.is_kin and self.ts[first.start - 1].low == ","
        if not listed and "conjunction" not in self.ts[first.start - 1].roles:
            return items
        if bare := bare_before(self.ts, first.start - 2):
            return [bare, *items]
        if not (first.is_single and "own" in self.ts[first.start].roles):
            return items
        master = definite_before(self.ts, first.start - 2)
        return [master, *items] if master and not master.is_pronoun else items


def are_men(noun: Token) -> bool:
    """As in "lost 12 MEN": soldiers; a staff is none."""
    return "vague_noun" in noun.roles and noun.low != "staff"


def are_own_men(ts: Sequence[Token], quantity: Quantity) -> bool:
    """As in "three of ITS MEN fell"."""
    noun = ts[quantity.head].roles if quantity.head is not None else {}
    return quantity.own is not None and "vague_noun" in noun
