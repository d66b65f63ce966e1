"""No document makes a reader raise, stall, or say what a terminal would obey."""

import os
from functools import cache
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.judging import Judge
from tests.fuzz.mutating import mutated
from tests.fuzz.seeds import seeds

INPUTS = int(os.environ.get("NIGHTDESK_FUZZ", "1500"))
FOUND = Path(__file__).parent / "fuzz" / "found"


@cache
def judge() -> Judge:
    return Judge(seeds())


def test_broken_documents_are_read_or_refused() -> None:
    chance, honest = Random(11), seeds()
    assert len(honest) > 5
    for n in range(INPUTS):
        assert judge().judge(mutated(honest, chance), n) == []


@pytest.mark.parametrize("path", sorted(FOUND.glob("[0-9a-f]*")), ids=lambda p: p.name)
def test_what_was_found_once_is_mended(path: Path) -> None:
    for other in range(20):
        assert judge().judge(path.read_bytes(), other) == []


def test_honest_documents_are_read() -> None:
    """A judge that never reads would find nothing."""
    for seed in seeds():
        assert judge().judge(seed, 0) == []
