"""Whose loss: what the words say, else whose dead the speaker counts; never from the attacker."""

from collections.abc import Sequence
from dataclasses import dataclass

from feeds.beat import Beat
from feeds.claim import BOTH, UNKNOWN
from feeds.claims.acting import acts, clause_start, holds, is_participial
from feeds.claims.havers import counted_of, is_inflicted, possessor, target_after
from feeds.claims.loss import Loss
from feeds.claims.owners import owner
from feeds.claims.peoples import armed_bodies, bystanders
from feeds.claims.quantity import Quantity
from feeds.claims.rulers import Rulers
from feeds.claims.seats import seats
from feeds.claims.source import Source
from feeds.claims.tokens import Token
from feeds.folding import fold

_REACH = 5
_STRIKE_REACH = 7
_HOLDER_REACH = 8
_AMONG_REACH = 9
_YEARS = range(1900, 2100)
_YEAR_DIGITS = 4
_SIDES = frozenset({"side_word", "both_sides"})
_REBELS = frozenset(
    {"militant", "militants", "rebel", "rebels", "insurgent", "insurgents", "guerrillas",
     "separatists", "militiamen", "jihadists", "paramilitaries"}
)  # fmt: skip
_SOLDIERS = frozenset({"soldier", "soldiers", "troops", "officer", "officers"})
_ARMED = frozenset({"weapon", "event", "refers_back"})


@dataclass(frozen=True, slots=True)
class Victim:
    """A side, and the rule that gave it."""

    side: str
    rule: str
    is_stated: bool = True
    """False where only the place or the speaker suggests it."""


NOBODY = Victim(UNKNOWN, "V.unknown", False)


