"""Archived beat: which pack an archive is tagged with, and whether it is still the same pack."""

from dataclasses import fields
from hashlib import blake2b
from pathlib import Path

from feeds.archive import Archive
from feeds.beat import NO_BEAT, Beat
from feeds.errors import UsageError, care
from feeds.packs import load_beat, shipped_beats

_PACK, _DIGEST = "beat", "beat-digest"

_OPEN = "beat-open"
"""Word that the beat may still change: how many entries there were when it was chosen last."""

WITHOUT_CLAIMS = "without-claims"
"""Word that some of an archive was never read for claims."""


def pack_named(name: str) -> str:
    """How a pack is kept: a shipped one by its name, another by its full path."""
    return name if name in ("", *shipped_beats()) else str(Path(name).absolute())


def kept_pack(archive: Archive) -> str | None:
    """The pack whose names stand in the archive; empty for none; None while nothing is in it."""
    return archive.meta(_PACK)


def kept_beat(archive: Archive) -> Beat:
    """The pack that the archive is tagged with, as it is today.

    Raises:
        UsageError: its file is gone.
        BeatError: it is refused.
    """
    pack = kept_pack(archive)
    return load_beat(pack) if pack else NO_BEAT


def kept_beat_as(archive: Archive, asked: str | None) -> Beat:
    """The same, of an archive to which something is to be added by the pack `asked`.

    Raises:
        UsageError: that is another one; or see `kept_beat`.
        BeatError: it is refused.
    """
    kept = kept_pack(archive)
    if asked and pack_named(asked) != kept:
        raise UsageError(
            f"this archive is tagged with {kept or 'no beat'}; "
            f"{care(archive.path, 'retag', '--beat', asked)} tags all of it anew"
        )
    return kept_beat(archive)


def keep_beat(archive: Archive, pack: str, beat: Beat) -> None:
    """Put down what the entries are tagged with."""
    with archive.writing():
        archive.set_meta(_PACK, pack_named(pack))
        archive.set_meta(_DIGEST, digest_of(beat))
        archive.drop_meta(_OPEN)


def leave_open(archive: Archive, entries: int) -> None:
    """The beat was recognised in so many entries, and may be another one when more are there."""
    with archive.writing(durable=False):
        archive.set_meta(_OPEN, str(entries))


def settle(archive: Archive) -> None:
    """The beat stands."""
    with archive.writing(durable=False):
        archive.drop_meta(_OPEN)


def open_since(archive: Archive) -> int | None:
    """In how many entries the beat was recognised, where it may still change; else None."""
    told = archive.meta(_OPEN)
    return int(told) if told and told.isdecimal() else None


def is_another(archive: Archive, beat: Beat) -> bool:
    """True where the archive was tagged with another beat, or with another state of this one."""
    return archive.meta(_DIGEST) != digest_of(beat)


def digest_of(beat: Beat) -> str:
    """The same for packs that say the same of names; where they follow them is another matter."""
    said = repr([getattr(beat, f.name) for f in fields(beat) if f.name != "sources"])
    return blake2b(said.encode(errors="replace"), digest_size=16).hexdigest()
