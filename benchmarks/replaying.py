"""Replay: from the middle of an archive on, 10,000 entries a second, 60 frames a second asked for.

The cursor is on the newest entry. Memory is told of the replay alone, before its end is held
against a tally that is worked out.

A frame is late where the screen was not drawn within its sixtieth of a second and a half of one
more; of a longer gap each sixtieth that went by undrawn is counted.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from benchmarks import tapes
from benchmarks.figures import p95, say
from benchmarks.generator import SPAN
from benchmarks.replaying_app import LOOK_S, SPEED
from benchmarks.sizes import short_of
from benchmarks.starting import LIMIT_S
from benchmarks.terminal import Terminal

RATE = 10_000.0
"""Entries a second."""

TOP = b"g"
"""To the newest entry, wherever the last reader of the archive stood: from there the feed follows,
and in every frame each of its rows is another one."""

FRAME_S = 1 / 60
SECONDS = 10.0
WARM_S = 1.5
"""The first frames, which build what the later ones use, are not counted."""

SPARE_S = 5.0
"""Of the archive that is left when the playhead is stopped."""


def main(count: int) -> None:
    """Play, pause, and see what was drawn; a small archive plays as fast as it lasts."""
    size = short_of(count)
    rate = min(RATE, count / 2 / (WARM_S + SECONDS + SPARE_S))
    start = next(tapes.records(count, first=count // 2))["time"]
    times = SPAN.total_seconds() / count * rate / SPEED
    with tempfile.TemporaryDirectory() as made:
        told = Path(made) / "told"
        command = [sys.executable, "-m", "benchmarks.replaying_app", str(tapes.archive(count))]
        command += [start, str(times), str(told)]
        with Terminal(command, environment=tapes.environment()) as terminal:
            terminal.until("REPLAY", LIMIT_S)
            terminal.type(TOP)
            terminal.watch(WARM_S)
            before = terminal.processor_s()
            frames = terminal.watch(SECONDS)
            busy = (terminal.processor_s() - before) / SECONDS
            say(f"replay_rate_{size}", rate, "entries/s")
            _say_frames(frames, size)
            say(f"replay_processor_{size}", busy, "cores")
            say(f"replay_resident_{size}", terminal.resident_mib(), "MiB")
            terminal.press(b" ")
            _say_end(terminal, told, size)


def _say_frames(frames: Sequence[float], size: str) -> None:
    gaps = [after - before for before, after in pairwise(frames)]
    late = sum(max(round(gap / FRAME_S) - 1, 0) for gap in gaps)
    say(f"replay_frames_{size}", len(gaps) / SECONDS, "frames/s")
    say(f"replay_late_frames_{size}", 100 * late / (len(gaps) + late), "percent")
    say(f"replay_gap_p95_{size}", 1000 * p95(gaps), "ms")
    say(f"replay_gap_most_{size}", 1000 * max(gaps), "ms")


def _say_end(terminal: Terminal, told: Path, size: str) -> None:
    """What was shown once it was paused, against a desk that was opened there."""
    began = time.perf_counter()
    while not told.exists() and time.perf_counter() - began < LIMIT_S:
        terminal.watch(LOOK_S)
    say(f"replay_tally_exact_{size}", int(told.read_text().split()[1]), "of 1")
