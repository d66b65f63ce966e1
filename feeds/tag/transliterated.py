"""Transliterated: officials and places that a text spells another way (Sarkisyan, Sargsyan)."""

from collections.abc import Iterator
from dataclasses import dataclass

from feeds.tag.fold import Folded
from feeds.tag.names import Name, Names
from feeds.tag.spellings import SHORTEST_LOOSE, loose

_WINDOW = 200
"""Characters to each side in which the rest of a name may stand."""

_MOST_PLAIN = 100_000
"""Words remembered as being no name, before the memory starts anew."""


@dataclass(frozen=True, slots=True)
class _Key:
    """A name by the loose keys of its words, seen from one of them."""

    keys: tuple[str, ...]
    words: tuple[str, ...]
    at: int
    name: Name


class Transliterated:
    """The loose keys of a beat's officials and places; a key that two of them share serves none."""

    def __init__(self, names: Names) -> None:
        self._by_word: dict[str, list[_Key]] = {}
        self._plain: set[str] = set()
        for keys, (text, name) in _unshared(names.persons).items():
            words = tuple(text.split(" "))
            for at, key in enumerate(keys):
                if len(key) >= SHORTEST_LOOSE:
                    self._by_word.setdefault(key, []).append(_Key(keys, words, at, name))

    def find(self, folded: Folded) -> Iterator[tuple[int, int, Name]]:
        """Start and end in the folded text, and the name, of each name in another spelling."""
        words = folded.text.split()
        if self._plain.issuperset(words):
            return
        known: dict[str, list[_Key]] = {}
        for word in set(words) - self._plain:
            keys = [key for key in self._keys(word) if key.words[key.at] != word]
            if keys:
                known[word] = keys
            else:
                self._remember(word)
        if known:
            yield from _places_of(known, folded)

    def _keys(self, word: str) -> list[_Key]:
        if len(word) < SHORTEST_LOOSE or not word.isalpha():
            return []
        return self._by_word.get(loose(word), [])

    def _remember(self, word: str) -> None:
        if len(self._plain) >= _MOST_PLAIN:
            self._plain.clear()
        self._plain.add(word)


def _unshared(persons: dict[str, Name]) -> dict[tuple[str, ...], tuple[str, Name]]:
    """Names by loose keys, without those keys that stand for two different ones."""
    owners: dict[tuple[str, ...], set[tuple[object, object]]] = {}
    found: dict[tuple[str, ...], tuple[str, Name]] = {}
    for text, name in persons.items():
        keys = tuple(loose(word) for word in text.split(" "))
        owners.setdefault(keys, set()).add((name.actor, name.region))
        found.setdefault(keys, (text, name))
    return {keys: found[keys] for keys, owned in owners.items() if len(owned) == 1}


def _places_of(known: dict[str, list[_Key]], folded: Folded) -> Iterator[tuple[int, int, Name]]:
    text = folded.text
    for at, word in sorted((at, w) for w in known for at in _starts_of(w, text)):
        for key in known[word]:
            span = _match(key, at, text)
            if span and folded.original[folded.span(*span)[0]].isupper():
                yield (*span, key.name)


def _starts_of(word: str, text: str) -> Iterator[int]:
    at = text.find(f" {word} ")
    while at >= 0:
        yield at + 1
        at = text.find(f" {word} ", at + 1)


def _match(key: _Key, at: int, text: str) -> tuple[int, int] | None:
    """Start and end of the whole name around the word at `at`; None where the rest differs."""
    before, after = key.keys[: key.at], key.keys[key.at :]
    left = text[max(0, at - _WINDOW) : at].split(" ")[-len(before) - 1 : -1] if before else []
    right = text[at : at + _WINDOW].split(" ", len(after))[: len(after)]
    if tuple(map(loose, left)) != before or tuple(map(loose, right)) != after:
        return None
    return at - sum(map(len, left)) - len(left), at + sum(map(len, right)) + len(right) - 1
