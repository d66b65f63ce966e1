"""Job: something fetched that is to be read; Done: what was in it. They go between processes."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from feeds.archive import Prepared
from feeds.errors import Problem
from feeds.snapshot import EntryKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One document, or the part by which one grew."""

    source: str
    """Id of the source."""

    label: str
    """What problems call it: the address as it may be shown, or the path."""

    data: bytes
    at: datetime
    """When it was retrieved."""

    charset: str | None = None
    """The encoding as the server calls it."""

    reader: str | None = None
    """Reader to force."""

    zone: tzinfo | None = None
    """Of stamps that carry none; None is the beat's."""

    part: int | None = None
    """Of a part: how many lines came before it. None for a whole document."""

    before: int | None = None
    """The archive's number of the retrieval before this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was in it."""

    reader: str
    """Name of the reader."""

    pack: str
    """The pack that it was read by; empty for none."""

    is_asked: bool = False
    """True where that pack was asked for; else it was recognised, or none was."""

    new: tuple[Prepared, ...]
    """Versions that the archive does not have, tagged and read for claims."""

    same: int
    keys: tuple[EntryKey, ...]
    """Of all entries in it."""

    times: tuple[datetime, ...]
    """Of entries that the archive has no version of."""

    oldest: datetime | None
    """Where the document has all entries from one on: the time of that one. None for a window that
    moves on, and for a part: what is missing there was not taken away."""

    problems: tuple[Problem, ...] = ()
