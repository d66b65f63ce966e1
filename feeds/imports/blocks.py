"""Blocks: a document of JSON Lines of any size is cut where an entry begins, and read in parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import BinaryIO

from feeds import readers
from feeds.charset import NotText, decode
from feeds.options import MOST_BYTES

BLOCK_BYTES = 1 << 20
"""Bytes that are read and kept at a time: some two thousand entries."""

HEAD_BYTES = 1 << 18
"""Bytes in which the format is looked for."""

_STARTS = (b"\n{", b"\n[", b"\n\x1e")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
"""Signs of an encoding that has no byte to cut at."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some whole entries of a document."""

    data: bytes
    lines: int
    """Lines that came before it."""

    end: int
    """Bytes of the document up to its end."""

    digest: str
    """Of all these bytes."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a document was read, and by what it is known again."""

    end: int
    lines: int
    digest: str
    lost: int = 0
    """Problems that left something out of that."""

    def goes_on(self, first: Block | None, total_bytes: int | None) -> bool:
        """True where a document of which `first` is the first block left begins as it did then."""
        return first.lines == self.lines if first else total_bytes == self.end


def is_cuttable(head: bytes) -> bool:
    """True for the beginning of JSON Lines in an encoding that can be cut."""
    if head.startswith(_WIDE):
        return False
    try:
        text, _, _ = decode(head[: head.rfind(b"\n") + 1] or head)
    except NotText:
        return False
    reader = readers.recognise(text)
    return reader is not None and reader.name == "jsonlines"


def blocks(stream: BinaryIO, after: Mark | None = None, head: bytes = b"") -> Iterator[Block]:
    """The blocks of a document; of one that begins with what was read before, those after that.

    `head` was taken from the stream already.
    """
    end, lines, digest = _passed(stream, after) if after else (0, 0, _digest())
    held, data = b"", head or stream.read(BLOCK_BYTES)
    while data:
        new = max(len(held) - 1, 0)
        held += data
        cut = max(held.rfind(start, new) for start in _STARTS) + 1
        if cut <= 0 and len(held) > MOST_BYTES:
            cut = held.rfind(b"\n") + 1 or len(held)
        if cut > 0:
            block = _block(held[:cut], lines, end, digest)
            yield block
            end, lines, held = block.end, lines + block.data.count(b"\n"), held[cut:]
        data = stream.read(BLOCK_BYTES)
    if held:
        yield _block(held, lines, end, digest)


def _digest() -> "blake2b":
    return blake2b(digest_size=16)


def _block(data: bytes, lines: int, end: int, digest: "blake2b") -> Block:
    """A last line that may yet go on is read, and not passed: it comes again with the rest."""
    passed = data.rfind(b"\n") + 1
    digest.update(data[:passed])
    return Block(data, lines, end + passed, digest.hexdigest())


def _passed(stream: BinaryIO, after: Mark) -> "tuple[int, int, blake2b]":
    """Read what was read before; from the start again where it is not the same any more."""
    digest, left = _digest(), after.end
    while left and (data := stream.read(min(left, BLOCK_BYTES))):
        digest.update(data)
        left -= len(data)
    if not left and digest.hexdigest() == after.digest:
        return after.end, after.lines, digest
    stream.seek(0)
    return 0, 0, _digest()
