"""The day that ships: start, keys, the tally without a screen, claims; about a minute."""

import statistics
import subprocess
import sys
import time

from benchmarks import claims
from benchmarks.figures import say, say_spread
from benchmarks.long_day import measure
from benchmarks.terminal import Terminal

ROUNDS = 7
KEYS = 60
PYTHON = sys.executable
DAY = "sample:"


def main() -> None:
    """All of it."""
    start()
    keys()
    headless()
    for figure in measure():
        say(*figure)
    claims.main()


def start() -> None:
    """First content, and settled, against a bare Textual app, in turn."""
    bare, bare_settled, first, settled, memory = [], [], [], [], []
    for _ in range(ROUNDS):
        with Terminal([PYTHON, "-m", "benchmarks.bare_app"]) as terminal:
            bare.append(terminal.until("bare app drawn"))
            bare_settled.append(terminal.settle())
        with Terminal([PYTHON, "-m", "tui", "open", DAY]) as terminal:
            first.append(terminal.until("Feed"))
            terminal.until("CSTO|Collective")
            settled.append(terminal.settle())
            memory.append(terminal.resident_mib())
    say("bare_first_paint", 1000 * statistics.median(bare), "ms")
    say("bare_settled", 1000 * statistics.median(bare_settled), "ms")
    say("first_paint", 1000 * statistics.median(first), "ms")
    say("settled", 1000 * statistics.median(settled), "ms")
    for name, pairs in (
        ("first_paint_to_bare", zip(first, bare, strict=True)),
        ("settled_to_bare", zip(settled, bare_settled, strict=True)),
    ):
        say(name, statistics.median(ours / theirs for ours, theirs in pairs), "ratio")
    say("resident", statistics.median(memory), "MiB")


def keys() -> None:
    """Key press to the last byte of its repaint, in a terminal of 120 by 40."""
    half = 20  # the lines of the feed to go down, and up again
    with Terminal([PYTHON, "-m", "tui", "open", DAY]) as terminal:
        terminal.until("CSTO|Collective")
        terminal.settle()
        lines = [b"j" if i % (2 * half) < half else b"k" for i in range(KEYS)]
        say_spread("line_key", [terminal.press(key).last_s for key in lines])
        pages = (b"\x06", b"\x02") * (KEYS // 2)
        say_spread("page_key", [terminal.press(key).last_s for key in pages])
        say_spread("filter_key", [terminal.press(b"1").last_s for _ in range(KEYS)])
        say("resident_after_keys", terminal.resident_mib(), "MiB")


def headless() -> None:
    """The whole process of `nightdesk tally`, start to end."""
    command = [PYTHON, "-m", "tui", "tally", DAY, "--beat", "south-caucasus"]
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - began)
    say("headless_tally", 1000 * statistics.median(taken), "ms")
