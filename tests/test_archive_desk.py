"""The archive desk: what it says of an archive is what the desk says of the same entries."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from feeds import reconcile
from feeds.archive import Archive
from feeds.archived import changes as archive_changes
from feeds.archived import indexing, searching
from feeds.archived import scenes as archive_scenes
from feeds.archived.desk import NOT_LISTED, ArchiveDesk
from feeds.archived.indexing import Indexing
from feeds.archived.kept_beat import keep_beat
from feeds.archived.opening import open_archive
from feeds.archived.state import Day
from feeds.beat import Episode
from feeds.claim import Claim
from feeds.decision import Correction, Motion, Verdict
from feeds.decision_book import SessionBook
from feeds.desk import Desk
from feeds.entry import Entry, Mention
from feeds.errors import ArchiveError, UsageError
from feeds.index.index import Index
from feeds.marking import UNMARKED, Marking
from feeds.options import Options
from feeds.packs import load_beat
from feeds.query import All, Facets, Is, Not, Query, Within, Words
from feeds.query import Any as AnyOf
from feeds.snapshot import EntryKey, Filter, Snapshot
from feeds.tally import Tally
from tests.build import at, beat, claim, entry

START = datetime(2022, 9, 12, tzinfo=UTC)
EPISODES = (
    Episode(id="before", name="Before", start=START - timedelta(days=40), end=START),
    Episode(id="now", name="Now", start=START + timedelta(minutes=60), end=None),
)
BEAT = beat(episodes=EPISODES)
_WIRE = "Guns were heard at Sotk before dawn and again at noon, two people in the village said."
BODIES = (
    "Guns at Sotk.",
    "Quiet at Sotk; guns elsewhere",
    "Güns, they say",
    "",
    _WIRE,
    f"{_WIRE} ",
)

Read = tuple[Entry, tuple[Claim, ...]]

minutes = st.integers(min_value=0, max_value=200)


@st.composite
def read(draw: st.DrawFn) -> Read:
    """An entry of one of a few ids, with claims."""
    when = draw(st.none() | minutes)
    time = None if when is None else START + timedelta(minutes=when)
    delay = timedelta(minutes=draw(st.sampled_from([0, 0, 0, 7, 100])))
    known = None if time is None else time + delay
    names = draw(st.lists(st.sampled_from(["armenia", "am-mod", "russia", "un"]), max_size=2))
    regions = draw(st.lists(st.sampled_from(["gegharkunik", "syunik"]), max_size=1))
    made = entry(
        draw(st.sampled_from(BODIES)),
        id=draw(st.sampled_from("abcdefgh")),
        source=draw(st.sampled_from(["wire", "blog"])),
        headline=draw(st.sampled_from([None, "Guns fall silent", "Sotk"])),
        time=None,
        role=draw(st.sampled_from(["entry", "page"])),
        sequence=draw(st.integers(0, 2)),
        mentions=tuple(
            [_mention("actor", a) for a in names] + [_mention("region", r) for r in regions]
        ),
    )
    made = replace(made, time=time, known=known)
    if draw(st.integers(0, 7)) == 0:
        return replace(made, withdrawn="killed by the agency"), ()
    said = draw(st.lists(st.tuples(st.integers(1, 9), st.booleans()), max_size=2))
    claims = tuple(
        replace(
            claim(best, time=None),
            id=f"{made.source}-{made.id}-{best}",
            entry=made.id,
            source=made.source,
            time=time,
            known=known,
            as_of=time,
            victim="armenia" if is_ours else "azerbaijan",
            kind="killed" if is_ours else "wounded",
        )
        for best, is_ours in dict.fromkeys(said)
    )
    return made, tuple({c.id: c for c in claims}.values())


def _mention(what: str, id: str) -> Mention:
    return Mention(what=what, id=id, place=None, field="body", start=0, end=1)  # type: ignore[arg-type]


moments = st.none() | minutes.map(lambda m: START + timedelta(minutes=m))
words = st.builds(
    Words,
    words=st.sampled_from([("guns",), ("gu",), ("at", "so"), ("sotk",), ("nothing",)]),
    is_phrase=st.booleans(),
    field=st.sampled_from([None, "headline", "body"]),
)
facets = st.one_of(
    st.builds(Facets, st.just("actor"), st.frozensets(st.sampled_from(["armenia", "un"]))),
    st.builds(Facets, st.just("side"), st.frozensets(st.sampled_from(["armenia", "un"]))),
    st.builds(Facets, st.just("region"), st.frozensets(st.sampled_from(["syunik"]))),
    st.builds(Facets, st.just("source"), st.frozensets(st.sampled_from(["wire", "blog"]))),
    st.builds(Facets, st.just("edit"), st.frozensets(st.sampled_from(["any", "typography"]))),
    st.builds(Facets, st.just("claims"), st.frozensets(st.sampled_from(["any", "killed"]))),
)
states = st.builds(Is, st.sampled_from(["edited", "withdrawn", "undated"]))
queries: st.SearchStrategy[Query] = st.recursive(
    words | facets | states | st.builds(Within, moments, moments),
    lambda inner: (
        st.builds(Not, inner)
        | st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts)))
        | st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts)))
    ),
    max_leaves=4,
)
filters = st.builds(
    Filter,
    actors=st.frozensets(st.sampled_from(["armenia", "russia"]), max_size=1),
    sides=st.frozensets(st.sampled_from(["un"]), max_size=1),
    regions=st.frozensets(st.sampled_from(["syunik"]), max_size=1),
    text=st.sampled_from(["", "", "guns", "sotk gu"]),
    since=moments,
    query=queries,
)


@pytest.fixture(params=[500, 0], ids=["with earlier claims", "without"])
def earlier(request: pytest.FixtureRequest) -> Iterator[None]:
    """Claims of earlier episodes are few enough to be read, or not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive_scenes, "EARLIER", request.param)
        yield


