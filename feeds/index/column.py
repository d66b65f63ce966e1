"""Column: whole numbers by rank, in blocks that versions of an index share."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, repeat
from typing import Literal, TypeAlias

from feeds.index.packing import Packed, pack

BLOCK = 1 << 14
"""Numbers of a block: few enough that their distances are often short."""

_AT, _IN = BLOCK.bit_length() - 1, BLOCK - 1

Width = Literal["q", "I"]
"""Eight bytes with a sign, or four without."""

Block: TypeAlias = "array[int] | range | Packed"
"""A full one is packed, unless that saves nothing; the last one grows."""


class Column:
    """Numbers that never change in place: what is made of one shares the blocks that are alike."""

    __slots__ = ("_size", "blocks", "width")

    def __init__(self, width: Width, numbers: Iterable[int] = ()) -> None:
        self.width = width
        self.blocks: tuple[Block, ...] = tuple(_cut(width, iter(numbers)))
        """All full but the last; never changed."""
        self._size = sum(map(len, self.blocks))

    @classmethod
    def of_blocks(cls, width: Width, blocks: Sequence[Block]) -> "Column":
        """A column from what `blocks` gave; they are its own from now on."""
        made = cls(width)
        made.blocks = tuple(blocks)
        made._size = sum(map(len, blocks))
        return made

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, at: int) -> int:
        return self.blocks[at >> _AT][at & _IN]

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(self.blocks)

    def whole(self) -> "array[int]":
        """All numbers in one array, the caller's own."""
        made = array(self.width)
        for block in self.blocks:
            made.extend(block)
        return made

    def of(self, places: Iterable[int]) -> list[int]:
        """The numbers at some places."""
        blocks = self.blocks
        return [blocks[at >> _AT][at & _IN] for at in places]

    def shift_of(self, first: int, last: int) -> int | None:
        """How much greater than its place each number from one place to another is; None where
        that is not the same for all of them, or not known without looking at each."""
        found = set[int]()
        for n in range(first >> _AT, (last >> _AT) + 1):
            block = self.blocks[n]
            if not isinstance(block, range) or block.step != 1:
                return None
            found.add(block.start - (n << _AT))
        return found.pop() if len(found) == 1 else None

    def since(self, at: int) -> Iterator[int]:
        """The numbers from a place on."""
        first = at >> _AT
        for n, block in enumerate(self.blocks[first:], first):
            yield from block[at & _IN :] if n == first else block

    def with_tail(self, at: int, numbers: Iterable[int]) -> "Column":
        """The numbers before a place, and these after them."""
        whole, part = at >> _AT, at & _IN
        kept = self.blocks[whole][:part] if part else ()
        tail = _cut(self.width, chain(kept, numbers))
        return Column.of_blocks(self.width, (*self.blocks[:whole], *tail))

    def with_numbers(self, size: int, numbers: Iterable[tuple[int, int]]) -> "Column":
        """Other numbers at some places, of `size` in all; what was not there is 0."""
        made = self.with_tail(self._size, repeat(0, size - self._size))
        own: dict[int, array[int]] = {}
        for at, number in numbers:
            block = at >> _AT
            if block not in own:
                own[block] = array(self.width, made.blocks[block])
            own[block][at & _IN] = number
        packed = (_packed(own[n]) if n in own else b for n, b in enumerate(made.blocks))
        return Column.of_blocks(self.width, tuple(packed))

    def first_from(self, number: int, since: int = 0) -> int:
        """The first place from `since` on whose number is not smaller; the numbers are sorted."""
        return self._halve(bisect_left, number, since)

    def first_after(self, number: int, since: int = 0) -> int:
        """The first place from `since` on whose number is greater; the numbers are sorted."""
        return self._halve(bisect_right, number, since)

    def _halve(self, halve: Callable[..., int], number: int, since: int) -> int:
        if since >= self._size:
            return self._size
        first = since >> _AT
        lasts = range(first, len(self.blocks))
        at = first + halve(lasts, number, key=lambda n: self.blocks[n][-1])
        if at == len(self.blocks):
            return self._size
        low = since & _IN if at == first else 0
        return (at << _AT) + halve(self.blocks[at], number, low)


def _cut(width: Width, numbers: Iterator[int]) -> Iterator[Block]:
    while block := array(width, islice(numbers, BLOCK)):
        yield _packed(block)


def _packed(block: "array[int]") -> Block:
    return pack(block) if len(block) == BLOCK else block
