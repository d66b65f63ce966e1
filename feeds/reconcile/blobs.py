"""Blobs: where what is stored of a window's tallies lies."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Blobs(Protocol):
    """Where parts are kept."""

    def get(self, key: str) -> bytes | None:
        """What was put under the key."""
        ...

    def several(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """What was put under these keys, in one look."""
        ...

    def put(self, blobs: Mapping[str, bytes | None], known: Mapping[str, bytes | None]) -> bool:
        """Keep all of them, None takes one away; nothing, and False, where others than `known` are
        there: another writer has put something since."""
        ...


class Overtaken(Exception):
    """Another writer has kept something since: it goes on, and this one ends."""
