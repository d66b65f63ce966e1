"""Intake: what was asked for becomes readings, with the beat and the zone that they call for."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path
from typing import BinaryIO

from feeds import documents, readers
from feeds.beat import NO_BEAT, Beat
from feeds.errors import Problem, SourceError
from feeds.options import SAMPLE, Options, zone_named
from feeds.packs import SHIPPED, load_beat, shipped_beats
from feeds.tag import Tagger

ENOUGH_TEXT = 1_000_000
"""Characters in which the actors are looked for: the rest of so long a text changes no beat."""

FEWEST_ACTORS = 3
"""Distinct actors that a text must name before a shipped beat is taken for it."""

NEAR_ENOUGH = 0.5
"""Share of the best pack's words in a text from which another pack is worth a proper look."""

_CAPITALISED = re.compile(r"\b[^\W\d_a-z]\w+")

Progress = Callable[[str, int], None]
"""Told the stage in hand and how many entries it has done."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One document, read."""

    name: str
    """Its name as a source."""

    label: str
    """What problems call it: its path, where it has one."""

    reader: str
    """Name of its reader."""

    reading: readers.Reading


@dataclass(slots=True)
class Intake:
    """Everything that the sources held, read but not yet placed in time."""

    readings: list[Taken] = field(default_factory=list)
    """In the order of the sources."""

    problems: list[Problem] = field(default_factory=list)
    """What was odd before and while reading."""

    failed: list[SourceError] = field(default_factory=list)
    """Sources, or documents of a folder, that could not be read at all."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The beat, with its tagger where one is built already."""

    beat: Beat
    tagger: Tagger | None
    is_recognised: bool
    """True where the text called for it; False where it was asked for, or none fits."""


def take_in(
    sources: Sequence[str], options: Options, stdin: BinaryIO | None, report: Progress
) -> Intake:
    """Read the sources; what cannot be read does not cost the rest.

    Raises:
        SourceError: none of them can be read.
        UsageError: there is no such reader.
    """
    intake = Intake()
    names: set[str] = set()
    for spec in sources:
        report(f"reading {spec}", 0)
        try:
            found, odd = _open(spec, stdin)
        except SourceError as error:
            intake.failed.append(error)
            continue
        intake.problems += odd
        for document in found:
            _read(document, _fresh(document.name, names), options, intake)
            report("entries", sum(len(taken.reading.drafts) for taken in intake.readings))
    if intake.failed and not intake.readings:
        raise intake.failed[0]
    return intake


def choose_beat(options: Options, intake: Intake) -> Chosen:
    """The beat asked for, or the shipped one whose actors the text names most.

    Of equals, the one with more actors of the sides that fight: Turkey and Russia stand in many.

    Raises:
        BeatError: the pack is refused.
        UsageError: there is no such pack.
    """
    if options.beat:
        return Chosen(load_beat(options.beat), None, False)
    drafts = [draft for taken in intake.readings for draft in taken.reading.drafts]
    text = "\n".join(f"{draft.headline or ''}\n{draft.body}" for draft in drafts)[:ENOUGH_TEXT]
    chosen, most = Chosen(NO_BEAT, None, False), (FEWEST_ACTORS, -1)
    for name in _likely_beats(text):
        tagger = Tagger(beat := load_beat(name))
        found = tagger.actors_in(text)
        weight = len(found), sum(beat.side_of(actor) in beat.parties for actor in found)
        if weight > most:
            chosen, most = Chosen(beat, tagger, True), weight
    return chosen


def _likely_beats(text: str) -> Iterator[str]:
    """The shipped packs that could be meant, by the capitalised words that they share with it.

    A pack takes 80 ms to read and to build a tagger of; this look at all of them takes less.
    """
    words = set(_CAPITALISED.findall(text))
    shared = {
        name: len(words.intersection(_CAPITALISED.findall(_written(name))))
        for name in shipped_beats()
    }
    most = max(shared.values(), default=0)
    return (name for name, found in shared.items() if found >= most * NEAR_ENOUGH)


def _written(name: str) -> str:
    return (SHIPPED / f"{name}.yaml").read_text(encoding="utf-8")


def choose_zone(options: Options, beat: Beat) -> tuple[tzinfo, str]:
    """The zone of stamps that carry none, and its name: asked for, the beat's, else UTC.

    Raises:
        UsageError: there is no such zone.
    """
    if options.zone:
        return zone_named(options.zone), options.zone
    if beat.zone and beat.zone_name:
        return beat.zone, beat.zone_name
    return UTC, "UTC"


def _open(
    spec: str, stdin: BinaryIO | None
) -> tuple[Sequence[documents.Document], Sequence[Problem]]:
    if spec != SAMPLE:
        return documents.open_source(spec, stdin=stdin)
    days = sorted((Path(__file__).parent / "samples").glob("*.yaml"))
    return documents.open_source(str(days[0]))


def _read(document: documents.Document, name: str, options: Options, intake: Intake) -> None:
    label = str(document.path) if document.path else name
    intake.problems += document.problems
    try:
        reader = _reader(options, document.text, label)
        reading = reader.read(document.text, source=label, day=options.day)
    except SourceError as error:
        intake.failed.append(error)
        return
    intake.problems += reading.problems
    if reading.drafts:
        intake.readings.append(Taken(name, label, reader.name, reading))
    else:
        why = f"the reader {reader.name} finds no entry in it"
        intake.failed.append(SourceError(label, why, "see `nightdesk readers` for the others"))


def _reader(options: Options, text: str, label: str) -> readers.Reader:
    if options.reader:
        return readers.reader_named(options.reader)
    found = readers.recognise(text)
    if found is None:
        raise SourceError(
            label, "no reader knows this format", "see `nightdesk readers`, or force one (--reader)"
        )
    return found


def _fresh(name: str, taken: set[str]) -> str:
    """`name`, numbered where another document already has it."""
    number, fresh = 1, name
    while fresh in taken:
        number += 1
        fresh = f"{name}-{number}"
    taken.add(fresh)
    return fresh
