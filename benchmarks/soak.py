"""Soak: a day of 20 sources in minutes, with faults, and the collector killed again and again.

The world is made up and the same each time: what a source publishes at a moment, what is wrong with
it, depend on the moment alone. A process follows it in virtual time into an archive, and is killed
with SIGKILL at random; the next goes on after a pause. In the end the archive is held against what
was published.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.figures import say
from benchmarks.soak_world import START, World
from feeds.archive import Archive
from feeds.entry import Entry
from feeds.following.keeper import healths

SOURCES, HOURS, KILLS = 20, 24, 40
PAUSE = (10.0, 300.0)
"""Seconds of the story for which nobody follows, after a kill."""

LAST_HOURS = 2
"""At the end nothing is wrong, and nobody is killed."""

KILLED_SHARE = 0.7
"""Of the time before that, in which the kills are: one life is long enough to tell of memory."""

UNSEEN = timedelta(minutes=10)
"""What was published last may not have been asked for yet."""

_ROOT = Path(__file__).resolve().parents[1]


@dataclass(slots=True)
class Soaked:
    """What came of it."""

    kills: int = 0
    unplanned: int = 0
    """Processes that ended by themselves before they were to."""

    memory_mib: tuple[float, ...] = (0.0,)
    """Resident, hour by hour of the longest life."""

    published: int = 0
    lost: int = 0
    twice: int = 0
    invented: int = 0
    edits: int = 0
    edits_lost: int = 0
    """Of the texts that stand at the end."""

    damaged: int = 0
    requests: int = 0
    wire_bytes: int = 0
    payload_bytes: int = 0
    fetched_bytes: int = 0
    taken_s: float = 0.0


def main() -> None:
    """A day of twenty sources, printed."""
    with tempfile.TemporaryDirectory() as folder:
        found = soak(Path(folder) / "soak.db", sources=SOURCES, hours=HOURS, kills=KILLS)
    tell(found, SOURCES, HOURS)


def tell(found: Soaked, sources: int, hours: int) -> None:
    """The figures."""
    say("soak_sources", sources, "sources")
    say("soak_hours", hours, "hours")
    say("soak_kills", found.kills, "kills")
    say("soak_ended_unplanned", found.unplanned, "processes")
    say("soak_published", found.published, "entries")
    say("soak_lost", found.lost, "entries")
    say("soak_twice", found.twice, "entries")
    say("soak_invented", found.invented, "entries")
    say("soak_edits", found.edits, "edits")
    say("soak_edits_lost", found.edits_lost, "edits")
    say("soak_damaged", found.damaged, "findings")
    say("soak_requests", found.requests, "requests")
    say("soak_requests_naive", sources * hours * 60, "requests")
    say("soak_wire", found.wire_bytes / 1e6, "MB")
    say("soak_payloads_fetched", found.fetched_bytes / 1e6, "MB")
    say("soak_payloads_kept", found.payload_bytes / 1e6, "MB")
    memory = found.memory_mib
    say("soak_memory_after_an_hour", memory[min(1, len(memory) - 1)], "MiB")
    say("soak_memory_at_the_end", memory[-1], "MiB")
    say("soak_taken", found.taken_s, "s")


def soak(
    path: Path,
    *,
    sources: int,
    hours: float,
    kills: int,
    seed: int = 1,
    last_hours: float = LAST_HOURS,
) -> Soaked:
    """Follow a world, kill who follows, and hold the archive against what was published."""
    found, chance = Soaked(), random.Random(seed)
    began = time.perf_counter()
    now_s, end_s = 0.0, hours * 3600
    calm_s = end_s - last_hours * 3600
    killed_s = calm_s * KILLED_SHARE
    while now_s < end_s:
        is_last = found.kills >= kills
        until_s = min(now_s + chance.uniform(0.2, 1.8) * killed_s / kills, calm_s)
        reached_s, memory, was_killed = _live(
            ("benchmarks.soak_night", path, seed, sources, calm_s, now_s, end_s),
            from_s=now_s,
            until_s=None if is_last else until_s,
        )
        if len(memory) > len(found.memory_mib):
            found.memory_mib = tuple(memory)
        found.kills += was_killed
        found.unplanned += not was_killed and reached_s < end_s - 1
        now_s = max(reached_s, now_s) + (chance.uniform(*PAUSE) if was_killed else 0.0)
        if not was_killed:
            break
    found.taken_s = time.perf_counter() - began
    _hold(path, World(seed, sources, calm_s), end_s, found)
    return found


def _live(
    words: Sequence[object], *, from_s: float, until_s: float | None
) -> tuple[float, list[float], bool]:
    """One process: how far it said that it came, its memory each hour, whether it was killed."""
    process = subprocess.Popen(
        [sys.executable, "-m", *map(str, words)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
        env=os.environ | {"PYTHONPATH": str(_ROOT)},
        start_new_session=True,
    )
    assert process.stdout
    reached_s, memory, was_killed = from_s, [], False
    for line in process.stdout:
        word, value = line.split()
        if word == "memory":
            memory.append(float(value))
            continue
        reached_s = float(value)
        if until_s is not None and reached_s >= until_s:
            os.killpg(process.pid, signal.SIGKILL)
            was_killed = True
            break
    process.stdout.close()
    process.wait()
    return reached_s, memory, was_killed


def _hold(path: Path, world: World, end_s: float, found: Soaked) -> None:
    """What is in the archive, against what was published."""
    with Archive.open(path) as archive:
        found.damaged = len(archive.care.check())
        stats = archive.care.stats()
        found.payload_bytes, found.fetched_bytes = stats.payload_bytes, stats.fetched_bytes
        every = healths(archive).values()
        found.requests = sum(health.requests for health in every)
        found.wire_bytes = sum(health.wire_bytes for health in every)
        versions = [e for e in archive.entries(archive.docs(0, 10**7)) if e.role == "entry"]
        newest = {e.key: e for e in versions}  # in the order of arrival
        held = {key: archive.entries(archive.docs_of(key))[-1] for key in newest}
    _count(versions, held, world, end_s, found)


def _count(
    versions: Sequence[Entry],
    held: "dict[tuple[str, str], Entry]",
    world: World,
    end_s: float,
    found: Soaked,
) -> None:
    end = START + timedelta(seconds=end_s)
    published, last = world.published(end - UNSEEN), world.published(end)
    texts = Counter((world.name(e), e.headline) for e in versions)
    found.published = len(published)
    found.edits = sum(update.is_edited for update in published.values())
    found.twice = sum(count - 1 for count in texts.values())
    names = {world.name(e): e for e in held.values()}
    found.lost = len(published.keys() - names.keys())
    found.invented = len(names.keys() - last.keys())
    found.edits_lost = sum(
        names[key].headline not in (update.headline, last[key].headline)
        for key, update in published.items()
        if key in names
    )