def desks(
    reads: Sequence[Read], cut: int = 0, book: SessionBook | None = None
) -> tuple[Desk, ArchiveDesk]:
    """A desk in memory, and that of an archive to which what follows `cut` was added later."""
    archive = Archive.open(":memory:")
    archive.add(reads[:cut])
    made = ArchiveDesk(archive, BEAT, book=book or SessionBook())
    for one in reads[cut:]:
        archive.add([one])
        made.refresh()
    memory = Desk(BEAT, book=book)
    for said, claims in reads:
        memory._store.add([(said, memory._own_names(said, claims))])
    return memory, made


def decided(reads: Sequence[Read], wanted: Sequence[tuple[Verdict, int, int]]) -> SessionBook:
    """A book of what is wanted: a verdict, about the nth claim, merged with another."""
    book = SessionBook()
    memory, _ = desks(reads, book=book)
    parts = (Correction(category="civilian"), Correction(kind="wounded"))
    for verdict, nth, other in wanted:
        if not (ids := list(memory.snapshot().claims)):
            continue
        motion = Motion(
            verdict=verdict,
            claim=ids[nth % len(ids)],
            parts=parts if verdict == "split" else (),
            echo_of=ids[other % len(ids)] if verdict == "merge" else None,
        )
        with suppress(UsageError):
            memory.decide(motion)
    return book


def same(found: Snapshot, memory: Desk, expected: Snapshot) -> None:
    """All that panes draw is the same."""
    assert list(found.entries) == list(expected.entries)
    assert len(found.entries) == len(expected.entries)
    for name in ("folded", "known", "undated", "sides", "actors", "regions", "activity", "at"):
        assert getattr(found, name) == getattr(expected, name), name
    assert not found.pending
    assert found.tally == (
        expected.tally if archive_scenes.EARLIER else tally_of_window(memory, expected)
    )
    assert dict(found.reviews) == dict(expected.reviews)
    live = [c for claims in expected.claims_of.values() for c in claims]
    assert {c.id: found.claims[c.id] for c in live} == {c.id: c for c in live}
    assert {k: found.claims_of[k] for k in expected.claims_of} == dict(expected.claims_of)
    assert all(id in found.claims for id in expected.claims)


