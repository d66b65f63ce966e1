"""Workshop: what was fetched is read in processes of their own, killed when that takes too long.

Two lanes: a document that takes longer than `QUICK_S` is given up there and read in the second one,
where documents of its source are read from then on. So no source keeps the others waiting longer.
"""

import gc
import logging
import os
import signal
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Protocol

from feeds.archive import SMALL_CACHE_KIB, Archive
from feeds.errors import FeedError, SourceError
from feeds.following.job import Done, Job
from feeds.following.reading import Reading
from feeds.options import Options

QUICK_S = 5.0
"""How long one document may keep the others waiting: real ones take a tenth of that."""

SLOW_S = 60.0
"""How long a document may take at all."""

START_S = 60.0
"""How long a process may take to start."""

MOST_MEMORY_BYTES = 2 << 30
"""Of a process that reads; what takes more is given up."""

_GARBAGE = (50_000, 20, 20)
"""As in the program that starts us: what is made here is no circular garbage."""

_log = logging.getLogger(__name__)


class Works(Protocol):
    """Reads what was fetched."""

    async def do(self, job: Job) -> Done:
        """Read it.

        Raises:
            FeedError: it cannot be read.
        """
        ...

    def close(self) -> None:
        """Begin nothing more."""
        ...


class Here:
    """Reads in this process: for tests, and for an archive in memory."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    async def do(self, job: Job) -> Done:
        """Read it."""
        return self._reading.do(job)

    def close(self) -> None:
        """Nothing goes on."""


class Workshop:
    """Reads in other processes, which are started when the first document comes."""

    def __init__(
        self, archive: str, options: Options, *, quick_s: float = QUICK_S, slow_s: float = SLOW_S
    ) -> None:
        self._lanes = (_Lane(archive, options), _Lane(archive, options))
        self._limits_s = (quick_s, slow_s)
        self._slow: set[str] = set()

    async def do(self, job: Job) -> Done:
        """Read it.

        Raises:
            FeedError: it cannot be read, or not in time.
        """
        if job.source not in self._slow:
            try:
                return await self._lanes[0].do(job, self._limits_s[0])
            except TimeoutError:
                self._slow.add(job.source)
        try:
            return await self._lanes[1].do(job, self._limits_s[1])
        except TimeoutError:
            what = f"reading it takes longer than {self._limits_s[1]:.0f} s; given up"
            remedy = "it may be made to stall its readers: look at it before you follow it further"
            raise SourceError(job.label, what, remedy) from None

    def close(self) -> None:
        """End the processes."""
        for lane in self._lanes:
            lane.close()


class _Lane:
    """One process, and the thread that waits for it."""

    def __init__(self, archive: str, options: Options) -> None:
        self._start = (archive, options)
        self._waiting = ThreadPoolExecutor(1, thread_name_prefix="reading")
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._is_closed = False

    async def do(self, job: Job, limit_s: float) -> Done:
        import asyncio  # noqa: PLC0415 - processes that read need none

        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._waiting, self._do, job, limit_s)

    def _do(self, job: Job, limit_s: float) -> Done:
        pipe = self._ready(job)
        try:
            pipe.send(job)
            if not pipe.poll(limit_s):
                raise TimeoutError
            made = pipe.recv()
        except TimeoutError:
            self._kill()
            raise
        except (EOFError, OSError) as error:
            self._kill()
            what = "reading it ended the process that reads; out of memory, or a fault of nightdesk"
            raise SourceError(job.label, what, "it is tried again when it changes") from error
        if isinstance(made, Done):
            return made
        raise made()

    def _ready(self, job: Job) -> Connection:
        """A process that waits for something to do."""
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        self._kill()
        if self._is_closed:
            raise _ending(job)
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, *self._start), daemon=True)
        process.start()
        theirs.close()
        self._process = process  # from now on `close` ends it; what was closed before is seen here
        if self._is_closed:
            self._kill()
            raise _ending(job)
        if not self._pipe.poll(START_S):
            self._kill()
            raise SourceError(job.label, "was not read: no process started", "see the log")
        with suppress(EOFError, OSError):
            if self._pipe.recv():
                return self._pipe
        self._kill()
        raise SourceError(job.label, "was not read: no process started", "see the log")

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def close(self) -> None:
        self._is_closed = True
        process = self._process
        if process is not None:
            process.kill()
        self._waiting.shutdown(cancel_futures=True)
        self._kill()


def _ending(job: Job) -> SourceError:
    return SourceError(job.label, "was not read", "nightdesk is ending")


class _Failure:
    """An error on its way between processes, where exceptions of ours do not go whole."""

    def __init__(self, error: FeedError) -> None:
        self._make: tuple[Callable[..., FeedError], tuple[object, ...], dict[str, object]]
        if isinstance(error, SourceError):
            told = (error.source, error.problem, error.remedy)
            self._make = (SourceError, told, {"line": error.line})
        else:
            self._make = (FeedError, (str(error),), {})

    def __call__(self) -> FeedError:
        make, arguments, more = self._make
        return make(*arguments, **more)


def _work(pipe: Connection, archive: str, options: Options) -> None:
    """The process: one document after the other, until its parent is gone."""
    gc.set_threshold(*_GARBAGE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _bound_memory()
    reading = Reading(Archive.open(archive, write=False, cache_kib=SMALL_CACHE_KIB), options)
    pipe.send(True)
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        pipe.send(_done(reading, job))


def _done(reading: Reading, job: Job) -> "Done | _Failure":
    """What came of it; the one boundary behind which a document may be as bad as it likes."""
    try:
        return reading.do(job)
    except FeedError as error:
        return _Failure(error)
    except MemoryError:
        what = f"reading it takes more than {MOST_MEMORY_BYTES >> 30} GiB of memory; given up"
        return _Failure(SourceError(job.label, what, "look at it before you follow it further"))
    except Exception as error:
        _log.error("reading failed source=%s %s", job.source, traceback.format_exc())
        what = f"reading it met a fault of nightdesk ({type(error).__name__})"
        return _Failure(SourceError(job.label, what, "the log tells more; please report it"))


def _bound_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # no limits here, or lower ones already
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