class VictimReader:
    """Reads whose loss it is, with one beat's sides."""

    def __init__(self, beat: Beat) -> None:
        self.beat = beat
        self.whole_regions = _whole_regions(beat)
        self._bystanders = bystanders(beat)
        self._armed = armed_bodies(beat)
        self._seats = seats(beat)
        self.rulers = Rulers(beat)
        sides = {a.side for a in beat.actors if a.side and a.id not in self._bystanders}
        self._fighting = beat.parties or tuple(s for s in beat.sides if s in sides)
        self._homes = {r.id: r.side or _side_by_name(beat, r.name) for r in beat.regions}

    def side_of(self, token: Token) -> str | None:
        """Side of a named actor or region."""
        side = self.beat.side_of(token.actor) if token.actor else None
        return side or (self._homes.get(token.region) if token.region else None)

    def seat(self, source: Source) -> str | None:
        """The region that somebody is of: by the words, or by an office: "Governor of Eastmark"."""
        return source.region or self._seats.get(source.claimant)

    def located(self, token: Token) -> str | None:
        """Side whose people live at a named place."""
        home = self._homes.get(token.region) if token.region else None
        return home or (self.beat.side_of(token.actor) if token.actor else None)

    def holder(self, ts: Sequence[Token], loss: Loss) -> str | None:
        """As in "in the areas HELD BY Northland": the side that holds them."""
        for k in range(loss.start, min(len(ts) - 2, loss.end + _HOLDER_REACH)):
            if "held_by" in ts[k].roles:
                return next((s for t in ts[k + 1 : k + 3] if (s := self.side_of(t))), None)
        return None

    def home(self, region: str | None) -> str | None:
        """Side whose people live in a region or a place."""
        return self._homes.get(self.beat.region_of.get(region or "", region or ""))

    def item(self, ts: Sequence[Token], item: Quantity, source: Source | None) -> Victim | None:
        """What the counted phrase itself says, with what follows it directly."""
        if _is_of_two(ts, item):
            sides = {self.side_of(t) for t in item.names} - {None}
            return Victim(BOTH if len(sides) > 1 else UNKNOWN, "V.both")
        for token in item.names:
            if (side := self.side_of(token)) is not None:
                return Victim(side, "V.demonym")
        if item.own is not None and (found := self._owned(ts, item.own, source)):
            return found
        if item.head is not None and (side := self._ruled(ts, item)):
            return Victim(side, "V.ruled")
        return self._following(ts, item)

    def _following(self, ts: Sequence[Token], item: Quantity) -> Victim | None:
        """As in "four rescuers FROM NORTHLAND", "soldiers of the NORTHERN army"."""
        k = item.end
        if k >= len(ts) or "whose" not in ts[k].roles:
            return None
        for token in ts[k + 1 : k + 1 + _REACH]:
            if "preposition" in token.roles and "name" not in token.roles:
                return None
            if token.low in (";", ":", "."):
                return None
            if (token.actor or token.region) and (side := self.side_of(token)):
                return Victim(side, "V.of")
        return None

    def _ruled(self, ts: Sequence[Token], item: Quantity) -> str | None:
        """As in "12 REGIME soldiers": of the one side that the pack calls so."""
        inside = ts[item.count_end : item.head]
        return next((s for t in inside if (s := self.rulers.ruled.get(t.low))), None)

    def _owned(self, ts: Sequence[Token], own: Token, source: Source | None) -> Victim | None:
        side = owner(ts, own, source, self.side_of)
        return Victim(side, "V.possessive") if side else None

    def loss(self, ts: Sequence[Token], loss: Loss, source: Source | None) -> Victim | None:
        """What the clause says: a toll's owner, the subject of "lost", "on the Northern side"."""
        for token in loss.names:
            if (side := self.side_of(token)) is not None:
                return Victim(side, "V.total_of")
        if loss.own is not None and (found := self._owned(ts, loss.own, source)):
            return found
        if side := counted_of(ts, loss, self.side_of):
            return Victim(side, "V.total_of")
        if is_inflicted(ts, loss):
            return Victim(target_after(ts, loss, self.side_of) or UNKNOWN, "V.inflicted")
        if side := possessor(ts, loss, source, self.side_of):
            return Victim(side, "V.has")
        suffers = loss.start > 0 and "suffer" in ts[loss.start - 1].roles
        if (loss.frame == "own" or suffers) and (found := self._loser(ts, loss, source)):
            return found
        return (
            self._on_side(ts, loss)
            or self._after(ts, loss)
            or self._among(ts, loss)
            or self._target(ts, loss)
        )

    def _after(self, ts: Sequence[Token], loss: Loss) -> Victim | None:
        """As in "300 dead AMONG SOUTHERN troops", of what no noun but the loss counts."""
        k = loss.end
        if k >= len(ts) or "of_these" not in ts[k].roles:
            return None
        side = next((s for t in ts[k + 1 : k + 4] if t.actor and (s := self.side_of(t))), None)
        return Victim(side, "V.of") if side else None

    def _among(self, ts: Sequence[Token], loss: Loss) -> Victim | None:
        """As in "AMONG NORTHERN troops there were 30 killed", "OF NORLAND'S soldiers, 12 died"."""
        for k in range(max(0, loss.start - _AMONG_REACH), loss.start):
            if "whose" in ts[k].roles and (k == 0 or "of_these" in ts[k].roles):
                side = next((s for t in ts[k + 1 : k + 3] if (s := self.side_of(t))), None)
                return Victim(side, "V.among") if side else None
        return None

    def _target(self, ts: Sequence[Token], loss: Loss) -> Victim | None:
        """As in "fired on NORTHERN positions, RESULTING IN 12 casualties": the target's."""
        item = loss.items[0]
        if loss.frame == "active" and loss.subject is not None and not item.names:
            return self._repelled(ts, loss) or self._struck(ts, loss.subject)
        near = ts[max(0, item.start - _REACH) : item.start]
        if item.names or not any("resulting" in t.roles for t in near):
            return None
        for k in range(item.start - 1, 0, -1):
            token = ts[k]
            if token.actor and any("target" in t.roles for t in ts[max(0, k - 3) : k]):
                side = self.side_of(token)
                after = [t.roles.get(r) for t in ts[k : k + 3] for r in ("adjective", "person")]
                if item.category == "unknown" and "military" in after:
                    item.category = "military"
                return Victim(side, "V.target") if side else None
        return None

    def _repelled(self, ts: Sequence[Token], loss: Loss) -> Victim | None:
        """As in "repelled A SUDLANDIC attack, killing 40": the attackers, unless civilians."""
        if not is_participial(ts, loss) or loss.items[0].category == "civilian":
            return None
        start = clause_start(ts, loss.at - 1)
        for k in range(start, loss.at - 1):
            if "repels" in ts[k].roles:
                near = ts[k + 1 : k + 1 + _REACH]
                side = next((s for t in near if t.actor and (s := self.side_of(t))), None)
                return Victim(side, "V.repelled") if side else None
        return None

    def _struck(self, ts: Sequence[Token], subject: int) -> Victim | None:
        """As in "the strike ON THE RGF'S base killed 12": the people of what was struck."""
        for k in range(subject, max(0, subject - _REACH), -1):
            token = ts[k]
            if token.actor and (side := self.located(token)):
                near = ts[max(0, k - _STRIKE_REACH) : k]
                aimed = any("target" in t.roles for t in near[-3:])
                armed = any(not _ARMED.isdisjoint(t.roles) for t in near)
                return Victim(side, "V.target") if aimed and armed else None
        return None

    def _loser(self, ts: Sequence[Token], loss: Loss, source: Source | None) -> Victim | None:
        """As in "Northland has LOST 12 men", "they LOST 12", "reported LOSING 12"."""
        at = loss.start - 1 if loss.subject is None else loss.subject
        k, last = at + 1, at - _REACH
        while k > max(0, last + 1):
            k -= 1
            token = ts[k]
            if token.actor and _is_counted(ts, k):
                last = -1  # "killed 30 SOUTHERN soldiers and lost five": whoever killed them
                continue
            if token.actor and (side := self.side_of(token)):
                return Victim(side, "V.loser")
            if "both_sides" in token.roles:
                return None
            if "body" in token.roles and self.rulers.only is not None:
                return Victim(self.rulers.only, "V.loser")  # "THE ARMY lost 30"
            if "pronoun" in token.roles or "say" in token.roles:
                break
        if source is not None and source.side:
            return Victim(source.side, "V.loser")
        return None

    def _on_side(self, ts: Sequence[Token], loss: Loss) -> Victim | None:
        """The side named within the loss, else right behind it, before it, further behind it."""
        low, high = max(0, loss.start - 10), min(len(ts), loss.end + 8)
        for token in ts[low : high + 1]:
            if not _SIDES.isdisjoint(token.roles):
                break
        else:
            return None
        behind = list(range(loss.end, high))
        comma = next((n for n, k in enumerate(behind) if ts[k].low in (",", ";")), len(behind))
        inside, before = range(loss.start, loss.end), range(loss.start - 1, low - 1, -1)
        for k in (*inside, *behind[:comma], *before, *behind[comma:]):
            if k < loss.start and any("relative" in t.roles for t in ts[max(0, k - _REACH) : k]):
                continue  # "a group THAT documents abuses by both sides"
            if (found := self._side_at(ts, k)) is not None:
                return found
        return None

    def _side_at(self, ts: Sequence[Token], k: int) -> Victim | None:
        if "both_sides" in ts[k].roles and _is_on(ts, k):
            return Victim(UNKNOWN, "V.each") if _is_each(ts[k]) else Victim(BOTH, "V.both")
        end = k if "side_word" in ts[k].roles else k + 1  # "Northern side" may be one name
        if end >= len(ts) or "side_word" not in ts[end].roles:
            return None
        says = end + 1 < len(ts) and "say" in ts[end + 1].roles
        opened = k > 1 or (k == 1 and "preposition" in ts[0].roles)
        side = self.side_of(ts[k]) if opened and not says else None
        return Victim(side, "V.side") if side else None

    def by_speaker(self, source: Source | None) -> Victim:
        """Nobody is named: a party to the war that counts losses counts its own (R12)."""
        if source is None or source.side is None or source.is_outlet:
            return NOBODY
        if not self._is_party(source):
            return NOBODY
        return Victim(source.side, "V.speaker", False)

    def is_armed_body(self, source: Source | None) -> bool:
        """A force or a group: only fighters are its own. Its ministry counts whom it rules."""
        if source is None or source.side not in self._armed:
            return False
        actor = self.beat.actor_by_id.get(source.claimant)
        return actor is None or actor.kind != "ministry"

    def acts(self, ts: Sequence[Token], loss: Loss, source: Source | None) -> bool:
        """As in "it killed ten", "it holds ten soldiers": the speaker's own side did it."""
        return acts(ts, loss, source, self.side_of) or holds(ts, loss, source, self.side_of)

    def only_other(self, side: str | None) -> str | None:
        """The other party, where there are two."""
        others = [p for p in self._fighting if p != side]
        return others[0] if side in self._fighting and len(others) == 1 else None

    def foe(self, side: str, items: Sequence[Quantity], ts: Sequence[Token]) -> str | None:
        """Whom a side's own fighters kill or hold where the words leave but one other party:
        soldiers are of a state, "militants" of a group."""
        others = [p for p in self._fighting if p != side]
        if side not in self._fighting or not all(q.category == "military" for q in items):
            return None
        if len(others) > 1:
            words = {t.low for q in items for t in ts[q.head or q.start : q.end]}
            soldiers = not words.isdisjoint(_SOLDIERS)
            groups = not words.isdisjoint(_REBELS)
            if soldiers == groups or groups != self.rulers.governs(side):
                return None
            others = [p for p in others if self.rulers.governs(p) != groups]
        return others[0] if len(others) == 1 else None

    def _is_party(self, source: Source) -> bool:
        if self.beat.parties:
            return source.side in self.beat.parties
        return source.claimant not in self._bystanders


