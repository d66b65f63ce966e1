"""Presence: how many actors of a beat a text could name at most, without building its tagger.

A bound, never a count: some name of the actor stands in the text, in whatever case and
transliteration, even inside a longer name. What the tagger finds is never more, so a beat whose
bound is below what another beat's tagger has found need not be read at all.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise

from feeds.beat import Beat
from feeds.tag.fold import fold
from feeds.tag.inflected import inflected_names
from feeds.tag.names import Names
from feeds.tag.spellings import loose

_ByKey = Mapping[str, str]
"""By the longest two neighbours in a name, or its only word: lines of "number name", the number of
the actor whose name it is. Texts, and no lists, because most of them are loaded for nothing."""

_OF = tuple(map(loose, ("of", "in")))
_OF_THE = (*_OF, loose("the"))


def keys_of(text: str) -> frozenset[str]:
    """Each word of a text, and each two that follow each other, alike in all transliterations."""
    words = fold(text).text.split()
    alike = {word: loose(word) for word in set(words)}
    return frozenset(chain(alike.values(), _pairs([alike[word] for word in words])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """The names of one beat in short. Actors go by their number in the pack's order."""

    sides: tuple[str | None, ...]
    """The side of each actor."""

    parties: tuple[str, ...]

    names: _ByKey
    """The names that are an actor's as they stand."""

    institutions: _ByKey
    """Those that are an institution's beside its state's name only ("defence ministry")."""

    states: _ByKey
    """The states' names, each with the number of some actor of that side."""

    @classmethod
    def of(cls, beat: Beat) -> "Presence":
        """Worked out from a beat, as its tagger would take its names."""
        numbers = {actor.id: number for number, actor in enumerate(beat.actors)}
        some = {actor.side: numbers[actor.id] for actor in reversed(beat.actors)}
        names = [*Names(beat).table.values(), *inflected_names(beat)]
        named = ((name.text, numbers[name.actor]) for name in names if name.actor)
        cores = ((n.text, numbers[id]) for n in names for id in n.institutions.values())
        states = ((name.text, some[name.state]) for name in names if name.state)
        return cls(
            sides=tuple(actor.side for actor in beat.actors),
            parties=beat.parties,
            names=_by_key(named),
            institutions=_by_key(cores),
            states=_by_key(states),
        )

    def bound(self, keys: frozenset[str]) -> tuple[int, int]:
        """How many actors a text of these keys could name; of these, on the parties' sides."""
        found = {number for _, number in _standing(self.names, keys)}
        states: dict[str | None, list[str]] = {}
        for state, number in _standing(self.states, keys):
            states.setdefault(self.sides[number], []).append(state)
        for core, number in _standing(self.institutions, keys) if states else ():
            if number not in found and any(
                _are_joined(state, core, keys) for state in states.get(self.sides[number], ())
            ):
                found.add(number)
        return len(found), sum(self.sides[number] in self.parties for number in found)


def _pairs(words: Iterable[str]) -> Iterator[str]:
    return map(" ".join, pairwise(words))


def _by_key(named: Iterable[tuple[str, int]]) -> _ByKey:
    made: dict[str, set[str]] = {}
    for text, number in named:
        words = [loose(word) for word in text.split()]
        key = max(_pairs(words), key=len, default=words[0])
        made.setdefault(key, set()).add(f"{number} {' '.join(words)}")
    return {key: "\n".join(sorted(made[key])) for key in sorted(made)}


def _standing(names: _ByKey, keys: frozenset[str]) -> Iterator[tuple[str, int]]:
    """The names that stand in the text, and whose they are."""
    for key in names.keys() & keys:
        for line in names[key].split("\n"):
            number, _, name = line.partition(" ")
            if name == key or keys.issuperset(_pairs(name.split(" "))):
                yield name, int(number)


def _are_joined(state: str, core: str, keys: frozenset[str]) -> bool:
    """Whether "defence ministry" could stand right before or behind its state's name.

    Right before it is no English, but how a genitive follows in other languages.
    """
    end, start = state.rpartition(" ")[2], core.partition(" ")[0]
    if f"{end} {start}" in keys or {f"{end} s", f"s {start}"} <= keys:
        return True
    start, end = state.partition(" ")[0], core.rpartition(" ")[2]
    if f"{end} {start}" in keys:
        return True
    return not keys.isdisjoint(f"{end} {of}" for of in _OF) and not keys.isdisjoint(
        f"{of} {start}" for of in _OF_THE
    )
