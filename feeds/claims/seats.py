"""Which region an official is of, by the office that a pack gives: "Governor of Eastmark"."""

from feeds.beat import Actor, Beat
from feeds.folding import fold


def seats(beat: Beat) -> dict[str, str]:
    """Region id by actor id, of those whose office or title names one region."""
    named = {r.id: [f" {fold(name)} " for name in (r.name, *r.aliases)] for r in beat.regions}
    found: dict[str, str] = {}
    for actor in beat.actors:
        if actor.kind == "official":
            titles = [f" {fold(title)} " for title in _titles(actor)]
            at = {r for r, names in named.items() if any(n in t for n in names for t in titles)}
            if len(at) == 1:
                found[actor.id] = at.pop()
    return found


def _titles(actor: Actor) -> tuple[str, ...]:
    return (*((actor.office,) if actor.office else ()), actor.name, *actor.aliases)
