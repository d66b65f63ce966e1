"""Unpacking: a compressed body, piece by piece and never more than asked for at once.

The decoders of the HTTP libraries end at the first member of a gzip file and say nothing of one
that is cut off; here both are seen, since half a text may hold half of the figures.
"""

import zlib
from collections.abc import Iterator

PIECE = 64 * 1024
"""Bytes that come out at once, at the most: a bomb stops at the limit of whoever counts them."""

_GZIP, _ZLIB, _RAW = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS
_MEMBER = b"\x1f"


class Unpacker:
    """One body in `gzip` or `deflate`, or as it is."""

    def __init__(self, coding: str) -> None:
        """`coding`: "gzip", "deflate" or "" for none (RFC 9110, 8.4.1)."""
        self._coding = coding
        self._inflater = zlib.decompressobj(_GZIP if coding == "gzip" else _ZLIB)
        self._has_begun = self._has_ended = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What comes out of `data`, in pieces; what stands after the end is no part of it.

        Raises:
            zlib.error: it is not what it says.
        """
        if not self._coding:
            yield data
            return
        if self._inflater.eof and data:
            data = self._next_member(data)
        is_full = False
        while (data or is_full) and not self._has_ended:
            piece = self._inflate(data)
            is_full = len(piece) == PIECE
            if piece:
                yield piece
            data = self._inflater.unconsumed_tail
            if self._inflater.eof:
                data, is_full = self._next_member(self._inflater.unused_data), False

    def _inflate(self, data: bytes) -> bytes:
        is_first, self._has_begun = not self._has_begun, True
        try:
            return self._inflater.decompress(data, PIECE)
        except zlib.error:
            if self._coding == "gzip" or not is_first:
                raise
            self._inflater = zlib.decompressobj(_RAW)  # what some servers call deflate
            return self._inflater.decompress(data, PIECE)

    def _next_member(self, rest: bytes) -> bytes:
        """A gzip file may be several in a row (RFC 1952, 2.2)."""
        if self._coding == "gzip" and rest.startswith(_MEMBER):
            self._inflater = zlib.decompressobj(_GZIP)
            return rest
        self._has_ended = bool(rest) or self._coding != "gzip"
        return b""

    @property
    def is_whole(self) -> bool:
        """False where the compressed body was cut off."""
        return not self._coding or not self._has_begun or self._inflater.eof
