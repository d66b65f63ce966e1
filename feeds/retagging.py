"""Retagging: the kept texts are tagged and read for claims anew, by another beat or a new state."""

from collections.abc import Callable
from dataclasses import replace

from feeds.archive import Archive, prepare
from feeds.archived_beat import keep_beat, kept_pack
from feeds.claims import Extractor
from feeds.errors import UsageError
from feeds.packs import load_beat
from feeds.tag import Tagger

_AT_A_TIME = 2000


def retag(
    archive: Archive, pack: str | None, report: Callable[[int, int], None] | None = None
) -> int:
    """Tag every version by `pack` (None: the archive's own); returns how many.

    All of it or nothing: what breaks off in the middle leaves the old tags. Decisions and marks
    stay, as they are bound to entries and to words.

    Raises:
        BeatError: the pack is refused.
        UsageError: there is no such pack, or none at all.
        ArchiveError: it could not be kept.
    """
    name = kept_pack(archive) if pack is None else pack
    if not name:
        raise UsageError("the archive has no beat yet; choose one with --beat")
    beat = load_beat(name)
    tagger, extractor = Tagger(beat), Extractor(beat)
    last = archive.last_doc
    with archive.writing():
        for first in range(1, last + 1, _AT_A_TIME):
            docs = archive.present(first, first + _AT_A_TIME - 1)
            made = []
            for doc, entry in zip(docs, archive.entries(docs), strict=True):
                mentions = tagger.tag(entry.headline, entry.body)
                tagged = replace(entry, mentions=mentions)
                made.append((doc, prepare(tagged, extractor.claims(tagged))))
            archive.replace_tags(made)
            if report:
                report(min(first + _AT_A_TIME - 1, last), last)
        archive.set_meta("generation", str(archive.generation + 1))
        keep_beat(archive, name, beat)
    return last
