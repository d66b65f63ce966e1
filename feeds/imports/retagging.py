"""Retagging: the kept texts are tagged and read for claims anew, by another beat or a new state."""

import json
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial

from feeds.archive import MEMORY, Archive, Prepared, prepare
from feeds.archived.kept_beat import WITHOUT_CLAIMS, digest_of, keep_beat, kept_pack
from feeds.beat import Beat
from feeds.claims import Extractor
from feeds.errors import UsageError
from feeds.imports.pool import in_order
from feeds.packs import load_beat
from feeds.tag import Tagger

_AT_A_TIME = 1000
WORTH_A_POOL = 10_000
"""Versions from which several processes are started for them."""

_UNDER_WAY = "retagging"
"""Word of how far it is, while it is: the digest of the pack, and the last version done."""

_Made = tuple[int, Prepared]
"""A version by its doc."""


def retag(
    archive: Archive,
    pack: str | None,
    report: Callable[[int, int], None] | None = None,
    *,
    processes: int | None = None,
) -> int:
    """Tag every version by `pack` (None: the archive's own); returns how many there are.

    What breaks off in the middle goes on from there the next time. Decisions and marks stay: they
    are bound to entries and to words. `processes`: as many as there are processors for None.

    Raises:
        BeatError: the pack is refused.
        UsageError: there is no such pack, or none at all.
        ArchiveError: it could not be kept.
    """
    name = kept_pack(archive) if pack is None else pack
    if not name:
        raise UsageError("the archive has no beat yet; choose one with --beat")
    beat = load_beat(name)
    with closing(_made(archive, beat, _begin(archive, beat), processes)) as parts:
        for docs, made in parts:
            with archive.writing(durable=False):
                archive.replace_tags(made)
                archive.set_meta(_UNDER_WAY, json.dumps([digest_of(beat), docs[-1]]))
            if report:
                report(docs[-1], archive.last_doc)
    with archive.writing():
        archive.drop_meta(_UNDER_WAY)
        archive.drop_meta(WITHOUT_CLAIMS)
        _another_generation(archive)
        keep_beat(archive, name, beat)
    return archive.last_doc


def _made(
    archive: Archive, beat: Beat, done: int, processes: int | None
) -> Generator[tuple[list[int], list[_Made]], None, None]:
    """What comes after `done`, so many versions at a time, with what was made of them."""
    parts = _parts(archive, done)
    count = 1 if archive.path == MEMORY else processes or os.cpu_count() or 1
    if count > 1 and archive.last_doc - done > WORTH_A_POOL:
        yield from in_order(partial(_work_elsewhere, archive.path, beat), parts, count)
        return
    work = _work(archive, beat)
    for docs in parts:
        yield docs, work(docs)


def _parts(archive: Archive, done: int) -> Iterator[list[int]]:
    while docs := archive.docs(done, _AT_A_TIME):
        yield docs
        done = docs[-1]


def _work_elsewhere(path: str, beat: Beat) -> Callable[[list[int]], list[_Made]]:
    """For another process, which opens the archive for itself."""
    return _work(Archive.open(path, write=False), beat)


def _work(archive: Archive, beat: Beat) -> Callable[[list[int]], list[_Made]]:
    tagger, extractor = Tagger(beat), Extractor(beat)

    def made(docs: list[int]) -> list[_Made]:
        found: list[_Made] = []
        for doc, entry in zip(docs, archive.entries(docs), strict=True):
            tagged = replace(entry, mentions=tagger.tag(entry.headline, entry.body))
            found.append((doc, prepare(tagged, tagged.mentions, extractor.claims(tagged))))
        return found

    return made


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
