"""Keys in a real terminal: decisions are there after a restart, keys that come together act."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from feeds.archive.archive import Archive
from feeds.marking import OF_ARCHIVE
from tests.screen import LATER_DAYS

pytest.importorskip("pty")

from benchmarks.terminal import Terminal

OWN_SIZE = ("env", "-u", "COLUMNS", "-u", "LINES")
"""Readline, which pytest brings, sets both behind Python's back."""


@pytest.mark.skipif(not os.access("/dev/ptmx", os.R_OK | os.W_OK), reason="no pseudo-terminals")
def test_a_decision_made_by_keys_is_there_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIGHTDESK_NAME", "A. Reporter")
    book = tmp_path / "decisions.jsonl"
    command = [*OWN_SIZE, sys.executable, "-m", "tui", str(LATER_DAYS), "--beat", "south-caucasus"]
    command += ["--decisions", str(book)]
    with Terminal(command) as terminal:
        terminal.until("Tally", limit_s=60)
        terminal.press(b"c", quiet_s=0.5)
        terminal.press(b"\r", quiet_s=0.5)
        terminal.until("What stands")
        terminal.press(b"a", quiet_s=0.5)
        terminal.until("confirmed by A. Reporter")
    assert book.read_text(encoding="utf-8").count('"confirm"') == 1
    with Terminal(command) as terminal:
        terminal.until("Tally.*1 of", limit_s=60)


@pytest.mark.skipif(not os.access("/dev/ptmx", os.R_OK | os.W_OK), reason="no pseudo-terminals")
def test_a_key_that_is_typed_before_anything_is_drawn_is_answered() -> None:
    command = [*OWN_SIZE, sys.executable, "-m", "tui", str(LATER_DAYS), "--beat", "south-caucasus"]
    with Terminal(command) as terminal:
        terminal.press(b"?", quiet_s=0)
        terminal.until("Keys: feed", limit_s=60)


@pytest.mark.skipif(not os.access("/dev/ptmx", os.R_OK | os.W_OK), reason="no pseudo-terminals")
def test_keys_behind_enter_in_a_field_move_in_what_the_field_asked_for(tmp_path: Path) -> None:
    """A filter, a tag and the moves after each come in one read, as pasted without brackets."""
    kept, run = tmp_path / "desk.db", [sys.executable, "-m", "tui"]
    subprocess.run(
        [*run, "import", str(LATER_DAYS), "--beat", "south-caucasus", "--archive", str(kept)],
        check=True,
    )
    asked = [*run, "entries", "--archive", str(kept), "--query", "killed", "--format", "jsonl"]
    found = subprocess.run(asked, check=True, capture_output=True, text=True)
    newest = [json.loads(line)["id"] for line in found.stdout.splitlines()][::-1]
    with Terminal([*OWN_SIZE, *run, "--archive", str(kept)]) as terminal:
        terminal.until("Tally", limit_s=60)
        terminal.press(b"Cfkilled\rjjj#seen\rj", quiet_s=1)
        terminal.type(b"\x11")
        terminal.settle(quiet_s=20)  # its end
    with Archive.open(kept) as archive:
        place = archive.notebook.place(OF_ARCHIVE)
        assert place is not None
        assert place.query == "killed"
        assert place.id == newest[4]
        tagged = [key[1] for key, marking in archive.notebook.markings().items() if marking.tags]
        assert tagged == [newest[3]]
