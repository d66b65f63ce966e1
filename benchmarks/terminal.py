"""A program in a real pseudo-terminal, with the time of every byte that it draws."""

import os
import pty
import re
import select
import signal
import struct
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ
from types import TracebackType

_ESCAPE = re.compile(rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[\[(][0-9;?<>=$]*[ -/]*[@-~]|\x1b.")
_SYNC_QUERY, _SYNC_ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_TURN_S = 0.02
_FRAME_END = b"\x1b[?2026l"
_ATTRIBUTES_QUERY, _ATTRIBUTES_ANSWER = b"\x1b[c", b"\x1b[?62;22c"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One burst of output: when its first and last bytes came, after the start in seconds."""

    first_s: float
    last_s: float
    size_bytes: int


class Terminal:
    """Runs `command` in a terminal of `columns` by `rows`; kills it at the end."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """`environment` is set beside what there is."""
        self.seen = bytearray()
        """All that was drawn; it grows in place, so that much of it costs a measure nothing."""
        self._frames = list[float]()
        """When each frame was complete, of those that say so."""
        self._started_s = time.perf_counter()
        self.pid, self._end = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LANG="C.UTF-8")
            os.environ.update(environment or {})
            os.execvp(command[0], list(command))
        ioctl(self._end, TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._end)

    def until(self, words: str, limit_s: float = 60) -> float:
        """Seconds from the start until `words` stand in what was drawn.

        Raises:
            TimeoutError: they never did.
        """
        wanted = re.compile(words.encode())
        while not wanted.search(_ESCAPE.sub(b"", self.seen)):
            if self._read(limit_s) is None:
                raise TimeoutError(f"{words!r} was not drawn in {limit_s} s")
        return time.perf_counter() - self._started_s

    def settle(self, quiet_s: float = 0.4) -> float:
        """Read until nothing is drawn for `quiet_s`; seconds from the start to the last byte."""
        began_s = time.perf_counter() - self._started_s
        return self._read_on(quiet_s) or began_s

    def watch(self, seconds: float) -> list[float]:
        """Read on for so long; when each frame was complete, in seconds of the clock."""
        self._frames.clear()
        ends_s = time.perf_counter() + seconds
        while (left_s := ends_s - time.perf_counter()) > 0:
            self._read(left_s)
        return list(self._frames)

    def processor_s(self) -> float:
        """Seconds of a processor that the program has taken."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
        return sum(map(int, fields.split()[11:13])) / os.sysconf("SC_CLK_TCK")

    def type(self, keys: bytes) -> None:
        """Type, and wait for nothing."""
        os.write(self._end, keys)

    def press(self, keys: bytes, quiet_s: float = 0.06) -> Drawn:
        """Type, and wait until what it drew is complete; times from the key press."""
        self.settle(quiet_s)
        pressed_s = time.perf_counter() - self._started_s
        before = len(self.seen)
        os.write(self._end, keys)
        first_s = self._read(2.0) or self._read_on(quiet_s) or pressed_s
        last_s = self._read_on(quiet_s) or first_s
        return Drawn(first_s - pressed_s, last_s - pressed_s, len(self.seen) - before)

    def resident_mib(self) -> float:
        """Largest resident memory so far, in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]

    def _read_on(self, quiet_s: float) -> float | None:
        """Read until nothing comes for `quiet_s`; when the last byte came, None if none did.

        What waits for its turn on a busy machine is not quiet.
        """
        last_s = came_s = self._read(quiet_s)
        while came_s is not None or self._is_at_work():
            last_s = came_s or last_s
            came_s = self._read(_TURN_S if came_s is None else quiet_s)
        return last_s

    def _is_at_work(self) -> bool:
        """Whether the program would run on if it had a processor; False where nobody can tell."""
        try:
            told = [path.read_text() for path in Path(f"/proc/{self.pid}/task").glob("*/stat")]
        except OSError:
            return False
        return any(stat.rpartition(")")[2].split()[0] == "R" for stat in told)

    def _read(self, limit_s: float) -> float | None:
        """Take what was drawn; when it came, or None if nothing did."""
        if not select.select([self._end], [], [], limit_s)[0]:
            return None
        try:
            data = os.read(self._end, 1 << 16)
        except OSError:
            return None
        for query, answer in (
            (_SYNC_QUERY, _SYNC_ANSWER),
            (_ATTRIBUTES_QUERY, _ATTRIBUTES_ANSWER),
        ):
            if query in data:
                os.write(self._end, answer)
        self.seen += data
        self._frames += [time.perf_counter()] * data.count(_FRAME_END)
        return time.perf_counter() - self._started_s
