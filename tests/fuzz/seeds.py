"""Seeds: honest documents to begin with: the project's own, and real ones beside the checkout."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OWN = (ROOT / "tests" / "tapes" / "readers", ROOT / "feeds" / "samples")
REAL = ROOT.parent / "shared" / "samples"
SHORT = 6_000
"""Bytes of a seed, mostly: what is longer is taken whole once in two hundred."""


def seeds() -> list[bytes]:
    """The documents, in one order on every machine."""
    return list(_documents())


def _documents() -> Iterator[bytes]:
    for folder in (*OWN, REAL):
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        for path in paths:
            if path.is_file() and not path.name.endswith((".expected", ".md")):
                yield path.read_bytes()
