"""Working: what takes longer than a frame is done in a thread, one job after the other."""

import sys
import threading
from collections.abc import Callable, Hashable

from feeds.errors import FeedError

SWITCH_S = 0.0005
"""How long the thread may keep the interpreter from the screen: a snapshot asks for it a dozen
times, and a frame has 16 ms."""

Job = Callable[[], None]
Failed = Callable[[FeedError], None]


class Worker:
    """Does jobs by name: of one name only the newest that has not begun is done."""

    def __init__(
        self, failed: Failed, *, waits: bool, begins: threading.Event | None = None
    ) -> None:
        """Where it `waits`, a job is done when `run` returns: for what has no screen.

        `failed` is told, in the thread, of a job that could not be done. With `begins` none is done
        before that is set: what is done in a thread takes from the first screen.
        """
        self._failed = failed
        self._waits = waits
        self._begins = begins
        self._jobs: dict[Hashable, Job] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._is_closed = False

    @property
    def has_begun(self) -> bool:
        """False while nothing is done yet."""
        return self._begins is None or self._begins.is_set()

    def run(self, name: Hashable, job: Job) -> None:
        """Do a job, now or soon."""
        if self._waits:
            job()
            return
        with self._changed:
            if self._is_closed:
                return
            self._jobs.pop(name, None)
            self._jobs[name] = job
            self._changed.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="desk", daemon=True)
                self._thread.start()

    def settle(self, timeout_s: float | None = None) -> bool:
        """Wait until nothing is left to do; False where that took longer."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._jobs, timeout_s)

    def close(self) -> None:
        """Begin no further job; the one in hand ends by itself."""
        with self._changed:
            self._is_closed = True
            self._jobs.clear()
            self._changed.notify_all()

    def _work(self) -> None:
        sys.setswitchinterval(SWITCH_S)
        if self._begins is not None:
            self._begins.wait()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._jobs or self._is_closed)
                if self._is_closed:
                    return
                name, job = next(iter(self._jobs.items()))
            try:
                job()
            except FeedError as error:
                self._failed(error)
            with self._changed:
                if self._jobs.get(name) is job:
                    del self._jobs[name]
                self._changed.notify_all()
