"""Standard input as a source of the dashboard: read first, and the keys still come."""

import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = f"{sys.executable} -m tui"

PAGE = """\
12 May 2031, 10:00

Bridge closed at Ford

The bridge at Ford is closed to traffic.

12 May 2031, 11:30

Bridge open again

Cars are crossing at Ford since half past eleven.
"""


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")


@pytest.mark.parametrize(
    "typed",
    [
        f"cat page.txt | {PROGRAM} -",
        f"{PROGRAM} open - < page.txt",
        f"{PROGRAM} page.txt < /dev/null",
        f"{PROGRAM} page.txt <&-",
    ],
)
def test_the_desk_opens_and_takes_keys(typed: str) -> None:
    with Terminal(["bash", "-c", typed]) as terminal:
        terminal.until("Bridge open again")
        terminal.settle()
        terminal.press(b"?")
        terminal.until("Scroll the text")


def _without_keyboard(words: Sequence[str], piped: str) -> tuple[int, str]:
    """Status and standard error where the output is a terminal that controls nobody."""
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "tui", *words],
        input=piped,
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        check=False,
        timeout=60,
    )
    os.close(theirs)
    os.close(ours)
    return done.returncode, done.stderr


@pytest.mark.parametrize("source", ["-", "page.txt"])
def test_without_a_terminal_for_keys_one_line_says_so(source: str) -> None:
    status, said = _without_keyboard([source], PAGE)
    assert status == 2
    assert len(said.splitlines()) == 1
    assert "takes its keys from a terminal" in said


def test_a_keyboard_is_no_document() -> None:
    with Terminal(["bash", "-c", f"{PROGRAM} -; echo status $?"]) as terminal:
        terminal.until("nothing is piped in")
        terminal.until("status 2")


def test_nothing_in_the_pipe_is_said_after_the_screen_is_gone() -> None:
    with Terminal(["bash", "-c", f"true | {PROGRAM} -; echo status $?"]) as terminal:
        terminal.until("standard input: is empty")
        terminal.until("status 1")
