"""Whose loss it is: the evidence in order, from the words themselves to who is speaking."""

from collections.abc import Sequence
from dataclasses import replace

from feeds.claim import BOTH, UNKNOWN
from feeds.claims.drafts import Draft
from feeds.claims.quantity import Quantity
from feeds.claims.talk import Said, Talk, speaks_as
from feeds.claims.tokens import Token
from feeds.claims.victims import NOBODY, Victim, VictimReader

_NEARBY = 6
_REGIMES = frozenset({"regime", "junta", "puppet"})
_SOLDIERS = frozenset({"soldier", "soldiers", "troops"})
_BACKED = ("-backed", "-led", "-linked", "-aligned", "-allied", "-affiliated")
_DEMONYMS = ("ian", "ean", "can", "ese", "ish", "ine", "ani", "ali", "aqi", "eni", "pali")
_FAITHS = frozenset({"christian", "somali", "mali"})
_LEADS = frozenset({"locative", "whose"})


class Whose:
    """Decides the victim of a loss."""

    def __init__(self, victims: VictimReader) -> None:
        self._victims = victims

    def decide(self, said: Said, talk: Talk) -> Victim:
        """The words of the number, of the clause, of the breath; then place and speaker."""
        found = self._stated(said, talk) or self._inherited(said, talk)
        if found is not None:
            return found
        if said.scope.period == "historical":
            return NOBODY
        return self._suggested(said, talk)

    def _stated(self, said: Said, talk: Talk) -> Victim | None:
        for item in said.items:
            if found := self._victims.item(said.ts, item, said.source):
                return found
        if (enemy := self._enemy(said)) is not None:
            return enemy
        model = said.loss.model
        if model is not None and id(model) in talk.victims:
            return talk.victims[id(model)]
        if "P.so" in said.loss.rules and talk.draft is not None:
            return replace(talk.draft.victim, rule="V.inherited")
        return self._victims.loss(said.ts, said.loss, said.source)

    def _enemy(self, said: Said) -> Victim | None:
        """As in "the ENEMY lost 12": of the other party, where there are two; not the speaker's."""
        near = said.ts[max(0, said.loss.start - _NEARBY) : said.loss.end + 1]
        if not any("foe" in t.roles for t in near):
            return None
        side = said.source.side if said.source else None
        return Victim(self._victims.only_other(side) or UNKNOWN, "V.enemy")

    def _inherited(self, said: Said, talk: Talk) -> Victim | None:
        """In the same breath, by the same speaker, the next number is of the same people."""
        before = talk.draft
        if before is None or before.sentence != talk.sentence:
            return None
        if any(q.is_other for q in said.items) and before.victim.side != BOTH:
            return replace(before.victim, rule="V.inherited")  # "a sailor and two OTHERS"
        if not before.victim.is_stated:
            return None
        if before.loss.at == said.loss.at and before.loss.items[0] is not said.items[0]:
            foes = any(_is_enemy(said.ts, q) for q in said.items)
            return None if foes else NOBODY  # joined to the numbers of two sides, and of neither
        if before.scope.period != said.scope.period or not speaks_as(before.source, said.source):
            return None
        if any(q.is_person is None and q.has_noun for q in said.items):
            return None
        if self._is_across(said, before):
            return None
        if _may_be_anyones(said) or _is_captive(said) or self._is_foreign(said):
            return None
        return Victim(before.victim.side, "V.inherited")

    def _is_across(self, said: Said, before: Draft) -> bool:
        """As in "126 soldiers died and 1,600 JIHADISTS were killed", "33 attackers were killed and
        21 PASSENGERS died": of another people than the number before."""
        enemies = any(_is_enemy(said.ts, q) for q in said.items)
        if any(_is_enemy(said.ts, q) for q in before.loss.items) != enemies:
            return enemies or any(q.has_noun and q.is_person for q in said.items)
        return False

    def _suggested(self, said: Said, talk: Talk) -> Victim:
        """Nothing says it: a party counts its own soldiers; the people of a place are its side's;
        a party counts its own."""
        acts = self._acts(said)
        speaker = (
            NOBODY if acts or self._are_a_states(said) else self._victims.by_speaker(said.source)
        )
        if acts and (foe := self._foe(said)) is not None:
            return Victim(foe, "V.foe", is_stated=False)
        if speaker.side != UNKNOWN and any(q.category == "military" for q in said.items):
            return speaker
        told = said.loss.frame == "toll" or any(q.has_noun for q in said.items)
        if self._victims.is_armed_body(said.source) and told:
            speaker = NOBODY  # "the RGF says 12 people died": no fighters of its own
        home = said.scope.home or self._home_near(said)
        if home is not None and _is_held(said):
            # Where they are held is not where they are from.
            speaker = NOBODY if home == speaker.side else speaker
            return speaker
        if said.loss.frame == "own" and _has_unknown_subject(said):
            return NOBODY
        home = home or self._elsewhere(said)
        if acts and said.source is not None and home == said.source.side:
            home = None
        if _may_be_anyones(said):
            return NOBODY
        if home is not None and not _is_captive(said) and not self._fight_it(said, home):
            return Victim(home, "V.place", is_stated=False)
        if speaker.side == UNKNOWN and not (said.source and said.source.side):
            return self._of_the_last(said, talk)
        return speaker

    def _are_a_states(self, said: Said) -> bool:
        """As in "the RGF said 137 SOLDIERS had died": a group without a state has none."""
        heads = (said.ts[q.head].low for q in said.items if q.head is not None and q.own is None)
        soldiers = any(low in _SOLDIERS for low in heads)
        side = said.source.side if said.source else None
        return soldiers and side is not None and not self._victims.rulers.governs(side)

    def _fight_it(self, said: Said, home: str) -> bool:
        """As in "165 REBELS were killed in Harrow": not of whoever has an army there."""
        enemies = any(_is_enemy(said.ts, q) for q in said.items)
        return enemies and self._victims.rulers.has_army(home)

    def _elsewhere(self, said: Said) -> str | None:
        """The side that holds the place, else whose region a speaker of no side is of."""
        if said.loss.kind != "captured":
            holder = self._victims.holder(said.ts, said.loss)
            if holder is not None:
                return holder
        apart = said.source is not None and said.source.side is None
        return self._victims.home(said.source.region) if said.source and apart else None

    def _foe(self, said: Said) -> str | None:
        """Whom the speaker's side kills, where it can be but one."""
        side = said.source.side if said.source else None
        if side is None or any(is_of_strangers(said.ts, q) for q in said.items):
            return None
        told = any(_is_enemy(said.ts, q) for q in said.items)
        if said.loss.frame != "active" and said.loss.kind != "captured" and not told:
            return None  # "destroyed a tank; two soldiers were killed": whoever's
        return self._victims.foe(side, said.items, said.ts)

    def _acts(self, said: Said) -> bool:
        """The speaker's own side did it, or calls them what nobody calls his own."""
        enemy = any(_is_enemy(said.ts, q) for q in said.items)
        acts = self._victims.acts(said.ts, said.loss, said.source)
        return enemy or acts or self._is_foreign(said)

    def _is_foreign(self, said: Said) -> bool:
        """As in "13 REGIME troops", and "13 GOVERNMENT troops" by a group that has none."""
        armed = self._victims.is_armed_body(said.source)
        if any(is_of_strangers(said.ts, q) for q in said.items):
            return True
        return any(_is_ruled(said.ts, q, is_any=armed) for q in said.items)

    def _home_near(self, said: Said) -> str | None:
        if said.scope.is_spread:
            return None
        ts, loss = said.ts, said.loss
        behind = range(loss.start, min(len(ts), loss.end + _NEARBY))
        before = range(loss.start - 1, max(-1, loss.start - _NEARBY), -1)
        for k in (*behind, *(before if loss.frame == "active" else ())):
            token = ts[k]
            if token.region and not token.actor and (side := self._victims.home(token.region)):
                return side
            if token.actor and _is_country(ts, k) and (side := self._victims.side_of(token)):
                return side
        return None

    def _of_the_last(self, said: Said, talk: Talk) -> Victim:
        """A bare number right after a loss that was said to be somebody's is theirs too."""
        before = talk.fresh
        if before is None or before.victim.side == UNKNOWN or any(q.has_noun for q in said.items):
            return NOBODY
        return Victim(before.victim.side, "V.inherited", is_stated=False)


