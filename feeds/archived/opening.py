"""Archive opening: a file becomes an archive desk, with the beat that its entries are tagged by."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path

from feeds.archive import SMALL_CACHE_KIB, Archive, may_be_written
from feeds.archived.desk import ArchiveDesk
from feeds.archived.kept_beat import is_another, kept_beat, kept_pack, pack_named
from feeds.archived.state import Day
from feeds.beat import Beat, changed_words
from feeds.clock import Clock
from feeds.decision_book import FileBook
from feeds.errors import ArchiveError, UsageError, care
from feeds.options import Options, zone_named
from feeds.packs import load_beat

NOT_KEPT = (
    "the archive may not be written: marks, notes, decisions and what was read cannot be kept; "
    "see who may write the file and its folder"
)


def open_archive(
    path: Path,
    options: Options | None = None,
    *,
    day: date | None = None,
    clock: Clock | None = None,
    waits: bool = True,
    held: bool = False,
    with_tally: bool = True,
) -> ArchiveDesk:
    """The desk of an archive, or of one `day` of it in the zone of the desk.

    Where it `waits`, every snapshot is complete: for what has no screen. A tally may be left out.
    Where it is `held`, what takes long is begun when the desk is told that its screen stands.

    Raises:
        ArchiveError: there is no such archive, or it cannot be opened.
        BeatError: its pack is refused.
        UsageError: another beat or zone was asked for than there is.
    """
    options = options or Options()
    if not path.exists():
        remedy = f"make it: `nightdesk import SOURCE... --archive {path}`"
        raise ArchiveError(str(path), "there is no such archive", remedy)
    archive = Archive.open(path, write=may_be_written(path), cache_kib=SMALL_CACHE_KIB)
    try:
        beat = _beat(archive, options.beat)
        zone = zone_named(options.zone) if options.zone else beat.zone or UTC
        desk = ArchiveDesk(
            archive,
            beat,
            book=FileBook(options.decisions) if options.decisions else None,
            with_review=options.with_review,
            clock=clock,
            day=_day(day, zone) if day else None,
            waits=waits,
            held=held,
            with_tally=with_tally,
        )
    except BaseException:
        archive.close()
        raise
    desk.zone = zone
    if desk.pack is None and options.beat:
        desk.pack = pack_named(options.beat)
    if not desk.keeps:
        desk.note(NOT_KEPT, lost=False)
    if day and desk.span is None:
        whole = ArchiveDesk(archive, beat, with_tally=False).span
        told = (f"{moment.astimezone(zone):%Y-%m-%d}" for moment in whole or ())
        desk.close()
        raise UsageError(f"{path} has no entry of {day}; it goes from {' to '.join(told) or '-'}")
    if kept_pack(archive) is not None and is_another(archive, beat):
        desk.note(changed_words(archive.path), lost=False)
    if not waits:
        desk.snapshot()  # what all snapshots need is worked out where nobody waits for a key
    return desk


def _beat(archive: Archive, asked: str | None) -> Beat:
    """The beat that the entries are tagged by."""
    pack = kept_pack(archive)
    wanted = load_beat(asked) if asked else None  # first of all: there may be no such pack
    if asked and pack and pack_named(asked) != pack:
        raise UsageError(
            f"{archive.path} is tagged by the beat {pack}; tag it anew: "
            + care(archive.path, "retag", "--beat", asked)
        )
    return wanted if wanted and pack is None else kept_beat(archive)


def _day(day: date, zone: tzinfo) -> Day:
    start = datetime.combine(day, time(0), zone).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time(0), zone).astimezone(UTC)
    return Day(start, end - timedelta(microseconds=1))
