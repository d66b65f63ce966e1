"""Store: holds entries and their claims in time order, and answers what is known at a moment."""

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import overload

from feeds.beat import Beat
from feeds.claim import Claim
from feeds.entry import Entry
from feeds.folding import spaced
from feeds.passing import Beside, test_of
from feeds.query import EVERYTHING
from feeds.snapshot import Activity, EntryKey, Facet, Filter
from feeds.versions import Order, numbered, order_of, place_among

BINS = 96
"""Bins of the activity strip."""

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)

_Words = tuple[str | None, str, datetime | None, str | None]
_Said = tuple[_Words, datetime | None]


@dataclass(slots=True, eq=False)
class Row:
    """One version of an entry, with what is asked of it again and again."""

    entry: Entry
    claims: tuple[Claim, ...]
    order: tuple[datetime, bool, int, str, str]
    """Undated first, then by time; a page's head after the entries it sums up."""
    told: tuple[str, str] | None = None
    """See `spaced`; None until words are asked for."""
    replaced: datetime | None = None
    """When the next version of the same entry was known; None for the newest."""

    def known_at(self, at: datetime | None) -> bool:
        """True where this version is the one to show at `at` (None: the end)."""
        if at is None:
            return self.replaced is None
        if self.entry.known is None or self.entry.known > at:
            return False
        return self.replaced is None or self.replaced > at

    def struck_at(self, at: datetime | None) -> bool:
        """True where it was known at `at`, and replaced by then (None: the end)."""
        if at is None or self.replaced is None:
            return self.replaced is not None
        return self.entry.known is not None and self.entry.known <= at and self.replaced <= at

    @property
    def spaced(self) -> tuple[str, str]:
        """The words of headline and body, as `feeds.folding.spaced` gives them."""
        if self.told is None:
            self.told = (spaced(self.entry.headline or ""), spaced(self.entry.body))
        return self.told


@dataclass(slots=True, eq=False)
class _Chain:
    """The versions of one entry, in their order; the last one holds."""

    rows: list[Row]
    orders: list[Order]
    said: set[_Said]
    given: list[int]
    """Their revisions as the source gave them."""

    def place_of(self, entry: Entry) -> int | None:
        """Where it stands; None for what is there already.

        That is the very version, or the words of the one before it, said again.
        """
        if _said(entry) in self.said:
            return None
        at = place_among(self.orders, order_of(entry.known, entry.revision))
        if at and _words(self.rows[at - 1].entry) == _words(entry):
            return None
        return at

    def put(self, at: int, row: Row) -> None:
        """One more version; those around it are replaced accordingly."""
        self.rows.insert(at, row)
        self.orders.insert(at, order_of(row.entry.known, row.entry.revision))
        self.given.insert(at, row.entry.revision)
        self.said.add(_said(row.entry))
        for n in range(max(at - 1, 0), min(at + 1, len(self.rows) - 1)):
            self.rows[n].replaced = self.rows[n + 1].entry.known or _BEFORE_ALL

    def number(self) -> None:
        """Revisions that grow."""
        for row, revision in zip(self.rows, numbered(self.given), strict=True):
            if row.entry.revision != revision:
                row.entry = replace(row.entry, revision=revision)


