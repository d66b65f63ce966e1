"""A day of 10,000 entries, claims in one of eight: what opening and following its figures take."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from feeds.desk import Desk
from feeds.entry import Entry
from feeds.packs import load_beat

ENTRIES = 10_000
START = datetime(2022, 9, 13, tzinfo=UTC)
FILLER = "Officials met in the morning and spoke of the road, of the weather and of the talks. " * 3


def long_day() -> Iterator[Entry]:
    """Tolls that grow in a quarter of the claims; own words, the other side's, and outlets'."""
    chance = random.Random(7)
    sides = (("Armenia", "Armenian"), ("Azerbaijan", "Azerbaijani"))
    tolls = {(kind, side): 5 for kind in ("killed", "wounded") for side in (0, 1)}
    for n in range(ENTRIES):
        body = FILLER
        if n % 8 == 0:
            side, kind = chance.randrange(2), chance.choice(("killed", "killed", "wounded"))
            tolls[kind, side] += chance.randrange(1, 4) if chance.random() < 1 / 4 else 0
            speaker = chance.choice((side, side, side, 1 - side, None, None, None))
            number = tolls[kind, side] * (3 if speaker == 1 - side else 1)
            who = "" if speaker is None else f"{sides[speaker][0]}'s defence ministry said "
            body = f"{who}{number} {sides[side][1]} soldiers had been {kind}. {FILLER}"
        when = START + timedelta(seconds=8.6 * n)
        yield Entry(
            id=f"e{n}",
            source="bench",
            time=when,
            known=when,
            zone=UTC,
            basis="stamped",
            headline=f"Update {n}",
            body=body,
        )


def measure() -> Iterator[tuple[str, float, str]]:
    """Name, value and unit of each figure; processor time."""
    desk = Desk(load_beat("south-caucasus"))
    entries = list(long_day())
    began = time.process_time()
    desk.add(entries)
    yield "long_day_read", 1000 * (time.process_time() - began), "ms"
    began = time.process_time()
    told = desk.follow_changes()
    yield "long_day_changes", 1000 * (time.process_time() - began), "ms"
    yield "long_day_changes_found", len(told), "changes"
