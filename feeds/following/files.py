"""Files: what is added to a watched file, or comes into a watched folder, becomes pieces to read.

Looked at again and again, without a library: to ask for inode, size and time costs microseconds a
file, and sees what network folders do not announce. A file of JSON Lines is read from where it was
read to; its last line waits for its end. Any other document is read whole once it stands still.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b, sha256
from pathlib import Path
from typing import BinaryIO

from feeds.clock import Clock
from feeds.errors import SourceError
from feeds.following.state import Cursor
from feeds.imports.blocks import HEAD_BYTES, is_cuttable
from feeds.options import MOST_BYTES

LOOK_S = 0.5
"""How often a file is looked at."""

SETTLED_S = 1.0
"""A file that did not change for so long is whole: whoever writes it is done."""

RESTLESS_S = 5.0
"""A document that never stands still is read all the same after so long."""

ABANDONED_S = 60.0
"""A last line that is no whole entry is read as it is, and told, after it stood still so long."""

PIECE_BYTES = 1 << 20
"""Of a file that grows, read at a time."""

_TAIL_BYTES = 4096
_UNFINISHED = (".part", ".tmp", ".crdownload", ".swp", "~")
"""How files end that another program is writing."""

Cursors = Callable[[str], Cursor]
"""The cursor of a path."""

Sign = tuple[int, int, int]
"""Inode, bytes, nanoseconds of the last change: another one is another file, or another state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Something that came, to be read and kept."""

    place: str
    """Where it came from, as it may be shown."""

    key: str
    """Where: what its cursor is kept under is made of this."""

    data: bytes
    at: datetime
    charset: str | None = None
    content_type: str | None = None

    part: int | None = None
    """Of a part: how many lines came before it; None for a whole document."""

    cursor: Cursor
    """How far it was read once this is kept."""


class Watched:
    """A file, or the files of a folder."""

    def __init__(
        self,
        path: Path,
        clock: Clock,
        cursors: Cursors,
        *,
        is_lines: bool | None,
        patience_s: float = ABANDONED_S,
    ) -> None:
        """`is_lines`: True for JSON Lines, False for anything else, None to look."""
        self._patience_s = patience_s
        self._path = path
        self._clock = clock
        self._cursors = cursors
        self._is_lines = is_lines
        self._files: dict[Path, _File] = {}

    def look(self) -> Iterator[Piece]:
        """What is new, file by file; a cursor is asked for once what came before is kept.

        Raises:
            SourceError: there is no such file or folder, or it may not be read.
        """
        for path in self._paths():
            file = self._files.get(path)
            if file is None:
                file = self._files[path] = _File(path, self._cursors(str(path)), self._patience_s)
            yield from file.look(self._clock, self._is_lines)

    @property
    def is_through(self) -> bool:
        """True where all that was there at the last look has been given."""
        return all(file.is_through for file in self._files.values())

    def forget(self) -> None:
        """What was given could not be kept: it is given again, from where the cursors are."""
        self._files.clear()

    def _paths(self) -> list[Path]:
        try:
            if not self._path.is_dir():
                if not self._path.exists():
                    what = "there is no such file or folder"
                    raise SourceError(str(self._path), what, "it is read once it is there")
                return [self._path]
            shown = [p for p in self._path.iterdir() if _is_shown(p.name) and p.is_file()]
        except OSError as error:
            what = f"cannot be opened ({(error.strerror or 'unreadable').lower()})"
            raise SourceError(str(self._path), what, "check its permissions") from error
        for path in self._files.keys() - set(shown):
            del self._files[path]
        return sorted(shown)


def _is_shown(name: str) -> bool:
    return not name.startswith(".") and not name.endswith(_UNFINISHED)


class _File:
    """One file."""

    def __init__(self, path: Path, cursor: Cursor, patience_s: float) -> None:
        self._path = path
        self._patience_s = patience_s
        self._cursor = cursor
        self._seen: Sign | None = None
        self._seen_s = self._restless_s = 0.0

    @property
    def is_through(self) -> bool:
        """True where its last state was given."""
        return self._seen is None or self._seen == self._cursor.sign

    def look(self, clock: Clock, is_lines: bool | None) -> Iterator[Piece]:
        """Whole entries that were added; the document, where it is another."""
        sign = self._sign()
        if sign is None or sign == self._cursor.sign:
            return
        now = clock.monotonic()
        if sign != self._seen:
            if self._seen is None or self._seen == self._cursor.sign:
                self._restless_s = now
            self._seen, self._seen_s = sign, now
        is_settled = now - self._seen_s >= SETTLED_S or now - self._restless_s >= RESTLESS_S
        try:
            with self._path.open("rb") as stream:
                yield from self._read(stream, sign, clock, is_lines, is_settled=is_settled)
        except OSError as error:
            what = f"cannot be opened ({(error.strerror or 'unreadable').lower()})"
            raise SourceError(str(self._path), what, "check its permissions") from error

    def _sign(self) -> Sign | None:
        try:
            found = self._path.stat()
        except OSError:
            return None  # taken away since
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _read(
        self,
        stream: BinaryIO,
        sign: Sign,
        clock: Clock,
        is_lines: bool | None,
        *,
        is_settled: bool,
    ) -> Iterator[Piece]:
        if is_lines is None:
            is_lines = is_cuttable(stream.read(HEAD_BYTES))
        if is_lines:
            yield from self._lines(stream, sign, clock, is_settled=is_settled)
        elif is_settled:
            stream.seek(0)
            data = stream.read(MOST_BYTES)
            digest = sha256(data).hexdigest()
            is_same = digest == self._cursor.sha256
            self._cursor = replace(self._cursor, sign=sign, sha256=digest)
            if data and not is_same:
                yield self._piece(data, clock, None)

    def _lines(
        self, stream: BinaryIO, sign: Sign, clock: Clock, *, is_settled: bool
    ) -> Iterator[Piece]:
        """From where it was read to; from its start where it is another file."""
        if not self._goes_on(stream, sign):
            self._cursor = replace(self._cursor, end=0, lines=0, tail=None)
        stream.seek(self._cursor.end)
        held = b""
        while data := stream.read(PIECE_BYTES):
            held += data
            cut = whole(held)
            if cut:
                yield self._passed(held[:cut], clock)
                held = held[cut:]
        is_abandoned = clock.monotonic() - self._seen_s >= self._patience_s
        is_given = is_abandoned or (is_settled and _is_json(held))
        if held.strip() and is_given:
            yield self._piece(held, clock, self._cursor.lines)  # and again, should it go on
        if is_given or not held.strip():
            self._cursor = replace(self._cursor, sign=sign)

    def _goes_on(self, stream: BinaryIO, sign: Sign) -> bool:
        cursor = self._cursor
        if not cursor.end or cursor.end > sign[1]:
            return False
        start = max(cursor.end - _TAIL_BYTES, 0)
        stream.seek(start)
        return _digest(stream.read(cursor.end - start)) == cursor.tail

    def _passed(self, data: bytes, clock: Clock) -> Piece:
        before, cursor = self._cursor.lines, self._cursor
        with self._path.open("rb") as stream:
            end = cursor.end + len(data)
            start = max(end - _TAIL_BYTES, 0)
            stream.seek(start)
            tail = _digest(stream.read(end - start))
        self._cursor = replace(cursor, end=end, lines=before + data.count(b"\n"), tail=tail)
        return self._piece(data, clock, before)

    def _piece(self, data: bytes, clock: Clock, part: int | None) -> Piece:
        path = str(self._path)
        return Piece(
            place=path, key=path, data=data, at=clock.now(), part=part, cursor=self._cursor
        )


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def whole(data: bytes) -> int:
    """How many of these bytes are whole entries: up to the last line's end, if that ends one.

    An entry may go over several lines; whether the last one is whole only its end tells.
    """
    end = data.rfind(b"\n") + 1
    start = max(data.rfind(b"\n" + sign, 0, end) for sign in (b"{", b"[", b"\x1e")) + 1
    is_whole = _is_json(data[start:end]) or not data[start:end].startswith((b"{", b"["))
    return end if is_whole else start


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data.strip(b"\x1e\r\n ") or b"0")
    except (ValueError, RecursionError):
        return False
    return True
