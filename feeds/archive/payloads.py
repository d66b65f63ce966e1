"""Payloads: what was fetched, byte for byte, once however often it came; zstd keeps it small.

Measured on a live blog of 1.3 MB that four edits changed (benchmarks/payloads.py): deflate 222 kB,
zstd 169 kB, zstd against the state before 10 kB. So a payload is kept as the difference to a whole
one of the same source, while that is worth it; never as a difference to a difference.
"""

import sqlite3
from hashlib import sha256
from typing import TYPE_CHECKING

from feeds.errors import ArchiveBrokenError, care

if TYPE_CHECKING:
    from zstandard import ZstdCompressionDict

_LEVEL = 9
_WORTH = 3
"""A difference is kept where it takes no more than a third of the whole."""

_MOST_BASE_BYTES = 16 << 20
_SMALLEST_WINDOW, _LARGEST_WINDOW = 10, 26
"""Powers of two: of the bytes in which zstd looks back."""


def put(raw: sqlite3.Connection, data: bytes, source: str) -> int:
    """Keep a payload of a source; its number, the old one where it is there already."""
    digest = sha256(data).digest()
    found = raw.execute(_NUMBER, (digest,)).fetchone()
    if found and found[1]:
        return int(found[0])
    whole, base = deflate(data), None
    before = raw.execute(_BASE, (source, _MOST_BASE_BYTES)).fetchone()
    if before and len(data) <= _MOST_BASE_BYTES:
        number, packed, size = before
        difference = deflate(data, inflate(packed, size))
        if len(difference) * _WORTH < len(whole):
            whole, base = difference, number
    if found:  # it was pruned, and has come once more
        raw.execute("UPDATE payload SET base = ?, data = ? WHERE n = ?", (base, whole, found[0]))
        return int(found[0])
    row = (digest, len(data), base, whole)
    made = raw.execute("INSERT INTO payload (sha256, size, base, data) VALUES (?, ?, ?, ?)", row)
    return int(made.lastrowid or 0)


def put_pruned(raw: sqlite3.Connection, digest: bytes, size: int) -> int:
    """Keep what is known of a payload whose bytes are gone; its number."""
    found = raw.execute(_NUMBER, (digest,)).fetchone()
    if found:
        return int(found[0])
    made = raw.execute(
        "INSERT INTO payload (sha256, size, base, data) VALUES (?, ?, NULL, x'')", (digest, size)
    )
    return int(made.lastrowid or 0)


def get(raw: sqlite3.Connection, n: int, file: str) -> bytes:
    """The bytes of a payload; `file` is the archive's name for errors.

    Raises:
        ArchiveBrokenError: they are damaged: not what was fetched.
    """
    import zstandard  # noqa: PLC0415 - few ask

    row = raw.execute("SELECT data, size, base, sha256 FROM payload WHERE n = ?", (n,)).fetchone()
    try:
        if row is None:
            raise ValueError("it is not there")
        data, size, base, digest = row
        whole = inflate(data, size, get(raw, base, file) if base else None)
        if sha256(whole).digest() != digest:
            raise ValueError("it is not what was fetched")
    except (ValueError, zstandard.ZstdError) as error:
        what = f"payload {n} cannot be read ({error})"
        raise ArchiveBrokenError(file, what, f"check it: {care(file, 'check')}") from error
    return whole


def deflate(data: bytes, base: bytes | None = None) -> bytes:
    """As it is kept: whole, or as the difference to a base."""
    import zstandard  # noqa: PLC0415 - only who follows sources needs it

    if base is None:
        return zstandard.ZstdCompressor(level=_LEVEL).compress(data)
    window = min(max((len(data) + len(base)).bit_length(), _SMALLEST_WINDOW), _LARGEST_WINDOW)
    how = zstandard.ZstdCompressionParameters.from_level(_LEVEL, window_log=window, enable_ldm=True)
    return zstandard.ZstdCompressor(dict_data=_dictionary(base), compression_params=how).compress(
        data
    )


def inflate(data: bytes, size: int, base: bytes | None = None) -> bytes:
    """Back again; `size` as it was."""
    import zstandard  # noqa: PLC0415 - see above

    how = zstandard.ZstdDecompressor(
        dict_data=_dictionary(base) if base else None, max_window_size=1 << (_LARGEST_WINDOW + 1)
    )
    return how.decompress(data, max_output_size=size)


def _dictionary(base: bytes) -> "ZstdCompressionDict":
    import zstandard  # noqa: PLC0415 - see above

    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


_NUMBER = "SELECT n, length(data) > 0 FROM payload WHERE sha256 = ?"
_BASE = """
SELECT p.n, p.data, p.size FROM fetch f JOIN payload p ON p.n = f.payload
WHERE f.source = ? AND p.base IS NULL AND length(p.data) > 0 AND p.size BETWEEN 1 AND ?
ORDER BY f.n DESC LIMIT 1"""
