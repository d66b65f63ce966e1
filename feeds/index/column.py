"""Column: whole numbers by rank, in blocks that versions of an index share."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, repeat
from typing import Literal

BLOCK = 1 << 16
"""Numbers of a block."""

Width = Literal["q", "I"]
"""Eight bytes with a sign, or four without."""


class Column:
    """Numbers that never change in place: what is made of one shares the blocks that are alike."""

    __slots__ = ("_size", "blocks", "width")

    def __init__(self, width: Width, numbers: Iterable[int] = ()) -> None:
        self.width = width
        self.blocks: tuple[array[int], ...] = ()
        """All full but the last; never changed."""
        self._size = 0
        for block in _cut(width, iter(numbers)):
            self.blocks = (*self.blocks, block)
            self._size += len(block)

    @classmethod
    def of_blocks(cls, width: Width, blocks: Sequence["array[int]"]) -> "Column":
        """A column from what `blocks` gave; they are its own from now on."""
        made = cls(width)
        made.blocks = tuple(blocks)
        made._size = sum(map(len, blocks))
        return made

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, at: int) -> int:
        return self.blocks[at >> 16][at & 0xFFFF]

    def __iter__(self) -> Iterator[int]:
        return (number for block in self.blocks for number in block)

    def whole(self) -> "array[int]":
        """All numbers in one array, the caller's own."""
        made = array(self.width)
        for block in self.blocks:
            made += block
        return made

    def since(self, at: int) -> Iterator[int]:
        """The numbers from a place on."""
        first = at >> 16
        for n, block in enumerate(self.blocks[first:], first):
            yield from block[at & 0xFFFF :] if n == first else block

    def with_tail(self, at: int, numbers: Iterable[int]) -> "Column":
        """The numbers before a place, and these after them."""
        whole, part = at >> 16, at & 0xFFFF
        made = Column(self.width)
        kept = self.blocks[whole][:part] if part else array(self.width)
        tail = iter(numbers)
        kept.extend(islice(tail, BLOCK - part))
        made.blocks = (*self.blocks[:whole], *([kept] if kept else []), *_cut(self.width, tail))
        made._size = sum(map(len, made.blocks))
        return made

    def with_numbers(self, size: int, numbers: Iterable[tuple[int, int]]) -> "Column":
        """Other numbers at some places, of `size` in all; what was not there is 0."""
        made = self.with_tail(self._size, repeat(0, size - self._size))
        blocks, own = list(made.blocks), set[int]()
        for at, number in numbers:
            block = at >> 16
            if block not in own:
                own.add(block)
                blocks[block] = blocks[block][:]
            blocks[block][at & 0xFFFF] = number
        made.blocks = tuple(blocks)
        return made

    def first_from(self, number: int, since: int = 0) -> int:
        """The first place from `since` on whose number is not smaller; the numbers are sorted."""
        return self._halve(bisect_left, number, since)

    def first_after(self, number: int, since: int = 0) -> int:
        """The first place from `since` on whose number is greater; the numbers are sorted."""
        return self._halve(bisect_right, number, since)

    def _halve(self, halve: Callable[..., int], number: int, since: int) -> int:
        if since >= self._size:
            return self._size
        first = since >> 16
        lasts = range(first, len(self.blocks))
        at = first + halve(lasts, number, key=lambda n: self.blocks[n][-1])
        if at == len(self.blocks):
            return self._size
        low = since & 0xFFFF if at == first else 0
        return (at << 16) + halve(self.blocks[at], number, low)


def _cut(width: Width, numbers: Iterator[int]) -> Iterator["array[int]"]:
    while block := array(width, islice(numbers, BLOCK)):
        yield block
