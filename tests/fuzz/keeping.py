"""Keeping: what was found once is tried from now on, small and without anybody's words."""

import hashlib
from pathlib import Path

from tests.fuzz.judging import Found, Judge
from tests.fuzz.shrinking import shrunk

FOUND = Path(__file__).parent / "found"
"""Cases that were found, kept for ever: `tests/test_fuzz.py` tries them all."""

SAME = 5
"""Characters of two findings by which they are the same: `took `, `raise`, `a row`."""

TRIES, SLOW_TRIES = 600, 60
"""Ways that are tried to make a case smaller; fewer where each takes long."""


def keep(data: bytes, number: int, found: Found, judge: Judge) -> None:
    """Keep the least of it in which `judge` still finds the same, as for the input `number`."""

    def is_found(less: bytes) -> bool:
        others = judge.judge(less, number).found
        return any(o.reader == found.reader and o.what[:SAME] == found.what[:SAME] for o in others)

    tries = SLOW_TRIES if found.what.startswith("took") else TRIES
    least = shrunk(data, is_found, most_tries=tries)
    FOUND.mkdir(exist_ok=True)
    (FOUND / hashlib.sha256(least).hexdigest()[:16]).write_bytes(least)
