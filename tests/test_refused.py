"""A command that is refused leaves nothing behind: no archive, no folder for it."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from feeds.archive import Archive
from feeds.archive.rescuing import rescue
from feeds.errors import ArchiveError
from tests.test_command_line import ROOT
from tui.__main__ import main

REFUSED: Sequence[tuple[Sequence[str], str]] = (
    (("--beat", "nosuch", "page.txt"), "no beat pack 'nosuch'"),
    (("--beat", "broken.yaml", "page.txt"), "broken.yaml"),
    (("--reader", "nosuch", "page.txt"), "no reader 'nosuch'"),
    (("--tz", "Mars/Olympus", "page.txt"), "no zone 'Mars/Olympus'"),
)
"""What any command that fills an archive refuses."""

NOT_IMPORTED: Sequence[tuple[Sequence[str], str]] = (
    *REFUSED,
    (("nosuch.txt",), "there is no such file"),
    (("empty.txt",), "is empty"),
    (("picture.dat",), "is binary, not text"),
    (("pictures",), "holds no readable text (files: 1)"),
    (("http://",), "names no host"),
    (("--beat", "nosuch", "export.jsonl"), "no beat pack 'nosuch'"),
)

NOT_FOLLOWED: Sequence[tuple[Sequence[str], str]] = (
    *REFUSED,
    (("--once", "http://"), "names no host"),
    (("--once", "ftp://ridge.example/feed"), "only http and https"),
    (("--once", "--every", "1s", "page.txt"), "--every"),
    (("--once", "--sources", "nosuch.yaml"), "nosuch.yaml"),
    (("--once", "--sources", "secret.yaml"), "secrets.yaml"),
    (("--once", "--beat", "ukraine"), "nothing to follow"),
    (("--once", "--alerts", "page.txt"), "no `alerts:`"),
)


@pytest.fixture
def folder(own_folder: Path) -> Path:
    """A folder of odd things."""
    Path("page.txt").write_text("At least 49 were killed, Yerevan said.\n", encoding="utf-8")
    Path("empty.txt").touch()
    Path("pictures").mkdir()
    for name in ("picture.dat", "pictures/one.dat"):
        Path(name).write_bytes(b"\x00\x01\xff\xfe\x00")
    Path("broken.yaml").write_text("name: [", encoding="utf-8")
    Path("export.jsonl").write_text('{"type": "archive", "format": 1}\n', encoding="utf-8")
    Path("secret.yaml").write_text(
        "sources:\n"
        "  - {id: paper, name: P, address: 'https://paper.example', headers: {key: $paper}}\n",
        encoding="utf-8",
    )
    return own_folder


@pytest.mark.parametrize(("words", "told"), NOT_IMPORTED)
def test_an_import_that_is_refused_makes_no_archive(
    folder: Path, words: Sequence[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.rglob("*"))
    assert main(["import", *words, "--archive", "new/a.db"]) in (1, 2)
    assert told in capsys.readouterr().err
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(("words", "told"), NOT_FOLLOWED)
def test_a_collector_that_is_refused_makes_no_archive(
    folder: Path, words: Sequence[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.rglob("*"))
    assert main(["collect", *words, "--archive", "new/a.db"]) in (1, 2)
    assert told in capsys.readouterr().err
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("line", ["proxy: nonsense", "certificates: /nosuch.pem"])
def test_settings_that_cannot_be_used_make_no_archive(folder: Path, line: str) -> None:
    Path("settings.yaml").write_text(f"{line}\n", encoding="utf-8")
    before = sorted(folder.rglob("*"))
    assert main(["collect", "--once", "page.txt", "--archive", "new/a.db"]) in (1, 2)
    assert main(["import", "https://ridge.example/", "--archive", "new/a.db"]) in (1, 2)
    assert sorted(folder.rglob("*")) == before


@pytest.mark.skipif(not os.access("/dev/ptmx", os.R_OK | os.W_OK), reason="no pseudo-terminals")
def test_a_watch_that_is_refused_makes_no_archive(folder: Path) -> None:
    from benchmarks.terminal import Terminal  # noqa: PLC0415 - only where there is one

    before = sorted(folder.rglob("*"))
    command = (sys.executable, "-m", "tui", "watch", "page.txt", "--archive", "new/a.db")
    with Terminal((*command, "--beat", "nosuch"), environment={"PYTHONPATH": str(ROOT)}) as ours:
        ours.until("no beat pack 'nosuch'", limit_s=60)
        ours.settle(quiet_s=20)  # its end
    assert sorted(folder.rglob("*")) == before


def test_what_can_be_read_beside_what_cannot_is_imported(folder: Path) -> None:
    assert main(["import", "nosuch.txt", "page.txt", "--archive", "new/a.db"]) == 1
    with Archive.open(folder / "new" / "a.db", write=False) as archive:
        assert archive.entry_count == 1


def test_a_rescue_that_fails_leaves_no_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Archive.open("a.db").close()

    def gone(*_args: object) -> None:
        raise ArchiveError("a.db", "nothing of it can be read", "take a backup")

    monkeypatch.setattr("feeds.archive.rescuing._Rescue.run", gone)
    with pytest.raises(ArchiveError, match="nothing of it"):
        rescue("a.db", folder / "saved.db")
    assert not list(folder.glob("saved*"))
