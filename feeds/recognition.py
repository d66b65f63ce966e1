"""Recognition: the shipped beat that a text is about, with as few packs read as can be.

Each pack has its names beside it in short (`beats/names/`, made by `make names`): they bound how
many of its actors a text could name. Only a pack that could still win is read, its tagger built and
its actors counted. Names of another state of the pack are left aside, and worked out anew.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from itertools import zip_longest

from feeds.beat import Beat
from feeds.packs import SHIPPED, load_beat, shipped_beats
from feeds.tag import Presence, Tagger, keys_of

FEWEST_ACTORS = 3
"""Distinct actors that a text must name before a shipped beat is taken for it."""

NAMES = SHIPPED / "names"
"""Where the names in short lie, one file a pack."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A beat that a text is about, with its tagger."""

    beat: Beat
    tagger: Tagger


@dataclass(frozen=True, slots=True)
class Contender:
    """A beat that a text may be about."""

    name: str
    presence: Presence
    load: Callable[[], Beat]
    """Reads the pack: called only where the beat could win."""


def recognise(texts: Sequence[str]) -> Recognised | None:
    """The shipped beat of which the texts name most actors, at least `FEWEST_ACTORS`, and whose war
    they tell; else None."""
    shipped = [Contender(n, presence_of(n), partial(load_beat, n)) for n in shipped_beats()]
    return choose(texts, shipped)


def choose(texts: Sequence[str], contenders: Sequence[Contender]) -> Recognised | None:
    """The contender of which the texts name most actors, at least `FEWEST_ACTORS`, and whose war
    they tell; else None.

    Of several, the one of whose parties' people they name most; then the first. Counting ends where
    the rest of the texts cannot change the choice.
    """
    keys = keys_of("\n".join(texts))
    bounds = [(contender.presence.bound(keys), -at) for at, contender in enumerate(contenders)]
    ranked = sorted(bounds, reverse=True)
    best: Recognised | None = None
    most = ((FEWEST_ACTORS, 0), -len(contenders))
    for (bound, at), (rival, _) in zip_longest(ranked, ranked[1:], fillvalue=((0, 0), 0)):
        if (bound, at) < most:
            continue
        beat = contenders[-at].load()
        tagger = Tagger(beat)
        beaten = max(rival[0], most[0][0])
        found = _named(texts, tagger, beaten)
        if len(found) < FEWEST_ACTORS or not tells_war(texts, beat, tagger):
            continue
        if len(found) > beaten:
            return Recognised(beat, tagger)
        of_parties = sum(beat.side_of(actor) in beat.parties for actor in found)
        if ((len(found), of_parties), at) > most:
            best, most = Recognised(beat, tagger), ((len(found), of_parties), at)
    return best


def tells_war(texts: Sequence[str], beat: Beat, tagger: Tagger) -> bool:
    """True where the texts name two parties of the beat, one and a place of a party, or three
    actors of theirs.

    Who is in every war tells none from another: the United Nations, outlets, powers. No more do
    words for any side's people, which the pack writes small ("the army").
    """
    if not beat.parties:
        return True
    common = {w for a in beat.actors for w in (a.name, *a.aliases) if w == w.lower()}
    own: set[str] = set()
    has_place = False
    for text in texts:
        named = tagger.mentions(text, "body")
        actors = [m for m in named if m.what == "actor"]
        places = {m.start for m in named if m.what == "region" and _is_held(m.id, beat)}
        has_place = has_place or not places <= {m.start for m in actors}  # a state is no place
        proper = (m for m in actors if text[m.start : m.end].lower() not in common)
        own |= {m.id for m in proper if beat.side_of(m.id) in beat.parties}
        sides = {beat.side_of(actor) for actor in own}
        if len(sides) > 1 or (own and has_place) or len(own) >= FEWEST_ACTORS:
            return True
    return False


def _is_held(region: str, beat: Beat) -> bool:
    return beat.region_by_id[region].side in beat.parties


def _named(texts: Sequence[str], tagger: Tagger, enough: int) -> set[str]:
    """The actors that the texts name; where they are more than `enough`, some of them."""
    found: set[str] = set()
    for text in texts:
        found |= tagger.actors_in(text)
        if len(found) > enough:
            break
    return found


def presence_of(name: str) -> Presence:
    """The names of a shipped pack in short: as stored, else worked out from the pack."""
    try:
        stored = json.loads((NAMES / f"{name}.json").read_bytes())
    except (OSError, ValueError):
        stored = {}
    if stored.pop("pack", None) != _digest(name):
        return Presence.of(load_beat(name))
    return Presence(**stored)


def stored_names(name: str) -> str:
    """What the file of a shipped pack's names in short is to hold."""
    record = {"pack": _digest(name)} | asdict(Presence.of(load_beat(name)))
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def _digest(name: str) -> str:
    return sha256((SHIPPED / f"{name}.yaml").read_bytes()).hexdigest()


if __name__ == "__main__":
    NAMES.mkdir(exist_ok=True)
    for shipped in shipped_beats():
        (NAMES / f"{shipped}.json").write_text(stored_names(shipped), encoding="utf-8")
