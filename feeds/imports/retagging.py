"""Retagging: the kept texts are tagged and read for claims anew, by another beat or a new state."""

import json
from collections.abc import Callable
from dataclasses import replace

from feeds.archive import Archive, Prepared, prepare
from feeds.archived.kept_beat import WITHOUT_CLAIMS, digest_of, keep_beat, kept_pack
from feeds.beat import Beat
from feeds.claims import Extractor
from feeds.errors import UsageError
from feeds.packs import load_beat
from feeds.tag import Tagger

_AT_A_TIME = 1000
_UNDER_WAY = "retagging"
"""Word of how far it is, while it is: the digest of the pack, and the last version done."""


def retag(
    archive: Archive, pack: str | None, report: Callable[[int, int], None] | None = None
) -> int:
    """Tag every version by `pack` (None: the archive's own); returns how many there are.

    What breaks off in the middle goes on from there the next time. Decisions and marks stay: they
    are bound to entries and to words.

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
    done = _begin(archive, beat)
    while docs := archive.docs(done, _AT_A_TIME):
        made: list[tuple[int, Prepared]] = []
        for doc, entry in zip(docs, archive.entries(docs), strict=True):
            tagged = replace(entry, mentions=tagger.tag(entry.headline, entry.body))
            made.append((doc, prepare(tagged, tagged.mentions, extractor.claims(tagged))))
        done = docs[-1]
        with archive.writing(durable=False):
            archive.replace_tags(made)
            archive.set_meta(_UNDER_WAY, json.dumps([digest_of(beat), done]))
        if report:
            report(done, archive.last_doc)
    with archive.writing():
        archive.drop_meta(_UNDER_WAY)
        archive.drop_meta(WITHOUT_CLAIMS)
        _another_generation(archive)
        keep_beat(archive, name, beat)
    return archive.last_doc


def _begin(archive: Archive, beat: Beat) -> int:
    """The last version that was done before, by this very pack; 0 where none was."""
    if under_way := archive.meta(_UNDER_WAY):
        digest, done = json.loads(under_way)
        if digest == digest_of(beat):
            return int(done)
    _another_generation(archive)
    return 0


def _another_generation(archive: Archive) -> None:
    """What an index made of the tags before is stale."""
    archive.set_meta("generation", str(archive.generation + 1))
