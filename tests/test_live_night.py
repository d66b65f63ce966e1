"""A compressed night in a real terminal: one source edits a figure, one dies, one attacks."""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("pty")

from benchmarks.live import NightServer, begin, edit_and_die, publish, watching
from tests.loopback import in_a_thread


@pytest.mark.skipif(not os.access("/dev/ptmx", os.R_OK | os.W_OK), reason="no pseudo-terminals")
def test_the_screen_says_what_became_of_each_source(tmp_path: Path) -> None:
    server = NightServer()
    with contextmanager(in_a_thread)(server):
        begin(server)
        with watching(server, tmp_path) as terminal:
            publish(server, terminal, 0)
            edit_and_die(server)
            terminal.until("edited: number", limit_s=60)
            terminal.until("105", limit_s=60)
            terminal.until(r"dies\.xml fails", limit_s=60)
            terminal.until("Attack told plainly", limit_s=60)
            publish(server, terminal, 1)  # the others go on
            drawn = terminal.seen
    assert b"\x1b]0;owned" not in drawn
    assert "\u202e".encode() not in drawn
