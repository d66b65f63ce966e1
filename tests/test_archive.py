"""The archive gives back what was put in, by the rules of the store in memory."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.archive import BESIDE, KINDS, MEMORY, Added, Archive, names_in, prepare, rescue
from feeds.archive.schema import VERSION
from feeds.claim import Claim
from feeds.entry import Entry, Mention
from feeds.errors import ArchiveBusyError, ArchiveError, DecisionError
from feeds.folding import fold
from feeds.marking import UNMARKED, Marking, Place, View
from feeds.store import Store
from tests.archives import MARKINGS, PATIENT, PLACES, READ, VIEWS
from tests.build import at, beat, claim, decision, entry

Read = tuple[Entry, tuple[Claim, ...]]
ACTOR = Mention(what="actor", id="armenia", place=None, field="body", start=0, end=3)
REGION = Mention(
    what="region", id="syunik", place="goris", field="headline", start=70_000, end=70_005
)


@pytest.fixture
def archive() -> Iterator[Archive]:
    with Archive.open(MEMORY) as opened:
        yield opened


def all_docs(archive: Archive) -> range:
    return range(1, archive.last_doc + 1)


def test_an_entry_comes_back_as_it_went_in(archive: Archive) -> None:
    given_in = entry("Body", headline="", mentions=(ACTOR, REGION), extra={"a": [1, None]})
    assert archive.add([(given_in, ())]).new == 1
    assert archive.entries([1]) == [given_in]


@PATIENT
@given(st.lists(READ, max_size=8, unique_by=lambda read: read[0].id))
def test_whatever_it_takes_it_gives_back_whole(read: Sequence[Read]) -> None:
    with Archive.open(MEMORY) as archive:
        archive.add(read)
        assert archive.entries(all_docs(archive)) == [one for one, _ in read]
        claims = archive.claims(all_docs(archive))
        assert claims == {doc: made for doc, (_, made) in enumerate(read, 1) if made}


@PATIENT
@given(st.lists(st.lists(READ, max_size=4), max_size=4))
def test_it_keeps_versions_as_the_store_in_memory_does(batches: Sequence[Sequence[Read]]) -> None:
    store = Store(beat())
    with Archive.open(MEMORY) as archive:
        for batch in batches:
            assert archive.add(batch).changed == store.add(batch)
        found = archive.entries(all_docs(archive))
        before = {row.doc: row.replaces for row in archive.rows()}
        for key in {one.key for one in found}:
            docs = archive.docs_of(key)
            assert found[docs[-1] - 1] == store.entry(key)
            assert [before[doc] for doc in docs] == [None, *docs[:-1]]
    assert len(found) == len(store)


def test_the_same_twice_adds_nothing_and_versions_read_again_neither(archive: Archive) -> None:
    first = entry("Now.", known=at("2022-09-13 12:00"))
    then = entry("Then.", known=at("2022-09-13 13:00"))
    archive.add([(first, ()), (then, ())])
    again = archive.add([(first, ()), (then, ())])
    assert (again.new, again.revised, again.same) == (0, 0, 2)
    back = replace(first, known=at("2022-09-13 14:00"))
    assert archive.add([(back, ())]).revised == 1
    assert [e.revision for e in archive.entries(archive.docs_of(first.key))] == [1, 2, 3]


def test_an_edit_that_does_not_say_when_was_known_when_it_came(archive: Archive) -> None:
    first = entry("49 dead.", id="a", time="2022-09-13 11:00")
    edited = replace(first, body="50 dead.")
    came = at("2022-09-14 09:00")
    for one in (first, edited):
        archive.add_prepared([prepare(one, (), ())], received=came)
    _, then = archive.entries(archive.docs_of(first.key))
    assert (then.body, then.revision, then.known) == ("50 dead.", 2, came)
    for one in (edited, first):  # read again, whenever: nothing new
        later = at("2022-09-15 09:00")
        assert archive.add_prepared([prepare(one, (), ())], received=later) == Added(same=1)


VERSIONS = st.lists(
    st.tuples(st.none() | st.integers(0, 3), st.integers(1, 3)), max_size=5, unique=True
)


@PATIENT
@given(VERSIONS.flatmap(lambda v: st.tuples(st.just(v), st.permutations(v))))
def test_in_whatever_order_versions_come_the_one_known_last_holds(
    orders: tuple[Sequence[tuple[int | None, int]], Sequence[tuple[int | None, int]]],
) -> None:
    """Each is known at an hour, or at none, and has a revision of its source."""
    chains = []
    for order in orders:
        versions = [
            entry(
                f"Known {hour}, given {given}.",
                known=None if hour is None else at(f"2022-09-13 1{hour}:00"),
                revision=given,
            )
            for hour, given in order
        ]
        store = Store(beat())
        with Archive.open(MEMORY) as archive:
            for version in versions:
                assert archive.add([(version, ())]).changed == store.add([(version, ())]) == 1
            chain = archive.entries(archive.docs_of(("test", "e1")))
            assert archive.care.check() == []
        rows = [row.entry for row in store._edited["test", "e1"].rows] if len(order) > 1 else chain
        assert chain == rows
        chains.append(chain)
    assert chains[0] == chains[1]
    revisions = [e.revision for e in chains[0]]
    assert revisions == sorted(set(revisions))


def test_an_older_version_that_comes_late_stands_before_those_that_follow(
    archive: Archive,
) -> None:
    first = entry("49 dead.", id="a", time="2022-09-13 11:00")
    then = replace(first, body="50 dead.", revised=at("2022-09-13 14:00"))
    then = replace(then, known=then.revised)
    today, yesterday = at("2022-09-15 09:00"), at("2022-09-16 09:00")
    archive.add_prepared([prepare(then, (), (claim(50, entry="a"),))], received=today)
    archive.notebook.keep({first.key: Marking(read=1)})
    [later] = archive.rows()
    added = archive.add_prepared([prepare(first, (), (claim(49, entry="a"),))], received=yesterday)
    assert added == Added(revised=1)
    docs = archive.docs_of(first.key)
    assert docs == (2, 1)
    found = archive.entries(docs)
    assert [(e.body, e.revision, e.known) for e in found] == [
        ("49 dead.", 1, first.time),
        ("50 dead.", 2, then.known),
    ]
    assert archive.notebook.marking(first.key) == Marking(read=2)
    [moved] = archive.followers(1, 2)
    assert moved == later._replace(revision=2, replaces=2)
    assert archive.add_prepared([prepare(first, (), ())], received=yesterday) == Added(same=1)


def test_what_says_nothing_of_its_time_stands_by_its_revision(archive: Archive) -> None:
    """Yesterday's copy of an entry whose source numbers its versions, and dates none."""
    first = entry("49 dead.", id="a", time="2022-09-13 11:00")
    third = replace(first, body="51 dead.", revision=3)
    for one, hour in ((third, 9), (first, 10), (replace(first, body="50.", revision=2), 11)):
        came = at(f"2022-09-16 {hour:02}:00")
        archive.add_prepared([prepare(one, (), ())], received=came)
    found = archive.entries(archive.docs_of(first.key))
    assert [(e.body, e.revision) for e in found] == [
        ("49 dead.", 1), ("50.", 2), ("51 dead.", 3)
    ]  # fmt: skip


