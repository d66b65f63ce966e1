"""The conductor: it alone knows the order of the stages.

intake      documents: a source becomes text, whatever its encoding
            readers: text becomes drafts, by the format found in it
            packs: the beat, asked for or recognised from the text
placing     a draft gains time, zone and id, and becomes an Entry
tag         an Entry gains its mentions
claims      an Entry's words yield claims
store       entries and claims are kept in time order
review      what people decided about the claims takes effect
reconcile   the claims known at the playhead become a tally; all of them, how its cells moved
-> Snapshot what the panes draw
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import BinaryIO

from feeds import readers, reconcile
from feeds.beat import Beat
from feeds.change import Change
from feeds.claim import Claim
from feeds.claims import Extractor
from feeds.clock import Clock, WallClock
from feeds.decision_book import DecisionBook, SessionBook, open_book
from feeds.edit import Edit
from feeds.edits import KeptEdits
from feeds.entry import Entry
from feeds.errors import ArchiveError, Problem
from feeds.fetched_desk import FetchedDesk
from feeds.intake import Progress, choose_beat, choose_zone, take_in
from feeds.judged_past import Claimed, versions
from feeds.marking import Marking
from feeds.notebook import Notebook, SessionNotebook, unread_before
from feeds.options import Options
from feeds.passing import Beside
from feeds.placing import Placement, place
from feeds.queried_desk import QueriedDesk
from feeds.query import EVERYTHING
from feeds.review_ledger import ReviewLedger
from feeds.reviewed_desk import ReviewedDesk
from feeds.sight import Seen, Sight
from feeds.snapshot import EntryKey, EntryView, Filter, Hits, Opened, Snapshot
from feeds.store import Row, RowView, Store, activity, facets, select
from feeds.store_copies import StoreCopies
from feeds.tag import Tagger
from feeds.tally import Tally


def open_desk(
    sources: Sequence[str],
    options: Options | None = None,
    *,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> "Desk":
    """Read the sources and stand at their end.

    Of several sources those that can be read are; the others stand in `opened.failed`.

    Raises:
        SourceError: no source can be read.
        BeatError: the pack is refused.
        UsageError: no such beat, reader or zone.
    """
    options = options or Options()
    report = progress or _no_report
    intake = take_in(sources, options, stdin, report)
    chosen = choose_beat(options, intake)
    zone, assumed = choose_zone(options, chosen.beat)
    problems = list(intake.problems)
    book = open_book(options.decisions)
    notebook, notebook_problems = _notebook(options)
    desk = Desk(
        chosen.beat,
        chosen.tagger,
        with_claims=options.with_claims,
        book=book,
        with_review=options.with_review,
        clock=clock,
        notebook=notebook,
    )
    problems += (*book.problems, *notebook_problems)
    desk.zone = zone
    while intake.readings:
        taken = intake.readings.pop(0)  # so that its drafts go when its entries are made
        by = Placement(
            source=taken.name,
            label=taken.label,
            zone=zone,
            day=options.day,
            of_records=taken.of_records,
        )
        entries, odd = place(taken.reading.drafts, by)
        problems += odd
        desk.add(entries, report)
        desk.readers[taken.name] = taken.reader
    unplaced = any(e.basis == "zone-assumed" for e in desk.all_entries())
    desk.opened = Opened(
        failed=tuple(intake.failed),
        beat_chosen=chosen.beat.id if chosen.is_recognised else None,
        zone_assumed=assumed if unplaced else None,
        problems=tuple(problems),
        readers=dict(desk.readers),
    )
    return desk


class Desk(QueriedDesk, ReviewedDesk, FetchedDesk):
    """A beat and its entries, ready to be seen at any moment.

    Drawn from by one thread at a time; `snapshot` gives values that any thread may keep.
    """

    def __init__(
        self,
        beat: Beat,
        tagger: Tagger | None = None,
        *,
        with_claims: bool = True,
        book: DecisionBook | None = None,
        with_review: bool = True,
        clock: Clock | None = None,
        notebook: Notebook | None = None,
    ) -> None:
        """`tagger` is the beat's own, where one is built already.

        Without a `book` or a `notebook`, what goes into them lasts the session.
        """
        self.beat = beat
        self.opened = Opened()
        self.zone: tzinfo = beat.zone or UTC
        """Zone of stamps and typed times that name none."""
        self.readers: dict[str, str] = {}
        """Reader name by source."""
        self._store = Store(beat)
        self._tagger = tagger or Tagger(beat)
        self._extractor = Extractor(beat) if with_claims else None
        self._source_of: dict[str, str] = {}
        self._review = ReviewLedger(
            book or SessionBook(),
            self._store.every_claim,
            self._store.sources,
            beat=beat,
            clock=clock or WallClock(),
            counts=with_review,
        )
        self._sight = Sight(self._store, self._review, beat)
        self._store.watch(self._forget)
        self.notebook: Notebook = notebook or SessionNotebook()
        """What a person keeps beside the entries."""
        self._history: reconcile.History | None = None
        self._changes: tuple[Change, ...] | None = None
        self._names: Mapping[str, str] | None = None
        """Of sources, as shown; None until they are asked for."""
        self._edits = KeptEdits()
        self._copies = StoreCopies(self._store)

    def add(self, entries: Sequence[Entry], progress: Progress | None = None) -> int:
        """Tag entries, take their claims and keep both; returns how many were new."""
        made: list[tuple[Entry, tuple[Claim, ...]]] = []
        for done, entry in enumerate(entries, 1):
            tagged = replace(entry, mentions=self._tagger.tag(entry.headline, entry.body))
            claims = self._extractor.claims(tagged) if self._extractor else ()
            made.append((tagged, self._own_names(tagged, claims)))
            if progress and done % 100 == 0:
                progress("entries", done)
        return self._store.add(made)

    def _own_names(self, entry: Entry, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        """Claims under ids of their own, where another source has an entry of the same id."""
        first = self._source_of.setdefault(entry.id, entry.source)
        if first == entry.source:
            return claims
        mark = f"{entry.source}:"
        return tuple(
            replace(c, id=mark + c.id, within=mark + c.within if c.within else None) for c in claims
        )

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call `changed` whenever entries or decisions came in; returns what ends the watching."""
        return self._store.watch(changed)

    def look(self) -> bool:
        """True where somebody else added entries since: nobody adds to what is in memory."""
        return False

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was not read as it stands, and decisions that have no effect any more."""
        return (*self.opened.problems, *(self._review.lost if self._extractor else ()))

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """First and last moment at which something became known; None when nothing has a time."""
        times = self.times
        return (times[0], times[-1]) if times else None

    @property
    def times(self) -> tuple[datetime, ...]:
        """The stops of a replay, sorted."""
        return self._store.times()

    @property
    def claim_times(self) -> tuple[datetime, ...]:
        """The stops at which a current claim becomes known."""
        return self._store.claim_times()

    @property
    def undated(self) -> int:
        """How many entries have no time."""
        return self._store.undated()

    @property
    def untimed(self) -> tuple[int, int]:
        """How many entries no moment has, and how many claims they carry."""
        found = [row for row in self._store.known(None) if row.entry.known is None]
        return len(found), sum(len(row.claims) for row in found)

    def entry(self, key: EntryKey, at: datetime | None = None) -> Entry | None:
        """The version of an entry that was known at `at`; None is the end."""
        return self._store.entry(key, at)

    def edit_of(self, key: EntryKey, at: datetime | None = None, back: int = 0) -> Edit | None:
        """The last edit of an entry known at `at` (None: the end), or one so many edits before."""
        rows = self._store.versions(key, at)
        if not 0 <= back < len(rows) - 1:
            return None
        before, after = rows[-2 - back], rows[-1 - back]
        return self._edits.of((before.entry, before.claims), (after.entry, after.claims))

    def claims_of(self, key: EntryKey) -> tuple[Claim, ...]:
        """The claims of the newest version of an entry, as the machine read them, in text order."""
        return self._store.claims_of(key)

    def all_entries(self) -> tuple[Entry, ...]:
        """Every entry at the end, oldest first."""
        return tuple(row.entry for row in self._store.known(None))

    def copies_of(self, key: EntryKey, at: datetime | None = None) -> Sequence[Entry]:
        """The entries known at `at` that are one report with this one, in order of time."""
        keys = [report.key for report in self._copies.group_of(key) if report.key != key]
        found = ((k, self._store.versions(k, at)) for k in keys)
        return [rows[-1].entry for _, rows in found if rows]

    def snapshot(
        self, *, at: datetime | None = None, asked: Filter | None = None, fold: bool = False
    ) -> Snapshot:
        """Everything as known at `at` (None: the end), under a filter; nothing later leaks in.

        `fold` hides copies under the first report of the same text, where that is shown.
        """
        asked = asked or Filter()
        seen = self._sight.at(at)
        beside = self._beside(seen, asked)
        passing = select(seen.rows, asked, self.beat, beside)
        sides, actors, regions = facets(seen.rows, asked, self.beat, beside)
        shown = self._copies.without(passing) if fold else passing
        return Snapshot(
            sources=self._source_names_shown(),
            beat=self.beat,
            at=at,
            entries=RowView(shown),
            folded=len(passing) - len(shown),
            known=len(seen.rows),
            undated=self._store.undated(),
            filter=asked,
            sides=sides,
            actors=actors,
            regions=regions,
            tally=replace(seen.tally, at=at),
            claims=seen.claims,
            claims_of=seen.claims_of,
            activity=activity(seen.rows, self.span),
            problems=self.problems,
            reviews=seen.reviews,
            is_judged=self._review.counts,
            changes=self._changes_until(at, passing, asked),
        )

    def follow_changes(self) -> tuple[Change, ...]:
        """Every change of a figure, oldest first; from now on snapshots carry them too.

        The first time costs as much as many tallies: not where somebody waits for a key.
        """
        if self._history is None:
            self._history = reconcile.History(self.beat)
        if self._changes is None:
            rows = [
                Claimed(row.entry.key, row.entry.known, row.replaced, row.claims)
                for row in self._store.with_claims()
            ]
            self._changes = self._history.follow(
                versions(rows, self._review.judge, self._review.merged_with)
            )
        return self._changes

    def _changes_until(
        self, at: datetime | None, passing: Sequence[Row], asked: Filter
    ) -> Sequence[Change]:
        """Those known at `at` of which a cause is among the entries that pass."""
        if self._history is None:
            return ()
        told = self.follow_changes()
        if at is not None:
            told = told[: bisect_right(told, at, key=lambda c: c.time)]
        if asked.is_empty:
            return told
        shown = {row.entry.key for row in passing if row.claims}
        return [c for c in told if not shown.isdisjoint(c.entries)]

    def _source_names_shown(self) -> Mapping[str, str]:
        """Each by itself: what is opened has no other name."""
        if self._names is None:
            self._names = {name: name for name in sorted(self._store.sources())}
        return self._names

    def _source_names(self) -> Iterable[str]:
        return self._store.sources()

    def _tags(self) -> Iterable[str]:
        return {t for m in self.notebook.markings().values() for t in m.tags}

    def find(self, text: str, snapshot: Snapshot) -> Hits:
        """Entries of the snapshot in which every word of `text` begins one."""
        wanted = Filter(text=text)
        if wanted.as_query == EVERYTHING:
            return Hits()
        rows = select(self._sight.at(snapshot.at).rows, wanted, self.beat)
        places = (snapshot.entries.position_of(row.entry.key) for row in rows)
        return Hits([place for place in places if place is not None])

    def tally_of(self, asked: Filter, at: datetime | None) -> Tally:
        """The tally over the claims of the entries that pass a filter, at `at`."""
        seen = self._sight.at(at)
        rows = select(seen.rows, asked, self.beat, self._beside(seen, asked))
        claims = [claim for row in rows for claim in row.claims]
        return reconcile.tally(self._review.judge(claims).claims, at=at, beat=self.beat)

    def jot(self, markings: Mapping[EntryKey, Marking]) -> None:
        """Put down what is on these entries now: on the disk once this returns.

        Raises:
            ArchiveError: it could not be kept; nothing has changed.
        """
        self.notebook.keep(markings)
        self._words = None

    def unread_before(self, entries: EntryView, position: int) -> int | None:
        """The nearest place before one whose entry was not read as it is now, round the end."""
        return unread_before(self.notebook, entries, position)

    def _beside(self, seen: Seen, asked: Filter) -> Beside:
        return Beside(
            claims_of=seen.claims_of,
            markings={**self.notebook.markings(), **dict(asked.left)},
            touched=self._touched,
        )

    def _touched(self, entry: Entry) -> Collection[str]:
        """What the edit touched that made this version."""
        if entry.revision == 1:
            return ()
        rows = self._store.versions(entry.key, None)
        at = next((n for n, row in enumerate(rows) if row.entry is entry), 0)
        if not at:
            return ()
        before, after = ((row.entry, row.claims) for row in rows[at - 1 : at + 1])
        return self._edits.names(before, after)

    def _decided(self) -> None:
        self._store.tell()

    def _forget(self) -> None:
        self._sight.forget()
        self._review.forget()
        self._changes = None
        self._words = None
        self._names = None


def _notebook(options: Options) -> tuple[Notebook, list[Problem]]:
    """The reader's own; one for the session where that cannot be opened."""
    if options.notebook is None:
        return SessionNotebook(), []
    from feeds.archive import KeptNotebook  # noqa: PLC0415 - where there is one

    try:
        return KeptNotebook(options.notebook), []
    except ArchiveError as error:
        what = f"{error}; marks and views last this session only"
        return SessionNotebook(), [Problem(source=error.file, line=None, what=what)]


def _no_report(_stage: str, _done: int) -> None:
    """Nobody asked how far it is."""


def reader_names() -> tuple[tuple[str, str], ...]:
    """Name and description of every reader, the most particular first."""
    return tuple((reader.name, reader.description) for reader in readers.READERS)
