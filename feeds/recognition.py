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
class Candidate:
    """A beat that a text may be about."""

    name: str
    presence: Presence
    load: Callable[[], Beat]
    """Reads the pack: called only where the beat could win."""


def recognise(text: str) -> Recognised | None:
    """The shipped beat of which the text names most actors, at least `FEWEST_ACTORS`; else None."""
    shipped = [Candidate(n, presence_of(n), partial(load_beat, n)) for n in shipped_beats()]
    return choose(text, shipped)


def choose(text: str, candidates: Sequence[Candidate]) -> Recognised | None:
    """The candidate of which the text names most actors, at least `FEWEST_ACTORS`; else None.

    Of several, the one of whose parties' people it names most; then the first.
    """
    keys = keys_of(text)
    bounds = [(candidate.presence.bound(keys), candidate) for candidate in candidates]
    best: Recognised | None = None
    most, place = (FEWEST_ACTORS, 0), len(bounds)
    for bound, candidate in sorted(bounds, key=lambda b: b[0], reverse=True):
        at = candidates.index(candidate)
        if (bound, -at) < (most, -place):
            continue
        beat = candidate.load()
        found = named(text, beat, tagger := Tagger(beat))
        if (found, -at) > (most, -place):
            best, most, place = Recognised(beat, tagger), found, at
    return best


def named(text: str, beat: Beat, tagger: Tagger) -> tuple[int, int]:
    """How many actors of the beat the text names; how many of them are on the parties' sides."""
    actors = tagger.actors_in(text)
    return len(actors), sum(beat.side_of(actor) in beat.parties for actor in actors)


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
