"""In a large archive another process finds the copies, and the desk takes what it found."""

import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.archive import Archive
from feeds.archived import compared, copied
from feeds.archived.apart import find_copies
from feeds.archived.copied import Copied
from feeds.archived.desk import ArchiveDesk
from feeds.archived.indexing import Indexing
from feeds.archived.kept_copies import BEGUN, WHOLE
from feeds.archived.storing import Storing
from feeds.beat import NO_BEAT
from feeds.entry import Entry
from feeds.snapshot import EntryKey
from tests import build
from tests.build import at
from tests.test_copies import WIRE

PAIRS = 8
"""Reports that two sources filed, hours apart."""


def wires(first: int = 0) -> list[Entry]:
    """Each of them twice, in words of its own."""
    made = []
    for n in range(first, first + PAIRS):
        body = f"{WIRE} " + " ".join(f"place{n} word{n} thing{m}{n}" for m in range(40))
        when = at("2022-09-13 00:00") + timedelta(days=5 * n)
        for hours, source in enumerate(("a", "b")):
            time = f"{when + timedelta(hours=hours):%Y-%m-%d %H:%M}"
            made.append(build.entry(body, id=f"{source}{n}", source=source, time=time))
    return made


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(compared, "NEAR", 4)
    monkeypatch.setattr(compared, "FEW_NEW", 4)
    path = tmp_path / "a.nightdesk"
    with Archive.open(path) as archive:
        archive.add([(entry, ()) for entry in wires()])
    return path


def folded(desk: ArchiveDesk, wanted: int) -> int:
    """How many copies are hidden, once as many as wanted are, or nothing comes any more."""
    told = threading.Event()
    forget = desk.watch(told.set)
    snapshot = desk.snapshot(fold=True)
    while snapshot.folded < wanted and told.wait(60):
        told.clear()
        snapshot = desk.snapshot(fold=True)
    forget()
    return snapshot.folded


