"""Mutating: an honest document becomes a broken one, the same for the same chance."""

from collections.abc import Callable, Sequence
from random import Random

from tests.fuzz.seeds import SHORT

TOKENS = (
    *(b"<![CDATA[", b"]]>", b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", b"&a;", b"&#27;", b"&#x9b;"),
    *(b"<div>", b"</p>", b"<script type='application/ld+json'>", b"<!--", b"<p", b'<a href="'),
    *(b"{", b"}", b"[", b"]", b'"', b"\\u001b", b"\\ud800", b"null", b"1e999", b"-0", b"true"),
    *(b"\x1b[2J", b"\x00", b"\xff\xfe", b"\xe2\x80\xae", b"\xc2\x9b31m", b"\r\n", b"\t", b"\x0b"),
    *(b"2099-13-45T25:61:61Z", b"1970-01-01", b"Tue, 99 Foo 99999", b"12:30", b"+99:99", b"UTC"),
    *(b"@type", b"liveBlogUpdate", b"messages", b"date_unixtime", b"guid", b"items", b"blocks"),
    *(b"9" * 400, b"A" * 300, b"," * 50, b"\n\n", b": ", b"- ", b"%s", b"../../", b"file:///etc"),
)
_MOST_CHANGES = 6

Change = Callable[[bytearray, Random], None]


def _cut(data: bytearray, chance: Random) -> None:
    at = chance.randrange(len(data) + 1)
    del data[at : at + _length(chance)]


def _double(data: bytearray, chance: Random) -> None:
    at = chance.randrange(len(data) + 1)
    piece = data[at : at + _length(chance)]
    data[at:at] = piece * chance.choice((1, 1, 2, 40))


def _flip(data: bytearray, chance: Random) -> None:
    for _ in range(chance.choice((1, 1, 4, 30))):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)


def _insert(data: bytearray, chance: Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.choice(TOKENS) * chance.choice((1, 1, 1, 3, 200))


def _end(data: bytearray, chance: Random) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _swap(data: bytearray, chance: Random) -> None:
    one, other = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    length = _length(chance)
    piece = data[other : other + length]
    del data[other : other + length]
    data[one:one] = piece


_CHANGES: Sequence[Change] = (_cut, _double, _flip, _insert, _insert, _end, _swap)


def mutated(seeds: Sequence[bytes], chance: Random) -> bytes:
    """One broken document."""
    seed = chance.choice(seeds)
    data = bytearray(seed if chance.random() < 0.005 else _excerpt(seed, chance))
    for _ in range(chance.randrange(1, _MOST_CHANGES)):
        chance.choice(_CHANGES)(data, chance)
    if chance.random() < 0.1:
        data += _excerpt(chance.choice(seeds), chance)
    return bytes(data)


def _excerpt(seed: bytes, chance: Random) -> bytes:
    return seed if len(seed) <= SHORT else seed[: chance.randrange(500, SHORT)]


def _length(chance: Random) -> int:
    return int(chance.choice((1, 3, 10, 40, 200, 2000)) * (0.5 + chance.random()))