class RowView:
    """Entries that pass, oldest first; see `EntryView`."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._positions: dict[EntryKey, int] | None = None

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, position: int) -> Entry: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Entry]: ...
    def __getitem__(self, position: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(position, slice):
            return [row.entry for row in self._rows[position]]
        return self._rows[position].entry

    def __iter__(self) -> Iterator[Entry]:
        return (row.entry for row in self._rows)

    def position_of(self, key: EntryKey) -> int | None:
        """Where the entry stands; None where it is not shown."""
        if self._positions is None:
            self._positions = {row.entry.key: i for i, row in enumerate(self._rows)}
        return self._positions.get(key)

    def time_at(self, position: int) -> datetime | None:
        """The time of an entry; None for an undated one."""
        return self._rows[position].entry.time

    def until(self, time: datetime) -> int:
        """How many are not later than `time`, undated ones too."""
        return bisect_right(self._rows, time, key=_when)

    def before(self, time: datetime) -> int:
        """How many are earlier than `time`, undated ones too."""
        return bisect_left(self._rows, time, key=_when)

    def claimed_from(self, position: int, by: int) -> int | None:
        """The nearest place after (1) or before (-1) one whose entry carries a claim."""
        position += by
        while 0 <= position < len(self._rows):
            if self._rows[position].claims:
                return position
            position += by
        return None


class Store:
    """Entries in time order, late and back-dated ones too; tells those who watch when it grows."""

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self._rows: list[Row] = []
        self._newest: dict[EntryKey, Row] = {}
        self._edited: dict[EntryKey, _Chain] = {}
        """Of entries that have more than one version."""
        self._watchers: list[Callable[[], None]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call `changed` after every `add`; returns what ends the watching."""
        self._watchers.append(changed)
        return lambda: self._watchers.remove(changed)

    def add(self, entries: Iterable[tuple[Entry, tuple[Claim, ...]]]) -> int:
        """Take entries with their claims, in any order; returns how many were new.

        The same text again adds nothing, nor does one read again that was replaced since. A changed
        text under a known id is a further version: the old one stays what was known until then
        (TALLY.md R1). An older one that comes later takes its place before those that follow it.
        """
        edited: set[EntryKey] = set()
        rows = [row for entry, claims in entries if (row := self._version(entry, claims, edited))]
        for key in edited:
            self._edited[key].number()
        if len(rows) > 1:
            self._rows = sorted([*self._rows, *rows], key=_order)
        elif rows:
            insort(self._rows, rows[0], key=_order)
        if rows:
            self.tell()
        return len(rows)

    def tell(self) -> None:
        """Let those who watch know that what they saw is no longer so."""
        for changed in tuple(self._watchers):
            changed()

    def _version(
        self, entry: Entry, claims: tuple[Claim, ...], edited: set[EntryKey]
    ) -> Row | None:
        """The row of a version that is not there; `edited` gets its key if there are others."""
        key = entry.key
        row = Row(entry=entry, claims=claims, order=_place_of(entry))
        if key not in self._newest:
            self._newest[key] = row
            return row
        chain = self._edited.get(key) or _chain_of(self._newest[key])
        at = chain.place_of(entry)
        if at is None:
            return None
        chain.put(at, row)
        self._newest[key] = chain.rows[-1]
        self._edited[key] = chain
        edited.add(key)
        return row

    def entry(self, key: EntryKey, at: datetime | None = None) -> Entry | None:
        """The version of the entry that was known at `at`; the newest where none has a time."""
        chain = self._edited.get(key) if at is not None else None
        known = (row for row in chain.rows if row.known_at(at)) if chain else iter(())
        found = next(known, self._newest.get(key))
        return found.entry if found else None

    def versions(self, key: EntryKey, at: datetime | None) -> list[Row]:
        """The versions of an entry that were known at `at` (None: the end), oldest first."""
        chain, newest = self._edited.get(key), self._newest.get(key)
        rows = chain.rows if chain else [newest] if newest else []
        return [row for row in rows if row.known_at(at) or row.struck_at(at)]

    def claims_of(self, key: EntryKey) -> tuple[Claim, ...]:
        """The claims of the newest version of the entry."""
        found = self._newest.get(key)
        return found.claims if found else ()

    def every_claim(self) -> list[Claim]:
        """The claims of every version of every entry, as the machine read them."""
        return [claim for row in self._rows for claim in row.claims]

    def every_version(self) -> Iterator[Entry]:
        """Every version of every entry, oldest first."""
        return (row.entry for row in self._rows)

    def sources(self) -> set[str]:
        """Names of the sources that entries came from."""
        return {source for source, _ in self._newest}

    def times(self) -> tuple[datetime, ...]:
        """When something becomes known, sorted, each once: the stops of a replay."""
        return tuple(sorted({row.entry.known for row in self._rows if row.entry.known}))

    def claim_times(self) -> tuple[datetime, ...]:
        """The stops at which a current claim becomes known."""
        return tuple(
            sorted(
                {
                    row.entry.known
                    for row in self._rows
                    if row.entry.known and any(c.period == "current" for c in row.claims)
                }
            )
        )

    def with_claims(self) -> list[Row]:
        """Every version that carries claims, replaced ones too, in time order."""
        return [row for row in self._rows if row.claims]

    def undated(self) -> int:
        """How many entries have no time."""
        return sum(row.entry.time is None for row in self._newest.values())

    def known(self, at: datetime | None) -> list[Row]:
        """Rows known at `at`, oldest first, undated ones before all; one version of each entry."""
        return [row for row in self._rows if row.known_at(at)]

    def struck(self, at: datetime | None) -> list[Row]:
        """Versions of entries that were replaced by `at`: kept, and no longer said (R1)."""
        return [r for chain in self._edited.values() for r in chain.rows if r.struck_at(at)]