def test_another_process_finds_them_and_the_desk_takes_them(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = list[int]()
    look = Copied.take

    def take(self: Copied, index: object) -> bool:
        here.append(self.behind(index))  # type: ignore[arg-type]
        return look(self, index)  # type: ignore[arg-type]

    monkeypatch.setattr(Copied, "take", take)
    desk = ArchiveDesk(Archive.open(path), NO_BEAT, waits=False)
    assert "copies" in desk.snapshot(fold=True).pending
    assert folded(desk, PAIRS) == PAIRS
    assert "copies" not in desk.snapshot(fold=True).pending
    assert max(here, default=0) <= compared.NEAR  # nothing that takes long was done in this process
    desk.close()
    with Archive.open(path, write=False) as archive:
        assert len(list(Copied(archive).of(Indexing(archive).index).copies)) == 0  # until restored
        kept = Copied(archive)
        kept.restore()
        assert len(kept.of(Indexing(archive).index).copies) == PAIRS


def test_where_no_other_process_can_the_desk_finds_them_itself(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Storing, "_command", lambda _self, _pipe: ("false",))
    desk = ArchiveDesk(Archive.open(path), NO_BEAT, waits=False)
    assert folded(desk, PAIRS) == PAIRS
    assert any("could not be stored" in problem.what for problem in desk.problems)
    desk.close()


def test_a_desk_that_waits_finds_them_at_once(path: Path) -> None:
    desk = ArchiveDesk(Archive.open(path), NO_BEAT)
    assert desk.snapshot(fold=True).folded == PAIRS
    desk.close()


ROOT = Path(__file__).resolve().parents[1]

KILLED = """
import os, signal, sys
from feeds.archive import Archive
from feeds.archived import copied
from feeds.archived.apart import find_copies
from feeds.archived.kept_copies import KeptCopies

keep = KeptCopies.keep_begun
left = int(sys.argv[2])


def keep_and_die(self, begun):
    global left
    keep(self, begun)
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)


KeptCopies.keep_begun = keep_and_die
copied._PAGE, copied.CHECKED_EACH = 2, 4
find_copies(Archive.open(sys.argv[1]))
"""
"""Looks for copies, and is killed once it has put down so many times how far it has come."""

Groups = dict[EntryKey, list[EntryKey]]


def killed(path: Path, after: int) -> None:
    command = [sys.executable, "-c", KILLED, str(path), str(after)]
    done = subprocess.run(command, check=False, cwd=ROOT, timeout=60)
    assert done.returncode == -signal.SIGKILL


def found(path: Path) -> Groups:
    """The groups of copies that an archive keeps."""
    with Archive.open(path, write=False) as archive:
        kept = Copied(archive)
        kept.restore()
        entries = [entry for n in range(3) for entry in wires(n * PAIRS)]
        groups = {entry.key: [r.key for r in kept.group_of(entry.key)] for entry in entries}
    return {key: group for key, group in groups.items() if group}


def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The versions that are held against others from now on."""
    told, hold = list[int](), Copied._hold

    def tell(self: Copied, docs: list[int]) -> None:
        told.extend(docs)
        hold(self, docs)

    monkeypatch.setattr(copied, "WORTH_KEEPING", 1)
    monkeypatch.setattr(Copied, "_hold", tell)
    return told


def copies_of(*numbers: int) -> Groups:
    pairs = [[("a", f"a{n}"), ("b", f"b{n}")] for n in numbers]
    return {key: pair for pair in pairs for key in pair}


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_search_that_was_killed_goes_on_where_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    killed(path, after)
    assert found(path) == {}  # until all is known nothing is told
    told = looked_at(monkeypatch)
    with Archive.open(path) as archive:
        find_copies(archive)
        assert BEGUN not in archive.stored()
    assert found(path) == copies_of(*range(PAIRS))
    assert len(set(told)) <= 2 * PAIRS - 4 * after + 2
    assert len(told) == len(set(told))


def test_what_came_in_meanwhile_is_found_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed(path, 2)
    again = [replace(entry, id=f"{entry.id} again", source="c") for entry in wires()]
    late = [entry for n in (0, 3, 7) for entry in again[2 * n : 2 * n + 1]]
    with Archive.open(path) as archive:
        archive.add([(entry, ()) for entry in (*late, *wires(PAIRS))])
    killed(path, 1)
    looked_at(monkeypatch)
    with Archive.open(path) as archive:
        find_copies(archive)
    expected = copies_of(*range(2 * PAIRS))
    for entry, n in zip(late, (0, 3, 7), strict=True):
        group = sorted([*expected["a", f"a{n}"], entry.key], key=lambda k: (k[0] == "b", k))
        expected |= dict.fromkeys((("a", f"a{n}"), ("b", f"b{n}")), group)
    assert found(path) == expected


@pytest.mark.parametrize("with_other_tags", [False, True])
def test_an_index_made_anew_leaves_what_was_found(
    path: Path, monkeypatch: pytest.MonkeyPatch, with_other_tags: bool
) -> None:
    with Archive.open(path) as archive:
        find_copies(archive)
        archive.store({"tally/x": b"", "times/0": b"of an older format"}, archive.generation)
        if with_other_tags:
            archive.set_meta("generation", str(archive.generation + 1))
        indexing = Indexing(archive)
        indexing.catch_up()
        indexing.keep(at_least=0)
        kept = archive.stored()
        assert WHOLE in kept
        assert ("tally/x" in kept) is not with_other_tags
        assert "times/0" not in kept or kept["times/0"] != b"of an older format"
    told = looked_at(monkeypatch)
    assert found(path) == copies_of(*range(PAIRS))
    with Archive.open(path) as archive:
        find_copies(archive)
    assert told == []


def test_what_was_kept_of_more_than_is_there_is_not_taken(path: Path) -> None:
    with Archive.open(path) as archive:
        find_copies(archive)
        with archive.writing() as raw:
            raw.execute("DELETE FROM version WHERE doc = (SELECT max(doc) FROM version)")
    assert found(path) == {}
