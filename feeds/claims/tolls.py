"""Running totals: "the number of soldiers killed has risen by 36 to 963", "toll at ten"."""

from collections.abc import Sequence

from feeds.claim import Kind
from feeds.claims.loss import Loss
from feeds.claims.losses import LossFinder
from feeds.claims.numbers import bounds, hedged
from feeds.claims.quantity import Quantity
from feeds.claims.tokens import Sentence, Token
from feeds.claims.verbs import joined_kind, loss_kind

_HEADS = frozenset({"toll", "toll_open", "toll_noun", "figure"})
_FIGURES = frozenset({"figure", "counts", "puts_it", "bare_count"})
_KIND_REACH = 11
_VALUE_REACH = 26
_OWNERS = 4
_PUT_REACH = 9
_RISEN = 4
_EARLIER = frozenset({"had", "earlier", "previously", "initially", "originally", "before"})
_INSIDE = frozenset({"poss", "adjective", "person", "figure"})
_CLOSES = frozenset({".", ";", ",", "!", ")"})
_TIGHT_LINKS = frozenset(
    {"at", "above", "below", "near", "close to", "closer to", ":", "stands at", "reached", "reach"}
)


class Tolls:
    """The running totals of one sentence, in two passes around the finder's own."""

    def __init__(self, sentence: Sentence, finder: LossFinder) -> None:
        self.ts = sentence.tokens
        self.finder = finder
        self._has_heads = bool(finder.quantities) and not _HEADS.isdisjoint(sentence.roles)
        self._has_figures = bool(finder.quantities) and not _FIGURES.isdisjoint(sentence.roles)
        self._later: list[tuple[_Toll, Quantity]] = []

    def find(self) -> None:
        """First, before any verb: "toll of 12" needs none."""
        done = -1
        if not self._has_heads:
            return
        for at, token in enumerate(self.ts):
            if at > done and not _HEADS.isdisjoint(token.roles):
                reader = _Toll(self.ts, self.finder, at, self._later)
                done = max(done, reader.read(None))

    def finish(self, last: Loss | None) -> None:
        """Then: whose "its toll to 79 killed" is; and "others put the figure at 300", which is of
        the kind of the loss said before (`last`, where none stands in the sentence)."""
        for reader, quantity in self._later:
            owner = self.finder.loss_of(quantity)
            if owner is not None:
                reader.describe(owner, quantity)
        if not self._has_figures:
            return
        for at, token in enumerate(self.ts):
            if not _FIGURES.isdisjoint(token.roles):
                before = [x for x in self.finder.losses if x.items[0].start < at]
                same = max(before, key=lambda x: x.items[0].start, default=last)
                if "figure" in token.roles:
                    _Toll(self.ts, self.finder, at, []).read(same)
                elif same is not None:
                    self._counted(at, same)

    def _counted(self, at: int, same: Loss) -> None:
        """As in "the monitor COUNTED 17": a bare number that ends its clause."""
        after = at + 2 if at + 1 < len(self.ts) and "adverb" in self.ts[at + 1].roles else at + 1
        bare = next((q for q in self.finder.quantities if q.start == after), None)
        if bare is None or bare.is_part or not self.finder.is_free(bare):
            return
        if "bare_count" in self.ts[at].roles and _is_earlier(self.ts, at):
            return
        if bare.has_noun:
            if "lists_dead" in self.ts[at].roles and same.frame == "toll":
                self._listed(bare, same)
            return
        if bare.end < len(self.ts) and self.ts[bare.end].low not in _CLOSES:
            return
        loss = Loss(same.kind, "toll", [bare], at, bare.start, bare.end, is_finite=True)
        loss.rules.append(f"P.{same.kind}.counted")
        loss.model = same
        bare.category, bare.group = same.items[0].category, same.items[0].group
        self.finder.add(loss)

    def _listed(self, first: Quantity, same: Loss) -> None:
        """As in "It LISTED 40 soldiers and 12 civilians": parts of the toll said before."""
        for q in (first, *self.finder.joined_people(first)):
            loss = Loss(same.kind, "count", [q], q.start, q.start, q.end, is_part=True)
            loss.rules.append("R7.part")
            self.finder.add(loss)


