"""What is heard in a feed becomes a proposal for a beat: states, bodies, people, places."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from feeds.candidate import Candidate, Heard, Named
from feeds.folding import fold

FEWEST = 2
"""Entries that must name a place, or somebody who is only a name, before they are proposed."""

SHORT = 50
"""Entries up to which one naming is enough for a place: a person can look through so many."""

_STEM = 4
"""Letters that a state and its demonym share at the least: "Turkey", "Turkish"."""


@dataclass(slots=True)
class _Count:
    entries: set[int] = field(default_factory=set)
    prefixes: set[int] = field(default_factory=set)
    offices: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)


def candidates(heard: Iterable[tuple[int, Heard]]) -> tuple[Candidate, ...]:
    """States, then people, bodies, outlets and names, then places; the most heard first.

    `heard` comes with the number of its entry: the same name twice in one counts once. Nothing
    is invented: a state is the word before two offices or bodies, or before one whose root
    another name shares ("Northern", "Northland").
    """
    counts = _counted(heard)
    states = _states(counts)
    found = [
        *states.made,
        *_people(counts, states),
        *_bodies(counts, states),
        *_places(counts, states, 1 if _entries(counts) <= SHORT else FEWEST),
    ]
    return tuple(found)


def _counted(heard: Iterable[tuple[int, Heard]]) -> dict[Named, dict[str, _Count]]:
    counts: dict[Named, dict[str, _Count]] = defaultdict(lambda: defaultdict(_Count))
    for entry, seen in heard:
        count = counts[seen.what][fold(seen.name)]
        count.entries.add(entry)
        count.written[seen.name] += 1
        if seen.is_prefix:
            count.prefixes.add(entry)
        if seen.office:
            count.offices[seen.office] += 1
        if seen.state:
            count.states[seen.state] += 1
    return counts


class _States:
    """The states that offices name, each with its demonym."""

    def __init__(self, made: Sequence[Candidate]) -> None:
        self.made = made
        self._of = {fold(w): c.name for c in made for w in (c.name, *c.aliases)}

    def of(self, words: Mapping[str, int]) -> str | None:
        """The state that these words before an office most often name."""
        named = (self._of.get(fold(w)) for w in sorted(words, key=lambda w: -words[w]))
        return next((name for name in named if name), None)

    def __contains__(self, name: str) -> bool:
        return fold(name) in self._of


def _states(counts: Mapping[Named, Mapping[str, _Count]]) -> _States:
    words: dict[str, set[tuple[str, int]]] = defaultdict(set)
    written: dict[str, str] = {}
    for what in ("person", "post", "body"):
        for folded, count in counts.get(what, {}).items():
            for state in count.states:
                words[fold(state)] |= {(folded, entry) for entry in count.entries}
                written.setdefault(fold(state), state)
    names = {
        folded: _written(count)
        for what in ("name", "place")
        for folded, count in counts.get(what, {}).items()
    }
    made = [_state(group, words, written, names) for group in _same_root(sorted(words, key=len))]
    kept = [c for c, uses in made if uses >= FEWEST or c.aliases]
    return _States(sorted(kept, key=lambda c: -c.entries))


def _same_root(words: Sequence[str]) -> Iterator[list[str]]:
    """Words before offices, those of one state together: "northern" and "northland"."""
    left = list(words)
    while left:
        first = left.pop(0)
        group = [first, *(w for w in left if _shares_root(first, w))]
        left = [w for w in left if w not in group]
        yield group


def _state(
    group: Sequence[str],
    words: Mapping[str, set[tuple[str, int]]],
    written: Mapping[str, str],
    names: Mapping[str, str],
) -> tuple[Candidate, int]:
    """The state, and how many times an office or a body was named with it."""
    uses = set().union(*(words[w] for w in group))
    entries = {entry for _, entry in uses}
    nouns = [n for f, n in names.items() if any(_shares_root(f, w) or f == w for w in group)]
    forms = dict.fromkeys([*sorted(nouns, key=len), *(written[w] for w in group)])
    name, *aliases = forms
    made = Candidate(what="state", name=name, aliases=tuple(aliases), entries=len(entries))
    return made, len(uses)


def _shares_root(one: str, other: str) -> bool:
    """As "turkey" and "turkish" do: all but the endings is the same."""
    shared = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return shared >= _STEM and max(len(one), len(other)) - shared <= _STEM


def _people(counts: Mapping[Named, Mapping[str, _Count]], states: _States) -> Iterator[Candidate]:
    """People with their posts; a family name alone is the same person's."""
    loose = counts.get("name", {})
    people = counts.get("person", {})
    family = Counter(folded.rpartition(" ")[2] for folded in people)
    for folded, count in _by_entries(people):
        last = folded.rpartition(" ")[2]
        alone = loose.get(last) if family[last] == 1 else None
        if not count.offices and not alone and len(count.entries) < FEWEST:
            continue
        office = next((o for o, _ in count.offices.most_common(1)), None)
        yield Candidate(
            what="person",
            name=_written(count),
            aliases=(_written(alone),) if alone else (),
            state=states.of(count.states),
            office=office,
            entries=len(count.entries | (alone.entries if alone else set())),
            prefixes=len(count.prefixes | (alone.prefixes if alone else set())),
        )


