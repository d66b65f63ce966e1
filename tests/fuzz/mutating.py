"""Mutating: an honest document becomes a broken one, the same for the same chance."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from html import escape
from random import Random
from typing import Any

from tests.fuzz.seeds import Seed

HOSTILE = (
    *("\x1b[2J", "\x1b]0;x\x07", "\u009b31m", "\x90q\x9c", "\u202egnp", "\u2066", "\x00", "\x0b"),
    *("\ud800", "e\u0301" * 50, "\u2028", "[red]x[/]", "&#27;[2J", "&#x9b;", "\ufeff", "%s"),
    *("<p>one</p><p>two", "<script>x()</script>", "<![CDATA[", "]]>", "<!--", '<a href="', "&a;"),
    *("2099-13-45T25:61:61Z", "1970-01-01", "Tue, 99 Foo 99999", "24:60", "+99:99", "UTC", "-0001"),
    *("9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "0000-00-00T00:00:00", "1e999"),
    *("", " ", "9" * 400, "A" * 300, "//[", "http://[::1", "javascript:x()", "../../", "\n\n"),
)
"""Texts that stand where an honest one did."""

ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**63, 10**30, 1e308, -1.5, [], {}, [[]], [None], {"": {}}, [{}]),
    *HOSTILE,
)
"""Values of JSON that stand where another did."""

TOKENS = (
    *(b"<![CDATA[", b"]]>", b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", b"&a;", b"&#27;", b"&#x9b;"),
    *(b"<div>", b"</p>", b"<script type='application/ld+json'>", b"<!--", b"<p", b'<a href="'),
    *(b"{", b"}", b"[", b"]", b'"', b"\\u001b", b"\\ud800", b"null", b"1e999", b"-0", b"true"),
    *(b"\x1b[2J", b"\x00", b"\xff\xfe", b"\xe2\x80\xae", b"\xc2\x9b31m", b"\r\n", b"\t", b"\x0b"),
    *(b"2099-13-45T25:61:61Z", b"1970-01-01", b"Tue, 99 Foo 99999", b"12:30", b"+99:99", b"UTC"),
    *(b"@type", b"liveBlogUpdate", b"messages", b"date_unixtime", b"guid", b"items", b"blocks"),
    *(b"9" * 400, b"A" * 300, b"," * 50, b"\n\n", b": ", b"- ", b"%s", b"../../", b"file:///etc"),
    *(text.encode(errors="surrogatepass") for text in HOSTILE),
)
SHORT = 2_500
"""Bytes of most inputs: of a longer seed a start is taken, and all of it once in a thousand."""

LONG = 60_000
"""Bytes of one input in a hundred, in which one thing is said over and over: what takes a time that
grows faster than its input is not seen in a short one."""

_MOST_CHANGES = 6

Change = Callable[[bytearray, Random], None]


class Mutator:
    """Breaks the documents of every reader alike, however many each has."""

    def __init__(self, seeds: Iterable[Seed]) -> None:
        by_reader = defaultdict(list)
        for seed in seeds:
            by_reader[seed.reader].append(seed.data)
        self._by_reader = list(by_reader.values())

    def mutated(self, chance: Random) -> bytes:
        """One broken document: some of its values replaced, or its bytes, or both."""
        seed = self._seed(chance)
        data = bytearray(seed if chance.random() < 0.001 else _excerpt(seed, chance))
        if chance.random() < 0.01:
            _flood(data, chance)
        elif chance.random() < 0.5:
            data = bytearray(with_odd_values(bytes(data), chance))
            if chance.random() < 0.7:
                return bytes(data)
        for _ in range(chance.randrange(1, _MOST_CHANGES)):
            chance.choice(_CHANGES)(data, chance)
        if chance.random() < 0.05:
            data += _excerpt(self._seed(chance), chance)
        return bytes(data)

    def _seed(self, chance: Random) -> bytes:
        return chance.choice(chance.choice(self._by_reader))


def with_odd_values(data: bytes, chance: Random) -> bytes:
    """Sound in form, odd in what it holds: values of JSON, else what stands between signs."""
    lines = _values_of(data)
    if lines is None:
        return _with_odd_texts(data, chance)
    for _ in range(chance.randrange(1, _MOST_CHANGES)):
        at = chance.randrange(len(lines)) if lines else 0
        lines[at : at + 1] = [_replaced(one, chance) for one in lines[at : at + 1]]
    indent = None if len(lines) > 1 else 1
    return "\n".join(
        json.dumps(one, ensure_ascii=chance.random() < 0.5, indent=indent) for one in lines
    ).encode(errors="surrogatepass")


def _values_of(data: bytes) -> list[Any] | None:
    """One value of JSON, or one a line; None for what is none, or too deep."""
    for pieces in ([data], data.splitlines()):
        try:
            return [json.loads(piece) for piece in pieces]
        except (ValueError, RecursionError):
            continue
    return None


def _replaced(value: Any, chance: Random) -> Any:
    """`value` with one thing in it replaced, taken away, or put beside itself."""
    if not isinstance(value, (dict, list)) or not value or chance.random() < 0.05:
        return chance.choice(ODD)
    if isinstance(value, list):
        at = chance.randrange(len(value))
        told = [value[at]] * chance.choice((0, 2, 30)) if chance.random() < 0.2 else None
        return [*value[:at], *(told or [_replaced(value[at], chance)]), *value[at + 1 :]]
    key = chance.choice(list(value))
    if chance.random() < 0.2:
        return {k: v for k, v in value.items() if k != key}
    return value | {key: _replaced(value[key], chance)}


def _with_odd_texts(data: bytes, chance: Random) -> bytes:
    """What stands between two signs of the format, replaced; tags and quotes stay as they are."""
    ends = [n for n, byte in enumerate(data) if byte in b'<>"\n,=']
    for _ in range(chance.randrange(1, _MOST_CHANGES)):
        if len(ends) < 2:
            break
        at = chance.randrange(len(ends) - 1)
        odd = _odd_text(chance, escaped=data[:1] == b"<")
        data = data[: ends[at] + 1] + odd + data[ends[at + 1] :]
        grown = len(odd) - (ends[at + 1] - ends[at] - 1)
        ends = [*ends[: at + 1], *(end + grown for end in ends[at + 1 :])]
    return data


def _odd_text(chance: Random, *, escaped: bool) -> bytes:
    """One of them; in half of the marked-up documents in a form that keeps them well-formed."""
    odd = chance.choice(HOSTILE)
    if escaped and chance.random() < 0.5:
        odd = escape("".join(sign for sign in odd if sign.isprintable()))
    return odd.encode(errors="surrogatepass")


def _cut(data: bytearray, chance: Random) -> None:
    at = chance.randrange(len(data) + 1)
    del data[at : at + _length(chance)]


def _double(data: bytearray, chance: Random) -> None:
    at = chance.randrange(len(data) + 1)
    piece = data[at : at + _length(chance)]
    data[at:at] = piece * chance.choice((1, 1, 2, 40))


def _flood(data: bytearray, chance: Random) -> None:
    """A token, or a piece of itself, or the beginnings of many tags."""
    at = chance.randrange(len(data) + 1)
    piece = chance.choice((chance.choice(TOKENS), bytes(data[at : at + _length(chance)]) or b"<"))
    data[at:at] = piece * (LONG // len(piece) if piece else 0)


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


_CHANGES: tuple[Change, ...] = (_cut, _double, _flip, _insert, _insert, _end, _swap)


def _excerpt(seed: bytes, chance: Random) -> bytes:
    return seed if len(seed) <= SHORT else seed[: chance.randrange(500, SHORT)]


def _length(chance: Random) -> int:
    return int(chance.choice((1, 3, 10, 40, 200, 2000)) * (0.5 + chance.random()))
