"""What an archive promises when things go wrong, with real processes.

CI runs a few rounds; `make reliability` runs them all (`NIGHTDESK_RELIABILITY=full`).
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from benchmarks.generator import records, write
from feeds.archive import MEMORY, Archive, prepare, rescue, schema
from feeds.archived.indexing import Indexing
from feeds.errors import ArchiveError, ArchiveFullError
from feeds.marking import Marking
from tests.build import at, claim, entry

ROOT = Path(__file__).resolve().parents[1]
FULL = os.environ.get("NIGHTDESK_RELIABILITY") == "full"
KILLS = 100 if FULL else 4
IMPORT_KILLS = 20 if FULL else 4
PAGES = 60 if FULL else 6
IMPORTED = 20_000 if FULL else 600

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


def started(*words: str) -> "subprocess.Popen[str]":
    """A Python program of ours, in a group of its own."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment,
        start_new_session=True,
    )


def kill(process: "subprocess.Popen[str]") -> list[list[str]]:
    """Kill it and what it started; the whole lines that it had said."""
    os.killpg(process.pid, signal.SIGKILL)
    said, _ = process.communicate()
    return [line.split("\t") for line in said.splitlines(keepends=False)]


def hold(archive: Archive, said: Sequence[Sequence[str]]) -> None:
    """Everything acknowledged is there, batches are whole, and all parts agree."""
    bodies = {e.body.split(" word", maxsplit=1)[0] for e in archive.entries(archive.docs(0, 10**6))}
    decided = {kept.id for kept in archive.book.all()}
    markings = archive.notebook.markings()
    for what, *words in said:
        if what == "entries":
            assert set(words) <= bodies
        elif what == "decided":
            assert words[0] in decided
        elif what == "marked":
            name, id, note = words
            assert int(markings[name, id].note) >= int(note)
    assert archive.care.check() == []
    index = Indexing(archive).catch_up()
    assert len(index) == len(archive.docs(0, 10**6))


def test_a_killed_writer_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(4)
    path = tmp_path / "a.db"
    said: list[list[str]] = []
    for round in range(KILLS):
        writer = started("tests.archive_writer", str(path), f"w{round}", str(round), "100000")
        assert writer.stdout
        first = writer.stdout.readline()
        time.sleep(chance.random() / 2)
        said += [first.rstrip("\n").split("\t"), *kill(writer)]
        with Archive.open(path) as archive:
            hold(archive, said)
    assert len(said) > KILLS


def test_an_import_killed_again_and_again_ends_as_one_that_was_not(tmp_path: Path) -> None:
    chance = random.Random(5)
    feed, path = tmp_path / "feed.jsonl", tmp_path / "a.db"
    write(IMPORTED, feed)
    words = ("tui", "import", str(feed), "--beat", "south-caucasus", "--archive")
    for _ in range(IMPORT_KILLS):
        going = started(*words, str(path), "--processes", "2")
        time.sleep(chance.uniform(0.3, 3))
        kill(going)
    for to in (path, tmp_path / "b.db"):
        assert started(*words, str(to)).wait(timeout=300) == 0
    with Archive.open(path) as killed, Archive.open(tmp_path / "b.db") as whole:
        docs = whole.docs(0, 10**6)
        assert len(docs) == IMPORTED
        assert killed.entries(docs) == whole.entries(docs)
        assert killed.claims(docs) == whole.claims(docs)
        assert killed.care.check() == []


def test_two_writers_take_turns_and_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Archive.open(path).close()
    count = "200" if FULL else "30"
    writers = [started("tests.archive_writer", str(path), name, name, count) for name in ("1", "2")]
    said = []
    for writer in writers:
        out, problems = writer.communicate(timeout=120)
        assert (writer.returncode, problems) == (0, "")
        said += [line.split("\t") for line in out.splitlines()]
    with Archive.open(path) as archive:
        hold(archive, said)


