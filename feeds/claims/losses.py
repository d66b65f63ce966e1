"""What befell whom in a sentence: every loss word finds the quantities that it speaks of."""

from collections.abc import Sequence

from feeds.claim import Kind
from feeds.claims.joins import ends_clause, joins, opens_speech, share_noun
from feeds.claims.lists import included
from feeds.claims.loss import Frame, Loss
from feeds.claims.named import is_name_between, named_after, named_apposed, named_before
from feeds.claims.persons import bare_before, definite_after, definite_before
from feeds.claims.quantity import Quantity
from feeds.claims.subjects import Subjects, are_men, are_own_men
from feeds.claims.tokens import Token
from feeds.claims.verbs import (
    Verb,
    has_no_kind,
    is_adjective,
    is_overtaken,
    joined_kind,
    shared_auxiliary,
    verb_at,
)

_LOSS = frozenset({"participle", "subject", "subject_military", "object", "object_own", "of"})
_FINITE = frozenset({"be", "have", "say", "participle", "subject", "subject_military"})
_RULED = frozenset({"regime", "government", "junta", "enemy"})
_OPENERS = frozenset("'\"‘“")


class LossFinder:
    """Finds the losses of one sentence from its quantities."""

    def __init__(self, ts: Sequence[Token], found: Sequence[Quantity]) -> None:
        self.ts = ts
        self.quantities = list(found)
        self.losses: list[Loss] = []
        self.starts = {q.start: q for q in found}
        self._included = included(ts, self.quantities)
        self._subjects = Subjects(ts, self.quantities, self.is_free, self.is_included)
        self._taken: set[int] = set()
        self._done: set[int] = set()

    def find(self) -> list[Loss]:
        """All losses that a loss word governs, in text order."""
        for quantity in self.quantities:
            if quantity.loss and quantity.loss_at is not None:
                if is_overtaken(self.ts, quantity):
                    quantity.loss = None
                else:
                    self._own_word(quantity, quantity.loss_at)
        for at, token in enumerate(self.ts):
            if not token.roles or at in self._done:
                continue
            if not _LOSS.isdisjoint(token.roles):
                self._word(at, token)
            elif "military_captured" in token.roles:
                self._captured(at)
            elif "object_military" in token.roles:
                self._destroyed(at)
        return self.losses

    def is_free(self, quantity: Quantity) -> bool:
        """True where no loss word has it yet."""
        return id(quantity) not in self._taken

    def add(self, loss: Loss) -> Loss:
        """Keep a loss and mark its quantities as taken."""
        self.losses.append(loss)
        self._taken.update(id(item) for item in loss.items)
        return loss

    def is_included(self, quantity: Quantity) -> bool:
        """True where it stands in a list after "including" or the like."""
        return id(quantity) in self._included

    def take(self, quantity: Quantity) -> None:
        """Keep a quantity from being read again."""
        self._taken.add(id(quantity))

    def loss_of(self, quantity: Quantity) -> Loss | None:
        """The loss that has this quantity."""
        return next((x for x in self.losses if any(i is quantity for i in x.items)), None)

    def _own_word(self, quantity: Quantity, at: int) -> None:
        """The phrase itself says the loss: "516 civilian deaths", "37 injured civilians"."""
        kind: Kind = quantity.loss  # type: ignore[assignment]
        end = at + 1
        if "participle" in self.ts[at].roles:
            kind, end = joined_kind(self.ts, at, self.starts)
        self._done.update(range(at, end))
        verb = verb_at(self.ts, quantity.start)
        loss = Loss(kind, "count", [quantity], at, quantity.start, max(end, quantity.end))
        loss.is_part = quantity.is_part
        loss.rules.append(f"P.{kind}.noun")
        if not verb.is_hypothetical:
            self.add(loss)

    def _word(self, at: int, token: Token) -> None:
        verb = verb_at(self.ts, at)
        if verb.is_hypothetical or self._is_none(at, verb):
            return
        kind, end = joined_kind(self.ts, at, self.starts)
        self._done.update(range(at, end))
        none = self.starts.get(at - 1)
        if none is not None and none.end == at and not none.number.written:
            self._keep([none], (at, end), kind, "subject", verb)  # "there are NO DEAD"
        elif "of" in token.roles:
            self._object(at, end, kind, "nominal", verb)
        elif "object_own" in token.roles and verb.is_passive:
            self._gone(at, end, kind, verb)
        elif "object_own" in token.roles:
            self._object(at, end, kind, "own", verb)
        elif "object" in token.roles:
            self._object(at, end, kind, "active", verb)
        elif "participle" in token.roles and not verb.is_passive:
            if end < len(self.ts) and "many" in self.ts[end].roles and not verb.is_finite:
                return  # "to let WOUNDED soldiers go"
            if not self._object(at, end, kind, "active", verb):
                self._subject(at, end, kind, "passive", verb)
        else:
            self._subject(at, end, kind, "passive" if verb.is_passive else "subject", verb)

    def _captured(self, at: int) -> None:
        """As in "holds 21 of our soldiers", "four of its servicemen were seized": soldiers only."""
        verb = verb_at(self.ts, at)
        found = self._subjects.left(verb.before) if verb.is_passive else self._right(at + 1)
        if found is None or found.category not in ("military", "mixed") or verb.is_hypothetical:
            return
        inside = self.ts[found.count_end : found.end]
        if found.own is None and not found.names and not any(t.low in _RULED for t in inside):
            return
        frame: Frame = "passive" if verb.is_passive else "active"
        self._keep([found], (at, at + 1), "captured", frame, verb)

    def _destroyed(self, at: int) -> None:
        """As in "DESTROYED two tanks and 40 soldiers": the soldiers are a loss."""
        verb = verb_at(self.ts, at)
        found = self._subjects.left(verb.before) if verb.is_passive else self._right(at + 1)
        if found is not None and found.is_person is False:
            found = self._past_things(found)
        if found is None or found.category != "military" or verb.is_hypothetical:
            return
        frame: Frame = "passive" if verb.is_passive else "active"
        after = self.ts[found.end] if found.end < len(self.ts) else None
        if after is not None and not after.roles and after.low.isalpha():
            return  # "two police POSTS"
        if self.is_free(found) and found.is_person:
            self._keep([found], (at, at + 1), "killed", frame, verb)

    def _is_none(self, at: int, verb: Verb) -> bool:
        """A noun or an adjective; or one of two predicates that no kind of loss is of."""
        if self._is_noun(at) or is_adjective(self.ts, at, verb):
            return True
        if at + 1 >= len(self.ts) or "joins_kinds" not in self.ts[at + 1].roles:
            return False
        end = joined_kind(self.ts, at, self.starts)[1]
        if not has_no_kind(self.ts, at, end) or any("denied" in t.roles for t in self.ts[:at]):
            return False
        self._done.update(range(at, end))
        return True

    def _is_noun(self, at: int) -> bool:
        """As in "the wounded", "its dead": no predicate. "the 12 wounded" is one."""
        if at == 0:
            return False
        before = self.ts[at - 1].roles
        loss = self.ts[at].roles
        if "of" in loss or "object" in loss or "object_own" in loss:
            return False
        return ("determiner" in before or "own" in before) and self._right(at + 1) is None

    def _object(self, at: int, end: int, kind: Kind, frame: Frame, verb: Verb) -> bool:
        found = self._right(end)
        if found is not None and found.is_unlisted and "participle" in self.ts[at].roles:
            found.is_person = None
        if found is not None and found.is_lone and self._is_lone_object(found, at):
            found.is_person = None
        if found is not None and self.ts[at].low == "body of" and found.number.written > 1:
            return False  # "a BODY OF twelve experts"
        if frame == "own" and found is not None and found.is_person is False:
            found = self._past_things(found)
        if found is None or found.is_person is False or not self.is_free(found):
            return self._named_object(at, end, kind, frame, verb)
        if frame == "own" and not (found.is_person or found.names or ends_clause(self.ts, found)):
            return False
        if frame == "own" and found.head and are_men(self.ts[found.head]):
            found.category = "military"
        items = [found, *self._joined_right(found)]
        if frame == "own":
            kind, end = self._kind_after(items[-1].end, kind, end)
        self._keep(items, (at, end), kind, frame, verb)
        return True

    def _is_lone_object(self, quantity: Quantity, at: int) -> bool:
        """As in "убил СОЛДАТА": one, where the form is no plural too ("гибель СОЛДАТ")."""
        noun = [t for t in self.ts[quantity.start : quantity.end] if "lone" in t.roles]
        governs = "object" in self.ts[at].roles or "of" in self.ts[at].roles
        return governs and not any("many" in t.roles for t in noun)

    def _gone(self, at: int, end: int, kind: Kind, verb: Verb) -> None:
        """As in "17 crew WERE LOST": people only."""
        found = self._subjects.left(verb.before)
        if found is not None and found.is_person and self.is_free(found):
            self._keep([found], (at, end), kind, "passive", verb)

    def _past_things(self, found: Quantity) -> Quantity | None:
        """As in "lost 12 tanks AND 40 SOLDIERS": the people after the things."""
        last: Quantity = found
        for quantity in self.quantities[self.quantities.index(found) + 1 :]:
            if not joins(self.ts, last, quantity):
                return None
            if quantity.is_person and not quantity.is_kin:
                return quantity
            last = quantity
        return None

    def _kind_after(self, at: int, kind: Kind, end: int) -> tuple[Kind, int]:
        """As in "lost 40 soldiers KILLED AND WOUNDED": what the lost were."""
        if at < len(self.ts) and "participle" in self.ts[at].roles:
            kind, end = joined_kind(self.ts, at, self.starts)
            self._done.update(range(at, end))
        return kind, end

    def _named_object(self, at: int, end: int, kind: Kind, frame: Frame, verb: Verb) -> bool:
        if frame == "own":
            return False
        named = named_after(self.ts, end) or self._definite(definite_after(self.ts, end))
        if named is None:
            return False
        self._absorb(named)
        self._keep([named, *self._joined_right(named)], (at, end), kind, frame, verb)
        return True

    def _right(self, at: int) -> Quantity | None:
        for _ in range(4):
            if at in self.starts:
                return self.starts[at]
            if at >= len(self.ts):
                return None
            token = self.ts[at]
            skipped = "own" in token.roles or (
                "adverb" in token.roles or token.low in ("the", "out") or token.low in _OPENERS
            )
            if not skipped and not token.low.endswith("ly"):
                return None
            at += 1
        return None

    def joined_people(self, first: Quantity) -> list[Quantity]:
        """Numbers joined to a total's: "toll at 745 CIVILIANS, 125 OFFICERS and 148 FIGHTERS"."""
        joined = self._joined_right(first) if first.has_noun and first.is_person else []
        people = [q for q in joined if q.is_person and q.has_noun and not q.is_increment]
        return people if len(people) == len(joined) else []

    def _joined_right(self, first: Quantity) -> list[Quantity]:
        items: list[Quantity] = []
        last = first
        while True:
            following = self._next(last)
            if following is None or self._has_own_word(following):
                return items
            items.append(following)
            last = following

    def _next(self, last: Quantity) -> Quantity | None:
        place = self.quantities.index(last) + 1
        if place >= len(self.quantities):
            return None
        following = self.quantities[place]
        if following.is_person is False or not self.is_free(following) or following.loss:
            return None
        if self.is_included(following):
            return None
        return following if joins(self.ts, last, following) else None

    def _has_own_word(self, quantity: Quantity) -> bool:
        """As in "killed two soldiers and three civilians WERE wounded", "killed 24, a local
        committee SAYS"."""
        at = quantity.end
        while at < len(self.ts) and "adverb" in self.ts[at].roles:
            at += 1
        if at < len(self.ts) and not _FINITE.isdisjoint(self.ts[at].roles):
            return True
        return opens_speech(self.ts, quantity.start)

    def _subject(self, at: int, end: int, kind: Kind, frame: Frame, verb: Verb) -> bool:
        found = self._unlisted(verb.before) if verb.is_passive else None
        found = found or self._subjects.left(verb.before, is_verb=verb.before < at - 1)
        is_fall = "subject_military" in self.ts[at].roles
        if found is not None and self._subjects.are_things(found, kind, self.ts[at]):
            return False
        if found is not None and is_fall and not self._is_military(found):
            return False
        if found is not None and is_fall and found.category == "unknown":
            found.category = "military"
        if found is None:
            named = self._person_before(verb) if verb.is_finite else bare_before(self.ts, at - 1)
            if named is None or is_fall:
                return not verb.is_passive and self._shared(at, end, kind)
            self._absorb(named)
            self._keep([named], (at, end), kind, frame, verb)
            return True
        if not self._may_take(found, at, verb):
            return False
        found.is_named |= found.is_single and is_name_between(self.ts, found.end, verb.before)
        self._keep(
            self._subjects.joined(found, finite=verb.is_finite), (at, end), kind, frame, verb
        )
        return True

    def _is_military(self, last: Quantity) -> bool:
        joined = self._subjects.joined(last, finite=True)
        return any(q.category == "military" or are_own_men(self.ts, q) for q in joined)

    def _person_before(self, verb: Verb) -> Quantity | None:
        """Somebody by name, by a definite noun or by a pronoun."""
        named = named_before(self.ts, verb.before) or named_apposed(self.ts, verb.before)
        if named is None and "relative" not in self.ts[verb.before + 1].roles:
            named = self._definite(definite_before(self.ts, verb.before))
        return named or bare_before(self.ts, verb.before)

    def _definite(self, person: Quantity | None) -> Quantity | None:
        """None where a quantity stands there that has been looked at already."""
        if person is None or any(q.start == person.start for q in self.quantities):
            return None
        return person

    def _shared(self, at: int, end: int, kind: Kind) -> bool:
        """As in "a man WAS shot twice and KILLED": the auxiliary of the verb joined before."""
        be = shared_auxiliary(self.ts, at)
        if be is None:
            return False
        return self._subject(at, end, kind, "passive", verb_at(self.ts, be + 1))

    def _unlisted(self, before: int) -> Quantity | None:
        """As in "A POET was killed": the verb beside it says that it is a person."""
        for quantity in self.quantities:
            governed = quantity.start and "preposition" in self.ts[quantity.start - 1].roles
            if quantity.is_unlisted and quantity.end == before + 1 and not governed:
                quantity.is_person = None
                return quantity
        return None

    def _may_take(self, found: Quantity, at: int, verb: Verb) -> bool:
        """A reduced "a person hurt when ..." gives its number to the clause's finite verb."""
        owner = self.loss_of(found)
        if owner is None:
            return True
        of_those = owner.frame == "count" and found.is_part
        aside = any("relative" in t.roles for t in self.ts[found.end : owner.at])
        by_verb = owner.frame in ("passive", "subject")
        reduced = (by_verb and (aside or not owner.is_finite)) or (of_those and not owner.is_finite)
        reduced = reduced or self._is_described(found)
        if reduced and verb.is_finite and owner.at < at:
            self.losses.remove(owner)
            return True
        return False

    def _is_described(self, quantity: Quantity) -> bool:
        """True where only a noun for what befell them has the number yet: "двое раненых"."""
        owner = self.loss_of(quantity)
        return (
            owner is not None
            and owner.frame == "count"
            and len(owner.items) == 1
            and ("participle" in self.ts[owner.at].roles or owner.kind == "captured")
        )

    def _absorb(self, named: Quantity) -> None:
        """A person named keeps the "a colonel" that describes him from counting again."""
        for quantity in self.quantities:
            if named.start <= quantity.start and quantity.end <= named.end:
                self._taken.add(id(quantity))
        self.quantities.append(named)
        self.quantities.sort(key=lambda q: q.start)

    def _keep(
        self, items: list[Quantity], span: tuple[int, int], kind: Kind, frame: Frame, verb: Verb
    ) -> None:
        at, end = span
        share_noun(self.ts, items)
        loss = Loss(
            kind,
            frame,
            items,
            at,
            min(at, items[0].start),
            max(end, items[-1].end),
            subject=verb.before if frame in ("active", "own") else None,
            modality=verb.modality,
            is_finite=verb.is_finite,
            is_perfect=verb.is_perfect,
            is_part=all(i.is_part for i in items),
        )
        loss.rules.append(f"P.{kind}.{frame}")
        self.add(loss)