def _is_of_two(ts: Sequence[Token], item: Quantity) -> bool:
    """As in "100 RGF AND SUDLANDIC militants": a sum over two."""
    inside = ts[item.count_end : item.head or item.count_end]
    return bool(item.names) and any(t.low == "and" for t in inside)


def _is_counted(ts: Sequence[Token], k: int) -> bool:
    """As in "30 SOUTHERN soldiers", "30 SOUTHERNERS": a name inside a number of people."""
    near = ts[max(0, k - 2) : k]
    return any(("digits" in t.roles and not _is_year(t)) or "number" in t.roles for t in near)


def _is_year(token: Token) -> bool:
    """As in "in 2020 NORLAND lost 12"."""
    return token.value in _YEARS and token.end - token.start == _YEAR_DIGITS


def _is_on(ts: Sequence[Token], k: int) -> bool:
    """As in "soldiers FROM both countries"; "both countries accused each other" is no owner."""
    if not ts[k].low.endswith(("countries", "nations", "states")):
        return True
    return k > 0 and "preposition" in ts[k - 1].roles and ts[k - 1].low != "between"


def _is_each(token: Token) -> bool:
    """As in "EACH SIDE lost 80 men": a number for two, and a sum of neither."""
    return token.low.startswith(("each", "either"))


def _side_by_name(beat: Beat, region: str) -> str | None:
    """As in "Northland, front districts" is the side's whose name it begins with."""
    folded = fold(region)
    for actor in beat.actors:
        if actor.side and (folded == fold(actor.name) or folded.startswith(fold(actor.name) + ",")):
            return actor.side
    for actor in beat.actors:
        if actor.side and folded in {fold(a) for a in actor.aliases}:
            return actor.side
    return None


def _whole_regions(beat: Beat) -> frozenset[str]:
    """Regions that bear the name of a side: a number for them is no part."""
    names = {n.casefold() for a in beat.actors if a.side for n in (a.name, *a.aliases)}
    return frozenset(r.id for r in beat.regions if r.name.casefold() in names)
