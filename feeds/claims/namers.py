"""Who a noun phrase is: an actor of the beat, an outlet, a nameless official, a body by name."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from feeds.beat import Beat
from feeds.claims.leads import past_leads
from feeds.claims.source import Source
from feeds.claims.tokens import Token

_TOLLS = frozenset({"toll", "toll_noun"})
LINKS = frozenset({"the", "of", "and", "for", "'s", "&"})
"""Small words that a name may hold."""

_OFFICES = frozenset({"official", "title", "say", "outlet"})
_OPENING = frozenset({"the", "in", "on", "at", "a", "an", "but", "and"})


class Namer:
    """Reads the noun phrases of one text; `text` gives a source its words."""

    def __init__(self, text: str, beat: Beat) -> None:
        self.text = text
        self.beat = beat

    def read(self, ts: Sequence[Token], start: int, end: int) -> Source | None:
        while end > start and ts[end - 1].low in (",", "-", "–", "—"):
            end -= 1
        begin = past_leads(ts, start, end)
        noun = ts[begin:end]
        if not noun or not _TOLLS.isdisjoint(noun[-1].roles):
            return None
        words = self.text[noun[0].start : noun[-1].end]
        place = next((t.region for t in ts[start:end] if t.region), None)
        base = Source(words, None, words, (), start, end, region=place)
        actors = [k for k in range(begin, end) if ts[k].actor]
        if any("outlet" in t.roles and "official" not in t.roles for t in noun):
            return self._outlet(base, [ts[k] for k in actors])
        if actors:
            return self._actor(ts, actors, base)
        if any("official" in t.roles for t in noun):
            return replace(base, is_official=True, text=words)
        if any("voice" in t.roles for t in noun):
            return replace(base, is_outlet=True)
        return self._words(noun, base)

    def _outlet(self, base: Source, actors: Sequence[Token]) -> Source:
        for token in actors:
            actor = self.beat.actor_by_id.get(token.actor or "")
            if actor and (actor.kind == "outlet" or actor.side is None or "outlet" in token.roles):
                return base.known_as(actor.id, actor.side, is_outlet=True)
        if any(t.low.endswith("ian") or t.low for t in actors) and _has(base.text, "sources"):
            token = actors[0]
            return replace(base, claimant=base.text, side=self.beat.side_of(token.actor or ""))
        return replace(base, is_outlet=True)

    def _actor(self, ts: Sequence[Token], actors: Sequence[int], base: Source) -> Source:
        if self._is_joint(ts, actors):
            words = self.text[ts[actors[0]].start : ts[actors[-1]].end]
            return replace(base, claimant=words, text=words)
        best = max(actors, key=lambda k: self._rank(ts, k))
        token = ts[best]
        if _is_larger_name(ts, best):
            return replace(base, is_outlet=True)
        actor = token.actor or ""
        known = self.beat.actor_by_id.get(actor)
        outlet = known is not None and known.kind == "outlet"
        return base.known_as(actor, self.beat.side_of(actor), is_outlet=outlet)

    def _rank(self, ts: Sequence[Token], k: int) -> tuple[int, int]:
        """Officials before ministries before states; what a preposition brings in comes last."""
        actor = self.beat.actor_by_id.get(ts[k].actor or "")
        order = {"official": 3, "ministry": 2, "office": 2, "force": 2, "organisation": 1}
        weight = order.get(actor.kind, 0) if actor else 0
        if k > 0 and "preposition" in ts[k - 1].roles:
            weight -= 1
        return weight, -k

    def _is_joint(self, ts: Sequence[Token], actors: Sequence[int]) -> bool:
        apart = [b - a for a, b in pairwise(actors)]
        if apart != [2] or ts[actors[0] + 1].low != "and":
            return False
        sides = {self.beat.side_of(ts[k].actor or "") for k in actors}
        return len(sides) > 1

    def _words(self, noun: Sequence[Token], base: Source) -> Source | None:
        """A body that the beat does not know: capitals only ("Save the Children")."""
        last = noun[-1]
        proper = [t for t in noun if t.capital]
        if not last.capital or last.region or not proper:
            return None
        tail = [t for t in noun if t.low not in LINKS][-4:]
        if any("event" in t.roles or "war" in t.roles or "month" in t.roles for t in tail):
            return None
        kept = noun
        while kept and not (kept[0].capital and (kept[0].low not in _OPENING)):
            kept = kept[1:]
        if not kept or not all(t.capital or t.low in LINKS for t in kept):
            return None
        words = self.text[kept[0].start : kept[-1].end]
        return replace(base, claimant=words, text=words, is_outlet=True)


def _has(text: str, word: str) -> bool:
    return word in text.lower().split()


def _is_larger_name(ts: Sequence[Token], k: int) -> bool:
    """As in "Northland Campaign Against Mines" is no ministry of Northland's."""
    if k + 1 >= len(ts):
        return False
    if k + 2 < len(ts) and all(_is_word_of_name(t) for t in ts[k + 1 : k + 3]):
        return True  # "NORLAND Human Rights"
    after = ts[k + 1]
    plain = after.capital and not after.actor and not after.region
    return plain and bool(after.roles) and "outlet" in after.roles


def _is_word_of_name(token: Token) -> bool:
    plain = token.capital and not token.actor and not token.region and token.low.isalpha()
    return plain and _OFFICES.isdisjoint(token.roles)