def test_two_sources_may_use_one_id(archive: Archive) -> None:
    archive.add([(entry("One."), ()), (entry("Two.", source="other"), ())])
    assert archive.keys([2, 1]) == [("other", "e1"), ("test", "e1")]
    assert archive.docs_of(("other", "e1")) == (2,)
    assert archive.docs_of(("other", "e2")) == ()


def test_claims_of_one_id_in_two_sources_are_told_apart(archive: Archive) -> None:
    part = replace(claim(1), source="other", id="part", within="c1-2022-09-13 12:00")
    archive.add([(entry("One."), (claim(1),)), (entry("Two.", source="other"), (part,))])
    archive.add([(entry("Three.", source="other"), (part,))])
    apart = replace(part, id="other:part", within="other:c1-2022-09-13 12:00")
    assert archive.claims([1, 2, 3]) == {1: (claim(1),), 2: (apart,), 3: (apart,)}


def test_rows_tell_an_index_what_it_needs(archive: Archive) -> None:
    killed = replace(claim(3), kind="wounded")
    archive.add([(entry("Old.", time=None), ()), (entry("Page.", id="p", role="page"), ())])
    archive.add([(entry("New.", mentions=(ACTOR, REGION, ACTOR)), (killed, claim(2)))])
    (row,) = archive.rows(after=2)
    names = archive.names()
    assert (row.doc, row.entry, row.revision, row.replaces) == (3, 1, 2, 1)
    assert [names[n] for n in names_in(row.names)] == [
        ("actor", "armenia", None), ("region", "syunik", "goris"), ("actor", "armenia", None)
    ]  # fmt: skip
    assert {kind for bit, kind in enumerate(KINDS) if row.kinds >> bit & 1} == {"killed", "wounded"}
    assert row.current == 2
    assert [r.is_page for r in archive.rows()] == [False, True, False]
    assert next(archive.rows()).time_us is None