def _is_held(said: Said) -> bool:
    """As in "101 HOSTAGES remain in Norport", "12 men are HELD captive there"."""
    held = said.loss.frame == "count" or said.ts[said.loss.at].low.startswith(("held", "in "))
    return said.loss.kind == "captured" and held


def _has_unknown_subject(said: Said) -> bool:
    """As in "WESTRAVIA lost 17 of its men in Harrow": of nobody that the pack has."""
    if said.loss.subject is None:
        return False
    near = said.ts[max(0, said.loss.subject - 2) : said.loss.subject + 1]
    return any(t.capital and not t.roles and t.low.isalpha() for t in near)


def _is_captive(said: Said) -> bool:
    """As in "40 PRISONERS were taken in Harrow": not from there, by that alone."""
    heads = (said.ts[q.head].roles for q in said.items if q.head is not None)
    return any("held_people" in roles for roles in heads)


def _may_be_anyones(said: Said) -> bool:
    """As in "two journalists", "three hostages died": a place or a breath does not say whose."""
    heads = [said.ts[q.head].roles for q in said.items if q.head is not None]
    freed = said.loss.kind != "captured" and any("held_people" in roles for roles in heads)
    return freed or any("any_side" in roles for roles in heads)


def _is_enemy(ts: Sequence[Token], item: Quantity) -> bool:
    """As in "30 militants": nobody counts his own so."""
    return item.head is not None and "enemy" in ts[item.head].roles


def is_of_strangers(ts: Sequence[Token], item: Quantity) -> bool:
    """As in "three WESTRIAN sailors", of a people that no pack names; "SUDLAND-BACKED fighters"."""
    if item.head is None:
        return False
    for token in ts[item.count_end : item.head]:
        if token.low.endswith(_BACKED):
            return True
        plain = token.capital and not token.roles and token.low not in _FAITHS
        if plain and token.low.endswith(_DEMONYMS):
            return True
    return False


def _is_ruled(ts: Sequence[Token], item: Quantity, *, is_any: bool) -> bool:
    """As in "REGIME troops"; with `is_any` also "GOVERNMENT forces"."""
    inside = {w for t in ts[item.count_end : item.end] for w in t.low.split()}
    return not inside.isdisjoint(_REGIMES) or (is_any and "government" in inside)


def _is_country(ts: Sequence[Token], k: int) -> bool:
    """As in "in the north of NORLAND.": a place; "in NORLANDIC strikes" is none."""
    if not any("locative" in t.roles for t in ts[max(0, k - 4) : k]) or k < 1:
        return False
    led = not _LEADS.isdisjoint(ts[k - 1].roles)
    after = ts[k + 1] if k + 1 < len(ts) else None
    return led and (after is None or not after.low[0].isalpha() or "preposition" in after.roles)
