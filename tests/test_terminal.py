"""A review session in a real terminal: decided by keys, there again after a restart."""

import os
import sys
from pathlib import Path

import pytest

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
