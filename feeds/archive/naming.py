"""Naming: a file, folder or address that was typed has one id as a source, for ever in an archive.

The id is made of its name. Where that is another's, its folder stands before it, else a number
behind. What an archive knew before it kept such a list keeps the id that it has.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import count
from pathlib import Path

from feeds.archive.archive import Archive

_ID, _SIGN = "id-of/", "named/"
"""Words of the archive: the id of a place, and the place of an id."""


def id_of(
    archive: Archive,
    place: str,
    names: Sequence[str],
    *,
    read_as: Iterable[str] = (),
    others: Container[str] = (),
) -> str:
    """The id of the source at `place` (a whole path, or an address); chosen and kept where new.

    `names` are what it may be called, the best first; `others` are the ids of sources that have one
    of their own. `read_as`: how what it holds is known to whoever follows it. Of an address, which
    may be secret, only a digest is kept.

    Raises:
        ArchiveError: it could not be kept.
    """
    known = archive.meta(_ID + _digest(place))
    if known is not None:
        return known
    ways = tuple(read_as)
    with archive.writing(durable=False, seen=False):
        was = _was_followed_as(archive, names[0], ways)
        id = was or next(
            name
            for name in _numbered(names)
            if name not in others and _is_free(archive, name, place)
        )
        archive.set_meta(_ID + _digest(place), id)
        archive.set_meta(_SIGN + id, _digest(place))
    return id


def ids_kept(archive: Archive) -> Mapping[str, str]:
    """The ids that were chosen, by the digest of their place."""
    return archive.metas(_ID)


def keep_id(archive: Archive, digest: str, id: str) -> None:
    """Keep an id that another archive chose, unless the place or the id is taken here."""
    if archive.meta(_ID + digest) is None and _is_unnamed(archive, id):
        with archive.writing(durable=False, seen=False):
            archive.set_meta(_ID + digest, id)
            archive.set_meta(_SIGN + id, digest)


def names_of_path(path: Path) -> Sequence[str]:
    """What the source at a path may be called."""
    whole = path.resolve()
    name = path.stem or path.name or whole.name or str(whole)
    folder = whole.parent.name
    return (name, f"{folder}-{name}") if folder else (name,)


def followed_place(id: str, where: str) -> str:
    """What it is kept under how far an address or a file of a followed source was read."""
    return f"follow:{id}:{blake2b(where.encode(), digest_size=9).hexdigest()}"


def _numbered(names: Sequence[str]) -> Iterator[str]:
    yield from names
    for number in count(2):
        yield f"{names[0]}-{number}"


def _was_followed_as(archive: Archive, name: str, ways: Sequence[str]) -> str | None:
    """Before there was a list, those of one name were numbered in the order of typing."""
    for id in _numbered((name,)):
        if archive.fetches.state(id) is None:
            return None
        if _is_unnamed(archive, id) and _was_read(archive, id, ways):
            return id
    return None


def _is_free(archive: Archive, id: str, place: str) -> bool:
    """Whether nobody else has it: what is followed under it is another place, by now."""
    if archive.cursor(place) is not None:
        return _is_unnamed(archive, id)  # imported before there was a list
    return _is_unnamed(archive, id) and archive.fetches.state(id) is None


def _is_unnamed(archive: Archive, id: str) -> bool:
    return archive.meta(_SIGN + id) is None


def _was_read(archive: Archive, id: str, ways: Sequence[str]) -> bool:
    return any(archive.cursor(followed_place(id, where)) is not None for where in ways)


def _digest(place: str) -> str:
    return blake2b(place.encode(errors="surrogateescape"), digest_size=12).hexdigest()
