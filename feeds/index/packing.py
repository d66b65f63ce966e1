"""Packing: a block of whole numbers in as little room as they need, in memory as on the disk.

Times are often whole seconds, close together; docs and ranks of what came in order of time are a
run. Frame of reference: J. Goldstein, R. Ramakrishnan, U. Shaft, Compressing Relations and Indexes,
ICDE 1998.
"""

import struct
from array import array
from collections.abc import Iterator, Sequence
from math import gcd
from typing import TypeAlias, overload

_WIDTHS = ("B", "H", "I")
_HEAD = struct.Struct("<cqQ")
"""What stands in a piece before the numbers: how they are held, the least of them, the unit."""

_RUN, _AS_THEY_ARE = "r", 0


class Packed(Sequence[int]):
    """Numbers as how many units each is above the least one."""

    __slots__ = ("_least", "_unit", "_units")

    def __init__(self, least: int, unit: int, units: "array[int]") -> None:
        self._least = least
        self._unit = unit
        self._units = units

    def __len__(self) -> int:
        return len(self._units)

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> "array[int]": ...
    def __getitem__(self, at: int | slice) -> "int | array[int]":
        if isinstance(at, slice):
            return array("q", self._numbers(self._units[at]))
        return self._least + self._unit * self._units[at]

    def __iter__(self) -> Iterator[int]:
        return self._numbers(self._units)

    def _numbers(self, units: "array[int]") -> Iterator[int]:
        least, unit = self._least, self._unit
        return (least + unit * n for n in units)

    def to_bytes(self) -> bytes:
        """As a piece."""
        head = _HEAD.pack(self._units.typecode.encode(), self._least, self._unit)
        return head + self._units.tobytes()


_Block: TypeAlias = "array[int] | range | Packed"


def pack(block: "array[int]") -> _Block:
    """The same numbers, one at least; the block itself where nothing is saved."""
    first, count = block[0], len(block)
    run = range(first, first + count)
    if block[-1] == run[-1] and all(map(int.__eq__, block, run)):
        return run
    least, most = min(block), max(block)
    unit = gcd(*(number - least for number in block)) or 1
    reach = (most - least) // unit
    for width in _WIDTHS:
        if reach >> 8 * array(width).itemsize == 0:
            if array(width).itemsize == block.itemsize:
                break
            return Packed(least, unit, array(width, ((n - least) // unit for n in block)))
    return block


def to_bytes(block: _Block) -> bytes:
    """A block as a piece."""
    if isinstance(block, Packed):
        return block.to_bytes()
    if isinstance(block, range):
        return _HEAD.pack(_RUN.encode(), block.start, len(block))
    return _HEAD.pack(block.typecode.encode(), 0, _AS_THEY_ARE) + block.tobytes()


def from_bytes(piece: memoryview) -> _Block:
    """A block as it was.

    Raises:
        ValueError, struct.error: the piece is none.
    """
    held, least, unit = _HEAD.unpack_from(piece)
    width = held.decode("ascii")
    if width == _RUN:
        return range(least, least + unit)
    units = array(width)
    units.frombytes(piece[_HEAD.size :])
    return units if unit == _AS_THEY_ARE else Packed(least, unit, units)
