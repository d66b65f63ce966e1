"""Pack sources: the `sources:` of a pack become what is followed, or a refusal with its line."""

import re
from collections.abc import Iterator
from pathlib import Path

from feeds.errors import BeatError, UsageError
from feeds.following.source import ADDRESS, FollowedSource, Header, Interval, interval_of
from feeds.lined import Mapped
from feeds.pack_fields import PackFields, slug
from feeds.safe_yaml import YamlError, load

_KEYS = (
    *("id", "name", "address", "addresses", "path", "reader", "interval", "zone", "side"),
    "headers",
)
_ID = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_SECRET = re.compile(r"\$([a-z0-9][a-z0-9_-]*)")
_NAMES_IT = "write $NAME, and put the value under NAME into the file of secrets"


def read_sources(pack: Mapped, fields: PackFields) -> tuple[FollowedSource, ...]:
    """The sources of a pack, in its order.

    Raises:
        BeatError: one cannot be followed as written.
    """
    items = tuple(fields.items(pack, "sources", "a source"))
    sources = tuple(_source(item, fields) for item in items)
    fields.unique((source.id for source in sources), items, "source")
    return sources


def load_sources(path: Path) -> tuple[FollowedSource, ...]:
    """The sources of a file of their own: a `sources:` list, as in a pack.

    Raises:
        UsageError: there is no such file.
        BeatError: it is no such list, or one source cannot be followed as written.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BeatError(str(path), None, "is not UTF-8 text; save it as UTF-8") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no name of a file"
        raise UsageError(f"{path}: the sources cannot be read ({why.lower()})") from error
    fields = PackFields(str(path))
    try:
        value = load(text, source=str(path))
    except YamlError as error:
        raise BeatError(str(path), error.line, error.problem) from error
    found = read_sources(fields.mapping(value, 1, "a file of sources"), fields)
    if not found:
        raise BeatError(str(path), None, "names no sources: write a list under `sources:`")
    return found


def _source(item: Mapped, fields: PackFields) -> FollowedSource:
    fields.spelled(item, *_KEYS)
    addresses, path = tuple(_addresses(item, fields)), _path(item, fields)
    if bool(addresses) == bool(path):
        problem = "a source has an 'address' (or 'addresses') or a 'path': one of them"
        raise fields.refuse(item, "path", problem)
    id = fields.text(item, "id") or slug(fields.required(item, "name", "a source"))
    if not _ID.fullmatch(id):
        raise fields.refuse(item, "id", f"{id!r} is no id; write small letters, digits, - and _")
    zone_name, side = fields.text(item, "zone"), fields.text(item, "side")
    return FollowedSource(
        id=id,
        name=fields.text(item, "name") or id,
        addresses=addresses,
        path=path,
        reader=fields.text(item, "reader"),
        interval=_interval(item, fields),
        zone=fields.zone(item, "zone", zone_name) if zone_name else None,
        zone_name=zone_name,
        side=slug(side) if side else None,
        headers=tuple(_headers(item, fields)),
        line=item.line,
    )


def _addresses(item: Mapped, fields: PackFields) -> Iterator[str]:
    one = fields.text(item, "address")
    for address in (*((one,) if one else ()), *fields.texts(item, "addresses")):
        key = "address" if address == one else "addresses"
        if not ADDRESS.match(address) or re.search(r"\s", address):
            raise fields.refuse(item, key, f"{address!r} is no http or https address")
        if "@" in address.split("/")[2]:
            problem = "a name or password in an address is not followed; name a secret in 'headers'"
            raise fields.refuse(item, key, problem)
        yield address


def _path(item: Mapped, fields: PackFields) -> Path | None:
    """The path; a relative one is beside the pack."""
    text = fields.text(item, "path")
    if text is None:
        return None
    try:
        return Path(fields.file).parent / Path(text).expanduser()
    except RuntimeError as error:  # ~somebody who is not there
        raise fields.refuse(item, "path", f"{text!r}: {error}") from error


def _interval(item: Mapped, fields: PackFields) -> Interval:
    text = fields.text(item, "interval")
    if text is None:
        return Interval()
    try:
        return interval_of(text)
    except ValueError as error:
        raise fields.refuse(item, "interval", str(error)) from error


def _headers(item: Mapped, fields: PackFields) -> Iterator[Header]:
    """A pack is passed on: what a header says is named in it, and kept elsewhere."""
    value = item.get("headers")
    if value is None:
        return
    headers = fields.mapping(value, item.lines["headers"], "'headers'")
    for name in headers:
        if not _HEADER.fullmatch(name):
            raise BeatError(fields.file, headers.lines[name], f"{name!r} is no name of a header")
        match = _SECRET.fullmatch(fields.text(headers, name) or "")
        if match is None:
            problem = f"the value of {name} does not stand in a pack; {_NAMES_IT}"
            raise BeatError(fields.file, headers.lines[name], problem)
        yield Header(name=name, secret=match[1])
