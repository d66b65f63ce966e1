"""Storing tallies: `python -m feeds.archived.storing_tallies FILE`, as a dashboard asks for it."""

import gc
import os
import sys
import threading
from pathlib import Path

from feeds.archive import Archive
from feeds.archived import chronicling
from feeds.archived.chronicling import Chronicling, Report
from feeds.archived.indexing import Indexing
from feeds.archived.kept_beat import digest_of, kept_beat
from feeds.archived.ledger import ArchiveLedger
from feeds.clock import WallClock
from feeds.index.rows import ANY_CLAIM


def store_tallies(archive: Archive, report: Report | None = None) -> None:
    """Write what is missing of the tallies of an archive's long windows.

    Raises:
        ArchiveError: it could not be kept; what was written stays.
        BeatError: the pack is refused.
    """
    index = Indexing(archive).catch_up()
    if len(index.set_of(ANY_CLAIM)) < chronicling.LEAST:
        return
    beat = kept_beat(archive)
    ledger = ArchiveLedger(archive.book, archive, beat=beat, clock=WallClock())
    Chronicling(archive, ledger, beat, digest_of(beat)).write(index, report)


NICE = 10
"""How far behind the dashboard that asked for it the work stands, where processors are few."""


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
        store_tallies(_archive)
