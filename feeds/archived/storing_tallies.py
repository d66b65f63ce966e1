"""Storing tallies: those of an archive's long windows, for every moment."""

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
