"""Import pool: blocks are worked on by several processes, and come back in their order."""

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context, parent_process

from feeds.archive import Archive
from feeds.imports.blocks import Block
from feeds.imports.work import ImportWork, Made, Task

_AHEAD = 3
"""Blocks in work for each process: none waits for the disk, and memory stays small."""

_GARBAGE = (50_000, 20, 20)
"""As in the program that starts us: what is made here is no circular garbage."""

_work: ImportWork | None = None
"""Of this process, where it is one of the pool."""


def in_order(
    task: Task, blocks: Iterable[Block], name: str, label: str, processes: int
) -> Iterator[tuple[Block, Made]]:
    """Every block with what became of it. Closing the iterator ends the processes."""
    pool = ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(task,)
    )
    waiting: deque[tuple[Block, Future[Made]]] = deque()
    try:
        for block in blocks:
            waiting.append((block, pool.submit(_do, block, name, label)))
            if len(waiting) > _AHEAD * processes:
                yield _first(waiting)
        while waiting:
            yield _first(waiting)
    finally:
        pool.shutdown(cancel_futures=True)


def _first(waiting: "deque[tuple[Block, Future[Made]]]") -> tuple[Block, Made]:
    block, future = waiting.popleft()
    return block, future.result()


def _begin(task: Task) -> None:
    """Ctrl-C is the parent's to answer; without it there is nothing to do."""
    global _work  # noqa: PLW0603 - a process of the pool has one
    gc.set_threshold(*_GARBAGE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work = ImportWork(task, Archive.open(task.archive, write=False))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _do(block: Block, name: str, label: str) -> Made:
    assert _work is not None
    return _work.block(block, name, label)
