"""Where decisions are kept: for the session, or in a file that is only ever added to (R1, R19)."""

import errno
import json
import os
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Literal, Protocol

from feeds.decision import Decision
from feeds.decision_record import decision_record, read_decision
from feeds.errors import DecisionError, Problem

_OURS_ALONE = 0o600
"""Who said what about the dead is nobody else's to read."""

_ADDING = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
_NO_FILE = "this is no plain file"


class DecisionBook(Protocol):
    """Keeps decisions in the order taken; a file now, an archive later."""

    @property
    def name(self) -> str:
        """Where it lies, in words."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read when `all` was last asked."""
        ...

    def all(self) -> tuple[Decision, ...]:
        """Every decision kept, in the order taken, those of other sessions too."""
        ...

    def append(self, decision: Decision) -> None:
        """Keep one more; it is safe once this returns.

        Raises:
            DecisionError: it could not be kept.
        """
        ...


class SessionBook:
    """Decisions that last as long as the desk: where no file was asked for."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._decisions = list(decisions)

    @property
    def name(self) -> str:
        """It lies nowhere."""
        return "this session"

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Nothing can go wrong here."""
        return ()

    def all(self) -> tuple[Decision, ...]:
        """Every decision of the session."""
        return tuple(self._decisions)

    def append(self, decision: Decision) -> None:
        """Keep it until the desk closes."""
        self._decisions.append(decision)


class FileBook:
    """Decisions as JSON Lines: one line each, written whole and synced, never changed.

    Several instances may add to one file. A line that cannot be read is a problem and costs no
    other; lines of another `type` (of an export) are passed over.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """The file's path."""
        return str(self.path)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read when `all` was last asked."""
        return self._problems

    def all(self) -> tuple[Decision, ...]:
        """Every decision of the file, each id once; none where there is no file yet."""
        problems: list[Problem] = []
        found: dict[str, Decision] = {}
        for number, line in enumerate(self._lines(problems), 1):
            try:
                decision = _read_line(line)
                if decision and found.setdefault(decision.id, decision) != decision:
                    raise ValueError(f"a second decision of the id {decision.id}")
            except (ValueError, RecursionError) as error:
                what = f"no decision ({_plain(error)}); the line is left out"
                problems.append(Problem(source=self.name, line=number, what=what))
        self._problems = tuple(problems)
        return tuple(found.values())

    def append(self, decision: Decision) -> None:
        """Add one line and sync it to the disk.

        Raises:
            DecisionError: the folder or the file cannot be written, or the disk is full.
        """
        line = json.dumps(decision_record(decision)).encode("ascii") + b"\n"
        try:
            is_new = not self.path.exists()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _add(self.path, line)
            if is_new:
                _sync_folder(self.path.parent)
        except OSError as error:
            reason = error.strerror or str(error)
            full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
            remedy = f"{'make room, or ' if full else ''}give another file (--decisions FILE)"
            raise DecisionError(self.name, reason, remedy) from error

    def _lines(self, problems: list[Problem]) -> list[bytes]:
        try:
            if self.path.exists() and not self.path.is_file():
                raise OSError(errno.EINVAL, _NO_FILE)
            with self.path.open("rb") as file:
                _lock(file.fileno(), "shared")
                return file.read().split(b"\n")
        except FileNotFoundError:
            return []
        except OSError as error:
            what = f"the decisions cannot be read ({error.strerror}); none takes effect"
            problems.append(Problem(source=self.name, line=None, what=what))
            return []


def open_book(path: Path | None) -> DecisionBook:
    """The book of a file; one for the session where there is none."""
    return SessionBook() if path is None else FileBook(path)


def _read_line(line: bytes) -> Decision | None:
    """The decision of a line; None for an empty line, or one of another type."""
    if not line.strip():
        return None
    record = json.loads(line)
    if isinstance(record, dict) and record.get("type", "decision") != "decision":
        return None
    return read_decision(record)


def _plain(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return "broken JSON, or half a line"
    return "not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)


def _add(path: Path, line: bytes) -> None:
    """One write at the end of the file: lines of two instances never mix.

    Where the last line is only half there (a crash, a full disk), this one begins anew.
    """
    file = os.open(path, _ADDING, _OURS_ALONE)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, _NO_FILE)
        _lock(file, "alone")
        end = os.lseek(file, 0, os.SEEK_END)
        if end:
            os.lseek(file, end - 1, os.SEEK_SET)
            line = line if os.read(file, 1) == b"\n" else b"\n" + line
        if os.write(file, line) != len(line):
            raise OSError(errno.ENOSPC, "the disk took only a part of it")
        _lock(file, "free")
        os.fsync(file)
    finally:
        os.close(file)


def _lock(file: int, how: Literal["alone", "shared", "free"]) -> None:
    """Keep a reader from seeing half a line that is being written; closing frees it as well.

    A file system that knows no locks is used without: a line is one write all the same.
    """
    if sys.platform == "win32":
        return
    import fcntl  # noqa: PLC0415 - not everywhere

    locks = {"alone": fcntl.LOCK_EX, "shared": fcntl.LOCK_SH, "free": fcntl.LOCK_UN}
    with suppress(OSError):
        fcntl.flock(file, locks[how])


def _sync_folder(folder: Path) -> None:
    """Make the new file's name last, where the system can; the line itself is safe already."""
    with suppress(OSError):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
