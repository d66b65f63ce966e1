"""Pruning: bytes of long ago go; digest, address and times stay, and all citations with them."""

import json
import random
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.archive import MEMORY, Archive, rescue
from feeds.archive.exchange import export, take
from feeds.marking import Marking
from tests.build import at, claim, decision, entry
from tests.test_fetches import brought
from tui.command_line import run

T1, T2, T3 = at("2022-09-13 21:00"), at("2022-09-14 21:00"), at("2022-09-15 21:00")
SOON = timedelta(minutes=1)


def kept(archive: Archive) -> list[bytes | None]:
    """The bytes of every retrieval."""
    return [archive.fetches.payload(one.sha256) for _, one in archive.fetches.each()]


def three(archive: Archive) -> None:
    """Three retrievals of one place, a day apart, each with an entry."""
    for n, when in enumerate((T1, T2, T3), 1):
        brought(archive, f"page {n}".encode(), when, entry(f"Entry {n}.", id=f"e{n}"))


def test_bytes_of_long_ago_go_and_their_digest_and_times_stay() -> None:
    with Archive.open(MEMORY) as archive:
        three(archive)
        before = [one for _, one in archive.fetches.each()]
        origin = archive.fetches.origin(1)
        trial = archive.care.prune(T2, is_trial=True)
        assert kept(archive) == [b"page 1", b"page 2", b"page 3"]
        gone = archive.care.prune(T2)
        assert gone == trial
        assert (gone.payloads, gone.fetched_bytes, gone.held) == (1, 6, 0)
        assert kept(archive) == [None, b"page 2", b"page 3"]
        assert [one for _, one in archive.fetches.each()] == before
        assert archive.fetches.origin(1) == origin
        assert archive.fetches.gave_before("oc", before[0].sha256)
        assert archive.care.check() == []
        stats = archive.care.stats()
        assert (stats.payloads, stats.pruned, stats.fetched_bytes) == (2, 1, 12)
        assert archive.care.prune(T2).payloads == 0


def test_what_was_found_again_since_is_not_of_long_ago() -> None:
    with Archive.open(MEMORY) as archive:
        three(archive)
        archive.fetches.confirm(1, T3)
        archive.care.prune(T3)
        assert kept(archive) == [b"page 1", None, b"page 3"]


def test_the_last_state_of_every_address_stays() -> None:
    with Archive.open(MEMORY) as archive:
        three(archive)
        archive.fetches.put("oc", "https://oc.example/other", b"other", T1)
        gone = archive.care.prune(T3 + SOON)
        assert (gone.payloads, gone.held) == (2, 2)
        assert kept(archive) == [None, None, b"page 3", b"other"]


def test_what_was_marked_tagged_or_noted_keeps_its_page() -> None:
    for left in (
        Marking(marked=True),
        Marking(tags=frozenset({"ridge"})),
        Marking(note="ask them"),
    ):
        with Archive.open(MEMORY) as archive:
            three(archive)
            archive.notebook.keep({entry("Entry 1.", id="e1").key: left})
            archive.care.prune(T3)
            assert kept(archive) == [b"page 1", None, b"page 3"]


def test_what_newer_bytes_are_a_difference_to_stays_while_they_do() -> None:
    chance = random.Random(1)
    words = [f"word{chance.randrange(10_000)}" for _ in range(20_000)]
    with Archive.open(MEMORY) as archive:
        for n, when in enumerate((T1, T2, T3)):
            words[n] = "edited"
            archive.fetches.put("oc", "p", " ".join(words).encode(), when)
        assert [base for (base,) in archive.ask("SELECT base FROM payload")] == [None, 1, 1]
        gone = archive.care.prune(T3)
        assert (gone.payloads, gone.held) == (1, 1)
        assert [data is not None for data in kept(archive)] == [True, False, True]
        assert archive.care.check() == []


def test_bytes_that_come_once_more_are_kept_once_more() -> None:
    with Archive.open(MEMORY) as archive:
        three(archive)
        archive.care.prune(T3)
        archive.fetches.put("oc", "https://oc.example/", b"page 1", T3 + SOON)
        assert kept(archive) == [b"page 1", None, b"page 3", b"page 1"]
        assert archive.care.stats().payloads == 2


def test_a_pruned_archive_is_exported_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path) as archive, Archive.open(MEMORY) as other:
        archive.set_meta("beat", "test")
        three(archive)
        archive.fetches.put("oc", "https://oc.example/2", b"page 1", T1 + SOON)
        archive.care.prune(T3)
        lines = [json.dumps(record) for record in export(archive)]
        assert take(other, lines, "export").problems == []
        assert [json.dumps(record) for record in export(other)] == lines
        assert kept(other) == kept(archive)
    rescue(str(path), tmp_path / "b.db")
    with Archive.open(tmp_path / "b.db") as saved:
        assert saved.care.check() == []
        assert saved.care.stats().pruned == 1


def test_the_command_says_what_would_go_and_what_went(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path) as archive:
        three(archive)
    words = ["archive", "prune", "--archive", str(path), "--older-than"]
    assert run([*words, "4w", "--dry-run"]) == 0
    assert "2 raw payloads would go" in capsys.readouterr().out
    assert run([*words, "30d"]) == 0
    said = capsys.readouterr()
    assert "2 raw payloads are gone" in said.out
    assert "their SHA-256 and times stay" in said.out
    assert "1 as old are kept" in said.err
    assert run(["archive", "stats", "--archive", str(path)]) == 0
    assert "2 pruned" in capsys.readouterr().out
    assert run([*words, "a while"]) == 2
    assert "write 30d, 12h or 4w" in capsys.readouterr().err


def test_what_was_judged_keeps_its_page() -> None:
    with Archive.open(MEMORY) as archive:
        three(archive)
        archive.book.append(decision("confirm", claim(entry="e1")))
        archive.care.prune(T3)
        assert kept(archive) == [b"page 1", None, b"page 3"]
