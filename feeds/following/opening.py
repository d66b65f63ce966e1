"""Following opening: what was asked for becomes an engine over an archive, closed in the end."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from feeds.archive import (
    MEMORY,
    SMALL_CACHE_KIB,
    Archive,
    id_of,
    may_be_written,
    names_of_path,
)
from feeds.archived.kept_beat import is_another, kept_beat_as, kept_pack
from feeds.beat import Beat, changed_words
from feeds.clock import Clock
from feeds.errors import ArchiveError, UsageError
from feeds.fetching.fetcher import Fetcher
from feeds.fetching.once import manners_of
from feeds.following.asking import Fetches
from feeds.following.engine import Following
from feeds.following.event import Event
from feeds.following.reading import Reading
from feeds.following.secrets import secrets_for
from feeds.following.source import FollowedSource, Interval, source_typed
from feeds.following.workshop import Here, Works, Workshop
from feeds.options import Options, zone_named
from feeds.pack_sources import load_sources
from feeds.packs import load_beat
from feeds.readers import reader_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for."""

    sources: Sequence[str] = ()
    """Ids of those that are named, addresses, paths, `-`; empty for all that are named."""

    file: Path | None = None
    """A file that names sources, beside those of the beat; None is none."""

    interval: Interval | None = None
    """Of those that were typed; None is the usual one."""

    secrets: Path = Path("secrets.yaml")
    """The file of tokens."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An engine that is ready to run."""

    following: Following
    beat: Beat | None
    """None where the first text decides."""

    notices: tuple[str, ...]
    """What a reader should know before it begins."""


@contextmanager
def open_following(
    path: Path | str,
    asked: Asked,
    options: Options,
    tell: Callable[[Event], None],
    *,
    stdin: BinaryIO | None = None,
    clock: Clock | None = None,
    fetches: Fetches | None = None,
) -> Iterator[Opened]:
    """The engine of an archive, made where there is none; run it in a loop, inside.

    Raises:
        ArchiveError: it cannot be opened.
        BeatError: the pack is refused.
        UsageError: nothing to follow, another beat than the archive's, a secret that is missing.
    """
    fetcher = Fetcher(manners_of(options.network), clock=clock)
    if str(path) != MEMORY and not Path(path).exists():
        with Archive.open(MEMORY) as none:
            _wanted(none, asked, options)  # what is refused leaves no file
    with _archive(path) as archive:
        beat, sources, secrets = _wanted(archive, asked, options)
        works: Works = (
            Here(Reading(archive, options))
            if archive.path == MEMORY
            else Workshop(archive.path, options)
        )
        following = Following(
            archive,
            sources,
            fetches=fetches or fetcher,
            works=works,
            tell=tell,
            clock=clock,
            network=options.network,
            secrets=secrets,
            stdin=stdin,
        )
        notices = fetcher.notices
        if beat and is_another(archive, beat) and kept_pack(archive) is not None:
            notices += (changed_words(archive.path, beat.id),)
        try:
            yield Opened(following, beat, notices)
        finally:
            works.close()


@contextmanager
def _archive(path: Path | str) -> Iterator[Archive]:
    if str(path) != MEMORY:
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            what = f"its folder cannot be made ({error.strerror})"
            raise ArchiveError(str(path), what, "give another file (--archive FILE)") from error
    if str(path) != MEMORY and Path(path).exists() and not may_be_written(Path(path)):
        what = "it may not be written: nothing can be followed into it"
        remedy = f"`nightdesk --archive {path}` opens it for reading; --archive FILE gives another"
        raise ArchiveError(str(path), what, remedy)
    with Archive.open(path, cache_kib=SMALL_CACHE_KIB) as archive:
        yield archive


def _wanted(
    archive: Archive, asked: Asked, options: Options
) -> tuple[Beat | None, tuple[FollowedSource, ...], Mapping[str, str]]:
    """What is to be followed into an archive, all that was asked for found good."""
    beat = _beat(archive, options)
    sources = sources_of(asked, beat, options, archive)
    for source in sources:
        if source.reader:
            reader_named(source.reader)
    return beat, sources, secrets_for(sources, asked.secrets)


def _beat(archive: Archive, options: Options) -> Beat | None:
    """The archive's, else the one asked for; None where the first text decides."""
    asked = options.beat
    wanted = load_beat(asked) if asked else None  # first of all: there may be no such pack
    return wanted if kept_pack(archive) is None else kept_beat_as(archive, asked)


def sources_of(
    asked: Asked, beat: Beat | None, options: Options, archive: Archive
) -> tuple[FollowedSource, ...]:
    """What is followed: what was typed, else all that the beat and the file name.

    Each is under an id of its own, the same for ever in the archive; the file's goes before the
    beat's of the same id.

    Raises:
        BeatError: the file is refused.
        UsageError: there is nothing to follow.
    """
    more = load_sources(asked.file) if asked.file else ()
    named = {source.id: source for source in (*(beat.sources if beat else ()), *more)}
    if not asked.sources:
        if not named:
            what = f"the beat {beat.id} names no sources" if beat else "there is no beat"
            remedy = "name some (addresses, files, -), or write `sources:` into the pack or a file"
            raise UsageError(f"nothing to follow: {what}; {remedy}")
        return tuple(named.values())
    found: dict[str, FollowedSource] = {}
    for spec in asked.sources:
        source = named.get(spec) or _typed(spec, asked, options)
        if spec not in named:
            source = _kept_id(source, archive, named)
        found[source.id] = source
    return tuple(found.values())


def _kept_id(source: FollowedSource, archive: Archive, named: Container[str]) -> FollowedSource:
    """Under the id of its place."""
    if source.path is not None:
        whole, names = source.path.resolve(), names_of_path(source.path)
        id = id_of(archive, str(whole), names, read_as=_places_in(source.path), others=named)
        return replace(source, id=id, name=id)
    if source.addresses:
        address = source.addresses[0]
        id = id_of(archive, address, (source.id,), read_as=(address,), others=named)
        return replace(source, id=id)
    return source


def _places_in(path: Path) -> list[str]:
    """A file, or those of a folder, as they are known to whoever follows it."""
    with suppress(OSError):
        return [str(file) for file in path.iterdir()] if path.is_dir() else [str(path)]
    return []


def _typed(spec: str, asked: Asked, options: Options) -> FollowedSource:
    source = source_typed(spec, asked.interval)
    zone = zone_named(options.zone) if options.zone else None
    return replace(source, reader=options.reader, zone=zone, zone_name=options.zone)
