"""Keeping: what is done with an archive as a whole, for whoever may not reach into it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from feeds.archive import MEMORY, Archive, Pruned, Rescued, Stats, export, may_be_written, rescue
from feeds.archived.indexing import Indexing
from feeds.archived.kept_beat import WITHOUT_CLAIMS, is_another, kept_beat, kept_pack
from feeds.beat import changed_words
from feeds.clock import WallClock
from feeds.errors import ArchiveError, FeedError, care
from feeds.imports import retagging
from feeds.imports.imported import Imported, Step
from feeds.imports.importing import import_sources
from feeds.options import Options
from feeds.records import Record

Report = Callable[[int, int], None]
"""Told how much is done, of how much."""


@contextmanager
def opened(path: Path, *, write: bool, new: bool = False) -> Iterator[Archive]:
    """The archive of a file, closed in the end; `new` makes it, and its folder, where it is not.

    Raises:
        ArchiveError: there is none, or it cannot be opened.
    """
    if new:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            what = f"its folder cannot be made ({error.strerror})"
            raise ArchiveError(str(path), what, "give another file (--archive FILE)") from error
    elif not path.exists():
        remedy = "`nightdesk import SOURCE...` makes one, --archive FILE names another"
        raise ArchiveError(str(path), "there is no archive", remedy)
    with Archive.open(path, write=write) as archive:
        yield archive


def check(path: Path) -> list[str]:
    """What is wrong with an archive, in words; empty where it is whole."""
    with opened(path, write=may_be_written(path)) as archive:
        return archive.care.check()


def repair(path: Path, to: Path) -> Rescued:
    """Save what can be read of a damaged archive into a new file."""
    return rescue(str(path), to)


def backup(path: Path, to: Path, report: Report) -> None:
    """Copy an archive, while others may use it."""
    with opened(path, write=False) as archive:
        archive.care.backup(to, report)


def vacuum(path: Path) -> tuple[int, int]:
    """Give back the room that is not used; the file's bytes before and after."""
    with opened(path, write=True) as archive:
        before = archive.care.stats().size_bytes
        archive.care.vacuum()
        return before, archive.care.stats().size_bytes


def prune(path: Path, older_than: timedelta, *, is_trial: bool) -> Pruned:
    """Let go of the raw bytes of what was last fetched so long ago: see `archive.pruning`."""
    before = WallClock().now() - older_than
    with opened(path, write=not is_trial) as archive:
        return archive.care.prune(before, is_trial=is_trial)


def retag(path: Path, pack: str | None, report: Report) -> int:
    """Tag and read for claims anew; how many versions."""
    with opened(path, write=True) as archive:
        count = retagging.retag(archive, pack, report)
        _index(archive)
        return count


def exported(path: Path) -> Iterator[Record]:
    """Everything in an archive as JSON objects: an import of them makes the same again."""
    with opened(path, write=False) as archive:
        yield from export(archive)


def import_into(
    path: Path,
    sources: Sequence[str],
    options: Options,
    *,
    stdin: BinaryIO | None,
    report: Callable[[Step], None],
    processes: int | None,
) -> Imported:
    """Import sources into the archive of a file, and index it.

    Where it is not there yet it is made once something can be read: what is refused leaves none.
    """
    with ExitStack() as stack:

        def make() -> Archive:
            return stack.enter_context(opened(path, write=True, new=True))

        return import_sources(
            make() if path.exists() else stack.enter_context(Archive.open(MEMORY)),
            sources,
            options,
            stdin=stdin,
            report=report,
            processes=processes,
            make=None if path.exists() else make,
        )


def _index(archive: Archive) -> None:
    """Have the index ready for who opens it next."""
    indexing = Indexing(archive)
    indexing.catch_up()
    indexing.keep(at_least=1)


def stats(path: Path) -> tuple[Stats, str | None, str]:
    """Counts, the pack (None for an empty archive), and what is to be said of it."""
    with opened(path, write=False) as archive:
        return archive.care.stats(), kept_pack(archive), _about_the_pack(archive)


def _about_the_pack(archive: Archive) -> str:
    if kept_pack(archive) is None:
        return ""
    try:
        changed = is_another(archive, kept_beat(archive))
    except FeedError as error:
        return str(error)
    if changed:
        return changed_words(archive.path)
    if archive.meta(WITHOUT_CLAIMS):
        retag = care(archive.path, "retag")
        return f"some of it was never read for claims; {retag} reads all of it"
    return ""
