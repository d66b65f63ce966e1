"""The index: the same answers as the store in memory, whatever comes in, in any order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from feeds.claim import Claim
from feeds.entry import Entry, Mention
from feeds.index.bounds import exact
from feeds.index.building import build, join
from feeds.index.counting import Bins, Counting
from feeds.index.evaluating import Beside, Evaluator, sides_of
from feeds.index.index import Index, empty
from feeds.index.rows import IndexRow, Key, Order, place_of
from feeds.index.stops import Stops
from feeds.index.storing import pieces, restored
from feeds.index.times import microseconds
from feeds.index.view import IndexView
from feeds.snapshot import EntryKey, Filter
from feeds.store import Row, Store, activity, facets, select
from tests.build import beat, claim, entry

BEAT = beat()
START = datetime(2022, 9, 13, tzinfo=UTC)


@dataclass(frozen=True)
class Version:
    """A row of the index for a version that the store took."""

    doc: int
    entry: Entry
    claims: tuple[Claim, ...]
    replaces: int | None

    @property
    def revision(self) -> int:
        return self.entry.revision

    @property
    def time(self) -> int | None:
        return microseconds(self.entry.time) if self.entry.time else None

    @property
    def known(self) -> int | None:
        return microseconds(self.entry.known) if self.entry.known else None

    @property
    def order(self) -> Order:
        e = self.entry
        return (e.role == "page", e.sequence, e.source, e.id)

    @property
    def keys(self) -> list[Key]:
        claims: set[Key] = {("claims", c.kind) for c in self.claims}
        if claims:
            claims.add(("claims", "any"))
        actors = [("actor", a) for a in self.entry.actors]
        regions = [("region", r) for r in self.entry.regions]
        return [*actors, *regions, *claims, ("source", self.entry.source)]

    @property
    def current(self) -> int:
        return sum(c.period == "current" for c in self.claims)


class Both:
    """A store, and the rows of an index with the same versions."""

    def __init__(self) -> None:
        self.store = Store(BEAT)
        self.taken: list[tuple[Entry, tuple[Claim, ...]]] = []
        self._rows: list[Row] = []

    def add(self, entry: Entry, claims: tuple[Claim, ...]) -> None:
        before = {id(row) for row in self._rows}
        if self.store.add([(entry, claims)]):
            [row] = [row for row in self.store._rows if id(row) not in before]
            self._rows.append(row)
            self.taken.append((entry, claims))

    def when_it_had(self, count: int) -> "Both":
        """The same after so many versions."""
        then = Both()
        for one in self.taken[:count]:
            then.add(*one)
        return then

    @property
    def versions(self) -> list[Version]:
        """As they are by now: each replaces the one before it."""
        docs = {id(row): doc for doc, row in enumerate(self._rows, 1)}
        before: dict[int, int] = {}
        for chain in self.store._edited.values():
            before |= {id(b): docs[id(a)] for a, b in pairwise(chain.rows)}
        return [
            Version(doc, row.entry, row.claims, before.get(id(row)))
            for doc, row in enumerate(self._rows, 1)
        ]

    def since(self, upto: int) -> list[IndexRow]:
        """Those that came in after one, and those before it that replace one of them."""
        return [v for v in self.versions if v.doc > upto or (v.replaces or 0) > upto]

    def order_of(self, doc: int) -> Order:
        return self.versions[doc - 1].order

    def version_of(self, row: Row) -> int:
        return next(v.doc for v in self.versions if v.entry is row.entry)

    def read(self, docs: Sequence[int]) -> list[Entry]:
        return [self.versions[doc - 1].entry for doc in docs]

    def doc_among(self, key: EntryKey, index: Index, ranks: BitMap) -> int | None:
        docs = (v.doc for v in self.versions if v.entry.key == key)
        return next((doc for doc in docs if index.ranks[doc] in ranks), None)


minutes = st.integers(min_value=0, max_value=200)


@st.composite
def arrivals(draw: st.DrawFn) -> Both:
    """Entries of a few ids with all that may befall them: edits, no time, late, equal times."""
    both = Both()
    for number in range(draw(st.integers(min_value=0, max_value=30))):
        when = draw(st.none() | minutes)
        delay = draw(st.sampled_from([0, 0, 0, 5, 90, -7]))
        time = None if when is None else START + timedelta(minutes=when)
        known = None if time is None else time + timedelta(minutes=delay)
        if draw(st.integers(0, 15)) == 0:
            known = None if known else START + timedelta(minutes=draw(minutes))
        names = draw(st.lists(st.sampled_from(["armenia", "am-mod", "russia", "un"]), max_size=3))
        regions = draw(st.lists(st.sampled_from(["gegharkunik", "syunik"]), max_size=2))
        mentions = [_mention("actor", a) for a in names] + [_mention("region", r) for r in regions]
        made = entry(
            f"Words {draw(st.integers(0, 2))}.",
            id=draw(st.sampled_from("abcdefghij")),
            source=draw(st.sampled_from(["wire", "blog"])),
            time=None,
            role=draw(st.sampled_from(["entry", "page"])),
            sequence=draw(st.integers(0, 2)),
            mentions=tuple(mentions),
        )
        periods = draw(st.lists(st.sampled_from(["current", "historical"]), max_size=3))
        kind = draw(st.sampled_from(["killed", "wounded"]))
        claims = tuple(
            claim(id=f"{number}-{n}", entry=made.id, source=made.source, period=p, kind=kind)
            for n, p in enumerate(periods)
        )
        both.add(replace(made, time=time, known=known), claims)
    return both


def _mention(what: str, id: str) -> Mention:
    return Mention(what=what, id=id, place=None, field="body", start=0, end=1)  # type: ignore[arg-type]


moments = st.none() | minutes.map(lambda m: START + timedelta(minutes=m - 10))
filters = st.builds(
    Filter,
    actors=st.frozensets(st.sampled_from(["armenia", "russia"]), max_size=2),
    sides=st.frozensets(st.sampled_from(["armenia", "un"]), max_size=1),
    regions=st.frozensets(st.sampled_from(["syunik", "gegharkunik"]), max_size=2),
    since=moments,
    until=moments,
)


@st.composite
def indexes(draw: st.DrawFn) -> tuple[Both, Index]:
    """An index of what came first, and what came later joined to it in batches of any size."""
    both = draw(arrivals())
    cuts = sorted(draw(st.lists(st.integers(0, len(both.versions)), max_size=4)))
    first, *_ = [*cuts, len(both.versions)]
    made = build(sorted(both.when_it_had(first).versions, key=place_of))
    for end in [*cuts, len(both.versions)]:
        made = join(made, both.when_it_had(end).since(made.upto), both.order_of)
    return both, made


def beside() -> Beside:
    return Beside(
        search=lambda _: exact(BitMap()), notes=lambda _: BitMap(), marks=lambda _: BitMap()
    )


def view(both: Both, index: Index, ranks: BitMap) -> IndexView:
    claimed = index.set_of(("claims", "any"))
    return IndexView(index, ranks, read=both.read, doc_among=both.doc_among, claimed=claimed)


@given(indexes())
def test_ranks_are_the_order_of_the_store_however_they_come(given: tuple[Both, Index]) -> None:
    both, index = given
    rows = [both.version_of(row) for row in both.store._rows]
    assert list(index.docs) == rows
    assert [index.ranks[doc] for doc in rows] == list(range(len(rows)))
    assert index.undated_entries == both.store.undated()


@given(indexes())
def test_an_index_that_grew_is_the_one_of_the_whole(given: tuple[Both, Index]) -> None:
    both, index = given
    whole = build(sorted(both.versions, key=place_of))
    assert {key: ranks for key, ranks in index.sets.items() if ranks} == whole.sets
    assert list(index.gone.whens) == list(whole.gone.whens)
    assert sorted(zip(index.gone.whens, index.gone.docs, strict=True)) == list(
        zip(whole.gone.whens, whole.gone.docs, strict=True)
    )  # of one moment they come in any order: nobody asks for a part of it
    assert index.newest == whole.newest


@given(indexes(), st.lists(moments, min_size=1, max_size=6))
def test_what_is_known_at_any_moment_is_what_the_store_knows(
    given: tuple[Both, Index], playheads: list[datetime | None]
) -> None:
    both, index = given
    for at in playheads:
        when = microseconds(at) if at else None
        for ranks, rows in (
            (index.known(when), both.store.known(at)),
            (index.struck(when), both.store.struck(at)),
        ):
            expected = {both.version_of(row) for row in rows}
            assert {index.docs[rank] for rank in ranks} == expected


@given(indexes(), moments, filters)
def test_filters_facets_and_activity_count_as_the_store_does(
    given: tuple[Both, Index], at: datetime | None, asked: Filter
) -> None:
    both, index = given
    rows = both.store.known(at)
    known = index.known(microseconds(at) if at else None)
    sides_by_id = sides_of(index, BEAT)
    evaluator = Evaluator(index, sides_by_id, beside())

    def passing(asked: Filter) -> BitMap:
        bounds = evaluator.bounds(asked.as_query)
        assert bounds.is_exact
        return bounds.low & known

    found = view(both, index, passing(asked))
    expected = [row.entry for row in select(rows, asked, BEAT)]
    assert list(found) == expected
    assert found[:] == expected
    sides, actors, regions = facets(rows, asked, BEAT)
    who = passing(replace(asked, actors=frozenset(), sides=frozenset()))
    where = passing(replace(asked, regions=frozenset()))
    of = [(key, ranks) for key, ranks in index.sets.items()]
    in_actors = Counting(((k[1], r) for k, r in of if k[0] == "actor"), BEAT)
    in_regions = Counting(((k[1], r) for k, r in of if k[0] == "region"), BEAT)
    assert Counting(sides_by_id.items(), BEAT).facets(who, asked.sides) == sides
    assert in_actors.facets(who, asked.actors) == actors
    assert in_regions.facets(where, asked.regions) == regions


numbers = st.sets(st.integers(0, 300))
kinds = st.frozensets(st.sampled_from(["armenia", "russia", "csto", "nobody"]), max_size=2)


@given(
    st.dictionaries(st.sampled_from(["armenia", "russia", "csto", "un"]), numbers),
    st.lists(st.tuples(st.lists(st.integers(0, 300), max_size=12), kinds), max_size=6),
    numbers,
)
def test_what_moved_is_counted_as_if_all_were(
    sets: dict[str, set[int]], steps: list[tuple[list[int], frozenset[str]]], among: set[int]
) -> None:
    """Each step puts in what was not there, and takes out what was."""
    of = [(id, BitMap(ranks)) for id, ranks in sets.items()]
    counting = Counting(of, BEAT)
    for flipped, chosen in steps:
        among = among ^ set(flipped)
        fresh = Counting(of, BEAT).facets(BitMap(among), chosen)
        assert counting.facets(BitMap(among), chosen) == fresh
        wanted = {id: len(ranks & among) for id, ranks in sets.items()}
        counts = {f.id: f.count for f in fresh}
        assert counts == {
            id: wanted.get(id, 0) for id in {*wanted, *chosen} if wanted.get(id) or id in chosen
        }


@given(indexes(), moments)
def test_the_activity_has_the_bins_of_the_store(
    given: tuple[Both, Index], at: datetime | None
) -> None:
    both, index = given
    times = both.store.times()
    if not times:
        return
    expected = activity(both.store.known(at), (times[0], times[-1]))
    assert expected is not None
    bins = Bins(index, expected.start, expected.end)
    assert bins.activity(index.known(microseconds(at) if at else None)) == expected


@given(indexes())
def test_stops_are_the_moments_of_the_store(given: tuple[Both, Index]) -> None:
    both, index = given
    for stops, expected in (
        (Stops(index), both.store.times()),
        (Stops(index, index.set_of(("current", "1"))), both.store.claim_times()),
    ):
        found = list(stops)
        assert tuple(dict.fromkeys(found)) == expected
        assert found == sorted(found)


@given(indexes(), moments, minutes)
def test_a_view_finds_places_as_a_list_does(
    given: tuple[Both, Index], at: datetime | None, minute: int
) -> None:
    both, index = given
    found = view(both, index, index.known(microseconds(at) if at else None))
    entries = list(found)
    when = START + timedelta(minutes=minute)
    early = datetime.min.replace(tzinfo=UTC)
    assert found.until(when) == sum((e.time or early) <= when for e in entries)
    assert found.before(when) == sum((e.time or early) < when for e in entries)
    assert [found.time_at(n) for n in range(len(found))] == [e.time for e in entries]
    for position, one in enumerate(entries):
        assert found.position_of(one.key) == position
    claimed = [n for n, e in enumerate(entries) if both.store.claims_of(e.key)]
    if at is None:
        for position in range(len(entries)):
            newer = next((n for n in claimed if n > position), None)
            older = next((n for n in reversed(claimed) if n < position), None)
            assert found.claimed_from(position, 1) == newer
            assert found.claimed_from(position, -1) == older
    assert found.position_of(("wire", "nobody")) is None


def test_an_empty_index_knows_nothing() -> None:
    index = empty()
    assert not index.known(None)
    assert not index.known(microseconds(START))
    assert list(Stops(index)) == []


@given(indexes(), st.booleans())
def test_a_stored_index_comes_back_and_writes_what_changed(
    given: tuple[Both, Index], is_torn: bool
) -> None:
    both, index = given
    first = build(sorted(both.when_it_had(5).versions, key=place_of))
    disk, kept = pieces(first)
    later, kept = pieces(index, None if index.upto < 5 else kept)
    torn = {name: data for name, data in later.items() if name != "times/0"}
    disk |= torn if is_torn else later
    found = restored(lambda names: {name: disk[name] for name in names if name in disk})
    if is_torn and "times/0" in later and len(index):
        assert found is None
        return
    assert found is not None
    assert list(found.index.docs) == list(index.docs)
    assert list(found.index.times) == list(index.times)
    assert found.index.sets == index.sets
    assert found.index.known(None) == index.known(None)
    again, _ = pieces(found.index, found)
    assert list(again) == ["index"]
