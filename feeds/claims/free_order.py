"""Losses in a language whose words stand in any order: "погибли 12", "12 погибли"."""

from collections.abc import Container

from feeds.claim import Kind
from feeds.claims.joins import is_plain
from feeds.claims.losses import LossFinder
from feeds.claims.quantity import Quantity
from feeds.claims.tokens import Token
from feeds.claims.verbs import Verb, joined_kind, verb_at

_MOST_NAMES = 3
_MOST_BETWEEN = 10
_JOINERS = frozenset({"and", "or", ","})
_PASSED = frozenset({"have", "be", "adverb", "compound"})
_HEADING = frozenset(":–—-")


class FreeOrderFinder(LossFinder):
    """Finds losses whose number may stand on either side: those of words with the role `free`.

    All other words it leaves to the order of English.
    """

    def _word(self, at: int, token: Token) -> None:
        if "free" not in token.roles:
            if not self._heads(at, token):
                super()._word(at, token)
            return
        verb = verb_at(self.ts, at)
        if not verb.is_hypothetical:
            kind, end = joined_kind(self.ts, at, self._starts_beside(verb))
            self._done.update(range(at, end))
            self._either(at, end, kind, verb)

    def _heads(self, at: int, token: Token) -> bool:
        """As in "погибших — 12, раненых — 30"."""
        is_heading = at + 1 < len(self.ts) and self.ts[at + 1].low in _HEADING
        is_noun = "participle" in token.roles and "count" in token.roles
        found = self.starts.get(at + 2) if is_heading and is_noun else None
        if found is None or found.is_person is False or not self.is_free(found):
            return False
        kind, end = joined_kind(self.ts, at, self.starts)
        self._keep([found], (at, end), kind, "passive", verb_at(self.ts, at))
        return True

    def _may_take(self, found: Quantity, at: int, verb: Verb) -> bool:
        """Not the number of something that no list knows: "на ОДНОМ ИЗ полигонов погиб"."""
        if "free" in self.ts[at].roles and self._is_of_unknown(found):
            return False
        return super()._may_take(found, at, verb)

    def _is_of_unknown(self, found: Quantity) -> bool:
        after = self.ts[found.end] if found.end < len(self.ts) else None
        return after is not None and after.low == "of" and not found.has_noun

    def _starts_beside(self, verb: Verb) -> Container[int]:
        """Where numbers begin that keep two loss words apart: in "погибли и пропали без вести 207"
        the number is of both, since none stands before them."""
        before = any(q.end == verb.before + 1 for q in self.quantities)
        return self.starts if before else ()

    def _either(self, at: int, end: int, kind: Kind, verb: Verb) -> None:
        """Where word order is free: right behind ("погибли 12"), before, or further behind."""
        alone = "alone" in self.ts[at].roles
        found = self._behind(end, alone, 0) or (self._titled(verb.before) if alone else None)
        if found is None:
            if self._subject(at, end, kind, "passive", verb):
                return
            if (lone := self._lone_before(verb.before)) is not None:
                items = self._subjects.joined(lone, finite=True)
                if alone or len(items) > 1:
                    self._keep_lone(items, (at, end), kind, verb)
                return
            found = self._behind(end, alone, _MOST_BETWEEN)
        if found is not None:
            self._release(found)
            items = [found, *self._joined_right(found)] if found.start > at else [found]
            self._keep_lone(items, (at, end), kind, verb)

    def _release(self, quantity: Quantity) -> None:
        """As in "скончались двое РАНЕНЫХ": the verb takes the number from the participle."""
        owner = self.loss_of(quantity)
        if owner is not None:
            self.losses.remove(owner)

    def _titled(self, before: int) -> Quantity | None:
        """As in "СОЛДАТ Иван Пример погиб": the noun that a name follows."""
        for quantity in self.quantities:
            named = self.ts[quantity.end : before + 1]
            fits = quantity.is_lone and 0 < len(named) <= _MOST_NAMES
            if fits and all(t.capital and not t.roles for t in named):
                quantity.end = before + 1
                return quantity
        return None

    def _keep_lone(
        self, items: list[Quantity], span: tuple[int, int], kind: Kind, verb: Verb
    ) -> None:
        for item in items:
            item.is_person = None if item.is_lone else item.is_person
        self._keep(items, span, kind, "passive", verb)

    def _behind(self, at: int, alone: bool, most: int) -> Quantity | None:
        """The first number behind a loss word; `most` plain tokens may stand between."""
        while at < len(self.ts):
            found = self.starts.get(at)
            if found is not None:
                described = self._is_described(found)
                taken = not described and (not self.is_free(found) or bool(found.loss))
                taken = taken or self._has_own_word(found) or self._is_of_unknown(found)
                wrong = found.is_person is False and not self._is_one(found, alone)
                if not (taken or wrong or self.is_included(found)):
                    return found
                if most == 0 or not wrong:
                    return None
            roles = self.ts[at].roles
            if _PASSED.isdisjoint(roles):
                most -= 1
                if most < 0 or not is_plain(self.ts[at]) or self.ts[at].low in _JOINERS:
                    return None
            at += 1
        return None

    def _is_one(self, quantity: Quantity, alone: bool) -> bool:
        """A bare singular counts by a verb in the singular, or joined: "женщина и двое детей"."""
        return quantity.is_lone and (alone or bool(self._joined_right(quantity)))

    def _lone_before(self, before: int) -> Quantity | None:
        """As in "СОЛДАТ погиб"."""
        for quantity in self.quantities:
            if quantity.is_lone and quantity.end == before + 1 and self.is_free(quantity):
                return quantity
        return None
