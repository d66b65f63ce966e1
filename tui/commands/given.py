"""What was typed, checked before anything is read: no stage is imported for it."""

import argparse
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from feeds.errors import UsageError
from feeds.options import Network, Options, zone_named
from feeds.typed_time import TypedTime, read_day, read_time


def options_of(asked: argparse.Namespace) -> Options:
    """How the sources are to be read."""
    if asked.tz:
        zone_named(asked.tz)
    day = read_day(asked.date) if asked.date else None
    return Options(
        beat=asked.beat,
        zone=asked.tz,
        day=day,
        reader=asked.reader,
        decisions=decisions_of(asked),
        with_review=not getattr(asked, "no_review", False),
        notebook=notebook_of(asked),
        network=network_of(asked),
    )


def network_of(asked: argparse.Namespace) -> Network:
    """How addresses are fetched; the settings are read only where a source is one, or may be.

    Raises:
        UsageError: a setting of the network cannot be used: nothing is asked without it.
    """
    follows = hasattr(asked, "every")
    if not follows and not any("://" in source for source in asked.sources or ()):
        return Network()
    from tui.settings import load_settings  # noqa: PLC0415 - see above

    loaded = load_settings(os.environ)
    if loaded.refused & {"proxy", "certificates", "allow_private"}:
        raise UsageError(
            f"nothing is fetched before the settings are right: {'; '.join(loaded.problems)}"
        )
    settings = loaded.settings
    return Network(
        allow_private=frozenset((*settings.allow_private, *asked.allow_private)),
        contact=settings.contact,
        proxy=settings.proxy,
        certificates=settings.certificates,
        most_mb=settings.most_mb,
    )


@dataclass(frozen=True, slots=True)
class Archived:
    """An archive that is to be read in the place of sources."""

    path: Path
    day: date | None
    """One day of it; None: all of it."""


def archive_of(asked: argparse.Namespace) -> Archived | None:
    """The archive that was asked for, or the reader's own where no source was; else None.

    Raises:
        UsageError: sources and an archive, or a day of sources.
    """
    wants = "--archive" if asked.archive else "--day" if asked.day else None
    if asked.sources:
        if wants:
            raise UsageError(f"{wants} reads an archive; leave it out to read {asked.sources[0]}")
        return None
    day = read_day(asked.day) if asked.day else None
    if asked.archive:
        return Archived(Path(asked.archive), day)
    path = archive_path_of(asked)
    if day is None and not path.exists():
        return None
    from feeds.front import holds_entries  # noqa: PLC0415 - where there is one

    return Archived(path, day) if day or holds_entries(path) else None


def archive_path_of(asked: argparse.Namespace) -> Path:
    """The archive that was asked for, else the reader's own; it may not be there yet."""
    if asked.archive:
        return Path(asked.archive)
    from tui.settings import archive_path, load_settings  # noqa: PLC0415 - where none is named

    return archive_path(load_settings(os.environ).settings)


def decisions_of(asked: argparse.Namespace) -> Path | None:
    """The file of decisions: typed, else as set; None for a command that asks for none.

    An archive keeps its own, unless a file was typed.
    """
    if not hasattr(asked, "decisions"):
        return None
    if asked.decisions:
        return Path(asked.decisions)
    if archive_of(asked):
        return None
    from tui.settings import decisions_path, load_settings  # noqa: PLC0415 - for review alone

    return decisions_path(load_settings(os.environ).settings)


def notebook_of(asked: argparse.Namespace) -> Path | None:
    """The reader's own archive, for marks on entries of sources; None where none can be asked."""
    if not hasattr(asked, "replay") and not getattr(asked, "query", None):
        return None
    from tui.settings import archive_path, load_settings  # noqa: PLC0415 - for marks alone

    return archive_path(load_settings(os.environ).settings)


def typed(text: str | None) -> TypedTime | None:
    """A time that was typed, checked before anything is read."""
    return read_time(text) if text else None
