"""Blobs: where what is stored of a window's tallies lies, and how it is written."""

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class Blobs(Protocol):
    """Where parts are kept."""

    def get(self, key: str) -> bytes | None:
        """What was put under the key."""
        ...

    def several(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """What was put under these keys, in one look."""
        ...

    def put(self, blobs: Mapping[str, bytes | None]) -> None:
        """Keep all of them, or nothing; None takes one away."""
        ...


def dumps(value: Any) -> bytes:
    """What JSON holds, as it is kept."""
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode())


def loads(blob: bytes | None) -> Any:
    """The value of `dumps`; None for nothing."""
    return None if blob is None else json.loads(zlib.decompress(blob))
