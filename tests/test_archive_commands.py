"""Commands that read an archive: the same words as from the sources that went into it."""

import re
import shlex
from pathlib import Path

import pytest

from benchmarks.generator import write
from tui.command_line import parse, run

BEAT = ("--beat", "south-caucasus")


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """A feed of a hundred entries."""
    path = tmp_path / "feed.jsonl"
    write(100, path)
    return path


@pytest.fixture
def archive(feed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """An archive with that feed in it."""
    path = tmp_path / "desk.db"
    assert run(["import", str(feed), "--archive", str(path), *BEAT, "--processes", "1"]) == 0
    capsys.readouterr()
    return path


@pytest.mark.parametrize(
    "words",
    [
        ["entries", "--limit", "7", "--format", "jsonl"],
        ["entries", "--query", "claims:any", "--format", "csv"],
        ["entries", "--actor", "armenia", "--text", "the", "--format", "jsonl"],
        ["claims", "--format", "jsonl"],
        ["tally", "--format", "json"],
        ["tally", "--at", "2022-09-15", "--explain"],
        ["tail", "--limit", "5", "--changes"],
    ],
    ids=" ".join,
)
def test_a_command_prints_of_an_archive_what_it_prints_of_the_feed(
    words: list[str], feed: Path, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([words[0], str(feed), *BEAT, *words[1:]]) == 0
    of_feed = capsys.readouterr().out
    assert run([*words, "--archive", str(archive)]) == 0
    assert capsys.readouterr().out == of_feed


def test_the_readers_own_archive_is_read_where_no_source_is_named(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NIGHTDESK_ARCHIVE", str(archive))
    assert run(["entries", "--limit", "1", "--format", "jsonl"]) == 0
    assert "2022-09-30" in capsys.readouterr().out


def test_a_day_of_an_archive_is_all_that_is_printed(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run(["entries", "--archive", str(archive), "--day", "2022-09-13", "--format", "csv"]) == 0
    )
    _, *rows = capsys.readouterr().out.splitlines()
    assert rows
    assert all("2022-09-13T" in row for row in rows)


def test_sources_and_an_archive_at_once_are_refused(
    archive: Path, feed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for option in (["--archive", str(archive)], ["--day", "2022-09-13"]):
        assert run(["entries", str(feed), *option]) == 2
        assert f"{option[0]} reads an archive" in capsys.readouterr().err


def test_an_archive_that_is_not_there_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["tally", "--archive", str(tmp_path / "no.db")]) == 1
    assert "there is no such archive; make it" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["desk.db", "the night's desk.db"])
def test_what_to_do_about_a_damaged_archive_can_be_typed_as_it_stands(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(b"no archive at all" * 1_000)
    assert run(["tally", "--archive", str(path)]) == 1
    [command] = re.findall(r"`nightdesk ([^`]*)`", capsys.readouterr().err)
    asked = parse(shlex.split(command))
    assert (asked.what, asked.archive) == ("repair", str(path))


def test_another_beat_is_asked_for_of_the_archive_that_was_named(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["tally", "--archive", str(archive), "--beat", "sudan"]) == 2
    [command] = re.findall(r"`nightdesk ([^`]*)`", capsys.readouterr().err)
    asked = parse(shlex.split(command))
    assert (asked.what, asked.archive, asked.beat) == ("retag", str(archive), "sudan")
