"""Columns: the numbers of a list, in blocks that are packed where that saves room."""

import random
from array import array
from bisect import bisect_left, bisect_right
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.index.column import BLOCK, Column
from feeds.index.packing import Packed, from_bytes, pack, to_bytes
from feeds.index.rows import NEVER

MINUTE_US = 60_000_000
SIZES = st.integers(0, 3 * BLOCK)
LONG = st.integers(NEVER, (1 << 63) - 1)
KINDS: tuple[Literal["run", "times", "any"], ...] = ("run", "times", "any")


@given(st.lists(LONG, min_size=1, max_size=40), st.integers(1, 10**7))
def test_a_packed_block_has_the_numbers_it_was_made_of(given: list[int], unit: int) -> None:
    near = [NEVER + n % 200 * unit for n in given]
    for numbers in (given, near, sorted(given), list(range(given[0] // 2, given[0] // 2 + 40))):
        block = array("q", numbers)
        packed = pack(block)
        for held in (packed, from_bytes(memoryview(to_bytes(packed)))):
            assert list(held) == numbers
            assert [held[n] for n in range(len(held))] == numbers
            assert list(held[1:-1]) == numbers[1:-1]
        assert len(to_bytes(packed)) <= len(to_bytes(block))


def test_numbers_that_follow_one_another_tell_how_far_they_are_from_their_places() -> None:
    apart = Column("I", [*range(5, 5 + 2 * BLOCK), *range(9, 9 + BLOCK), 3])
    assert apart.shift_of(0, 2 * BLOCK - 1) == 5
    assert apart.shift_of(2 * BLOCK, 3 * BLOCK - 1) == 9 - 2 * BLOCK
    assert apart.shift_of(BLOCK, 2 * BLOCK) is None  # two runs
    assert apart.shift_of(2 * BLOCK, 3 * BLOCK) is None  # the last block is not known to be one


def test_whole_minutes_of_a_day_take_two_bytes_each_and_a_run_none() -> None:
    minutes = array("q", [n // 20 * MINUTE_US for n in range(BLOCK)])
    packed = pack(minutes)
    assert isinstance(packed, Packed)
    assert len(to_bytes(packed)) - len(to_bytes(range(0))) == 2 * BLOCK
    assert pack(array("I", range(7, BLOCK))) == range(7, BLOCK)
    assert isinstance(pack(array("q", [0, 1, 1 << 40])), array)


@settings(max_examples=25, deadline=None)
@given(SIZES, SIZES, st.sampled_from(KINDS), st.integers())
def test_a_column_is_what_a_list_is(size: int, at: int, kind: str, seed: int) -> None:
    numbers = _numbers(kind, size, random.Random(seed))
    at, tail = min(at, size), _numbers(kind, 500, random.Random(seed + 1))
    column = Column("q", numbers)
    assert (list(column), len(column)) == (numbers, size)
    assert list(column.whole()) == numbers
    if size > 1:
        first, last = sorted((at % size, seed % size))
        shift = column.shift_of(first, last)
        assert shift is None or all(
            numbers[place] == place + shift for place in range(first, last + 1)
        )
    assert list(column.since(at)) == numbers[at:]
    assert list(column.with_tail(at, tail)) == numbers[:at] + tail
    places = random.Random(seed).sample(range(size), min(size, 20))
    assert column.of(places) == [numbers[n] for n in places] == [column[n] for n in places]
    changed = [*numbers, *[0] * 30]
    for place in places:
        changed[place] = place
    assert list(column.with_numbers(size + 30, zip(places, places, strict=True))) == changed


@settings(max_examples=25, deadline=None)
@given(SIZES, SIZES, st.sampled_from(KINDS), st.integers())
def test_a_number_stands_where_it_does_in_a_sorted_list(
    size: int, since: int, kind: str, seed: int
) -> None:
    chance = random.Random(seed)
    numbers = sorted(_numbers(kind, size, chance))
    column, since = Column("q", numbers), min(since, size)
    for number in [*chance.sample(numbers, min(size, 20)), NEVER, 0, (1 << 63) - 1]:
        for near in (number - 1, number, number + 1):
            assert column.first_from(near, since) == bisect_left(numbers, near, since)
            assert column.first_after(near, since) == bisect_right(numbers, near, since)


def test_what_is_made_of_a_column_shares_its_blocks_that_are_alike() -> None:
    column = Column("q", range(0, 3 * BLOCK * 5, 5))
    made = column.with_tail(BLOCK + 1, [8]).with_numbers(BLOCK + 3, [(BLOCK, 9)])
    assert made.blocks[0] is column.blocks[0]
    assert len(made) == BLOCK + 3


def _numbers(kind: str, size: int, chance: random.Random) -> list[int]:
    if kind == "run":
        first = chance.randrange(1000)
        return list(range(first, first + size))
    if kind == "times":
        return [NEVER] * (size // 9) + [n * MINUTE_US for n in range(size - size // 9)]
    return [chance.randrange(NEVER + 1, 1 << 62) for _ in range(size)]
