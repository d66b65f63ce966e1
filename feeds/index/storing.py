"""Storing: an index as named pieces of bytes, and back; what is unchanged is not written again.

Every piece begins with a number of its own, which the first piece, `index`, knows. Where two
programs wrote at once, pieces do not fit together: the index is then worked out anew.
"""

import json
import random
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pyroaring import BitMap

from feeds.index.column import Block, Column, Width
from feeds.index.index import Index
from feeds.index.moments import Moments
from feeds.index.packing import from_bytes, to_bytes
from feeds.index.rows import Key

HEAD = "index"
"""The piece that knows of all others."""

FORMAT = 2
"""Of the pieces; others are of another program and not read."""

_NUMBER = struct.Struct("<I")
_BATCH = 32

Get = Callable[[Sequence[str]], Mapping[str, bytes]]
"""Pieces by name; a name without a piece is left out."""

_Piece: TypeAlias = "BitMap | Block"


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """An index as it is stored."""

    index: Index
    numbers: Mapping[str, int]
    """Number of each piece, by name."""


def pieces(index: Index, kept: Kept | None = None) -> tuple[dict[str, bytes], Kept]:
    """What is to be written where `kept` is stored already; and what is stored then."""
    number = random.getrandbits(32)
    before = dict(_pieces(kept.index)) if kept else {}
    numbers = dict(kept.numbers) if kept else {}
    made = {}
    for name, piece in _pieces(index):
        if before.get(name) is not piece:
            numbers[name] = number
            made[name] = _NUMBER.pack(number) + _bytes(piece)
    head = {"format": FORMAT, "upto": index.upto, "undated": index.undated, "numbers": numbers}
    return made | {HEAD: json.dumps(head).encode()}, Kept(index, numbers)


def restored(get: Get) -> Kept | None:
    """The index that is stored; None where there is none, or its pieces do not fit together."""
    head = get([HEAD]).get(HEAD)
    if head is None:
        return None
    told = json.loads(head)
    if told["format"] != FORMAT:
        return None
    try:
        return Kept(_index(told, get), told["numbers"])
    except (KeyError, ValueError, struct.error):
        return None


def _pieces(index: Index) -> Iterator[tuple[str, _Piece]]:
    yield "apart", index.apart
    for name, column in _columns(index):
        for n, block in enumerate(column.blocks):
            yield f"{name}/{n}", block
    for name, moments in (("late", index.late), ("gone", index.gone)):
        for n, step in enumerate(moments.steps):
            yield f"{name}.step/{n}", step
    for (kind, id), ranks in index.sets.items():
        yield f"set/{kind}/{id}", ranks


def _columns(index: Index) -> Iterator[tuple[str, Column]]:
    yield "times", index.times
    yield "docs", index.docs
    yield "ranks", index.ranks
    for name, moments in (("late", index.late), ("gone", index.gone)):
        yield f"{name}.when", moments.whens
        yield f"{name}.doc", moments.docs


def _bytes(piece: _Piece) -> bytes:
    return piece.serialize() if isinstance(piece, BitMap) else to_bytes(piece)


def _index(told: Mapping[str, object], get: Get) -> Index:
    numbers = told["numbers"]
    assert isinstance(numbers, dict)
    reading = _Reading(numbers, get)
    return Index(
        times=reading.column("times", "q"),
        docs=reading.column("docs", "I"),
        ranks=reading.column("ranks", "I"),
        undated=int(str(told["undated"])),
        apart=reading.bitmap("apart"),
        late=reading.moments("late"),
        gone=reading.moments("gone"),
        sets=dict(reading.sets()),
        upto=int(str(told["upto"])),
    )


class _Reading:
    """Reads one piece after the other, so that few of them are in memory twice."""

    def __init__(self, numbers: Mapping[str, int], get: Get) -> None:
        self._numbers = numbers
        self._get = get

    def column(self, name: str, width: Width) -> Column:
        return Column.of_blocks(width, [from_bytes(piece) for piece in self._of(name)])

    def moments(self, name: str) -> Moments:
        steps = [BitMap.deserialize(bytes(piece)) for piece in self._of(f"{name}.step")]
        whens, docs = self.column(f"{name}.when", "q"), self.column(f"{name}.doc", "I")
        return Moments(whens, docs, tuple(steps))

    def bitmap(self, name: str) -> BitMap:
        [piece] = self._pieces([name])
        return BitMap.deserialize(bytes(piece))

    def sets(self) -> Iterator[tuple[Key, BitMap]]:
        names = [name for name in self._numbers if name.startswith("set/")]
        for start in range(0, len(names), _BATCH):
            batch = names[start : start + _BATCH]
            for name, piece in zip(batch, self._pieces(batch), strict=True):
                _, kind, id = name.split("/", 2)
                yield (kind, id), BitMap.deserialize(bytes(piece))

    def _of(self, name: str) -> Iterator[memoryview]:
        """The numbered pieces of a name, one after the other."""
        count = sum(one.rpartition("/")[0] == name for one in self._numbers)
        names = [f"{name}/{n}" for n in range(count)]
        for start in range(0, count, _BATCH):
            yield from self._pieces(names[start : start + _BATCH])

    def _pieces(self, names: Sequence[str]) -> list[memoryview]:
        """Pieces without their numbers; a wrong number is a ValueError, no piece a KeyError."""
        found = self._get(names)
        for name in names:
            if _NUMBER.unpack_from(found[name])[0] != self._numbers[name]:
                raise ValueError(name)
        return [memoryview(found[name])[_NUMBER.size :] for name in names]
