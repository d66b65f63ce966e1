"""Memory: what a reading process needs at most for a document of the largest size that is fetched.

python -m tests.fuzz.memory 8000000      # bytes; one process a document, the most it held
"""

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.fuzz.seeds import NOBODY, ROOT, Seed, own_seeds
from tests.fuzz.shapes import SHAPES

LARGEST = 8_000_000
"""Bytes of a page that is taken, once unpacked (`most_mb`)."""


def hostile(size: int) -> Iterator[tuple[str, str, bytes]]:
    """Reader, shape and document, for each reader one of its own seeds in every shape."""
    done = set()
    for seed in own_seeds():
        if seed.reader in done or seed.reader == NOBODY:
            continue
        done.add(seed.reader)
        for shape, make in SHAPES.items():
            yield seed.reader, shape, make(seed.data, size)


def most_held(document: bytes, reader: str) -> dict[str, float]:
    """MiB that a process holds at most while it reads the document, beyond what it held before;
    seconds; and how many entries it found."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.memory", "--read", reader],
        input=document,
        capture_output=True,
        cwd=ROOT,
        check=True,
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _read(reader_name: str) -> None:
    """In the process: what the library takes when it is first used is not the document's."""
    from feeds.readers import reader_named  # noqa: PLC0415
    from tests.fuzz.judging import without_processes  # noqa: PLC0415
    from tests.fuzz.seeds import text_of  # noqa: PLC0415

    reader = reader_named(reader_name)
    with without_processes():
        for seed in _of(reader_name):
            reader.read(text_of(seed.data) or "", source="x", day=None)
        before = _resting_kib()
        text = text_of(sys.stdin.buffer.read()) or ""
        began_s = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        made = reader.read(text, source="x", day=None)
    took_s = resource.getrusage(resource.RUSAGE_SELF).ru_utime - began_s
    told = {"mib": (_most_kib() - before) / 1024, "entries": len(made.drafts), "s": took_s}
    sys.stdout.write(json.dumps(told))


def _of(reader: str) -> Iterator[Seed]:
    return (seed for seed in own_seeds() if seed.reader == reader)


def _resting_kib() -> int:
    """What it holds now; its peak is counted anew from here on (proc(5), clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def _most_kib() -> int:
    return _status("VmHWM")


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def main() -> None:
    """Print each."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.memory")
    parser.add_argument("size", type=int, nargs="?", default=LARGEST, help="bytes of a document")
    parser.add_argument("shapes", nargs="*", help=f"of {', '.join(SHAPES)}; default: all")
    parser.add_argument("--read", metavar="READER", help="what each process of its own does")
    asked = parser.parse_args()
    if asked.read:
        _read(asked.read)
        return
    for reader, shape, document in hostile(asked.size):
        if not asked.shapes or shape in asked.shapes:
            told = most_held(document, reader)
            figures = f"{told['mib']:.0f} MiB {told['s']:.1f} s {told['entries']} entries"
            print(f"memory_{reader}_{shape} {figures}", flush=True)


if __name__ == "__main__":
    main()
