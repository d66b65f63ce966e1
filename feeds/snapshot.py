"""Snapshot: all that the panes draw, at one moment; Filter: what the reader asked to see."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, overload, runtime_checkable

from feeds.beat import Beat
from feeds.change import Change
from feeds.claim import Claim
from feeds.decision import Review
from feeds.entry import Entry
from feeds.errors import Problem, SourceError
from feeds.marking import Marking
from feeds.query import EVERYTHING, All, Any, Facets, Named, Query, Within, every, some, words_query
from feeds.tally import Tally

EntryKey = tuple[str, str]
"""(source, id): what names an entry among several sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What to show: OR inside actors-and-sides, OR inside regions, AND between all of them."""

    actors: frozenset[str] = frozenset()
    """Actor ids; an entry passes when it names one of them (or of `sides`)."""

    sides: frozenset[str] = frozenset()
    """Side ids; an entry passes when it names an actor of one of them (or of `actors`)."""

    regions: frozenset[str] = frozenset()
    """Region ids."""

    text: str = ""
    """Words that must all stand in headline or body, each whole or as a word's beginning."""

    since: datetime | None = None
    """Earliest time, inclusive, aware; drops undated entries."""

    until: datetime | None = None
    """Latest time, inclusive, aware; drops undated entries."""

    query: Query = EVERYTHING
    """What was asked for beside that, in the query language."""

    query_text: str = ""
    """`query` as typed."""

    view: str = ""
    """Name of the saved view that this is; empty for none."""

    left: tuple[tuple[EntryKey, Marking], ...] = field(default=(), compare=False)
    """What was left on entries when this was asked, where that has changed since: they pass, or do
    not, as they did then. So nothing leaves a list of the unread while it is read."""

    @property
    def is_empty(self) -> bool:
        """True where everything passes."""
        return self == Filter()

    @classmethod
    def of(cls, query: Query) -> "Filter":
        """The filter that asks for a query: what the facets can choose is chosen there.

        Its own query has the same parts, perhaps in another order.
        """
        chosen: dict[Named, frozenset[str]] = {}
        rest = []
        for part in query.parts if isinstance(query, All) else (query,):
            facets = part.parts if isinstance(part, Any) else (part,)
            found = {f.kind: f.ids for f in facets if isinstance(f, Facets)}
            is_who = not found.keys() - {"actor", "side"}
            if found and len(found) == len(facets) and (is_who or [*found] == ["region"]):
                free = not chosen.keys() & found.keys()
                if free and not (is_who and chosen.keys() & {"actor", "side"}):
                    chosen |= found
                    continue
            rest.append(part)
        return cls(
            actors=chosen.get("actor", frozenset()),
            sides=chosen.get("side", frozenset()),
            regions=chosen.get("region", frozenset()),
            query=every(rest),
        )

    @property
    def as_query(self) -> Query:
        """All that is asked for, as one query."""
        parts: list[Query] = []
        if self.actors or self.sides:
            who = (Facets("actor", self.actors), Facets("side", self.sides))
            parts.append(some(part for part in who if part.ids))
        if self.regions:
            parts.append(Facets("region", self.regions))
        if self.since is not None or self.until is not None:
            parts.append(Within(self.since, self.until))
        return every([*parts, words_query(self.text), self.query])


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One line of the filter pane."""

    id: str
    """Actor, side or region id."""

    name: str
    count: int
    """Entries at the playhead that name it, under the rest of the filter (not its own kind)."""

    chosen: bool
    """True where the filter asks for it."""


Pending = Literal["tally", "words", "index", "changes", "copies"]
"""What may be in work still: the tally (the one shown is of an earlier moment, its own `at`, or
empty), a search for words (more entries may pass), the index (entries that came in are missing),
the changes of figures, the search for copies (those not yet found are not folded)."""


class EntryView(Protocol):
    """The entries that pass, oldest first, without a list of them being made."""

    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, position: int) -> Entry: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Entry]: ...
    def __iter__(self) -> Iterator[Entry]: ...
    def position_of(self, key: EntryKey) -> int | None:
        """Where the entry stands; None where it is not shown."""
        ...

    def time_at(self, position: int) -> datetime | None:
        """The time of an entry; None for an undated one."""
        ...

    def until(self, time: datetime) -> int:
        """How many are not later than `time`, undated ones too."""
        ...

    def before(self, time: datetime) -> int:
        """How many are earlier than `time`, undated ones too."""
        ...

    def claimed_from(self, position: int, by: int) -> int | None:
        """The nearest place after (1) or before (-1) one whose entry carries a claim."""
        ...


@dataclass(frozen=True, slots=True)
class Hits:
    """Entries that have the words looked for."""

    positions: Sequence[int] = ()
    """Their places in the snapshot's entries, oldest first."""

    is_whole: bool = True
    """False while more are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """How busy the story was: counts a bin, for the timeline strip."""

    start: datetime
    """Left edge of the first bin, aware, UTC."""

    end: datetime
    """Right edge of the last bin."""

    entries: tuple[int, ...]
    """Entries a bin; 0 after the playhead."""

    claims: tuple[int, ...]
    """Claims a bin; 0 after the playhead."""


@runtime_checkable
class ManyClaims(Protocol):
    """Claims that are read when they are asked for: best several at once."""

    @property
    def last_known(self) -> datetime | None:
        """When the newest became known; None where none has a time."""
        ...

    def several(self, ids: Collection[str]) -> Mapping[str, Claim]:
        """Those of these ids that are there."""
        ...


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Snapshot:
    """Everything at one playhead, complete and consistent; compared by identity."""

    beat: Beat

    at: datetime | None
    """The playhead, aware, UTC; None is the end (undated entries included)."""

    entries: EntryView
    """Known at the playhead and passing the filter, oldest first, undated ones before all."""

    known: int
    """How many entries are known at the playhead, filter aside."""

    folded: int = 0
    """How many copies of entries that are shown are hidden under them."""

    undated: int
    """How many entries of the sources have no time (hidden while `at` is a time)."""

    filter: Filter
    sides: tuple[Facet, ...]
    actors: tuple[Facet, ...]
    regions: tuple[Facet, ...]
    """Most frequent first, then by name."""

    tally: Tally
    """Over all that is known at the playhead: the filter does not change a tally."""

    claims: Mapping[str, Claim]
    """Claims known at the playhead, by id."""

    claims_of: Mapping[EntryKey, tuple[Claim, ...]]
    """Claims known at the playhead, by entry, in text order."""

    activity: Activity | None
    """None while nothing has a time."""

    problems: tuple[Problem, ...] = ()
    """What could not be read, for the message line."""

    reviews: Mapping[str, Review] = field(default_factory=dict)
    """What people decided about the claims known at the playhead, by claim id; a claim that was
    split stands here under its own id too, though `claims` holds its parts."""

    is_judged: bool = True
    """False where decisions are kept and left out of what is shown: the machine's reading."""

    changes: Sequence[Change] = ()
    """How the tally's cells moved up to the playhead, oldest first: of the entries that pass.
    Empty unless the desk was asked to follow them."""

    sources: Mapping[str, str] = field(default_factory=dict)
    """Name as shown of every source that has entries here, by the source that these name."""

    pending: frozenset[Pending] = frozenset()
    """What is still in work: the screen says so; another snapshot follows when it is done."""

    def several(self, ids: Collection[str]) -> Mapping[str, Claim]:
        """Those of these claims that are known, by id: of a long ledger in one look."""
        claims = self.claims
        if isinstance(claims, ManyClaims):
            return claims.several(ids)
        return {id: claims[id] for id in ids if id in claims}

    @property
    def last_said(self) -> datetime | None:
        """When the newest claim became known; None where none has a time."""
        if isinstance(self.claims, ManyClaims):
            return self.claims.last_known
        times = (claim.known for claim in self.claims.values())
        return max((time for time in times if time), default=None)

    def source_name(self, source: str) -> str:
        """A source's name as shown; the one that entries name where it has no other."""
        return self.sources.get(source, source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What opening the sources gave, besides the entries."""

    beat_chosen: str | None = None
    """Id of the beat recognised from the text; None where it was asked for, or none fits."""

    zone_assumed: str | None = None
    """Zone that was given to stamps without one; None where every stamp had its own."""

    problems: tuple[Problem, ...] = ()
    """What was not read as it stands."""

    failed: tuple[SourceError, ...] = ()
    """Sources that could not be read at all, beside others that could."""

    readers: Mapping[str, str] = field(default_factory=dict)
    """Reader name by source."""
