"""Runs the fuzzer; exits 1 where anything was found. See the package."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from random import Random

from tests.fuzz.figures import Figures
from tests.fuzz.judging import Judge, Pace, pace_of
from tests.fuzz.keeping import keep
from tests.fuzz.mutating import Mutator
from tests.fuzz.seeds import seeds

LOT = 2_000
"""Inputs that a process takes at a time."""

TOLD_EVERY = 5
"""Lots after which it is told how far a run is."""

KEPT = 1
"""Cases of one kind that a process keeps of a lot."""


def main() -> int:
    """So many inputs, or so many seconds."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("inputs", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--seconds", type=float, default=float("inf"), help="end then, come what may"
    )
    parser.add_argument(
        "--kept", type=Path, metavar="FILE", help="figures so far; from there a run goes on"
    )
    parser.add_argument("--guided", type=int, metavar="SECONDS", help="by coverage, with atheris")
    asked = parser.parse_args()
    return _guided(asked.guided) if asked.guided else _random(asked)


def _random(asked: argparse.Namespace) -> int:
    figures = Figures.kept(asked.kept) if asked.kept else Figures()
    before_s, began_s, honest = figures.seconds, time.perf_counter(), seeds()
    print(f"fuzz_seeds {len(honest)} documents", flush=True)
    for lot in _lots(asked, pace_of(honest), set(figures.done)):
        figures.add(lot)
        took_s = time.perf_counter() - began_s
        figures.seconds = before_s + took_s
        if asked.kept:
            figures.keep(asked.kept)
        if len(figures.done) % TOLD_EVERY == 0:
            print(figures.progress, flush=True)
        if took_s > asked.seconds:
            break
    print("\n".join(figures.lines()), flush=True)
    return int(bool(figures.found))


def _lots(asked: argparse.Namespace, pace: Pace, done: set[int]) -> Iterator[Figures]:
    """One after the other as they are done; what waits is dropped when nobody asks for more."""
    starts = [at for at in range(0, asked.inputs, LOT) if at not in done]
    with ProcessPoolExecutor(asked.processes) as pool:
        waiting = [
            pool.submit(lot, asked.seed, at, min(LOT, asked.inputs - at), pace) for at in starts
        ]
        try:
            for one in as_completed(waiting):
                yield one.result()
        finally:
            pool.shutdown(cancel_futures=True)


def lot(seed: int, start: int, count: int, pace: Pace) -> Figures:
    """The inputs from `start` on: the same ones, whoever makes them."""
    chance, judge, mutator = Random(f"{seed}/{start}"), Judge(pace), Mutator(seeds())
    figures = Figures(inputs=count, done=[start])
    for n in range(start, start + count):
        data = mutator.mutated(chance)
        verdict = judge.judge(data, n)
        figures.bytes += len(data)
        figures.known[verdict.reader] += 1
        figures.read[verdict.reader] += verdict.has_drafts
        figures.slow(verdict.slowest, verdict.slowest_step)
        for one in verdict.found:
            kind = f"{one.reader}: {one.what[:80]}"
            figures.found[kind] += 1
            if figures.found[kind] <= KEPT:
                keep(data, n, one, judge)
    return figures


def _guided(seconds: int) -> int:
    """In a process that has not imported the readers yet."""
    return subprocess.call([sys.executable, "-m", "tests.fuzz.guided", str(seconds)])


if __name__ == "__main__":
    sys.exit(main())
