"""What was typed, checked before anything is read: no stage is imported for it."""

import argparse

from feeds.options import Options, zone_named
from feeds.typed_time import TypedTime, read_day, read_time


def options_of(asked: argparse.Namespace) -> Options:
    """How the sources are to be read."""
    if asked.tz:
        zone_named(asked.tz)
    day = read_day(asked.date) if asked.date else None
    return Options(beat=asked.beat, zone=asked.tz, day=day, reader=asked.reader)


def typed(text: str | None) -> TypedTime | None:
    """A time that was typed, checked before anything is read."""
    return read_time(text) if text else None