class _Toll:
    def __init__(
        self,
        ts: Sequence[Token],
        finder: LossFinder,
        head: int,
        later: "list[tuple[_Toll, Quantity]]",
    ) -> None:
        self.ts = ts
        self.finder = finder
        self.head = head
        self.later = later
        self.starts = finder.starts
        self.kind: Kind | None = None
        self.after = head + 1
        self.model: Loss | None = None
        self.is_linked = False

    def read(self, last: Loss | None) -> int:
        """Index up to which tokens are done with."""
        if not self._know_kind(last):
            return self.head
        self._pass_genitives()
        found = self._value()
        return self._reversed() if found is None else found

    def _pass_genitives(self) -> None:
        """Whose total it is, in a language that says so behind the noun: "потери АРМЕНИИ"."""
        while self.after < len(self.ts):
            roles = self.ts[self.after].roles
            described = "person" in roles and "genitive" in self.ts[self.after - 1].roles
            if not described and not self._is_genitive(self.after):
                return
            self.after += 1

    def _is_genitive(self, at: int) -> bool:
        """Not an adjective of something else: "жертвы НОРЛАНДСКОЙ агрессии" are not theirs."""
        token = self.ts[at]
        if "genitive" not in token.roles or token.capital:
            return "genitive" in token.roles
        return at + 1 < len(self.ts) and "person" in self.ts[at + 1].roles

    def _know_kind(self, last: Loss | None) -> bool:
        roles = self.ts[self.head].roles
        if "toll" in roles:
            self.kind = roles["toll"]  # type: ignore[assignment]
            return True
        if "toll_open" in roles and self._open_kind():
            return True
        if "toll_noun" in roles:
            return self._noun_kind()
        return "figure" in roles and self._same_kind(last)

    def _open_kind(self) -> bool:
        """As in "number of soldiers killed": the kind stands within reach, before any total."""
        for k in range(self.head + 1, min(len(self.ts), self.head + _KIND_REACH)):
            token = self.ts[k]
            if any(
                r in token.roles for r in ("participle", "subject", "subject_military", "count")
            ):
                self.kind, self.after = joined_kind(self.ts, k, self.starts)
                while self.after < len(self.ts) and "person" in self.ts[self.after].roles:
                    self.after += 1
                return True
            if "toll_noun" in token.roles:
                self.kind = loss_kind(token)  # type: ignore[assignment]
                self.after = k + 1
                return True
            if token.low in (";", ",") or k in self.starts or "toll_raise" in token.roles:
                return self._is_plain_toll(k)
        return False

    def _is_plain_toll(self, at: int) -> bool:
        """As in "the TOLL OF the massacre STANDS AT 288": the dead, where nothing else is said."""
        link = self.ts[at - 1].roles
        if at not in self.starts or "toll_of" not in self.ts[self.head].roles:
            return False
        self.kind, self.after = "killed", self.head + 1
        if at - 1 == self.head:
            self.is_linked = True  # "a TOLL OF 43"
            return True
        risen = any(_rises(t) for t in self.ts[max(self.head, at - _RISEN) : at])
        return "toll_verb" in link and ("preposition" not in link or risen)

    def _noun_kind(self) -> bool:
        """As in "its dead at", "Northern deaths above": whose, then a link, then the number."""
        self.kind, self.after = joined_kind(self.ts, self.head, self.starts)
        if self._is_put():
            return True
        if self.head == 0 or self.ts[self.head - 1].low in _CLOSES:
            return self._is_heading()
        before = self.ts[self.head - 1].roles
        owned = ("determiner", "own", "poss", "name", "adjective", "person")
        if not any(role in before for role in owned):
            return False
        if self.after >= len(self.ts):
            return False
        link = self.ts[self.after]
        raised = any("toll_raise" in t.roles for t in self.ts[max(0, self.head - 3) : self.head])
        if raised and link.low == "to":
            return True  # "bringing civilian DEATHS TO 71"
        return link.low in _TIGHT_LINKS or ("toll_verb" in link.roles and link.low not in _LOOSE)

    def _is_heading(self) -> bool:
        """As in "Погибшие: 12"."""
        return self.after < len(self.ts) and self.ts[self.after].low == ":"

    def _is_put(self) -> bool:
        """As in "PUT Northern losses over the past day AT 890": the number stands apart."""
        is_put = any(
            "toll_put" in t.roles for t in self.ts[max(0, self.head - _OWNERS) : self.head]
        )
        for k in range(self.after, min(len(self.ts) - 1, self.after + _PUT_REACH)):
            is_put = is_put or "toll_put" in self.ts[k].roles
            marked = self.ts[k + 1].low == "the" and k + 2 in self.starts
            if marked and "toll_over" in self.ts[k].roles and self._is_mark(self.starts[k + 2]):
                self.after = k
                return True
            if k + 1 in self.starts and self._puts(k, is_put):
                self.after = k
                return True
            if self.ts[k].low in (",", ";", ".") or k in self.starts:
                return False
        return False

    def _puts(self, k: int, is_put: bool) -> bool:
        token = self.ts[k]
        if token.low == ":":
            found = self.starts[k + 1]
            is_bare = not found.has_noun and self._ends(found)
            return self.kind == "casualties" and bool(found.is_person or is_bare)
        if "toll_at" in token.roles:
            return is_put
        return "toll_verb" in token.roles and token.low not in _LOOSE

    def _ends(self, quantity: Quantity) -> bool:
        return quantity.end >= len(self.ts) or self.ts[quantity.end].low in _CLOSES

    def _same_kind(self, last: Loss | None) -> bool:
        before = self.ts[self.head - 1].roles if self.head else {}
        if last is None or "figure_old" in before:
            return False
        self.kind, self.model = last.kind, last
        return True

    def _value(self) -> int | None:
        linked = self.is_linked or (
            self.after < len(self.ts) and self.ts[self.after].low in _TIGHT_LINKS
        )
        if self.model is not None:
            linked = any("toll_verb" in t.roles for t in self.ts[max(0, self.head - 3) : self.head])
        for k in range(self.after, min(len(self.ts), self.after + _VALUE_REACH)):
            token = self.ts[k]
            if k == self.after and k in self.starts and token.roles.get("qualifier") == "up_to":
                self.starts[k].number = bounds(self.starts[k].number.written, "exact")
                linked = True  # "death toll UP TO 54"
            if k in self.starts and linked:
                result = self._take(self.starts[k], k)
                if result is not None:
                    return result
            if token.low in (";", ".") or (token.low == ":" and self.model):
                return None
            if k not in self.starts and "toll" in token.roles and k > self.after:
                return None
            linked = self._links(token, linked, k)
        return None

    def _links(self, token: Token, linked: bool, k: int) -> bool:
        """A link must stand right before the number; adverbs may come between."""
        if "toll_verb" in token.roles or token.low in (":", "by", "from", "between"):
            return True
        if k in self.starts:
            return linked and "qualifier" in token.roles
        if linked and token.low == "the" and k + 1 in self.starts:
            return self._is_mark(self.starts[k + 1])
        return linked and ("adverb" in token.roles or token.low.endswith("ly"))

    def _is_mark(self, quantity: Quantity) -> bool:
        """As in "passed THE 1,000 MARK"."""
        near = self.ts[quantity.count_end : quantity.count_end + 1]
        return any(t.low in ("mark", "threshold") for t in near)

    def _take(self, quantity: Quantity, k: int) -> int | None:
        """None where the scan must go on: an old value, a thing, the step of a rise."""
        link = self.ts[k - 1].low
        if quantity.is_person is False or (link in ("from", "of") and self._is_old(k)):
            return None
        if not self.finder.is_free(quantity):
            return None
        over = self.ts[k - 2] if link == "the" else self.ts[k - 1]
        if "toll_over" in over.roles and quantity.number.qualifier == "exact":
            quantity.number = bounds(quantity.number.written, "more_than")
        if quantity.loss or self._has_own_word(quantity):
            self.later.append((self, quantity))
            return quantity.end
        loss = self._make(quantity)
        loss.is_increment = link == "by"
        return None if link == "by" else quantity.end

    def _has_own_word(self, quantity: Quantity) -> bool:
        """As in "its toll to 79 KILLED": the word itself takes the number."""
        after = self.ts[quantity.end].roles if quantity.end < len(self.ts) else {}
        return "participle" in after or "subject" in after

    def _is_old(self, k: int) -> bool:
        """As in "from 7 to 8": only the second stands."""
        return self.ts[k - 1].low == "from"

    def _make(self, quantity: Quantity) -> Loss:
        kind = self.kind or "killed"
        quantity.loss = kind
        start = min(self.head, quantity.start)
        end = max(self.after, quantity.end)
        items = [quantity, *self.finder.joined_people(quantity)]
        end = max(end, items[-1].end)
        loss = Loss(kind, "toll", items, self.head, start, end, is_finite=True)
        loss.rules.append(f"P.{kind}.toll")
        loss.is_raised = any("toll_raise" in t.roles for t in self.ts[max(0, start - 3) : start])
        if kind == "casualties" and any(
            "hospital" in t.low for t in self.ts[self.head : quantity.start]
        ):
            loss.kind = "wounded"
        if "toll_exceed" in self.ts[quantity.start - 1].roles:
            quantity.number = hedged(quantity.number, "more_than")
        self.describe(loss, quantity)
        return self.finder.add(loss)

    def describe(self, loss: Loss, quantity: Quantity) -> None:
        """Category, names and possessives of the total are those of its number."""
        loss.names = loss.names or self._names(quantity.start)
        loss.own = loss.own or self._own(quantity.start)
        if self.model is not None:
            loss.model = self.model
            model = self.model.items[0]
            if quantity.category == "unknown" and not (model.is_single and model.group):
                quantity.category, quantity.group = model.category, model.group
        if quantity.category != "unknown":
            return
        for token in self._inside():
            category = token.roles.get("adjective") or token.roles.get("person", "unknown")
            if category != "unknown":
                quantity.category = category  # type: ignore[assignment]
                quantity.group = token.roles.get("group")
                return

    def _inside(self) -> Sequence[Token]:
        first = max(0, self.head - 2)
        return self.ts[first : self.after]

    def _names(self, until: int) -> list[Token]:
        """Names that own the total: right before its head, or before the noun that it counts."""
        found = []
        for k in range(max(0, self.head - _OWNERS), min(self.after, until)):
            token = self.ts[k]
            if not (token.actor or token.region):
                continue
            located = k > 0 and "preposition" in self.ts[k - 1].roles
            if k < self.head and not self._owns(k):
                continue
            owns = located and k + 1 < len(self.ts) and "poss" in self.ts[k + 1].roles
            if not located or self.ts[k - 1].low == "of" or (owns and token.actor):
                found.append(token)
        return found

    def _owns(self, k: int) -> bool:
        between = self.ts[k + 1 : self.head]
        return all(not t.roles or not _INSIDE.isdisjoint(t.roles) for t in between)

    def _own(self, until: int) -> Token | None:
        for k in range(max(0, self.head - 2), min(self.after, until)):
            if "own" in self.ts[k].roles:
                return self.ts[k]
        return None

    def _reversed(self) -> int:
        """As in "brings to four the number killed"."""
        before = [q for q in self.finder.quantities if q.end <= self.head]
        if not before:
            return self.head
        quantity = before[-1]
        gap = self.ts[quantity.end : self.head]
        raised = self.ts[max(0, quantity.start - 3) : quantity.start]
        if any(t.low not in ("the", "its", "their") for t in gap) or not raised:
            return self.head
        is_raised = raised[-1].low == "to" and any("toll_raise" in t.roles for t in raised)
        if is_raised and self.finder.is_free(quantity):
            self._make(quantity)
        return self.after


def _is_earlier(ts: Sequence[Token], at: int) -> bool:
    """As in "A day EARLIER he HAD acknowledged 49": what has been overtaken is no figure of now."""
    for token in reversed(ts[:at]):
        if token.low in _EARLIER:
            return True
        if token.low in _CLOSES or "conjunction" in token.roles or token.low == "but":
            return False
    return False


def _rises(token: Token) -> bool:
    """As in "the toll HAS RISEN to 12"."""
    return "toll_verb" in token.roles and token.low not in _LOOSE


_LOOSE = frozenset({"is", "was", "were", "are", "to", "of", "up", "now", "put", "puts", "hit"})
