"""Packed: what is worked out and stored, as JSON made small by zlib."""

import json
import zlib
from typing import Any

LEVEL = 6
"""Of zlib's. Stored tallies of 100,000 entries are a fifth smaller by it than at 1 (1.86 MB, 2.27),
for 0.07 s of the 16 s that they take to work out; both read as fast."""


def dumps(value: Any) -> bytes:
    """What JSON holds, as it is stored."""
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode(), LEVEL)


def loads(blob: bytes | None) -> Any:
    """The value of `dumps`, at whatever level it was packed; None for nothing."""
    return None if blob is None else json.loads(zlib.decompress(blob))
