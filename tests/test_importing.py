"""Import: what was added stays, twice adds nothing, and what was broken off goes on."""

import json
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from benchmarks.generator import records, write
from feeds import placing
from feeds.archive import MEMORY, Archive
from feeds.archived.indexing import Indexing
from feeds.archived.kept_beat import is_another, kept_beat, kept_pack
from feeds.desk import open_desk
from feeds.errors import SourceError, UsageError
from feeds.imports import blocks, importing
from feeds.imports.imported import Imported, Step
from feeds.imports.importing import import_sources
from feeds.imports.retagging import retag
from feeds.imports.work import ImportWork
from feeds.options import Options
from feeds.packs import SHIPPED

BEAT = Options(beat="south-caucasus")
COUNT = 60


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some ten entries each, so that a small feed has several."""
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 5000)


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "feed.jsonl"
    write(COUNT, path)
    return path


def bring(archive: Archive, *sources: object, options: Options = BEAT, **more: Any) -> Imported:
    return import_sources(archive, [str(s) for s in sources], options, processes=1, **more)


def test_an_import_keeps_what_the_desk_makes_of_the_same_file(feed: Path) -> None:
    desk = open_desk([str(feed)], BEAT)
    with Archive.open(MEMORY) as archive:
        assert bring(archive, feed).added.new == COUNT
        docs = archive.docs(0, COUNT)
        found = archive.entries(docs)
        assert found == list(desk.all_entries())
        claims = archive.claims(docs)
        for doc, entry in zip(docs, found, strict=True):
            assert claims.get(doc, ()) == desk.claims_of(entry.key)
        assert set(archive.readers().values()) == {"jsonlines"}


def test_an_import_leaves_the_index_ready(feed: Path) -> None:
    told = []
    with Archive.open(MEMORY) as archive:
        bring(archive, feed, report=lambda step: told.append(step.source))
        assert told[-1] == "index"
        kept = Indexing(archive)
        assert not kept.is_behind
        assert len(kept.index) == COUNT


def test_the_same_file_twice_adds_nothing_and_is_not_even_read(
    feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.open(MEMORY) as archive:
        bring(archive, feed)
        monkeypatch.setattr(ImportWork, "block", None)
        assert bring(archive, feed).added.changed == 0


def test_another_copy_of_a_file_adds_nothing_and_is_not_tagged(
    feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = feed.with_name("copy.jsonl")
    copy.write_bytes(feed.read_bytes())
    with Archive.open(MEMORY) as archive:
        bring(archive, feed)
        monkeypatch.setattr(ImportWork, "_made", None)
        added = bring(archive, copy).added
        assert (added.changed, added.same) == (0, COUNT)


def test_what_was_broken_off_goes_on_where_it_was(feed: Path) -> None:
    begun: list[int] = []

    def stop(step: Step) -> None:
        if step.added.new > COUNT / 2:
            raise KeyboardInterrupt

    with Archive.open(MEMORY) as archive:
        with pytest.raises(KeyboardInterrupt):
            bring(archive, feed, report=stop)
        half = archive.last_doc
        assert COUNT / 2 < half < COUNT
        added = bring(archive, feed, report=lambda step: begun.append(step.begun_bytes)).added
        assert (added.new, added.same) == (COUNT - half, 0)
        assert begun[0] > feed.stat().st_size / 2


def test_a_file_that_has_grown_is_read_from_there(feed: Path) -> None:
    text = feed.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    cut = len(text) - len(lines[-1]) // 2
    feed.write_text(text[:cut], encoding="utf-8")
    with Archive.open(MEMORY) as archive:
        assert bring(archive, feed).added.new == COUNT - 1
        feed.write_text(text, encoding="utf-8")
        added = bring(archive, feed).added
        assert (added.new, added.same) == (1, 0)


def test_a_file_that_was_changed_in_its_middle_is_read_again(feed: Path) -> None:
    with Archive.open(MEMORY) as archive:
        bring(archive, feed)
        given = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
        given[7]["body"] += " It was put right."
        feed.write_text("\n".join(map(json.dumps, given)), encoding="utf-8")
        added = bring(archive, feed).added
        assert (added.new, added.revised, added.same) == (0, 1, COUNT - 1)


@pytest.mark.parametrize(
    "write_out",
    [
        lambda made: "\n".join(map(json.dumps, made)),
        lambda made: json.dumps(made, indent=1),
        lambda made: "[\n" + ",\n".join(map(json.dumps, made)) + "\n]\n",
        lambda made: "\r\n".join(map(json.dumps, reversed(made))),
        json.dumps,
    ],
    ids=["lines", "indented", "array of lines", "newest first", "one line"],
)
def test_blocks_cut_no_entry(
    tmp_path: Path, write_out: Callable[[Sequence[dict[str, Any]]], str]
) -> None:
    path = tmp_path / "feed.json"
    given = list(records(COUNT))
    path.write_bytes(write_out(given).encode())
    with Archive.open(MEMORY) as archive:
        imported = bring(archive, path)
        assert imported.problems == []
        found = archive.entries(archive.docs(0, 2 * COUNT))
        assert {e.id: e.body for e in found} == {one["id"]: one["body"] for one in given}


def test_entries_without_an_id_are_the_same_however_the_file_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feed.jsonl"
    given = [record | {"headline": "Alert", "id": None} for record in records(COUNT)]
    path.write_text("\n".join(map(json.dumps, given)), encoding="utf-8")
    with Archive.open(MEMORY) as archive:
        assert bring(archive, path).added.new == COUNT
        monkeypatch.setattr(blocks, "BLOCK_BYTES", 7000)
        path.write_text("\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
        added = bring(archive, path).added
        assert (added.changed, added.same) == (0, COUNT)


def test_lines_of_problems_are_those_of_the_file(feed: Path) -> None:
    with feed.open("a", encoding="utf-8") as file:
        file.write('{"id": "x", "time": "2022-09-30T10:00Z"}\n')
    with Archive.open(MEMORY) as archive:
        imported = bring(archive, feed)
        assert [problem.line for problem in imported.problems] == [COUNT + 1]
        assert imported.lost == 1
        assert archive.entries([COUNT])[0].line == COUNT


@pytest.mark.usefixtures("feed")
def test_other_formats_folders_and_standard_input_are_taken_too(tmp_path: Path) -> None:
    with Archive.open(MEMORY) as archive:
        assert bring(archive, "sample:", options=Options()).added.new == 46
        assert bring(archive, "sample:").added.same == 46
        (tmp_path / "blank.txt").write_bytes(b"\0\0\0")
        imported = bring(archive, tmp_path)
        assert imported.added.new == COUNT
        assert [problem.source for problem in imported.problems] == [str(tmp_path / "blank.txt")]
        piped = b"".join(json.dumps(r).encode() + b"\n" for r in records(COUNT, seed=8))
        assert bring(archive, "-", stdin=BytesIO(piped)).added.new == COUNT


def test_a_source_that_cannot_be_read_costs_no_other(feed: Path) -> None:
    with Archive.open(MEMORY) as archive:
        imported = bring(archive, feed.with_name("none.jsonl"), feed)
        assert imported.added.new == COUNT
        assert [error.source for error in imported.failed] == [str(feed.with_name("none.jsonl"))]
        with pytest.raises(SourceError, match="no such file"):
            bring(archive, feed.with_name("none.jsonl"))


def test_an_archive_keeps_to_its_beat(feed: Path) -> None:
    with Archive.open(MEMORY) as archive:
        assert bring(archive, feed, options=Options()).is_recognised
        assert kept_pack(archive) == "south-caucasus"
        assert not is_another(archive, kept_beat(archive))
        with pytest.raises(UsageError, match="retag --beat ukraine"):
            bring(archive, feed, options=Options(beat="ukraine"))


def test_a_changed_pack_is_told(feed: Path, tmp_path: Path) -> None:
    pack = tmp_path / "own.yaml"
    shipped = SHIPPED / "south-caucasus.yaml"
    pack.write_bytes(shipped.read_bytes())
    with Archive.open(MEMORY) as archive:
        assert not bring(archive, feed, options=Options(beat=str(pack))).pack_changed
        text = shipped.read_text(encoding="utf-8")
        pack.write_text(
            text.replace("name: South Caucasus", "name: The Caucasus"), encoding="utf-8"
        )
        assert bring(archive, feed, options=Options()).pack_changed
        retag(archive, None)
        assert not bring(archive, feed, options=Options()).pack_changed


def test_retagging_gives_what_an_import_by_that_beat_would(feed: Path) -> None:
    with Archive.open(MEMORY) as one, Archive.open(MEMORY) as other:
        bring(one, feed)
        bring(other, feed, options=Options(beat="ukraine", with_claims=False))
        before = other.generation
        assert retag(other, "south-caucasus") == COUNT
        docs = one.docs(0, COUNT)
        assert other.entries(docs) == one.entries(docs)
        assert other.claims(docs) == one.claims(docs)
        assert other.generation > before
        assert kept_pack(other) == "south-caucasus"
        tags = [(r.kinds, r.current) for r in other.rows()]
        assert tags == [(r.kinds, r.current) for r in one.rows()]


def test_retagging_by_several_processes_makes_the_same(
    feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.imports.retagging.WORTH_A_POOL", 0)
    monkeypatch.setattr("feeds.imports.retagging._AT_A_TIME", 10)
    with Archive.open(tmp_path / "a.db") as pooled, Archive.open(MEMORY) as alone:
        bring(alone, feed)
        bring(pooled, feed, options=Options(beat="ukraine", with_claims=False))
        told: list[int] = []
        retag(pooled, "south-caucasus", lambda done, _of: told.append(done), processes=2)
        assert told == [*range(10, COUNT, 10), COUNT]
        docs = alone.docs(0, COUNT)
        assert pooled.entries(docs) == alone.entries(docs)
        assert pooled.claims(docs) == alone.claims(docs)


def test_retagging_that_was_broken_off_goes_on(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feeds.imports.retagging._AT_A_TIME", 10)

    def stop(done: int, _of: int) -> None:
        if done >= COUNT / 2:
            raise KeyboardInterrupt

    with Archive.open(MEMORY) as archive:
        bring(archive, feed, options=Options(beat="ukraine"))
        with pytest.raises(KeyboardInterrupt):
            retag(archive, "south-caucasus", stop)
        told: list[int] = []
        retag(archive, "south-caucasus", lambda done, _of: told.append(done))
        assert told[0] > COUNT / 2
        assert kept_pack(archive) == "south-caucasus"


def test_several_processes_make_the_same(
    feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "WORTH_A_POOL_BYTES", 0)
    with Archive.open(tmp_path / "a.db") as pooled, Archive.open(MEMORY) as alone:
        import_sources(pooled, [str(feed)], BEAT, processes=2)
        bring(alone, feed)
        docs = alone.docs(0, COUNT)
        assert pooled.entries(docs) == alone.entries(docs)
        assert pooled.claims(docs) == alone.claims(docs)
        parts_joined = "SELECT k, v FROM words_config WHERE k LIKE '%merge' ORDER BY k"
        assert pooled.ask(parts_joined) == [("automerge", 4), ("crisismerge", 16)]
        assert pooled.ask("SELECT count(DISTINCT segid) FROM words_idx") == [(1,)]
        assert pooled.ask("PRAGMA cache_size") == alone.ask("PRAGMA cache_size")
        assert pooled.ask("PRAGMA wal_autocheckpoint") == alone.ask("PRAGMA wal_autocheckpoint")
        ranked = [Indexing(one).catch_up() for one in (pooled, alone)]
        assert list(ranked[0].docs) == list(ranked[1].docs)
        assert ranked[0].sets == ranked[1].sets


NAMELESS = [
    {"headline": "Siren", "body": f"At {n % 7} o'clock.", **when}
    for n in range(60)
    for when in (
        {"time": f"2022-09-13T12:{n % 50:02}:00+04:00"},
        {"time": "2022-09-13"},
        {},
    )
]
"""Records without ids, one headline for all: by clock, by day, and undated."""


def test_records_without_ids_have_those_of_the_opened_file(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_text("".join(f"{json.dumps(r)}\n" for r in NAMELESS), encoding="utf-8")
    desk = open_desk([str(path)], BEAT)
    wide = tmp_path / "wide" / "feed.jsonl"
    wide.parent.mkdir()
    wide.write_text(path.read_text(encoding="utf-8"), encoding="utf-16")  # is read whole
    for file in (path, wide):
        with Archive.open(MEMORY) as archive:
            bring(archive, file)
            found = archive.entries(archive.docs(0, 999))
        assert {(e.key, e.body) for e in found} >= {(e.key, e.body) for e in desk.all_entries()}
        assert {e.key for e in found} == {e.key for e in desk.all_entries()}
    assert len({e.id for e in found}) == 50 + 7 + 7


def test_records_that_have_a_name_of_before_come_in_no_second_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feed.jsonl"
    records = [{**NAMELESS[n], "source": "wire"} for n in (1, 2)]
    path.write_text("".join(f"{json.dumps(r)}\n" for r in records), encoding="utf-8")
    with Archive.open(MEMORY) as archive:
        with monkeypatch.context() as before:
            before.setattr("feeds.placing.own_name", placing.former_name)
            assert bring(archive, path).added.new == 2
        other = tmp_path / "other" / "feed.jsonl"
        other.parent.mkdir()
        edited = {**records[0], "body": "At noon."}
        lines = [*records, edited]
        other.write_text("".join(f"{json.dumps(r)}\n" for r in lines), encoding="utf-8")
        added = bring(archive, other).added
        assert (added.new, added.revised, added.same) == (1, 0, 2)