def test_a_reader_sees_what_another_program_commits_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Archive.open(path).close()
    with Archive.open(path, write=False) as reader:
        writer = started("tests.archive_writer", str(path), "w", "1", "100000")
        assert writer.stdout
        said = [writer.stdout.readline().rstrip("\n").split("\t")]
        assert reader.changed()
        bodies = [e.body for e in reader.entries(reader.docs(0, 1000))]
        kill(writer)
    assert all(any(b.startswith(word) for b in bodies) for word in said[0][1:])


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A file system of that size in `folder`; skips where we may not mount one."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except OSError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip("no file system may be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(archive: Archive, kept: list[str]) -> None:
    """Add entries, and say which are kept, until the disk is full."""
    while True:
        body = os.urandom(500).hex()
        archive.add([(entry(body, id=str(len(kept))), (claim(1),))])
        kept.append(body)


@LINUX
def test_a_full_disk_is_told_loses_nothing_and_is_gone_on_with(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    kept: list[str] = []
    with small_disk(folder, "8m"), Archive.open(folder / "a.db") as archive:
        with pytest.raises(ArchiveFullError, match="is full; nothing acknowledged is lost"):
            fill(archive, kept)
        assert len(kept) > 100
        assert [e.body for e in archive.entries(archive.docs(0, 10**6))] == kept
        subprocess.run(["mount", "-o", "remount,size=16m", str(folder)], check=True)
        assert archive.add([(entry("After.", id="after"), ())]).new == 1
        assert archive.care.check() == []
        assert [e.body for e in archive.entries(archive.docs(0, 10**6))] == [*kept, "After."]


@LINUX
def test_a_file_that_may_not_grow_is_told_and_loses_nothing(tmp_path: Path) -> None:
    """As a quota says it: another error than a full disk's, and everywhere to be had."""
    path = tmp_path / "a.db"
    Archive.open(path).close()
    writer = started("tests.archive_writer", str(path), "w", "1", "100000", "600000")
    out, problems = writer.communicate(timeout=120)
    said = [line.split("\t") for line in out.splitlines()]
    assert (said[-1][0], problems) == ("full", "")
    assert "the disk is full" in said[-1][1]
    with Archive.open(path) as archive:
        hold(archive, said)
        assert archive.add([(entry("After."), ())]).new == 1


@LINUX
def test_a_full_disk_stops_an_import_in_words_and_the_same_command_goes_on(tmp_path: Path) -> None:
    feed, folder = tmp_path / "feed.jsonl", tmp_path / "small"
    write(3000, feed)
    words = ("tui", "import", str(feed), "--no-claims", "--archive", str(folder / "a.db"))
    with small_disk(folder, "3m"):
        going = started(*words)
        _, problems = going.communicate(timeout=300)
        assert going.returncode == 1
        assert "the disk is full; nothing acknowledged is lost; make room" in problems
        subprocess.run(["mount", "-o", "remount,size=40m", str(folder)], check=True)
        assert started(*words).wait(timeout=300) == 0
        with Archive.open(folder / "a.db") as archive:
            assert len(archive.docs(0, 10**6)) == 3000
            assert archive.care.check() == []


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of a few hundred entries, with marks and decisions."""
    path = tmp_path_factory.mktemp("filled") / "a.db"
    with Archive.open(path) as archive:
        made = [entry(r["body"], id=r["id"], headline=r["headline"]) for r in records(400)]
        archive.add([(e, (claim(n, id=f"c{n}"),)) for n, e in enumerate(made)])
        with archive.settling(400):
            pass
    return path


def test_a_corrupted_page_is_found_and_the_rest_recovered(filled: Path, tmp_path: Path) -> None:
    chance = random.Random(6)
    pages = filled.stat().st_size // 4096
    with Archive.open(filled) as archive:
        docs = archive.docs(0, 1000)
        whole = dict(zip(docs, archive.entries(docs), strict=True))
        claims = archive.claims(docs)
    saved_most = 0
    for number in chance.sample(range(2, pages + 1), PAGES):
        path, to = tmp_path / "damaged.db", tmp_path / "rescued.db"
        to.unlink(missing_ok=True)
        shutil.copy(filled, path)
        with path.open("r+b") as file:
            file.seek((number - 1) * 4096)
            file.write(chance.randbytes(4096))
        with closing_check(path) as found:
            assert found, f"page {number} was damaged and nothing was found"
        rescued = rescue(str(path), to)
        with Archive.open(to) as archive:
            assert archive.care.check() == []
            there = archive.docs(0, 1000)
            assert len(there) == rescued.versions
            assert archive.entries(there) == [whole[doc] for doc in there]
            kept = archive.claims(there)
            assert all(kept[doc] == claims[doc] for doc in kept)
            if len(there) < len(docs) or len(kept) < len(there):
                assert rescued.lost
        saved_most += len(there) > 300
    assert saved_most > PAGES / 2


def test_a_page_damaged_in_part_costs_no_more_than_what_is_on_it(
    filled: Path, tmp_path: Path
) -> None:
    """SQLite may end a range of such rows without a word: nothing else goes with them."""
    chance = random.Random(7)
    pages = filled.stat().st_size // 4096
    for number in chance.sample(range(2, pages + 1), PAGES):
        path, to = tmp_path / "damaged.db", tmp_path / "rescued.db"
        to.unlink(missing_ok=True)
        shutil.copy(filled, path)
        with path.open("r+b") as file:
            file.seek((number - 1) * 4096 + 100)
            file.write(chance.randbytes(500))
        rescued = rescue(str(path), to)
        assert rescued.versions > 400 - MOST_ON_A_PAGE
        if rescued.versions < 400:
            assert rescued.lost


MOST_ON_A_PAGE = 60
"""Versions of a filled archive that lie on one page, or have their entries there."""


@contextmanager
def closing_check(path: Path) -> Iterator[list[str]]:
    """What a check finds; an archive that cannot be opened any more is a finding too."""
    try:
        with Archive.open(path) as archive:
            yield archive.care.check()
    except ArchiveError as error:
        yield [error.problem]


def test_a_file_without_its_beginning_is_told_as_that(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    shutil.copy(filled, path)
    with path.open("r+b") as file:
        file.write(bytes(4096))
    with pytest.raises(ArchiveError, match="its beginning is gone"):
        rescue(str(path), tmp_path / "b.db")
    assert not (tmp_path / "b.db").exists()


def test_a_clock_that_jumps_back_puts_nothing_out_of_order() -> None:
    """Edits that do not say when they were made stand as they came, whatever our clock says."""
    versions = [entry(f"Version {n}.") for n in range(4)]
    with Archive.open(MEMORY) as archive:
        for version, hour in zip(versions, (12, 15, 11, 14), strict=True):
            came = at(f"2022-09-14 {hour}:00")
            archive.add_prepared([prepare(version, (), ())], received=came)
        found = archive.entries(archive.docs_of(versions[0].key))
        assert [e.body for e in found] == [v.body for v in versions]
        assert [e.revision for e in found] == [1, 2, 3, 4]
        fifteen = at("2022-09-14 15:00")
        assert [e.known for e in found] == [versions[0].time, fifteen, fifteen, fifteen]
        later = at("2022-09-15 09:00")
        again = [prepare(v, (), ()) for v in versions]
        assert archive.add_prepared(again, received=later).changed == 0


def opened_by_hand(path: Path, version: int) -> None:
    """The file that a released nightdesk made."""
    tape = Path(__file__).parent / "tapes" / "archive" / f"version_{version}.sql"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(tape.read_text(encoding="utf-8"))
        raw.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        raw.execute(f"PRAGMA user_version = {version}")


@pytest.mark.parametrize("version", range(1, schema.VERSION + 1))
def test_a_file_of_every_released_version_is_opened(tmp_path: Path, version: int) -> None:
    path = tmp_path / "a.db"
    opened_by_hand(path, version)
    with Archive.open(path) as archive, Archive.open(MEMORY) as new:
        tables = "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
        assert archive.ask(tables) == new.ask(tables)
        assert archive.add([(entry("New."), (claim(1),))]).new == 1
        assert archive.care.check() == []


OLDER_LAST = """
INSERT INTO source VALUES (1, 'test', NULL);
INSERT INTO manner VALUES (1, 'stamped', 'entry', '+04:00');
INSERT INTO entry VALUES (1, 1, 'odd', 3), (2, 1, 'even', 5);
INSERT INTO version VALUES
  (1, 1, 1, NULL, 1000, 900, 1, 0, 0, 0, NULL, NULL, NULL, 'Last.', NULL, NULL),
  (2, 1, 2, 1, 1000, 0, 1, 0, 0, 0, NULL, NULL, NULL, 'First.', NULL, NULL),
  (3, 1, 3, 2, 1100, 100, 1, 0, 0, 0, NULL, NULL, NULL, 'Between.', NULL, NULL),
  (4, 2, 1, NULL, 1000, 0, 1, 0, 0, 0, NULL, NULL, NULL, 'Then.', NULL, NULL),
  (5, 2, 2, 4, 1000, 50, 1, 0, 0, 0, NULL, NULL, NULL, 'Now.', NULL, NULL);
INSERT INTO words (rowid, headline, body) VALUES
  (1, '', 'last'), (2, '', 'first'), (3, '', 'between'), (4, '', 'then'), (5, '', 'now');
INSERT INTO marking VALUES (1, 1, 1, ''), (2, 0, 2, '');
"""


def test_versions_that_an_older_nightdesk_kept_as_they_came_are_put_in_order(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.db"
    opened_by_hand(path, 1)
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(OLDER_LAST)
    rescued = tmp_path / "b.db"
    rescue(str(path), rescued)
    for one in (path, rescued):
        with Archive.open(one) as archive:
            odd = archive.entries(archive.docs_of(("test", "odd")))
            assert [e.body for e in odd] == ["First.", "Between.", "Last."]
            assert [e.revision for e in odd] == [2, 3, 4]
            even = archive.entries(archive.docs_of(("test", "even")))
            assert [(e.body, e.revision) for e in even] == [("Then.", 1), ("Now.", 2)]
            assert archive.notebook.markings() == {
                ("test", "odd"): Marking(marked=True, read=4),
                ("test", "even"): Marking(read=2),
            }
            assert archive.generation == (one == path)
            assert archive.care.check() == []


NEXT = (*schema.MIGRATIONS, "CREATE TABLE more (n INTEGER);\nINSERT INTO more VALUES (1);\n")
SLOW = """INSERT INTO more WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c
LIMIT 100000000) SELECT n FROM c;
"""


BROKEN = "INSERT INTO nowhere VALUES (1);\n"


def version_of(path: Path) -> tuple[int, bool]:
    """Version of a file, and whether the next one's table is in it."""
    with closing(sqlite3.connect(path)) as raw:
        version = raw.execute("PRAGMA user_version").fetchone()[0]
        more = raw.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'more'").fetchone()[0]
    return version, bool(more)