def _bodies(counts: Mapping[Named, Mapping[str, _Count]], states: _States) -> Iterator[Candidate]:
    families = {folded.rpartition(" ")[2] for folded in counts.get("person", {})}
    counts, shorter = _joined(counts, states)
    for what in ("body", "post", "outlet", "name"):
        for folded, count in _by_entries(counts.get(what, {})):
            name = _written(count)
            if name in states or folded in families or " and " in name:
                continue
            if what in ("name", "outlet") and len(count.entries) < FEWEST:
                continue
            yield Candidate(
                what=what,
                name=name,
                aliases=tuple(shorter.get(folded, ())),
                state=states.of(count.states),
                entries=len(count.entries),
                prefixes=len(count.prefixes),
            )


def _joined(
    counts: Mapping[Named, Mapping[str, _Count]], states: _States
) -> tuple[Mapping[Named, Mapping[str, _Count]], Mapping[str, list[str]]]:
    """Counts in which bodies of one name and state are one, with the names that went into it.

    "Northern Health Ministry" and "Northland's Health Ministry" are; a "Health Ministry" without a
    state is, where there is one state that has such a body.
    """
    bodies = dict(counts.get("body", {}))
    by_name: dict[str, dict[str | None, list[str]]] = defaultdict(lambda: defaultdict(list))
    for folded, count in _by_entries(bodies):
        words = [w for w in folded.replace("'s ", " ").split() if w not in states]
        by_name[" ".join(words)][states.of(count.states)].append(folded)
    shorter: dict[str, list[str]] = {}
    for owners in by_name.values():
        stateless = owners.pop(None, [])
        groups = list(owners.values()) or [[]]
        if len(groups) == 1:
            groups = [groups[0] + stateless]
        for first, *others in filter(None, groups):
            shorter[first] = [_written(bodies[name]) for name in others]
            for name in others:
                bodies[first] = _added(bodies[first], bodies.pop(name))
    return {**counts, "body": bodies}, shorter


def _added(one: _Count, other: _Count) -> _Count:
    """Both, under the spellings of the first."""
    return _Count(
        entries=one.entries | other.entries,
        prefixes=one.prefixes | other.prefixes,
        offices=one.offices + other.offices,
        states=one.states + other.states,
        written=one.written,
    )


def _entries(counts: Mapping[Named, Mapping[str, _Count]]) -> int:
    """How many entries were listened to, as far as anything was heard in them."""
    return len({e for named in counts.values() for count in named.values() for e in count.entries})


def _places(
    counts: Mapping[Named, Mapping[str, _Count]], states: _States, fewest: int
) -> Iterator[Candidate]:
    """Places that enough entries name, and that are neither a state nor somebody heard."""
    heard = {f for what in ("person", "body", "outlet") for f in counts.get(what, {})}
    for folded, count in _by_entries(counts.get("place", {})):
        name = _written(count)
        if len(count.entries) >= fewest and name not in states and folded not in heard:
            yield Candidate(what="place", name=name, entries=len(count.entries))


def _by_entries(counts: Mapping[str, _Count]) -> list[tuple[str, _Count]]:
    return sorted(counts.items(), key=lambda item: (-len(item[1].entries), item[0]))


def _written(count: _Count) -> str:
    """The spelling most often met; of equals the first in the alphabet."""
    return min(count.written, key=lambda w: (-count.written[w], w))
