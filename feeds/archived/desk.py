"""Archive desk: an archive, ready to be seen at any moment, however many entries it keeps.

archive     one file: entries with all versions and claims, decisions, marks
indexing    its index: ranks in time, sets of who is named by which
searching   words of its texts, in a thread
sight       claims of the window at the playhead become a tally, in a thread
-> Snapshot what the panes draw; what is still in work says so (`Snapshot.pending`)
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from functools import partial

from pyroaring import BitMap

from feeds import reconcile
from feeds.archive import MEMORY, Archive
from feeds.archived.answers import ArchiveAnswers
from feeds.archived.changes import ArchiveChanges
from feeds.archived.compared import Compared
from feeds.archived.indexing import Indexing
from feeds.archived.judged_sets import JudgedSets
from feeds.archived.kept_beat import digest_of, kept_pack
from feeds.archived.lazy_claims import FarClaims, LazyClaims, LedgerClaims
from feeds.archived.ledger import ArchiveLedger
from feeds.archived.marked import Marked
from feeds.archived.pages import Pages
from feeds.archived.searching import Searching
from feeds.archived.sight import ArchiveSight
from feeds.archived.state import Day, State
from feeds.archived.storing import Storing
from feeds.archived.working import Worker
from feeds.beat import Beat, Episode
from feeds.change import Change
from feeds.claim import Claim
from feeds.clock import Clock, WallClock
from feeds.decision_book import DecisionBook
from feeds.entry import Entry
from feeds.errors import FeedError, Problem
from feeds.fetched_desk import FetchedDesk
from feeds.index.bounds import Bounds, exact
from feeds.index.evaluating import Beside, Evaluator
from feeds.index.index import EMPTY, Index
from feeds.index.rows import ANY_CLAIM
from feeds.index.times import microseconds
from feeds.index.view import IndexView, Places
from feeds.marking import Marking
from feeds.notebook import Notebook
from feeds.queried_desk import QueriedDesk
from feeds.query import EVERYTHING
from feeds.reviewed_desk import ReviewedDesk
from feeds.snapshot import EntryKey, EntryView, Facet, Filter, Hits, Opened, Pending, Snapshot
from feeds.tally import Tally

NOT_LISTED = "claims of earlier episodes are not listed beneath the tally; open their entries"

OUTDATED = "another program has written to it meanwhile: open it again to see that"

NOT_STORED = (
    "the tallies of a long episode could not be stored: each is worked out anew, which takes long"
)

_Facets = tuple[tuple[Facet, ...], tuple[Facet, ...], tuple[Facet, ...]]


class ArchiveDesk(ArchiveAnswers, QueriedDesk, ReviewedDesk, FetchedDesk):
    """An archive and its beat; asks and answers as `feeds.desk.Desk` does.

    Drawn from by one thread at a time. Where it `waits`, every snapshot is complete; else one that
    would take longer than a frame says what is missing, and those who watch are told when it is
    there.
    """

    def __init__(
        self,
        archive: Archive,
        beat: Beat,
        *,
        book: DecisionBook | None = None,
        with_review: bool = True,
        clock: Clock | None = None,
        day: Day | None = None,
        waits: bool = True,
        held: bool = False,
        with_tally: bool = True,
    ) -> None:
        """No `book` is the archive's own. Without a tally snapshots have an empty one.

        Where it is `held`, what takes long is begun at `begin`.
        """
        self.beat = beat
        self.opened = Opened()
        self.zone: tzinfo = beat.zone or UTC
        """Zone of stamps and typed times that name none."""
        self.readers: dict[str, str] = {}
        """Reader name by source: what is archived was read long ago."""
        self.archive = self._fetched_from = archive
        self.pack = kept_pack(archive)
        self.notebook: Notebook = archive.notebook
        """What a person keeps beside the entries."""
        self._day = day
        self._review: ArchiveLedger = ArchiveLedger(
            archive.book if book is None else book,
            archive,
            beat=beat,
            clock=clock or WallClock(),
            counts=with_review,
        )
        self._watchers: list[Callable[[], None]] = []
        self._indexing = Indexing(archive)
        self._begins = threading.Event()
        if not held:
            self._begins.set()
        self._at_work = Worker(self._fail, waits=waits, begins=self._begins)
        self._arriving, self._looking = (Worker(self._fail, waits=waits) for _ in range(2))
        self._searching = Searching(archive, self._looking, self._tell, waits=waits)
        self._sight = ArchiveSight(
            archive,
            self._review,
            beat,
            self._at_work,
            self._tell,
            waits=waits,
            with_tally=with_tally,
            digest=partial(digest_of, beat),
            stale=self._store_tallies,
        )
        stores = not waits and with_review and book is None and archive.path != MEMORY
        self._storing = Storing(archive.path, clock or WallClock(), self._take_stored, stores)
        self._changes = ArchiveChanges(
            archive,
            self._review,
            beat,
            self._at_work,
            changed=self._tell,
            too_long=self._say_too_long,
        )
        self._marked = Marked(archive)
        self._pages = Pages(archive)
        self._compared = Compared(
            archive,
            self._pages,
            self._fail,
            self._tell,
            waits=waits,
            begins=self._begins,
            apart=self._storing.want if stores else None,
        )
        self._state = State(self._first_index(waits), beat, day)
        self.refresh()

    def _first_index(self, waits: bool) -> Index:
        """What is kept; where there is none, of what came in last."""
        is_new = self._indexing.is_behind and not len(self._indexing.index)
        return self._indexing.newest() if is_new and not waits else self._indexing.index

    def refresh(self) -> None:
        """Take what came into the archive since; in a thread, unless this desk waits."""
        self._names = None
        self._marked.forget()
        self._words = None
        self._is_behind = self._indexing.is_behind
        if self._is_behind:
            self._arriving.run("index", self._catch_up)

    def look(self) -> bool:
        """Where another program wrote to the archive, take that; False where none did."""
        if self.archive.is_outdated:
            self.note(OUTDATED, lost=True)
        has_changed = self.archive.changed()
        if has_changed:
            self.refresh()
            if self._review.look():
                self._decided()
            else:
                self._tell()
        return has_changed

    @property
    def keeps(self) -> bool:
        """False where the archive may not be written."""
        return self.archive.writes

    def jot(self, markings: Mapping[EntryKey, Marking]) -> None:
        """Put down what is on these entries now: on the disk once this returns.

        Raises:
            ArchiveError: it could not be kept; nothing has changed.
        """
        self.notebook.keep(markings)
        self._marked.forget()
        self._words = None

    def begin(self) -> None:
        """The first screen stands: what takes longer than a frame may be worked out."""
        self._begins.set()

    def close(self) -> None:
        """Let go of the archive."""
        self._begins.set()
        self._storing.close()
        self._at_work.close()
        self._arriving.close()
        self._looking.close()
        self._compared.close()
        self.archive.close()

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call `changed`, in any thread, when a snapshot would tell more than the last one.

        Returns what ends the watching.
        """
        self._watchers.append(changed)
        return lambda: self._watchers.remove(changed)

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """First and last moment at which something became known; None when nothing has a time."""
        return self._state.span

    @property
    def times(self) -> Sequence[datetime]:
        """The stops of a replay, sorted; one for each version."""
        return self._state.times

    @property
    def claim_times(self) -> Sequence[datetime]:
        """The stops at which a current claim becomes known."""
        return self._state.claim_times

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be done, and decisions that have no effect any more."""
        return (*self.opened.problems, *self._review.lost)

    @property
    def undated(self) -> int:
        """How many entries have no time."""
        return self._state.undated

    @property
    def untimed(self) -> tuple[int, int]:
        """How many entries no moment has, and how many claims they carry."""
        index = self._state.index
        found = (index.newest & index.apart) - index.late.all(index.ranks)
        if self._day:
            return 0, 0
        docs = [index.docs[rank] for rank in found & index.set_of(ANY_CLAIM)]
        return len(found), sum(map(len, self._pages.claims(docs)))

    def entry(self, key: EntryKey, at: datetime | None = None) -> Entry | None:
        """The version of an entry that was known at `at`; None is the end."""
        state = self._state
        known = state.index.known(None if at is None else microseconds(at))
        doc = self._pages.doc_among(key, state.index, known)
        return None if doc is None else self._pages.entries([doc])[0]

    def unread_before(self, entries: EntryView, position: int) -> int | None:
        """The nearest place before one whose entry was not read as it is now, round the end."""
        if not isinstance(entries, IndexView):
            return None
        read = self._marked.ranks(("is", "read"), entries.index)
        return entries.nearest_before(position, entries.ranks - read)

    def claims_of(self, key: EntryKey) -> tuple[Claim, ...]:
        """The claims of the newest version of an entry, as the machine read them, in text order."""
        doc = self._pages.newest(key)
        return () if doc is None else self._pages.claims([doc])[0]

    def all_entries(self) -> EntryView:
        """Every entry at the end, oldest first."""
        return self._view(self._state, self._state.known(self._state.moment(None)))

    def snapshot(
        self, *, at: datetime | None = None, asked: Filter | None = None, fold: bool = False
    ) -> Snapshot:
        """Everything as known at `at` (None: the end), under a filter; nothing later leaks in.

        `fold` hides copies under the first report of the same text, where that is shown.
        """
        asked, state = asked or Filter(), self._state
        when = state.moment(at)
        known = state.known(when)
        seen, is_seen, window = self._sight.at(when, state.index)
        if seen.leaves_out:
            self.note(NOT_LISTED, lost=False)
        with self._searching.asking("filter"):
            passing = self._passing(state, asked, known)
            sides, actors, regions = self._facets(state, asked, known, passing)
        index = state.index
        folded, is_folded = (
            self._compared.folded(index, passing.low, is_all=asked.is_empty)
            if fold
            else (EMPTY, True)
        )
        followed, is_followed = self._changes.of(state.index, window)
        far = FarClaims(state.index, known, when, self.archive, self._pages, self._review)
        pending: dict[Pending, bool] = {
            "tally": not is_seen,
            "words": not passing.is_exact,
            "index": self._is_behind,
            "changes": not is_followed,
            "copies": not is_folded,
        }
        return Snapshot(
            beat=self.beat,
            at=at,
            entries=self._view(state, passing.low - folded),
            folded=len(folded),
            known=len(known),
            undated=state.undated,
            filter=asked,
            sides=sides,
            actors=actors,
            regions=regions,
            tally=replace(seen.tally, at=at) if is_seen else seen.tally,
            claims=LedgerClaims(seen, far, partial(self._sight.last_known, when, index)),
            claims_of=LazyClaims(seen.claims_of, far.of_entry),
            activity=state.bins.activity(known) if state.bins else None,
            problems=self.problems,
            reviews=seen.reviews,
            changes=followed.until(when, None if asked.is_empty else passing.low, index),
            sources=self._source_names_shown(),
            pending=frozenset(what for what, is_so in pending.items() if is_so),
        )

    def _source_names(self) -> Iterable[str]:
        return self.archive.sources().values()

    def _tags(self) -> Iterable[str]:
        return {t for row in self.archive.notebook.rows() for t in row.tags}

    def find(self, text: str, snapshot: Snapshot) -> Hits:
        """Entries of the snapshot in which every word of `text` begins one."""
        wanted, shown = Filter(text=text), snapshot.entries
        if wanted.as_query == EVERYTHING or not isinstance(shown, IndexView):
            return Hits()
        state = self._state
        if shown.index is not state.index:
            return Hits(is_whole=False)
        with self._searching.asking("find"):
            found = self._passing(state, wanted, shown.ranks, "find")
        return Hits(Places(found.low, shown.ranks), found.is_exact)

    def follow_changes(self) -> Sequence[Change]:
        """The changes of figures in the window at the end, oldest first, as far as followed.

        From now on snapshots carry those of their window; a window of very many claims has none,
        and says so.
        """
        self._changes.is_on = True
        state = self._state
        _, _, window = self._sight.at(state.moment(None), state.index)
        return self._changes.of(state.index, window)[0].until(state.moment(None))

    def tally_of(self, asked: Filter, at: datetime | None) -> Tally:
        """The tally over the claims of the entries that pass a filter, at `at`."""
        state = self._state
        when = state.moment(at)
        with self._searching.asking("tally"):
            passing = self._passing(state, asked, state.known(when), "tally").low
        ranks = passing & state.index.set_of(ANY_CLAIM)
        docs = [state.index.docs[rank] for rank in ranks]
        claims = [claim for claims in self._pages.claims(docs) for claim in claims]
        return reconcile.tally(self._review.judge(claims).claims, at=when, beat=self.beat)

    def _passing(self, state: State, asked: Filter, known: BitMap, who: str = "filter") -> Bounds:
        """Ranks of what is known and passes; `who` looks for words."""
        query = asked.as_query
        if query == EVERYTHING:
            return exact(known)
        index = state.index
        beside = Beside(
            search=partial(self._searching.search, index=index, who=who),
            notes=partial(self._marked.noted, index=index, left=asked.left),
            marks=partial(self._marked.ranks, index=index, left=asked.left),
            edits=partial(self._compared.edits, index=index),
            claims=JudgedSets(index, known, self._review, self._pages),
        )
        return Evaluator(index, state.sides, beside).bounds(query) & exact(known)

    def _facets(self, state: State, asked: Filter, known: BitMap, passing: Bounds) -> _Facets:
        """Counts under the rest of the filter: a kind's own choice is left out of its counts."""
        who = where = passing.low
        if asked.actors or asked.sides:
            others = replace(asked, actors=frozenset(), sides=frozenset())
            who = self._passing(state, others, known).low
        if asked.regions:
            where = self._passing(state, replace(asked, regions=frozenset()), known).low
        return (
            state.in_sides.facets(who, asked.sides),
            state.in_actors.facets(who, asked.actors),
            state.in_regions.facets(where, asked.regions),
        )

    def _view(self, state: State, ranks: BitMap) -> IndexView:
        return IndexView(
            state.index,
            ranks,
            read=self._pages.entries,
            doc_among=self._pages.doc_among,
            claimed=state.index.set_of(ANY_CLAIM),
        )

    def _catch_up(self) -> None:
        """Bring the index up to date; the next snapshot has it."""
        index = self._indexing.catch_up()
        if self._indexing.has_moved:
            self._pages.forget()
            self._compared.forget()
        self._compared.take(index)
        self._state = State(index, self.beat, self._day)
        self._is_behind = False
        self._indexing.keep()
        self._tell()

    def _decided(self) -> None:
        self._changes.forget()
        self._review.forget()
        self._sight.forget()
        self._tell()

    def _store_tallies(self) -> None:
        """Those of a long window are stale, or were never stored."""
        if not self._is_behind:
            self._storing.want()

    def _take_stored(self, went_well: bool) -> None:
        """In another thread."""
        self._sight.look()
        self._compared.look(went_well=went_well)
        if not went_well:
            self.note(NOT_STORED, lost=False)
        self._tell()

    def _fail(self, error: FeedError) -> None:
        """Something could not be done in a thread: it is among the problems from now on."""
        self.note(str(error), lost=True)
        self._tell()

    def _say_too_long(self, window: Episode | None) -> None:
        name = window.name if window else "the story"
        self.note(f"{name} has too many claims for its changes to be followed", lost=False)

    def note(self, what: str, *, lost: bool) -> None:
        """Put something among the problems; `lost`: it is missing from what is seen."""
        noted = Problem(source=self.archive.path, line=None, what=what, lost=lost)
        if noted not in self.opened.problems:
            self.opened = replace(self.opened, problems=(*self.opened.problems, noted))

    def _tell(self) -> None:
        for changed in tuple(self._watchers):
            changed()
