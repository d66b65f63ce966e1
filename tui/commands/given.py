"""What was typed, checked before anything is read: no stage is imported for it."""

import argparse
import os
from pathlib import Path

from feeds.options import Options, zone_named
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
    )


def decisions_of(asked: argparse.Namespace) -> Path | None:
    """The file of decisions: typed, else as set; None for a command that asks for none."""
    if not hasattr(asked, "decisions"):
        return None
    if asked.decisions:
        return Path(asked.decisions)
    from tui.settings import decisions_path, load_settings  # noqa: PLC0415 - for review alone

    return decisions_path(load_settings(os.environ).settings)


def typed(text: str | None) -> TypedTime | None:
    """A time that was typed, checked before anything is read."""
    return read_time(text) if text else None
