"""In a large archive another process finds the copies, and the desk takes what it found."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.archive import Archive
from feeds.archived import compared
from feeds.archived.copied import Copied
from feeds.archived.desk import ArchiveDesk
from feeds.archived.indexing import Indexing
from feeds.archived.storing import Storing
from feeds.beat import NO_BEAT
from feeds.entry import Entry
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
    while snapshot.folded < wanted and told.wait(20):
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