def test_a_migration_that_fails_half_way_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path) as archive:
        archive.add([(entry("Old."), ())])
    monkeypatch.setattr("feeds.archive.connection.VERSION", schema.VERSION + 1)
    monkeypatch.setattr(
        "feeds.archive.connection.MIGRATIONS",
        (*NEXT[:-1], NEXT[-1] + BROKEN),
    )
    with pytest.raises(ArchiveError, match="nowhere"):
        Archive.open(path)
    assert version_of(path) == (schema.VERSION, False)
    with pytest.raises(ArchiveError, match="of an older nightdesk"):
        Archive.open(path, write=False)
    monkeypatch.setattr("feeds.archive.connection.MIGRATIONS", NEXT)
    with Archive.open(path) as archive:
        assert archive.entries([1])[0].body == "Old."
    assert version_of(path) == (schema.VERSION + 1, True)


def test_a_migration_that_is_killed_half_way_is_begun_again(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path) as archive:
        archive.add([(entry("Old."), ())])
    program = (
        "import sys; from feeds.archive import Archive, connection as c; from tests import "
        "test_reliability as t; c.VERSION, c.MIGRATIONS = c.VERSION + 1, "
        "(*t.NEXT[:-1], t.NEXT[-1] + t.SLOW); print('begun', flush=True); Archive.open(sys.argv[1])"
    )
    going = subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert going.stdout
    going.stdout.readline()
    wal = path.with_name("a.db-wal")
    until = time.monotonic() + 20
    while (not wal.exists() or wal.stat().st_size < 100_000) and time.monotonic() < until:
        time.sleep(0.02)
    going.kill()
    going.communicate()
    assert version_of(path) == (schema.VERSION, False)
    with Archive.open(path) as archive:
        assert archive.entries([1])[0].body == "Old."