def tally_of_window(memory: Desk, snapshot: Snapshot) -> Tally:
    """Of what became known in the window, and of what people judged."""
    live = [c for claims in snapshot.claims_of.values() for c in claims]
    last = snapshot.at or max((c.known for c in live if c.known), default=None)
    window = BEAT.window_at(last) if last else None

    def is_inside(claim: Claim) -> bool:
        return window is None or claim.known is None or claim.known >= window.start

    named = {d.entry for d in memory.decisions}
    targets = {d.echo_of for d in memory.decisions}
    beside = {c.entry_key for c in live if c.id in targets}
    edited = [c for row in memory._store.struck(snapshot.at) for c in row.claims]
    struck = {c.id: c for c in edited if is_inside(c)}
    return reconcile.tally(
        [c for c in live if is_inside(c) or c.entry in named or c.entry_key in beside],
        at=snapshot.at,
        beat=BEAT,
        struck=struck.values(),
    )


@pytest.mark.usefixtures("earlier")
@given(st.lists(read(), max_size=12), st.integers(0, 12), st.lists(moments, max_size=3), filters)
@settings(
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_an_archive_says_what_the_desk_says(
    reads: list[Read], cut: int, playheads: list[datetime | None], asked: Filter
) -> None:
    memory, archive = desks(reads, cut)
    for when in (*playheads, None):
        same(archive.snapshot(at=when), memory, memory.snapshot(at=when))
        same(archive.snapshot(at=when, asked=asked), memory, memory.snapshot(at=when, asked=asked))
        assert archive.tally_of(asked, when) == memory.tally_of(asked, when)
        folded = memory.snapshot(at=when, asked=asked, fold=True)
        same(archive.snapshot(at=when, asked=asked, fold=True), memory, folded)
        theirs = memory.find("gu", memory.snapshot(at=when, asked=asked))
        ours = archive.find("gu", archive.snapshot(at=when, asked=asked))
        assert list(ours.positions) == list(theirs.positions)
    assert tuple(dict.fromkeys(archive.times)) == memory.times
    assert tuple(dict.fromkeys(archive.claim_times)) == memory.claim_times
    assert archive.span == memory.span
    assert archive.untimed == memory.untimed
    for one, _ in reads:
        assert archive.entry(one.key) == memory.entry(one.key)
        assert archive.claims_of(one.key) == memory.claims_of(one.key)
        for when in (*playheads, None):
            assert list(archive.copies_of(one.key, when)) == list(memory.copies_of(one.key, when))


def of_one_moment() -> list[Read]:
    """A text, the same without a time, and another one of the first one's moment."""
    first = entry("Guns at Sotk.", id="a", source="wire", time="2022-09-13 12:00")
    killed = claim(4, entry="a", source="wire", victim="armenia")
    wounded = claim(7, entry="a", source="wire", victim="azerbaijan", kind="wounded")
    undated = replace(first, body="", time=None, known=None)
    return [(first, (killed,)), (undated, ()), (replace(first, body="Quiet."), (wounded,))]


@given(st.lists(read(), max_size=10), st.lists(moments, max_size=3), filters)
@example(of_one_moment(), [], Filter())
@settings(
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_changes_are_those_of_the_window(
    reads: list[Read], playheads: list[datetime | None], asked: Filter
) -> None:
    memory, archive = desks(reads)
    memory.follow_changes()
    archive.follow_changes()
    for when in (*playheads, None):
        for one in (Filter(), asked):
            expected = memory.snapshot(at=when, asked=one)
            live = [c.known for claims in expected.claims_of.values() for c in claims if c.known]
            last = when or max(live, default=None)
            window = BEAT.window_at(last) if last else None
            told = [c for c in expected.changes if not last or BEAT.window_at(c.time) is window]
            assert list(archive.snapshot(at=when, asked=one).changes) == told


@given(
    st.lists(read(), min_size=1, max_size=8),
    st.lists(
        st.tuples(st.just("merge"), st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=3
    ),
)
@settings(deadline=None, max_examples=100)
def test_a_merge_changes_the_figures_of_an_archive_when_it_does_those_of_the_desk(
    reads: list[Read], wanted: list[tuple[Verdict, int, int]]
) -> None:
    memory, archive = desks(reads, book=decided(reads, wanted))
    told = memory.follow_changes()
    archive.follow_changes()
    for when in (None, *sorted({c.time for c in told})):
        live = memory.snapshot(at=when).claims_of.values()
        last = when or max((c.known for made in live for c in made if c.known), default=None)
        until = [c for c in told if when is None or c.time <= when]
        expected = [c for c in until if not last or BEAT.window_at(c.time) is BEAT.window_at(last)]
        assert list(archive.snapshot(at=when).changes) == expected


@given(
    st.lists(read().filter(lambda one: one[0].source == "wire"), max_size=8),
    st.lists(moments, max_size=3),
    st.data(),
)
@settings(deadline=None, max_examples=50)
def test_what_was_known_at_any_moment_does_not_depend_on_the_order_of_arrival(
    reads: list[Read], playheads: list[datetime | None], data: st.DataObject
) -> None:
    """Versions in words of their own; of one source: ids are told apart in order of arrival."""
    told = [
        (replace(one, body=f"{n} {one.body}", revision=n), tuple(claims))
        for n, (one, claims) in enumerate(reads, 1)
    ]
    desks_of_both = desks(told), desks(data.draw(st.permutations(told)))
    for n in range(2):
        then, now = (both[n] for both in desks_of_both)
        for when in (*playheads, None):
            one, other = then.snapshot(at=when), now.snapshot(at=when)
            assert list(one.entries) == list(other.entries)
            assert one.tally == other.tally
            assert dict(one.claims_of) == dict(other.claims_of)
        then.follow_changes()
        now.follow_changes()
        assert list(then.snapshot().changes) == list(now.snapshot().changes)


@pytest.mark.parametrize(
    "times",
    [(None, None), ("2022-09-13 12:00", "2022-09-13 12:00"),
     ("2022-09-13 12:00", "2022-09-13 12:05")],
)  # fmt: skip
@pytest.mark.parametrize("turned", [False, True])
def test_of_what_was_struck_the_last_version_is_told_whenever_it_came_in(
    times: tuple[str | None, str | None], turned: bool
) -> None:
    """Of two of one moment, or of none, their revisions alone tell which held last (R1)."""
    both: list[Read] = [
        (entry(f"{n} killed.", id="a", source="wire", time=time, revision=n),
         (claim(n, id="wire-a", entry="a", source="wire", time=time),))
        for n, time in enumerate(times, 1)
    ]  # fmt: skip
    killed = replace(both[1][0], body="", revision=3, withdrawn="killed by the agency")
    other = entry("9 killed.", id="b", source="wire", time="2022-09-13 13:00")
    nine = claim(9, id="wire-b", entry="b", source="wire", time="2022-09-13 13:00")
    came = [*(reversed(both) if turned else both), (killed, ()), (other, (nine,))]
    for desk in desks(came):
        found = desk.snapshot()
        assert [found.claims[id].best for id in found.tally.struck] == [2]


def test_of_what_was_struck_the_last_version_is_told_where_an_earlier_one_says_the_same() -> None:
    """The first version has the claim of the last one, and came in after all of them."""

    def version(n: int, **fields: Any) -> Read:
        said = entry(f"{n}", id="a", source="wire", time=None, revision=n)
        return said, (claim(4, id="wire-a", entry="a", source="wire", time=None, **fields),)

    first, other, last = version(1), version(2, kind="wounded"), version(4)
    killed = entry("", id="a", source="wire", time="2022-09-13 12:00", revision=3)
    killed = replace(killed, withdrawn="killed by the agency")
    for came in ([first, other, last], [other, last, first], [last, first, other]):
        for desk in desks([*came, (killed, ())]):
            found = desk.snapshot()
            assert [found.claims[id].kind for id in found.tally.struck] == ["killed"]


def test_a_window_of_too_many_claims_is_not_followed_and_says_so() -> None:
    told = claim(49, id="c49", entry="e1", source="test")
    _, archive = desks([(entry("49 were killed."), (told,))])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive_changes, "MOST", 0)
        assert not archive.follow_changes()
    [noted] = archive.opened.problems
    assert "too many claims" in noted.what
    assert not noted.lost


def test_changes_stay_in_the_feed_while_those_of_what_came_in_are_worked_out(
    tmp_path: Path,
) -> None:
    """Else lines go and come back under the reader's eyes with every entry that comes in."""
    first = claim(49, id="c49", entry="e1", source="test")
    path = made(tmp_path / "a.db", (entry("49 were killed."), (first,)))
    with (
        closing(Archive.open(path)) as writer,
        closing(ArchiveDesk(Archive.open(path), BEAT, waits=False)) as desk,
    ):
        assert desk._arriving.settle(60)
        desk.follow_changes()
        assert desk._at_work.settle(60)
        [told] = desk.snapshot().changes

        held = threading.Event()
        desk._at_work.run("held", lambda: wait(held))
        later = claim(51, id="c51", entry="e2", source="test", time="2022-09-13 13:00")
        writer.add([(entry("51 killed.", id="e2", time="2022-09-13 13:00"), (later,))])
        assert desk.look()
        assert desk._arriving.settle(60)
        for asked in (Filter(), Filter(text="were")):
            early = desk.snapshot(asked=asked)
            assert list(early.changes) == [told]
            assert "changes" in early.pending
        held.set()
        assert desk._at_work.settle(60)
        late = desk.snapshot()
        assert [change.time for change in late.changes] == [first.known, later.known]
        assert "changes" not in late.pending

        writer.add([(entry("A quiet hour.", id="e0", time="2022-09-13 11:00"), ())])
        assert desk.look()
        assert desk._arriving.settle(60)
        quiet = desk.snapshot(asked=Filter(text="51"))
        assert list(quiet.changes) == [late.changes[1]]
        assert "changes" not in quiet.pending


verdicts = st.sampled_from(["confirm", "reject", "split", "merge"])


@pytest.mark.usefixtures("earlier")
@given(
    st.lists(read(), min_size=1, max_size=8),
    st.lists(st.tuples(verdicts, st.integers(0, 99), st.integers(0, 99)), max_size=4),
    st.lists(moments, max_size=3),
)
@settings(
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_decisions_take_effect_on_an_archive_as_on_the_desk(
    reads: list[Read], wanted: list[tuple[Verdict, int, int]], playheads: list[datetime | None]
) -> None:
    memory, archive = desks(list(reads), book=decided(reads, wanted))
    claimed = Filter(query=Facets("claims", frozenset({"killed"})))
    for when in (*playheads, None):
        same(archive.snapshot(at=when), memory, memory.snapshot(at=when))
        same(
            archive.snapshot(at=when, asked=claimed),
            memory,
            memory.snapshot(at=when, asked=claimed),
        )
    assert archive.decisions == memory.decisions
    assert archive.orphaned == memory.orphaned


def test_a_decision_shows_at_once_and_can_be_taken_back() -> None:
    told = claim(49, id="c49", entry="e1", source="test")
    _, archive = desks([(entry("49 were killed."), (told,))])
    seen: list[str] = []
    archive.watch(lambda: seen.append("told"))
    archive.decide(Motion(verdict="reject", claim="c49", by="Ani"))
    assert archive.snapshot().tally.rejected == ("c49",)
    assert seen
    archive.undo("Ani")
    assert archive.snapshot().tally.rejected == ()
    archive.redo("Ani")
    assert archive.snapshot().tally.rejected == ("c49",)
    with pytest.raises(UsageError, match="no claim"):
        archive.decide(Motion(verdict="confirm", claim="nobody's"))


def test_what_was_told_before_the_window_is_found_when_asked_for() -> None:
    early = entry("Old.", id="old", time="2022-08-20 12:00")
    told = claim(3, id="c3", entry="old", source="test", time="2022-08-20 12:00")
    late = entry("New.", id="new", time="2022-09-13 12:00")
    mute = entry("Mute.", id="mute", time="2022-09-13 12:30")
    now = claim(5, id="c5", entry="new", source="test", time="2022-09-13 12:00")
    _, archive = desks([(early, (told,)), (late, (now,)), (mute, ())])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive_scenes, "EARLIER", 0)
        snapshot = archive.snapshot()
    assert list(snapshot.claims) == ["c5"]
    assert snapshot.tally.background == ()
    assert [p.what for p in archive.opened.problems] == [NOT_LISTED]
    assert snapshot.claims["c3"] == told
    assert snapshot.claims_of[early.key] == (told,)
    assert snapshot.claims.get("c4") is None
    assert mute.key not in snapshot.claims_of


def test_marks_tags_and_notes_are_asked_for() -> None:
    reads = [(entry(f"Words {n}.", id=f"e{n}"), ()) for n in range(4)]
    _, archive = desks(reads)
    archive.archive.notebook.keep(
        {
            ("test", "e0"): Marking(marked=True, read=1),
            ("test", "e1"): Marking(tags=frozenset({"check"}), note="Ask the ministry"),
        }
    )
    archive.refresh()

    def ids(query: Query) -> list[str]:
        return [e.id for e in archive.snapshot(asked=Filter(query=query)).entries]

    assert ids(Is("marked")) == ["e0"]
    assert ids(Is("read")) == ["e0"]
    assert ids(Is("unread")) == ["e1", "e2", "e3"]
    assert ids(Is("tagged")) == ids(Facets("tag", frozenset({"check"}))) == ["e1"]
    assert ids(Is("noted")) == ids(Words(("minis",), field="note")) == ["e1"]


marked = st.dictionaries(
    st.sampled_from([(source, id) for source in ("wire", "blog") for id in "abc"]),
    st.builds(
        Marking,
        marked=st.booleans(),
        tags=st.sampled_from([frozenset(), frozenset({"ask"})]),
        note=st.sampled_from(["", "ring them"]),
        read=st.integers(0, 3),
    ),
    max_size=4,
)
of_marks = st.one_of(
    st.builds(Is, st.sampled_from(["marked", "read", "unread", "tagged", "noted"])),
    st.builds(Facets, st.just("tag"), st.just(frozenset({"ask"}))),
    st.builds(Words, st.just(("ring",)), field=st.just("note")),
)


@given(st.lists(read(), max_size=8), marked, marked, of_marks)
@settings(deadline=None, max_examples=50)
def test_what_was_left_when_a_filter_was_asked_decides_what_passes_it(
    reads: list[Read],
    then: dict[EntryKey, Marking],
    now: dict[EntryKey, Marking],
    query: Query,
) -> None:
    both = desks(reads)
    for desk in both:
        desk.jot(then)
        asked = Filter(query=query)
        before = list(desk.snapshot(asked=asked).entries)
        desk.jot(now)
        left = tuple((key, then.get(key, UNMARKED)) for key in now)
        assert list(desk.snapshot(asked=replace(asked, left=left)).entries) == before
    asked = Filter(query=query)
    assert list(both[0].snapshot(asked=asked).entries) == list(
        both[1].snapshot(asked=asked).entries
    )


def test_the_next_unread_entry_is_the_same_however_many_there_are() -> None:
    memory, archive = desks([(entry(f"Entry {n}.", id=f"e{n}"), ()) for n in range(6)])
    for read in ((), (1, 2), (0, 1, 3), (0, 1, 2, 3, 4, 5), (5,)):
        marked = {("test", f"e{n}"): Marking(read=int(n in read)) for n in range(6)}
        memory.jot(marked)
        archive.jot(marked)
        for position in range(6):
            wanted = memory.unread_before(memory.snapshot().entries, position)
            found = archive.unread_before(archive.snapshot().entries, position)
            assert found == wanted, (read, position)


def test_an_edit_is_unread_again() -> None:
    first = entry("First.", id="e0")
    then = replace(entry("Then.", id="e0"), known=at("2022-09-13 13:00"))
    _, archive = desks([(first, ()), (then, ())])
    archive.archive.notebook.keep({first.key: Marking(read=1)})
    archive.refresh()
    unread = Filter(query=Is("unread"))
    assert len(archive.snapshot(asked=unread).entries) == 1
    assert len(archive.snapshot(at=at("2022-09-13 12:30"), asked=unread).entries) == 0


def test_a_text_is_told_as_it_was_at_a_moment() -> None:
    first = entry("First.", id="e0")
    then = replace(entry("Then.", id="e0"), known=at("2022-09-13 13:00"))
    _, archive = desks([(first, ()), (then, ())])
    told = [archive.entry(first.key, when) for when in (None, at("2022-09-13 12:30"))]
    assert [one.body for one in told if one] == ["Then.", "First."]
    assert archive.entry(first.key, at("2022-09-13 11:00")) is None


def test_one_day_of_an_archive_is_all_that_is_seen() -> None:
    reads = [
        (entry("Before.", id="a", time="2022-09-12 23:00"), ()),
        (entry("Of the day.", id="b", time="2022-09-13 09:00"), ()),
        (
            replace(
                entry("Edited.", id="b", time="2022-09-13 09:00"), known=at("2022-09-14 08:00")
            ),
            (),
        ),
        (entry("After.", id="c", time="2022-09-14 07:00"), ()),
    ]
    archive = Archive.open(":memory:")
    archive.add(reads)
    day = Day(at("2022-09-13 00:00"), at("2022-09-14 00:00") - timedelta(microseconds=1))
    desk = ArchiveDesk(archive, BEAT, day=day)
    snapshot = desk.snapshot()
    assert [e.body for e in snapshot.entries] == ["Of the day."]
    assert (snapshot.known, snapshot.undated) == (1, 0)
    assert list(desk.times) == [at("2022-09-13 09:00")]


def made(path: Path, *reads: Read, beat: str | None = None) -> Path:
    with Archive.open(path) as archive:
        archive.add(reads)
        if beat:
            keep_beat(archive, beat, load_beat(beat))
    return path


def test_the_index_is_kept_and_takes_what_came_since(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (entry("One.", id="a"), ()))
    desk = open_archive(path)
    assert len(desk.snapshot().entries) == 1
    desk.close()
    made(path, (entry("Two.", id="b"), ()))
    with closing(open_archive(path)) as again:
        assert [e.id for e in again.snapshot().entries] == ["a", "b"]


def test_what_another_program_adds_is_seen(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (entry("One.", id="a"), ()))
    with closing(open_archive(path)) as desk:
        assert not desk.look()
        made(path, (entry("Two.", id="b"), ()))
        assert desk.look()
        assert [e.id for e in desk.snapshot().entries] == ["a", "b"]
        assert not desk.look()


def test_an_archive_is_read_with_its_own_beat(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (entry("One."), ()), beat="south-caucasus")
    with closing(open_archive(path)) as desk:
        assert desk.beat.id == "south-caucasus"
        assert not desk.opened.problems
    with Archive.open(path) as archive, archive.writing():
        archive.set_meta("beat-digest", "of yesterday")
    with closing(open_archive(path)) as desk:
        [noted] = desk.opened.problems
        assert "archive retag" in noted.what
    with pytest.raises(UsageError, match="retag --beat ukraine"):
        open_archive(path, Options(beat="ukraine"))
    with pytest.raises(ArchiveError, match="no such archive; make it: `nightdesk import"):
        open_archive(tmp_path / "none.db")


def test_the_newest_entries_show_while_the_index_is_made(tmp_path: Path) -> None:
    reads = [(entry(f"Words {n}.", id=f"e{n}", time=f"2022-09-13 12:0{n}"), ()) for n in range(9)]
    path = made(tmp_path / "a.db", *reads, (entry("Edited.", id="e0", time="2022-09-13 12:00"), ()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexing, "NEWEST", 3)
        held = threading.Event()
        catch_up = Indexing.catch_up

        def held_up(self: Indexing) -> Index:
            wait(held)
            return catch_up(self)

        patch.setattr(Indexing, "catch_up", held_up)
        with closing(ArchiveDesk(Archive.open(path), BEAT, waits=False)) as desk:
            early = desk.snapshot()
            assert [e.body for e in early.entries] == ["Edited.", "Words 7.", "Words 8."]
            assert "index" in early.pending
            assert early.entries.position_of(("test", "e1")) is None
            held.set()
            assert desk._arriving.settle(60)
            late = desk.snapshot()
            assert len(late.entries) == 9
            assert "index" not in late.pending


def wait(held: threading.Event) -> None:
    held.wait(60)


def test_a_desk_that_does_not_wait_says_what_is_in_work(tmp_path: Path) -> None:
    told = claim(49, id="c49", entry="e1", source="test")
    path = made(tmp_path / "a.db", (entry("49 were killed."), (told,)))
    archive = Archive.open(path)
    with closing(ArchiveDesk(archive, BEAT, book=SessionBook(), waits=False)) as desk:
        held = threading.Event()
        desk._at_work.run("held", lambda: wait(held))
        desk._looking.run("held", lambda: wait(held))
        told_of = threading.Event()
        desk.watch(told_of.set)
        early = desk.snapshot(asked=Filter(text="killed"))
        assert early.pending >= {"tally", "words"}
        assert early.tally.cells == ()
        held.set()
        assert told_of.wait(60)
        assert desk._at_work.settle(60)
        assert desk._looking.settle(60)
        late = desk.snapshot(asked=Filter(text="killed"))
        assert late.pending == frozenset()
        assert late.tally.cells[0].best == 49
        assert len(late.entries) == 1


def test_a_search_looks_through_what_came_in_since_alone(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (entry("Guns.", id="a"), ()), (entry("Quiet.", id="b"), ()))
    asked = Filter(text="guns")
    with closing(open_archive(path)) as desk:
        assert len(desk.snapshot(asked=asked).entries) == 1
        seen: list[tuple[object, ...]] = []
        each = Archive.each

        def spy(self: Archive, statement: str, parameters: Sequence[Any] = ()) -> Iterator[Any]:
            seen.append(tuple(parameters))
            return each(self, statement, parameters)

        early = entry("Guns before.", id="c", time="2022-09-13 11:00")
        made(path, (early, ()), (entry("Quiet too.", id="d"), ()))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Archive, "each", spy)
            desk.look()
            found = desk.snapshot(asked=asked).entries
        assert [e.id for e in found] == ["c", "a"]
        assert seen == [('"guns" *', 2)]


def test_a_tally_stays_while_entries_without_claims_come_in(tmp_path: Path) -> None:
    told = claim(49, id="c49", entry="e1", source="test")
    path = made(tmp_path / "a.db", (entry("49 were killed."), (told,)))
    with closing(open_archive(path)) as desk:
        before = desk.snapshot()
        made(path, (entry("Quiet.", id="b"), ()))
        desk.look()
        after = desk.snapshot()
        assert len(after.entries) == 2
        assert after.tally.cells is before.tally.cells


def test_what_an_older_version_brought_since_is_an_edit_and_moves_nothing() -> None:
    then = entry("50 dead.", id="a", revised=at("2022-09-13 14:00"), known=at("2022-09-13 14:00"))
    known: dict[str, Any] = {"entry": "a", "known": then.known}
    archive = Archive.open(":memory:")
    archive.add([(then, (claim(50, **known),))])
    desk = ArchiveDesk(archive, BEAT)
    assert [e.revision for e in desk.snapshot().entries] == [1]
    seen = desk.newest
    first = replace(then, body="49 dead.", revised=None, known=then.time)
    archive.add([(first, (claim(49, entry="a"),)), (replace(first, id="b"), ())])
    desk.refresh()
    came = desk.since(seen)
    assert (came.entries, came.edits, came.first, came.moved) == (1, 1, ("test", "b"), ())
    assert [(e.body, e.revision) for e in desk.snapshot().entries] == [
        ("50 dead.", 2), ("49 dead.", 1)
    ]  # fmt: skip
    assert desk.snapshot(at=at("2022-09-13 13:00")).tally.cells[0].best == 49
    edit = desk.edit_of(then.key)
    assert edit is not None
    assert (edit.before.body, edit.after.body) == ("49 dead.", "50 dead.")
    last = replace(then, body="51 dead.", known=at("2022-09-13 15:00"))
    archive.add([(last, (claim(51, entry="a", known=last.known),))])
    desk.refresh()
    came = desk.since(archive.last_doc - 1)
    assert (came.entries, came.edits) == (0, 1)
    assert [(c.before and c.before.best, c.after and c.after.best) for c in came.moved] == [
        (50, 51)
    ]


@given(
    st.lists(st.tuples(st.booleans(), minutes), min_size=1, max_size=40),
    st.integers(0, 40),
    st.integers(3, 12),
)
@settings(deadline=None, max_examples=40)
def test_very_many_hits_are_those_that_one_by_one_would_be(
    made: list[tuple[bool, int]], cut: int, many: int
) -> None:
    reads: list[Read] = []
    for n, (has_word, minute) in enumerate(made):
        when = START + timedelta(minutes=minute)
        told = entry("Guns again" if has_word else "Quiet", id=f"e{n}", time=None)
        reads.append((replace(told, time=when, known=when), ()))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("FIRST", 2), ("MANY", many), ("FEW", 1), ("_CHUNK_CHARACTERS", 5)):
            patch.setattr(searching, name, value)
        patch.setattr(searching, "_AT_ONCE_DOCS", 7)
        memory, archive = desks(reads, cut)
        for text in ("guns", "gu quiet", "q"):
            asked = Filter(text=text)
            found = archive.snapshot(asked=asked)
            assert not found.pending
            assert list(found.entries) == list(memory.snapshot(asked=asked).entries)
