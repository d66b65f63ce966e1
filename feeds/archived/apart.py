"""Apart: `python -m feeds.archived.apart FILE`: what a dashboard has another process work out.

Copies are found among all entries, and the tallies of long windows are stored: it takes minutes for
a million entries, once, and no key should wait for it.
"""

import gc
import os
import sys
import threading
from pathlib import Path

from feeds.archive import Archive
from feeds.archived.copied import Copied
from feeds.archived.indexing import Indexing
from feeds.archived.storing_tallies import store_tallies

NICE = 10
"""How far behind the dashboard that asked for it the work stands, where processors are few."""


def find_copies(archive: Archive) -> None:
    """Look at what came in since copies were looked for, and keep what was found.

    Raises:
        ArchiveError: it could not be kept.
    """
    copied = Copied(archive)
    copied.take(Indexing(archive).catch_up())
    copied.keep()


def _end_with(tie: int) -> None:
    """Go when whoever holds the other end of a pipe is gone; what was written stays."""
    os.read(tie, 1)
    os._exit(1)


if __name__ == "__main__":
    if len(sys.argv) > 2:  # noqa: PLR2004 - the file, then the pipe
        threading.Thread(target=_end_with, args=(int(sys.argv[2]),), daemon=True).start()
    os.nice(NICE)
    gc.disable()  # what is made is kept, or has no circles
    with Archive.open(Path(sys.argv[1])) as _archive:
        find_copies(_archive)
        store_tallies(_archive)
