"""A desk for the tests of the screen: a real store, and entries, claims and tally made by hand."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, overload

from feeds import queries
from feeds.beat import Beat
from feeds.change import Change
from feeds.claim import Claim
from feeds.clock import VirtualClock
from feeds.completion import Completion
from feeds.decision import Decision, Motion
from feeds.decision_book import SessionBook
from feeds.edit import Edit
from feeds.edits import compare
from feeds.entry import Entry, Mention
from feeds.folding import fold
from feeds.marking import Marking
from feeds.notebook import Notebook, SessionNotebook, unread_before
from feeds.query import Query
from feeds.review_ledger import ReviewLedger
from feeds.sighting import Fetched, Sighting
from feeds.snapshot import Activity, EntryKey, EntryView, Filter, Hits, Opened, Snapshot
from feeds.store import RowView, Store, claims_by_entry, facets, histogram, select
from feeds.tally import Cell, Figure, Silence, Tally
from tests import build

NIGHT: tuple[tuple[str, str | None, str], ...] = (
    (
        "2022-09-13 00:31",
        "Armenian MoD: shelling begins in three directions",
        "The Armenian Ministry of Defence said that positions near Goris, Sotk and further south "
        "came under artillery fire shortly after midnight.",
    ),
    (
        "2022-09-13 01:10",
        "Azerbaijan speaks of a reply to sabotage",
        "Baku said its units answered what it called an attempt to mine supply roads.",
    ),
    (
        "2022-09-13 02:45",
        "Russian envoy calls both capitals",
        "Moscow’s envoy spoke with Yerevan and Baku, TASS wrote, and asked for calm by morning.",
    ),
    (
        "2022-09-13 08:20",
        None,
        "Power is out in Vardenis and in several villages around Sotk, a resident told us by "
        "telephone; the road to the mine is closed and school does not open today.",
    ),
    (
        "2022-09-13 11:33",
        "Armenia counts at least 49 dead",
        "Speaking before parliament, the head of government said at least 49 servicemen had been "
        "killed since midnight, and that this number will rise.\n\nHe asked the United Nations "
        "for a meeting of the Security Council.",
    ),
    (
        "2022-09-13 13:02",
        "UN asks for restraint",
        "The United Nations asked both sides to stop at once and to let observers through.",
    ),
    (
        "2022-09-13 17:52",
        "Gegharkunik: 43 wounded by four in the afternoon",
        "As of 16:00 there were 43 wounded soldiers in Gegharkunik, the governor’s office said.",
    ),
    (
        "2022-09-13 21:09",
        "Azerbaijan names its losses: 50",
        "Azerbaijan’s defence ministry said 42 soldiers and eight border guards were killed.",
    ),
    (
        "2022-09-14 00:24",
        "A quiet hour in Syunik",
        "Nothing was heard near Goris after midnight, three people in the town said, and the "
        "first cars were let through towards the south.",
    ),
)

_NAMES = {
    "armenia": r"Armenian?(?! Ministry)|Yerevan",
    "am-mod": r"Armenian (?:MoD|Ministry of Defence)",
    "azerbaijan": r"Azerbaijan|Baku",
    "russia": r"Russian?|Moscow",
    "un": r"United Nations|UN\b",
    "tass": r"TASS",
}
_PLACES = {
    "gegharkunik": (r"Gegharkunik|Sotk|Vardenis", {"Sotk": "sotk", "Vardenis": "vardenis"}),
    "syunik": (r"Syunik|Goris", {"Goris": "goris"}),
}
_FIGURES: dict[str, tuple[int | None, dict[str, Any]]] = {
    "at least 49 servicemen had been killed": (
        49,
        {"qualifier": "at_least", "high": None, "not_final": True, "rules": ("R3", "R17")},
    ),
    "43 wounded soldiers": (
        43,
        {"kind": "wounded", "place": "gegharkunik", "relation": "subset", "rules": ("R3", "R6")},
    ),
    "42 soldiers and eight border guards were killed": (
        50,
        {
            "victim": "azerbaijan",
            "claimant": "azerbaijan",
            "claimant_side": "azerbaijan",
            "components": (42, 8),
            "rules": ("R3", "R7"),
        },
    ),
}


def tagged(entry: Entry) -> Entry:
    """The entry with the mentions that a crude search finds."""
    found: list[Mention] = []
    for field in ("headline", "body"):
        text = entry.text(field)
        for id, pattern in _NAMES.items():
            matches = re.finditer(pattern, text)
            found += [_mention("actor", id, None, field, m) for m in matches]
        for id, (pattern, places) in _PLACES.items():
            matches = re.finditer(pattern, text)
            found += [_mention("region", id, places.get(m.group()), field, m) for m in matches]
    return replace(entry, mentions=tuple(sorted(found, key=lambda m: (m.field, m.start))))


def _mention(what: Any, id: str, place: str | None, field: Any, m: re.Match[str]) -> Mention:
    return Mention(what=what, id=id, place=place, field=field, start=m.start(), end=m.end())


def claims_in(entry: Entry) -> tuple[Claim, ...]:
    """The claims whose words stand in the entry."""
    found = []
    for words, (best, fields) in _FIGURES.items():
        start = entry.body.find(words)
        if start >= 0:
            given: dict[str, Any] = {"low": best, "high": best} | fields
            found.append(
                build.claim(
                    best,
                    time=None,
                    id=f"{entry.id}-{start}",
                    entry=entry.id,
                    source=entry.source,
                    start=start,
                    end=start + len(words),
                    quote=words,
                )
            )
            found[-1] = replace(
                found[-1],
                time=entry.time,
                known=entry.known,
                as_of=entry.time,
                **{"high": None, **given} if "high" in fields else given,
            )
    return tuple(found)


def night(**fields: Any) -> list[Entry]:
    """The entries of one night, told in our own words."""
    return [
        build.entry(
            body,
            time=time,
            id=f"n{number}",
            headline=headline,
            source="Night desk",
            url=f"https://example.org/live#{number}",
            sequence=number,
            **fields,
        )
        for number, (time, headline, body) in enumerate(NIGHT)
    ]


class FakeDesk:
    """Stands in for `feeds.desk.Desk`."""

    def __init__(self, entries: Iterable[Entry] | None = None, *, beat: Beat | None = None) -> None:
        self.beat = beat or build.beat(name="South Caucasus")
        self.zone = self.beat.zone or UTC
        self.opened = Opened(zone_assumed="Asia/Yerevan")
        self.asked_for: list[datetime | None] = []
        """The playheads that were asked for."""
        self.notebook: Notebook = SessionNotebook()
        self._store = Store(self.beat)
        self._review = ReviewLedger(
            SessionBook(),
            self._store.every_claim,
            self._store.sources,
            beat=self.beat,
            clock=VirtualClock(build.at("2026-01-01 04:00")),
        )
        self.add(night() if entries is None else entries)

    def add(self, entries: Iterable[Entry]) -> None:
        """Take more entries."""
        made = [tagged(e) for e in entries]
        self._store.add([(e, claims_in(e)) for e in made])

    @property
    def times(self) -> tuple[datetime, ...]:
        """The stops."""
        return self._store.times()

    @property
    def claim_times(self) -> tuple[datetime, ...]:
        """Those with claims."""
        return self._store.claim_times()

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """When more was added."""
        return self._store.watch(changed)

    def look(self) -> bool:
        """Nobody else adds anything."""
        return False

    def entry(self, key: EntryKey, at: datetime | None = None) -> Entry | None:
        """One entry."""
        return self._store.entry(key, at)

    def origin(self, entry: Entry) -> Fetched | None:  # noqa: ARG002 - nothing was fetched
        """The retrieval that brought an entry."""
        return None

    def follow_changes(self) -> Sequence[Change]:
        """None, unless a test makes some."""
        return ()

    def find(self, text: str, snapshot: Snapshot) -> Hits:
        """Entries that have all the words."""
        words = fold(text).split()
        return Hits(
            [
                place
                for place, e in enumerate(snapshot.entries)
                if words and all(w in fold(f"{e.headline or ''} {e.body}") for w in words)
            ]
        )

    def read_query(self, text: str) -> Query:
        """As the real one."""
        return queries.parse(text, self._vocabulary)

    def write_query(self, query: Query) -> str:
        """As the real one."""
        return queries.write(query, build.YEREVAN)

    def complete(self, text: str, cursor: int, snapshot: Snapshot) -> Completion:
        """As the real one."""
        return queries.complete(text, cursor, self._vocabulary, queries.counts_of(snapshot))

    @property
    def _vocabulary(self) -> queries.Vocabulary:
        return queries.Vocabulary(
            beat=self.beat,
            zone=build.YEREVAN,
            last_day=self.times[-1].astimezone(build.YEREVAN).date() if self.times else None,
            sources=tuple(sorted(self._store.sources())),
        )

    def sighting(self, key: EntryKey) -> Sighting | None:  # noqa: ARG002 - as the real one
        """Nothing was fetched."""
        return None

    def copies_of(self, key: EntryKey, at: datetime | None = None) -> Sequence[Entry]:  # noqa: ARG002
        """None was copied."""
        return ()

    def snapshot(
        self, *, at: datetime | None = None, asked: Filter | None = None, fold: bool = False
    ) -> Snapshot:
        """As the real one, with a tally made by hand."""
        self.folds = fold
        self.asked_for.append(at)
        asked = asked or Filter()
        rows = self._store.known(at)
        sides, actors, regions = facets(rows, asked, self.beat)
        judged = self._review.judge(c for row in rows for c in row.claims)
        claims = {c.id: c for c in judged.claims}
        return Snapshot(
            beat=self.beat,
            at=at,
            entries=RowView(select(rows, asked, self.beat)),
            known=len(rows),
            undated=self._store.undated(),
            filter=asked,
            sides=sides,
            actors=actors,
            regions=regions,
            tally=_tally(at, self.beat, list(claims.values())),
            claims=claims,
            claims_of=claims_by_entry(claims.values()),
            activity=self._activity(rows),
            reviews=judged.reviews,
        )

    def jot(self, markings: Mapping[EntryKey, Marking]) -> None:
        """Keep marks for the session."""
        self.notebook.keep(markings)

    def unread_before(self, entries: EntryView, position: int) -> int | None:
        """The nearest place before one whose entry was not read as it is now, round the end."""
        return unread_before(self.notebook, entries, position)

    def edit_of(self, key: EntryKey, at: datetime | None = None, back: int = 0) -> Edit | None:
        """As the real one."""
        rows = self._store.versions(key, at)
        if not 0 <= back < len(rows) - 1:
            return None
        before, after = rows[-2 - back], rows[-1 - back]
        return compare(before.entry, after.entry, before.claims, after.claims)

    def decide(self, motion: Motion) -> Decision:
        """Keep a decision for the session."""
        self._review.forget()
        return self._review.decide(motion)

    def undo(self, by: str = "", claim: str | None = None) -> Decision | None:
        """Take the last one back."""
        return self._review.take_back(by, claim)

    def redo(self, by: str = "") -> Decision | None:
        """Make it again."""
        return self._review.make_again(by)

    def _activity(self, rows: Sequence[Any]) -> Activity | None:
        if not self.times:
            return None
        hour = timedelta(hours=1)
        start, end = self.times[0] - hour, self.times[-1] + hour
        entries, claims = histogram(rows, start, end, 96)
        return Activity(start=start, end=end, entries=entries, claims=claims)


def _tally(at: datetime | None, beat: Beat, claims: Sequence[Claim]) -> Tally:
    cells = tuple(
        Cell(
            victim=c.victim,
            kind=c.kind,
            category=c.category,
            low=c.low,
            best=c.best if c.relation == "total" else None,
            high=c.high if c.relation == "total" else None,
            grade="self_only" if c.relation == "total" else "partial",
            as_of=c.as_of,
            own=Figure(
                by=c.victim,
                claimant=c.claimant,
                low=c.low,
                best=c.best,
                high=c.high,
                as_of=c.as_of,
                claims=(c.id,),
            ),
            claimed=(),
            independent=(),
            others=(),
            places=(),
            flags=("not final",) if c.not_final else (),
            claims=(c.id,),
            why=c.rules,
        )
        for c in claims
        if not c.is_set_aside
    )
    spoken = {(c.victim, c.kind) for c in cells}
    silent = tuple(
        Silence(victim=side, kind=kind, since=None, stated=False)
        for side in beat.parties
        for kind in ("killed", "wounded")
        if (side, kind) not in spoken
    )
    people = ("confirmed", "corrected", "split")
    return Tally(
        at=at,
        beat=beat.id,
        cells=cells,
        silent=silent,
        checks=(),
        background=(),
        review=tuple(c.id for c in claims if c.relation == "subset" and c.judged is None),
        rejected=tuple(c.id for c in claims if c.judged and c.judged.ruling == "rejected"),
        standing=len(cells),
        confirmed=sum(c.judged is not None and c.judged.ruling in people for c in claims),
    )


class CountedView:
    """A view of any length that counts how many entries were asked of it."""

    def __init__(self, length: int, last: Entry) -> None:
        self._length = length
        self._last = last
        self.asked = 0

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, position: int) -> Entry: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Entry]: ...
    def __getitem__(self, position: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(position, slice):
            return [self[i] for i in range(*position.indices(self._length))]
        self.asked += 1
        assert self._last.time is not None
        when = self._last.time - timedelta(minutes=self._length - 1 - position)
        return replace(self._last, id=str(position), time=when, headline=f"Entry number {position}")

    def __iter__(self) -> Iterator[Entry]:
        return (self[i] for i in range(self._length))

    def position_of(self, key: EntryKey) -> int | None:
        """Ids are positions."""
        position = int(key[1]) if key[1].isdigit() else -1
        return position if 0 <= position < self._length else None

    def time_at(self, position: int) -> datetime | None:
        """A minute apart."""
        return self._when(position)

    def _when(self, position: int) -> datetime:
        assert self._last.time is not None
        return self._last.time - timedelta(minutes=self._length - 1 - position)

    def until(self, time: datetime) -> int:
        """How many are not later."""
        return bisect_right(range(self._length), time, key=self._when)

    def before(self, time: datetime) -> int:
        """How many are earlier."""
        return bisect_left(range(self._length), time, key=self._when)

    def claimed_from(self, _position: int, _by: int) -> int | None:
        """None carries a claim."""
        return None
