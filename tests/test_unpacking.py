"""Unpacking: all of a body, none of a bomb, and a cut is seen."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.fetching.unpacking import PIECE, Unpacker


def unpacked(coding: str, data: bytes, step: int = 7) -> tuple[bytes, bool]:
    unpacker = Unpacker(coding)
    pieces = [data[at : at + step] for at in range(0, len(data), step)]
    return b"".join(out for piece in pieces for out in unpacker.feed(piece)), unpacker.is_whole


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@given(st.binary(max_size=2_000), st.integers(1, 400), st.integers(1, 200))
def test_every_coding_comes_back_whole_however_it_is_cut(
    data: bytes, times: int, step: int
) -> None:
    data *= times
    assert unpacked("gzip", gzip.compress(data), step) == (data, True)
    assert unpacked("deflate", zlib.compress(data), step + 1) == (data, True)
    assert unpacked("", data, step) == (data, True)


def test_deflate_without_its_head_is_read_too() -> None:
    data = b"Three wounded. " * 50
    assert unpacked("deflate", raw_deflate(data), 100) == (data, True)


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=4), st.integers(1, 50))
def test_several_gzip_files_in_a_row_are_one(parts: list[bytes], step: int) -> None:
    packed = b"".join(gzip.compress(part) for part in parts)
    assert unpacked("gzip", packed, step) == (b"".join(parts), True)


@pytest.mark.parametrize("after", [b"\n", b"\x00" * 99, b"<!-- cached -->"])
def test_what_stands_after_the_end_is_no_part_of_it(after: bytes) -> None:
    assert unpacked("gzip", gzip.compress(b"text") + after) == (b"text", True)
    assert unpacked("deflate", zlib.compress(b"text") + after, 400) == (b"text", True)


@given(st.binary(min_size=1, max_size=500), st.data())
def test_a_cut_is_seen(data: bytes, draw: st.DataObject) -> None:
    packed = gzip.compress(data)
    cut = packed[: draw.draw(st.integers(1, len(packed) - 1))]
    assert unpacked("gzip", cut)[1] is False


def test_a_bomb_comes_out_in_pieces() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    pieces = Unpacker("gzip").feed(bomb)
    assert len(next(pieces)) == PIECE


@given(st.sampled_from(["gzip", "deflate"]), st.binary(max_size=300))
def test_any_bytes_end(coding: str, data: bytes) -> None:
    try:
        unpacked(coding, data)
    except zlib.error:
        return
