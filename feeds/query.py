"""Query: what a reader asked for, as a tree; read from text by `feeds.queries`.

The same tree is answered by rows in memory and by an archive's index, with the same result.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from feeds.entry import TextField

Named = Literal["actor", "side", "region", "source", "claims", "tag"]
"""What has a name: an actor, a side or a region of the beat; a source; a kind of claim (`any`: a
claim of whatever kind); a tag that a person gave."""

State = Literal["marked", "read", "unread", "tagged", "noted", "edited", "undated"]
"""What a person or the story made of an entry; `edited`: there is a second version."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand in a text, folded: case and diacritics do not count."""

    words: tuple[str, ...]
    """Folded words, at least one."""

    is_phrase: bool = False
    """True: these very words, one after the other. False: one word, and what begins with it."""

    field: TextField | None = None
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