def _chain_of(row: Row) -> _Chain:
    """Of the only version so far."""
    entry = row.entry
    order = order_of(entry.known, entry.revision)
    return _Chain(rows=[row], orders=[order], said={_said(entry)}, given=[entry.revision])


def _words(entry: Entry) -> _Words:
    """What makes a version."""
    return entry.headline, entry.body, entry.time, entry.withdrawn


def _said(entry: Entry) -> _Said:
    """The same, and when it was known."""
    return _words(entry), entry.known


def select(
    rows: Sequence[Row], asked: Filter, beat: Beat, beside: Beside | None = None
) -> list[Row]:
    """The rows that pass a filter."""
    query = asked.as_query
    if query == EVERYTHING:
        return list(rows)
    test = test_of(query, beat, beside or Beside())
    return [row for row in rows if test(row)]


def facets(
    rows: Sequence[Row], asked: Filter, beat: Beat, beside: Beside | None = None
) -> tuple[tuple[Facet, ...], tuple[Facet, ...], tuple[Facet, ...]]:
    """Facets of sides, actors and regions: counts under the rest of the filter.

    A kind's own choice is left out of its counts, so that what else could be chosen is seen.
    """
    who = select(rows, replace(asked, actors=frozenset(), sides=frozenset()), beat, beside)
    where = select(rows, replace(asked, regions=frozenset()), beat, beside)
    actors = Counter(actor for row in who for actor in row.entry.actors)
    sides = Counter(side for row in who for side in _sides(row.entry, beat))
    regions = Counter(region for row in where for region in row.entry.regions)
    return (
        _facets(sides, asked.sides, beat),
        _facets(actors, asked.actors, beat),
        _facets(regions, asked.regions, beat),
    )


def _facets(counts: Counter[str], chosen: frozenset[str], beat: Beat) -> tuple[Facet, ...]:
    all_ids = set(counts) | chosen
    found = [
        Facet(id=i, name=beat.name_of(i), count=counts[i], chosen=i in chosen) for i in all_ids
    ]
    return tuple(sorted(found, key=lambda f: (-f.count, f.name, f.id)))


def activity(rows: Sequence[Row], span: tuple[datetime, datetime] | None) -> Activity | None:
    """How busy the whole hours of the span were; None without one."""
    if span is None:
        return None
    start, end = _whole_hours(*span)
    entries, claims = histogram(rows, start, end, BINS)
    return Activity(start=start, end=end, entries=entries, claims=claims)


def histogram(
    rows: Sequence[Row], start: datetime, end: datetime, bins: int
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Entries and current claims a bin, over `bins` equal bins from `start` to `end`."""
    entries, claims = [0] * bins, [0] * bins
    width = max((end - start) / bins, timedelta(microseconds=1))
    for row in rows:
        if row.entry.time is None or not start <= row.entry.time <= end:
            continue
        position = min(int((row.entry.time - start) / width), bins - 1)
        entries[position] += 1
        claims[position] += sum(c.period == "current" for c in row.claims)
    return tuple(entries), tuple(claims)


def claims_by_entry(claims: Iterable[Claim]) -> dict[EntryKey, tuple[Claim, ...]]:
    """Claims by entry, in the order given; entries without any are left out."""
    found: dict[EntryKey, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.entry_key].append(claim)
    return {key: tuple(listed) for key, listed in found.items()}


def _whole_hours(first: datetime, last: datetime) -> tuple[datetime, datetime]:
    """The span widened to whole hours, at least one."""
    hour = timedelta(hours=1)
    start = first.replace(minute=0, second=0, microsecond=0)
    end = last.replace(minute=0, second=0, microsecond=0)
    return start, end + hour


def _when(row: Row) -> datetime:
    return row.order[0]


def _order(row: Row) -> tuple[datetime, bool, int, str, str]:
    return row.order


def _place_of(entry: Entry) -> tuple[datetime, bool, int, str, str]:
    when = entry.time or _BEFORE_ALL
    return (when, entry.role == "page", entry.sequence, entry.source, entry.id)


def _sides(entry: Entry, beat: Beat) -> set[str]:
    return {side for actor in entry.actors if (side := beat.side_of(actor))}
