"""Query: what a reader asked for, as a tree; read from text by `feeds.queries`.

The same tree is answered by rows in memory and by an archive's index, with the same result.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from feeds.entry import TextField
from feeds.folding import words_of

Named = Literal["actor", "side", "region", "source", "claims", "tag", "edit"]
"""What has a name: an actor, a side or a region of the beat; a source; a kind of claim (`any`: a
claim of whatever kind) that nobody rejected; a tag that a person gave; what the last edit touched
(`any`: more than signs)."""

State = Literal["marked", "read", "unread", "tagged", "noted", "edited", "withdrawn", "undated"]
"""What a person or the story made of an entry; `edited`: these are not its first words;
`withdrawn`: it no longer stands."""

Searched = TextField | Literal["note"]
"""Where words are looked for: in a text of the entry, or in what a person wrote beside it."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand one after the other in a text: case and diacritics do not count."""

    words: tuple[str, ...]
    """Words as `feeds.folding.words_of` gives them, at least one."""

    is_phrase: bool = False
    """True: these very words. False: the last one is a beginning, of a word or a whole one."""

    field: Searched | None = None
    """Where; None is headline or body."""


@dataclass(frozen=True, slots=True)
class Facets:
    """Entries that name one of these."""

    kind: Named
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Is:
    """Entries in a state."""

    state: State


@dataclass(frozen=True, slots=True)
class Within:
    """Entries whose time lies in a span, both ends included; undated ones do not."""

    since: datetime | None
    """Aware; None is open."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class Not:
    """Entries that do not pass."""

    part: "Query"


@dataclass(frozen=True, slots=True)
class All:
    """Entries that pass every part; of no parts, every entry."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Entries that pass one of the parts at least."""

    parts: tuple["Query", ...]


Query: TypeAlias = Words | Facets | Is | Within | Not | All | Any

EVERYTHING = All(())
"""The query that every entry passes."""

NOTHING = Any(())
"""The query that no entry passes."""


def every(parts: Iterable[Query]) -> Query:
    """Entries that pass all parts, as simple as can be: spans of time become one."""
    flat = [p for part in parts for p in (part.parts if isinstance(part, All) else (part,))]
    if NOTHING in flat:
        return NOTHING
    kept = tuple(_with_one_span(flat))
    return kept[0] if len(kept) == 1 else All(kept)


def some(parts: Iterable[Query]) -> Query:
    """Entries that pass one part at least, as simple as can be."""
    flat = tuple(p for part in parts for p in (part.parts if isinstance(part, Any) else (part,)))
    if EVERYTHING in flat:
        return EVERYTHING
    return flat[0] if len(flat) == 1 else Any(flat)


def none_of(part: Query) -> Query:
    """Entries that do not pass, as simple as can be."""
    if part == EVERYTHING:
        return NOTHING
    if part == NOTHING:
        return EVERYTHING
    return part.part if isinstance(part, Not) else Not(part)


def simplified(query: Query) -> Query:
    """The same question in the shape that `feeds.queries` reads from a text."""
    if isinstance(query, All):
        return every(map(simplified, query.parts))
    if isinstance(query, Any):
        return some(map(simplified, query.parts))
    if isinstance(query, Not):
        return none_of(simplified(query.part))
    return query


def words_query(text: str) -> Query:
    """Entries that have every word of `text`, or one that begins with it; of no words, all."""
    found = map(words_of, text.split())
    return every(Words(words) for words in found if words)


def _with_one_span(parts: Iterable[Query]) -> Iterator[Query]:
    """Parts in order; the first span of time is narrowed to what all of them leave."""
    listed = list(parts)
    spans = [part for part in listed if isinstance(part, Within)]
    for part in listed:
        if not isinstance(part, Within):
            yield part
        elif part is spans[0]:
            since = max((s.since for s in spans if s.since), default=None)
            until = min((s.until for s in spans if s.until), default=None)
            yield Within(since, until)
