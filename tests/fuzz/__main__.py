"""Runs the fuzzer; exits 1 where anything was found. See the package."""

import argparse
import hashlib
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

from tests.fuzz.judging import Judge
from tests.fuzz.mutating import mutated
from tests.fuzz.seeds import seeds

FOUND = Path(__file__).parent / "found"
"""Cases that were found, kept for ever: `tests/test_fuzz.py` tries them all."""

MOST_CHARACTERS = 200_000


def main() -> int:
    """So many inputs, or so many seconds."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("inputs", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--guided", type=int, metavar="SECONDS", help="by coverage, with atheris")
    asked = parser.parse_args()
    return _guided(asked.guided) if asked.guided else _random(asked.inputs, asked.seed)


def _random(inputs: int, seed: int) -> int:
    chance, honest = Random(seed), seeds()
    judge, found = Judge(honest), Counter[str]()
    began_s, took = time.perf_counter(), 0
    for n in range(inputs):
        data = mutated(honest, chance)
        took += len(data)
        for one in judge.judge(data, n):
            found[f"{one.reader}: {one.what[:80]}"] += 1
            keep(data)
    seconds = time.perf_counter() - began_s
    print(f"fuzz_seeds {len(honest)} documents")
    print(f"fuzz_inputs {inputs} of {took / 1e6:.0f} MB")
    print(f"fuzz_rate {inputs / seconds:.0f} a second")
    print(f"fuzz_found {sum(found.values())} in {len(found)} kinds", flush=True)
    for what, count in found.most_common(40):
        print(f"  {count} {what}")
    return int(bool(found))


def _guided(seconds: int) -> int:
    import atheris  # noqa: PLC0415 - where it is

    with atheris.instrument_imports(include=["feeds.readers", "feeds.charset", "feeds.documents"]):
        import feeds.readers  # noqa: F401, PLC0415 - instrumented

    judge = Judge(seeds())
    corpus = Path(".hypothesis") / "fuzz"
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in seeds():
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed[:MOST_CHARACTERS])

    def one(data: bytes) -> None:
        if found := judge.judge(data, len(data)):
            keep(data)
            raise AssertionError(found[0])

    limits = [f"-max_total_time={seconds}", f"-max_len={MOST_CHARACTERS}", "-timeout=20"]
    atheris.Setup([sys.argv[0], *limits, str(corpus)], one)
    atheris.Fuzz()
    return 0


def keep(data: bytes) -> None:
    """Among the cases that are tried from now on."""
    FOUND.mkdir(exist_ok=True)
    (FOUND / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
