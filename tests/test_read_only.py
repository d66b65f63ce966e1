"""An archive that may not be written opens for reading, and says that nothing can be kept."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.archive import Archive, may_be_written
from feeds.archived import opening
from feeds.archived.desk import OUTDATED
from feeds.archived.opening import NOT_KEPT, open_archive
from feeds.errors import ArchiveError
from feeds.imports import keeping
from feeds.marking import Marking
from tests.build import entry
from tests.screen import Seat, seated

NOBODY = 65534
FIRST = entry("First.", id="a")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that others may read, with an archive in it; pytest's own is closed to them."""
    made = Path(tempfile.mkdtemp())
    with Archive.open(made / "a.db") as archive:
        archive.add([(FIRST, ())])
    made.chmod(0o555)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


def as_nobody(look: Callable[[], str]) -> str:
    """What a process that may write nothing there finds: for root no permission is closed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setuid(NOBODY)
            told = look()
        except BaseException as error:
            told = repr(error)
        with suppress(BaseException):
            os.write(writing, told.encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        return pipe.read().decode()


def test_a_folder_that_may_not_be_written_is_read_as_it_lies(folder: Path) -> None:
    path = folder / "a.db"

    def look() -> str:
        assert not may_be_written(path)
        with Archive.open(path, write=False) as archive, archive.reader() as reader:
            [found] = reader.entries([1])
            assert not archive.changed()
            assert not archive.is_outdated
            return f"{found.body} {archive.care.check()}"

    assert as_nobody(look) == "First. []"
    assert [found.name for found in folder.iterdir()] == ["a.db"]


def test_a_log_that_cannot_be_read_there_is_told_and_not_left_out(folder: Path) -> None:
    path = folder / "a.db"
    folder.chmod(0o755)
    with Archive.open(path) as archive:
        archive.add([(entry("Second.", id="b"), ())])
        for name in ("b.db", "b.db-wal"):
            shutil.copy(folder / f"a{name[1:]}", folder / name)
    folder.chmod(0o555)
    told = as_nobody(lambda: str(Archive.open(folder / "b.db", write=False)))
    assert "what was written last is in b.db-wal" in told


def test_what_others_write_meanwhile_is_told(folder: Path) -> None:
    path = folder / "a.db"
    ours, theirs = os.pipe(), os.pipe()

    def look() -> str:
        with Archive.open(path, write=False) as archive:
            os.write(ours[1], b"opened")
            os.read(theirs[0], 7)
            return str(archive.is_outdated)

    if os.fork() == 0:
        os.read(ours[0], 6)
        folder.chmod(0o755)
        with Archive.open(path) as archive:
            archive.add([(replace(FIRST, id="b"), ())])
        os.write(theirs[1], b"written")
        os._exit(0)
    assert as_nobody(look) == "True"
    os.wait()


@pytest.fixture
def sealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive that its desk finds it may not write."""
    path = tmp_path / "a.db"
    with Archive.open(path) as archive:
        archive.add([(FIRST, ())])
    for module in (opening, keeping):
        monkeypatch.setattr(module, "may_be_written", lambda _path: False)
    return path


def test_its_desk_shows_all_and_says_that_nothing_is_kept(
    sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_archive(sealed)
    assert [e.body for e in desk.snapshot().entries] == ["First."]
    assert [(p.what, p.lost) for p in desk.opened.problems] == [(NOT_KEPT, False)]
    with pytest.raises(ArchiveError, match="may not be written"):
        desk.jot({FIRST.key: Marking(marked=True)})
    monkeypatch.setattr(Archive, "is_outdated", True)
    desk.look()
    assert [p.what for p in desk.opened.problems] == [NOT_KEPT, OUTDATED]
    desk.close()
    assert keeping.check(sealed) == []


def said(seat: Seat) -> str:
    """The short messages that stand on the screen."""
    return " ".join(note.message for note in seat.app._notifications)


async def test_its_screen_says_so_and_keeps_no_place(sealed: Path) -> None:
    async with seated(open_archive(sealed)) as seat:
        assert "nothing that you mark or decide is kept" in said(seat)
        seat.desk.say("Something else.")
        seat.desk.keep_place()
        await seat.press("m")
        assert "it may not be written; check its permissions" in said(seat)
        assert FIRST.key not in seat.desk.jotter.notebook.markings()
