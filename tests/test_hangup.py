"""A terminal that goes away takes the program with it, signal or no signal."""

import os
import select
import sys
import time
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="a pseudo-terminal needs a Unix")

ROOT = Path(__file__).resolve().parents[1]
DEAF = (
    "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN);"
    "os.execv(sys.executable, [sys.executable, '-m', 'tui', 'open', 'sample:'])"
)
LIMIT_S = 60.0


def test_a_hung_up_terminal_ends_the_dashboard_though_no_signal_came() -> None:
    pid, end = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execvp(sys.executable, [sys.executable, "-c", DEAF])
    until = time.monotonic() + LIMIT_S
    seen = b""
    while b"Feed" not in seen and time.monotonic() < until:  # not up yet
        if select.select([end], [], [], 1.0)[0]:
            seen += os.read(end, 1 << 16)
    os.close(end)
    ended = 0
    while not ended and time.monotonic() < until:
        ended, _ = os.waitpid(pid, os.WNOHANG)
        time.sleep(0.05)  # waits for the operating system, which sends no word of it
    if not ended:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
    assert ended == pid
