"""Runs the fuzzer; exits 1 where anything was found. See the package."""

import argparse
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from random import Random

from feeds.readers import READERS
from tests.fuzz.judging import Judge, Pace, pace_of
from tests.fuzz.keeping import keep
from tests.fuzz.mutating import Mutator
from tests.fuzz.seeds import NOBODY, seeds

LOT = 2_000
"""Inputs that a process takes at a time."""

KEPT = 1
"""Cases of one kind that a process keeps of a lot."""


@dataclass(slots=True)
class Figures:
    """What some inputs brought."""

    inputs: int = 0
    bytes: int = 0
    known: Counter[str] = field(default_factory=Counter)
    """Inputs, by the reader that knew them."""

    read: Counter[str] = field(default_factory=Counter)
    """Those in which it found an entry."""

    found: Counter[str] = field(default_factory=Counter)
    """Kinds of what no document may do."""

    def add(self, other: "Figures") -> None:
        """Take another lot's in."""
        self.inputs += other.inputs
        self.bytes += other.bytes
        for mine, more in ((self.known, other.known), (self.read, other.read)):
            mine.update(more)
        self.found.update(other.found)


def main() -> int:
    """So many inputs, or so many seconds."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("inputs", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--seconds", type=float, default=float("inf"), help="end then, come what may"
    )
    parser.add_argument("--guided", type=int, metavar="SECONDS", help="by coverage, with atheris")
    asked = parser.parse_args()
    return _guided(asked.guided) if asked.guided else _random(asked)


def _random(asked: argparse.Namespace) -> int:
    began_s, figures, honest = time.perf_counter(), Figures(), seeds()
    for lot in _lots(asked, pace_of(honest)):
        figures.add(lot)
        if time.perf_counter() - began_s > asked.seconds:
            break
    _print(figures, len(honest), time.perf_counter() - began_s)
    return int(bool(figures.found))


def _lots(asked: argparse.Namespace, pace: Pace) -> Iterator[Figures]:
    """One after the other as they are done; what waits is dropped when nobody asks for more."""
    starts = range(0, asked.inputs, LOT)
    with ProcessPoolExecutor(asked.processes) as pool:
        waiting = [
            pool.submit(lot, asked.seed, at, min(LOT, asked.inputs - at), pace) for at in starts
        ]
        try:
            for done in as_completed(waiting):
                yield done.result()
        finally:
            pool.shutdown(cancel_futures=True)


def lot(seed: int, start: int, count: int, pace: Pace) -> Figures:
    """The inputs from `start` on: the same ones, whoever makes them."""
    chance, judge, mutator = Random(f"{seed}/{start}"), Judge(pace), Mutator(seeds())
    figures = Figures(inputs=count)
    for n in range(start, start + count):
        data = mutator.mutated(chance)
        verdict = judge.judge(data, n)
        figures.bytes += len(data)
        figures.known[verdict.reader] += 1
        figures.read[verdict.reader] += verdict.has_drafts
        for one in verdict.found:
            kind = f"{one.reader}: {one.what[:80]}"
            figures.found[kind] += 1
            if figures.found[kind] <= KEPT:
                keep(data, n, one, judge)
    return figures


def _print(figures: Figures, documents: int, seconds: float) -> None:
    print(f"fuzz_seeds {documents} documents")
    print(f"fuzz_inputs {figures.inputs} of {figures.bytes / 1e6:.0f} MB")
    print(f"fuzz_rate {figures.inputs / seconds:.0f} a second")
    for name in (*(reader.name for reader in READERS), NOBODY):
        known = figures.known[name]
        share = 100 * figures.read[name] / max(known, 1)
        print(f"fuzz_known_by_{name} {known} inputs, entries in {share:.0f} %")
    print(f"fuzz_found {sum(figures.found.values())} in {len(figures.found)} kinds", flush=True)
    for what, count in figures.found.most_common(40):
        print(f"  {count} {what}")


def _guided(seconds: int) -> int:
    """In a process that has not imported the readers yet."""
    return subprocess.call([sys.executable, "-m", "tests.fuzz.guided", str(seconds)])


if __name__ == "__main__":
    sys.exit(main())
