"""Renaming: an entry that its page gives no id is named by its headline; edited, it keeps its name.

Of a page that has every entry, what came and what went at one and the same time belong together: by
their words, else by their text under another headline, else by most of their words, else where
there is one of each.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from difflib import SequenceMatcher
from functools import partial

from feeds.entry import Entry

NEAR = 0.6
"""Share of words in common from which on two texts are one, edited."""

MOST_COMPARED, MOST_WORDS = 64, 400
"""Pairs of one time, and words of each, that are compared: more say no more."""

Numbered = dict[int, Entry]
Pair = tuple[int, int]
"""One that came, one that went."""


def renamed(come: Sequence[Entry], gone: Sequence[Entry]) -> Mapping[int, Entry]:
    """Those of `come` that are one of `gone`, by their place in it, under its name.

    `gone` are the versions that held when the page was seen before.
    """
    found: dict[int, Entry] = {}
    left = _by_time(enumerate(gone))
    for time, new in _by_time(enumerate(come)).items():
        old = left.get(time, {})
        for pairs in (partial(_pairs, _words), partial(_pairs, _text), _near, _last):
            for position, name in pairs(new, old):
                was = old.pop(name)
                found[position] = replace(new.pop(position), source=was.source, id=was.id)
    return found


def _by_time(entries: Iterable[tuple[int, Entry]]) -> dict[datetime, Numbered]:
    found: dict[datetime, Numbered] = defaultdict(dict)
    for n, entry in entries:
        if entry.time is not None:
            found[entry.time][n] = entry
    return found


def _pairs(alike: Callable[[Entry], object], new: Numbered, old: Numbered) -> list[Pair]:
    """One of each that are alike, and alike to no other."""
    groups: dict[object, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, entries in enumerate((new, old)):
        for n, entry in entries.items():
            groups[alike(entry)][side].append(n)
    return [(come[0], gone[0]) for come, gone in groups.values() if len(come) == len(gone) == 1]


def _words(entry: Entry) -> object:
    return entry.headline, entry.body


def _text(entry: Entry) -> object:
    return entry.body


def _near(new: Numbered, old: Numbered) -> list[Pair]:
    """Those that share most of their words, the nearest first."""
    if len(new) * len(old) > MOST_COMPARED:
        return []
    found = [(_likeness(come, gone), n, m) for n, come in new.items() for m, gone in old.items()]
    pairs: list[Pair] = []
    for likeness, n, m in sorted(found, reverse=True):
        is_free = all(n != one and m != other for one, other in pairs)
        if likeness > NEAR and is_free:
            pairs.append((n, m))
    return pairs


def _likeness(one: Entry, other: Entry) -> float:
    """Share of words in common and in order, of the first `MOST_WORDS`."""
    first, second = (f"{e.headline or ''} {e.body}".split()[:MOST_WORDS] for e in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _last(new: Numbered, old: Numbered) -> list[Pair]:
    """What is left, where that is one of each."""
    return [(next(iter(new)), next(iter(old)))] if len(new) == len(old) == 1 else []
