"""Which sides are a people: a state that counts losses counts its citizens, an army its soldiers.

A pack may say it by `parties` and by the kinds of its actors; where it does not, names tell.
"""

from feeds.beat import Actor, Beat
from feeds.folding import fold

_BYSTANDERS = frozenset({"un", "united nations", "osce", "eu", "european union", "nato", "icrc"})
_OBSERVERS = frozenset(
    {"observatory", "monitor", "monitors", "monitoring", "network", "syndicate", "lawyers", "watch",
     "crescent", "cross", "amnesty", "msf", "medecins", "doctors", "charity", "observers"}
)  # fmt: skip
_ARMED = frozenset(
    {"forces", "armed", "army", "front", "movement", "militia", "militias", "brigade", "brigades",
     "guard", "guards", "fighters", "rebels", "insurgents", "paramilitary", "paramilitaries",
     "junta", "jihad", "resistance", "corps"}
)  # fmt: skip
_ARMED_KINDS = frozenset({"group", "force"})


def bystanders(beat: Beat) -> frozenset[str]:
    """Ids of actors that fight no war of their own: they count everybody's dead."""
    return frozenset(a.id for a in beat.actors if _is_bystander(a))


def armed_bodies(beat: Beat) -> frozenset[str]:
    """Sides that are a force or a group, and no people: civilians are not theirs."""
    sides = {a.side for a in beat.actors if a.side}
    return frozenset(s for s in sides if _is_armed(s, [a for a in beat.actors if a.side == s]))


def _is_bystander(actor: Actor) -> bool:
    names = _names(actor)
    words = {w for n in names for w in n.split()}
    observes = actor.kind in ("other", "organisation") and not words.isdisjoint(_OBSERVERS)
    return actor.independent or observes or not names.isdisjoint(_BYSTANDERS)


def _is_armed(side: str, actors: list[Actor]) -> bool:
    """By whoever bears the side's name; by all its actors where nobody does."""
    if any(a.kind == "state" for a in actors):
        return False
    main = [a for a in actors if fold(side) in _names(a)] or actors
    return all(_bears_arms(a) for a in main)


def _bears_arms(actor: Actor) -> bool:
    words = set(fold(actor.name).split())
    return actor.kind in _ARMED_KINDS or not words.isdisjoint(_ARMED)


def _names(actor: Actor) -> set[str]:
    return {fold(actor.name), fold(actor.id), *(fold(a) for a in actor.aliases)}
