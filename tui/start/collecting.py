"""Collecting: a `nightdesk collect` of our own beside the screen; it ends when we do.

A process of its own: whatever a source sends, the screen stays quick, and outlives it.
"""

import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from feeds.errors import FeedError
from feeds.sanitise import clean_line
from feeds.tied import Tied

READY = "Ctrl-C ends it"
"""Stands in the line by which it says that it has begun."""

MOST_LINES = 200
"""Lines of it that are remembered."""

PATIENCE_S = 20.0
"""How long it may take to begin where nothing can be shown before."""

_FAREWELL_S = 5.0
_AGAIN_S = (1.0, 5.0, 30.0)
"""Before it is started again, longer each time it died soon."""

LONG_S = 120.0
"""After it ran for so long, it is as if it had never died."""


class CollectError(FeedError):
    """It did not begin: its own words, and its exit status."""

    def __init__(self, words: str, status: int) -> None:
        super().__init__(words)
        self.status = status


class Collecting:
    """The process, started again where it dies."""

    def __init__(
        self,
        arguments: Sequence[str],
        archive: Path,
        clock: Callable[[], float],
        *,
        piped: int = subprocess.DEVNULL,
    ) -> None:
        """`arguments` of `collect`; `clock` gives seconds that only grow.

        `piped`: the file descriptor that it reads where `-` is among the sources.
        """
        self._piped = piped
        self._arguments = tuple(arguments)
        self.archive = archive
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None
        self._tied: Tied | None = None
        self._began_s = 0.0
        self._deaths = 0
        self._ready = threading.Event()
        """The first one follows, or has ended."""
        self.has_followed = False
        """True once one has begun to follow."""
        self._is_let_go = False
        self.lines: deque[str] = deque(maxlen=MOST_LINES)
        """What it said last, clean."""

    def wait(self, most_s: float | None = PATIENCE_S) -> None:
        """Wait until it has begun to follow, or was let go; at once where it has before.

        `most_s`: for so many seconds at the most; None waits on.

        Raises:
            CollectError: it ended instead, or did not begin in that time.
        """
        if self._process is None or self.has_followed:
            return
        self._ready.wait(most_s)
        if not self.has_followed and not self._is_let_go:
            status = self._process.wait(_FAREWELL_S) if self._ready.is_set() else 1
            words = next((line for line in reversed(self.lines) if line), "it did not begin")
            self.stop()
            raise CollectError(words.removeprefix("nightdesk: "), status)

    def look(self) -> str:
        """Start it again where it died; says so, once; else empty.

        It ends well by itself where nothing is left to follow. One that never began is told of by
        `wait`.
        """
        process = self._process
        if process is None or not self.has_followed or process.poll() is None:
            return ""
        if process.returncode == 0:
            self._close()
            self._process = None
            return "All that was piped in is read: nothing is followed any more."
        ran_s = self._clock() - self._began_s
        if ran_s > LONG_S:
            self._deaths = 0
        wait_s = _AGAIN_S[min(self._deaths, len(_AGAIN_S) - 1)]
        if ran_s < wait_s:
            return ""
        self._deaths += 1
        words = f"The collector {self._end_of(process.returncode)}; it is started again."
        self._close()
        self.begin()
        return words

    def _end_of(self, status: int) -> str:
        """Who is killed has no say in it: what was said last is another matter."""
        if status < 0:
            return f"was killed from outside (signal {-status})"
        last = next((line for line in reversed(self.lines) if line), "it said nothing")
        return f"ended (status {status}: {last})"

    def stop(self) -> None:
        """End it whole: what came is kept."""
        process = self._process
        self._close()
        if process is None:
            return
        try:
            process.wait(_FAREWELL_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def let_go(self) -> None:
        """Tell it to end, and wait for nothing; what waits for it to begin waits no longer."""
        self._is_let_go = True
        self._close()
        self._ready.set()

    def begin_once(self) -> None:
        """Start the process, unless it was started before."""
        if self._process is None and not self._is_let_go:
            self.begin()

    def begin(self) -> None:
        """Start the process."""
        self._tied = Tied(self._command, stdin=self._piped, stderr=subprocess.PIPE)
        self._process, self._began_s = self._tied.process, self._clock()
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def _command(self, pipe: str) -> Sequence[str]:
        return (sys.executable, "-m", "tui", "collect", "--tied", pipe, *self._arguments)

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stderr is not None
        for line in process.stderr:
            told = clean_line(line.decode(errors="replace").strip())
            self.lines.append(told)
            if READY in told:
                self.has_followed = True
                self._ready.set()
        self._ready.set()

    def _close(self) -> None:
        if self._tied is not None:
            self._tied.let_go()