def test_claims_are_found_by_version_and_by_id(archive: Archive) -> None:
    late = entry("Late.", id="e2", time="2022-09-13 18:00")
    later = replace(claim(8, time="2022-09-13 18:00"), entry="e2", id="c8")
    archive.add([(entry("Early."), (claim(1), claim(2))), (late, (later,))])
    assert archive.claims([1, 2])[1] == (claim(1), claim(2))
    assert archive.claim_docs(["c8", "none"]) == {"c8": (2,)}


def test_what_is_asked_for_in_parts_is_the_same(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add([(entry(f"{n}.", id=f"e{n}"), (claim(n, entry=f"e{n}"),)) for n in range(7)])
    docs = [7, 1, 1, 3, 5, 2, 7]
    asked = archive.entries(docs), archive.claims(docs), archive.keys(docs)
    monkeypatch.setattr("feeds.archive.contents._ASKED_AT_ONCE", 2)
    assert (archive.entries(docs), archive.claims(docs), archive.keys(docs)) == asked
    assert [e.id for e in asked[0]] == ["e6", "e0", "e0", "e2", "e4", "e1", "e6"]
    assert all(len(claims) == 1 for claims in asked[1].values())
    assert archive.entries([]) == []


def test_a_batch_that_fails_leaves_nothing(archive: Archive) -> None:
    with pytest.raises(AttributeError):
        archive.add([(entry("Kept?", mentions=(ACTOR,)), ()), (None, ())])  # type: ignore[list-item]
    assert archive.last_doc == 0
    assert archive.names() == {}
    archive.add([(entry("Kept.", mentions=(ACTOR,)), ())])
    assert archive.entries([1])[0].mentions == (ACTOR,)


def test_words_are_found_folded(archive: Archive) -> None:
    archive.add([(entry("Ein Café in Gümrük", headline="Border Service"), ())])
    found = archive.ask("SELECT rowid FROM words WHERE words MATCH ?", (fold('"CAFE in" gumr*'),))
    assert found == [(1,)]
    assert archive.ask("SELECT rowid FROM words WHERE words MATCH 'body: border'") == []


def test_stored_parts_are_stale_after_another_generation(archive: Archive) -> None:
    archive.store({"a": b"1", "b": b"2"}, archive.generation)
    assert archive.stored(["b"]) == {"b": b"2"}
    archive.store({"a": b"3"}, archive.generation, drop=True)
    assert archive.stored() == {"a": b"3"}
    archive.set_meta("generation", "1")
    assert archive.stored() == archive.stored(["a"]) == {}


def test_what_lies_beside_an_index_stays_when_that_is_made_anew(archive: Archive) -> None:
    archive.store({"a": b"1", f"{BESIDE}war/0": b"2"}, archive.generation)
    archive.store({"b": b"3"}, archive.generation, drop=True)
    assert archive.stored() == {"b": b"3", f"{BESIDE}war/0": b"2"}
    archive.set_meta("generation", "1")
    archive.store({"b": b"4"}, archive.generation, drop=True)
    assert archive.ask("SELECT key FROM stored") == [("b",)]


def test_what_is_read_once_does_not_fill_the_memory_for_what_is_read_often(
    archive: Archive,
) -> None:
    often = archive.ask("PRAGMA cache_size")
    archive.store({"large": bytes(1 << 20)}, 0)
    with archive.reading_once():
        [(once,)] = archive.ask("PRAGMA cache_size")
        assert often[0][0] < once < 0  # below zero it is a number of KiB
        assert archive.stored(["large"])["large"] == bytes(1 << 20)
    assert archive.ask("PRAGMA cache_size") == often


def test_a_second_program_sees_what_the_first_commits(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as writer, writer.reader() as reader:
        assert not reader.changed()
        writer.add([(entry("New."), ())])
        assert reader.changed()
        assert not reader.changed()
        assert reader.last_doc == 1
        with pytest.raises(ArchiveError, match="may not be written"):
            reader.add([(entry("Other."), ())])


def test_a_writer_that_waits_too_long_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.archive.connection.BUSY_S", 0.05)
    with Archive.open(tmp_path / "a.db") as one, Archive.open(tmp_path / "a.db") as two:
        with one.writing(), pytest.raises(ArchiveBusyError, match="another program"):
            two.add([(entry("New."), ())])
        assert two.add([(entry("New."), ())]).new == 1


@PATIENT
@given(st.lists(st.tuples(READ, MARKINGS, MARKINGS), max_size=3), VIEWS, PLACES)
def test_the_notebook_gives_back_what_was_left_on_entries(
    marked: Sequence[tuple[Read, Marking, Marking]], view: View, place: Place
) -> None:
    with Archive.open(MEMORY) as archive:
        notebook = archive.notebook
        for (one, _), before, after in marked:
            notebook.keep({one.key: before})
            notebook.keep({one.key: after})
        left = {one.key: after for (one, _), _, after in marked if after != UNMARKED}
        last = {one.key: after for (one, _), _, after in marked}
        assert notebook.markings() == {k: m for k, m in left.items() if last[k] != UNMARKED}
        assert all(notebook.marking(key) == marking for key, marking in last.items())
        assert len(list(notebook.rows())) == len(notebook.markings())
        notebook.keep_view(view)
        assert notebook.views() == [view]
        notebook.drop_views([view.name])
        assert notebook.views() == []
        notebook.keep_place("archive", place)
        assert notebook.place("archive") == place
        assert notebook.place("elsewhere") is None


def test_a_mark_may_come_before_its_entry(archive: Archive) -> None:
    archive.notebook.keep({("test", "e1"): Marking(marked=True)})
    assert archive.docs_of(("test", "e1")) == ()
    archive.add([(entry("Here."), ())])
    assert archive.docs_of(("test", "e1")) == (1,)
    assert archive.notebook.markings() == {("test", "e1"): Marking(marked=True)}


def test_the_book_keeps_decisions_in_their_order_each_once(archive: Archive) -> None:
    one, two = decision("confirm", claim(1)), decision("reject", claim(2))
    archive.book.append(two)
    archive.book.append(one)
    archive.book.append(two)
    assert archive.book.all() == (two, one)
    assert archive.book.problems == ()


def test_a_decision_that_cannot_be_kept_is_told_as_such(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as writer, writer.reader() as reader:
        with pytest.raises(DecisionError, match="not kept"):
            reader.book.append(decision("confirm", claim(1)))
        assert writer.book.all() == ()


@pytest.mark.parametrize("length", [5, 5000])
def test_a_file_of_something_else_is_left_alone(tmp_path: Path, length: int) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"x" * length)
    with pytest.raises(ArchiveError, match="is no archive of nightdesk"):
        Archive.open(path)
    assert path.read_bytes() == b"x" * length
    assert [found.name for found in tmp_path.iterdir()] == ["notes.txt"]


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE entry (n)")
    with pytest.raises(ArchiveError, match="is no archive of nightdesk"):
        Archive.open(path)


def test_an_archive_of_a_newer_nightdesk_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Archive.open(path).close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(ArchiveError, match="of a newer nightdesk"):
        Archive.open(path)


def test_a_missing_file_is_not_made_by_a_reader(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be opened"):
        Archive.open(tmp_path / "none.db", write=False)
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_fit_together_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path) as archive:
        archive.add([(entry(f"Word{n} and on.", id=str(n)), ()) for n in range(4)])
        with archive.writing() as raw:
            raw.execute("UPDATE version SET text = x'00ff' WHERE doc = 1")
            raw.execute("DELETE FROM entry WHERE n = 2")
            raw.execute("INSERT INTO words (words) VALUES ('delete-all')")
            raw.execute("INSERT INTO decision VALUES (1, 'x', '{}')")
        assert archive.care.check() == [
            "versions whose entry is not there: 1",
            "the text of version 1 cannot be read",
            *(f"version {doc} is not in the text index" for doc in (2, 3, 4)),
            "decision 1 cannot be read (verdict is missing)",
        ]
    rescued = rescue(str(path), tmp_path / "b.db")
    assert rescued.lost == (
        "entry: number 2",
        "version: number 1 (its text)",
        "version: number 2 (its entry)",
    )
    with Archive.open(tmp_path / "b.db") as archive:
        assert [e.id for e in archive.entries(archive.docs(0, 9))] == ["2", "3"]
        assert archive.ask("SELECT rowid FROM words WHERE words MATCH 'word3'") == [(4,)]
