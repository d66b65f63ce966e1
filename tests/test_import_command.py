"""`nightdesk import`, `archive` and `export --archive` as real processes."""

import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rich.cells import cell_len

from benchmarks.generator import write
from feeds.clock import VirtualClock
from tests.build import at
from tests.test_command_line import nightdesk
from tui.commands.progress import Bar, bar_words

COUNT = 40


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "feed.jsonl"
    write(COUNT, path)
    return path


def test_an_archive_is_made_used_looked_after_and_taken_elsewhere(feed: Path) -> None:
    path = feed.with_name("deep") / "a.db"
    to = ("--archive", str(path))
    done = nightdesk("import", str(feed), *to)
    assert done.stdout == f"{path}: {COUNT} new entries, 0 revised, 0 there already\n"
    assert "beat: south-caucasus (recognised" in done.stderr
    again = nightdesk("import", str(feed), *to)
    assert "0 new entries" in again.stdout
    assert "recognised" not in again.stderr
    assert (
        f"entries: {COUNT} in {COUNT} versions, 0 undated"
        in nightdesk("archive", "stats", *to).stdout
    )
    assert nightdesk("archive", "check", *to).stdout == f"{path}: whole\n"
    assert "before" in nightdesk("archive", "vacuum", *to).stdout
    assert f"in {COUNT} versions" in nightdesk("archive", "retag", *to).stdout
    copy = feed.with_name("copy.db")
    nightdesk("archive", "backup", str(copy), *to)
    assert "is there already" in nightdesk("archive", "backup", str(copy), *to, status=1).stderr
    export = nightdesk("export", "--archive", str(copy)).stdout
    assert [json.loads(line)["type"] for line in export.splitlines()][:1] == ["archive"]
    out = feed.with_name("export.jsonl")
    out.write_text(export, encoding="utf-8")
    other = feed.with_name("other.db")
    assert f"{COUNT} new" in nightdesk("import", str(out), "--archive", str(other)).stdout
    assert nightdesk("export", "--archive", str(other)).stdout == export


def test_what_was_left_out_is_told_again_of_a_file_that_is_there_already(feed: Path) -> None:
    to = ("--archive", str(feed.with_name("a.db")))
    with feed.open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    strict = ("--strict", "--beat", "south-caucasus", *to)
    nightdesk("import", str(feed), *strict, status=1)
    again = nightdesk("import", str(feed), *strict, status=1)
    assert f"{feed}: 1 thing was not read as written when it was imported before" in again.stderr
    nightdesk("import", str(feed), *to)
    with feed.open("a", encoding="utf-8") as file:
        file.write('{"id": "more", "time": "2022-09-13T12:00+04:00", "body": "More."}\n{half')
    for _ in range(2):  # a last line that may yet go on is read again, and counts once
        more = nightdesk("import", str(feed), *strict, status=1)
        assert "1 thing was not read as written when" in more.stderr
        assert "1 thing was not read as written; see above" in more.stderr
    write(COUNT, feed)
    nightdesk("import", str(feed), *strict)


def test_without_claims_is_told_until_they_are_read(feed: Path) -> None:
    to = ("--archive", str(feed.with_name("a.db")))
    nightdesk("import", str(feed), "--no-claims", "--beat", "south-caucasus", *to)
    stats = nightdesk("archive", "stats", *to)
    assert "claims: 0" in stats.stdout
    assert "never read for claims" in stats.stderr
    nightdesk("archive", "retag", *to)
    stats = nightdesk("archive", "stats", *to)
    assert "claims: 0" not in stats.stdout
    assert stats.stderr == ""


def test_a_damaged_archive_is_told_and_saved_beside(feed: Path) -> None:
    path = feed.with_name("a.db")
    to = ("--archive", str(path))
    nightdesk("import", str(feed), *to)
    with closing(sqlite3.connect(path)) as raw:
        root = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'cursor'").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    done = nightdesk("archive", "check", *to, status=1)
    assert "table cursor: its first page is damaged" in done.stdout
    assert f"nightdesk archive repair --archive {path}" in done.stderr
    saved = nightdesk("archive", "repair", *to, status=1)
    assert "lost: cursor" in saved.stdout
    assert f"{COUNT} versions of entries" in saved.stdout
    rescued = feed.with_name("a-rescued.db")
    assert "whole" in nightdesk("archive", "check", "--archive", str(rescued)).stdout


@pytest.mark.parametrize("what", ["check", "stats", "vacuum", "retag"])
def test_where_there_is_no_archive_it_is_said_and_none_is_made(tmp_path: Path, what: str) -> None:
    path = tmp_path / "none.db"
    done = nightdesk("archive", what, "--archive", str(path), status=1)
    assert "there is no archive; `nightdesk import SOURCE...` makes one" in done.stderr
    assert not path.exists()


def test_strict_and_failed_sources_are_told_by_the_status(feed: Path) -> None:
    to = ("--archive", str(feed.with_name("a.db")))
    with feed.open("a", encoding="utf-8") as file:
        file.write("half a line {\n")
    assert "no JSON" in nightdesk("import", str(feed), *to).stderr
    nightdesk(
        "import", str(feed), "--strict", *to, "--archive", str(feed.with_name("b.db")), status=1
    )
    nightdesk("import", str(feed.with_name("none")), *to, status=1)
    nightdesk("import", *to, status=2)


def test_the_bar_says_rate_and_rest() -> None:
    words = bar_words("feed", count=1200, unit="entries", done=30, total=120, taken_s=4)
    assert words == "feed  #####...............  25%  1,200 entries  300 a second  12 s left"
    unknown = bar_words("-", count=5, unit="entries", done=9, total=None, taken_s=2)
    assert unknown == "-  5 entries  2 a second"
    long = bar_words("feed", count=1, unit="entries", done=1, total=121, taken_s=65)
    assert long.endswith("2 h 10 min left")


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize(
    "what", ["/wire/2022/september/feed.jsonl", "хроника.jsonl", "戦争の記録" * 9]
)
def test_the_bar_keeps_to_one_line_and_says_the_rest_on_it(what: str, columns: int) -> None:
    words = bar_words(
        what, count=48_865, unit="entries", done=9, total=100, taken_s=14, columns=columns
    )
    assert cell_len(words) <= columns
    assert words.endswith("9%  48,865 entries  3,490 a second  2 min left")
    name = words.split("  ")[0]
    assert what.endswith(name.removeprefix("..."))
    assert cell_len(name.removeprefix("...")) >= 8
    assert ("#" in words) == (columns > 60)


class Terminal(io.StringIO):
    """A stream that says that somebody is there."""

    def isatty(self) -> bool:
        return True


def test_the_bar_is_drawn_a_few_times_a_second_and_taken_away() -> None:
    clock, stream = VirtualClock(at("2022-09-13 12:00")), Terminal()
    bar = Bar(clock, stream)
    for _ in range(10):
        clock.move(0.1)
        bar.show("feed", count=1, unit="entries", done=1, total=2)
    assert stream.getvalue().count("feed") == 3
    bar.clear()
    assert stream.getvalue().endswith("\r\x1b[K")
