"""Pool: parts are worked on by several processes, and come back in their order."""

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from typing import Any, TypeVar

_Part = TypeVar("_Part")
_Made = TypeVar("_Made")

_AHEAD = 3
"""Parts in work for each process: none waits for the disk, and memory stays small."""

_GARBAGE = (500_000, 20, 20)
"""What is made here is no circular garbage, and most of it ends with its part."""

_work: Callable[[Any], Any] | None = None
"""Of this process, where it is one of the pool."""


def in_order(
    work: Callable[[], Callable[[_Part], _Made]], parts: Iterable[_Part], processes: int
) -> Generator[tuple[_Part, _Made], None, None]:
    """Every part with what became of it. Closing the iterator ends the processes.

    `work` is called once in each process, and gives what is called with each part; it, the parts
    and what is made of them are sent from one process to another.
    """
    pool = ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(work,)
    )
    waiting: deque[tuple[_Part, Future[_Made]]] = deque()
    try:
        for part in parts:
            waiting.append((part, pool.submit(_do, part)))
            if len(waiting) > _AHEAD * processes:
                yield _first(waiting)
        while waiting:
            yield _first(waiting)
    finally:
        pool.shutdown(cancel_futures=True)


def _first(waiting: "deque[tuple[_Part, Future[_Made]]]") -> tuple[_Part, _Made]:
    part, future = waiting.popleft()
    return part, future.result()


def _begin(work: Callable[[], Callable[[Any], Any]]) -> None:
    """Ctrl-C is the parent's to answer; without it there is nothing to do."""
    global _work  # noqa: PLW0603 - a process of the pool has one
    gc.set_threshold(*_GARBAGE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work = work()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _do(part: Any) -> Any:
    assert _work is not None
    return _work(part)
