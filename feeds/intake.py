"""Intake: what was asked for becomes readings, with the beat and the zone that they call for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path
from typing import BinaryIO

from feeds import documents, readers
from feeds.beat import NO_BEAT, Beat
from feeds.entry import Draft
from feeds.errors import Problem, SourceError
from feeds.options import SAMPLE, Options, zone_named
from feeds.packs import load_beat
from feeds.recognition import recognise
from feeds.tag import Tagger

ENOUGH_TEXT = 200_000
"""Characters in which the actors are looked for, of so many more of them taken here and there."""

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

    @property
    def of_records(self) -> bool:
        """See `Reader.of_records`."""
        return readers.reader_named(self.reader).of_records


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
            found, odd = _open(spec, options, stdin)
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

    Raises:
        BeatError: the pack is refused.
        UsageError: there is no such pack.
    """
    if options.beat:
        return Chosen(load_beat(options.beat), None, False)
    if not options.recognises:
        return Chosen(NO_BEAT, None, False)
    drafts = [draft for taken in intake.readings for draft in taken.reading.drafts]
    found = recognise(_sample(drafts))
    return Chosen(found.beat, found.tagger, True) if found else Chosen(NO_BEAT, None, False)


def _sample(drafts: Sequence[Draft]) -> list[str]:
    """Headlines and bodies; of many drafts those of every so manieth, first to last."""
    length = sum(len(draft.headline or "") + len(draft.body) for draft in drafts)
    some = drafts[:: 1 + length // ENOUGH_TEXT]
    return [text[:ENOUGH_TEXT] for draft in some for text in (draft.headline or "", draft.body)]


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
    spec: str, options: Options, stdin: BinaryIO | None
) -> tuple[Sequence[documents.Document], Sequence[Problem]]:
    if spec != SAMPLE:
        return documents.open_source(spec, stdin=stdin, network=options.network)
    days = sorted((Path(__file__).parent / "samples").glob("*.yaml"))
    return documents.open_source(str(days[0]))


def _read(document: documents.Document, name: str, options: Options, intake: Intake) -> None:
    label = str(document.path) if document.path else name
    intake.problems += document.problems
    try:
        reader = reader_for(options, document.text, label)
        reading = reader.read(document.text, source=label, day=options.day)
    except SourceError as error:
        intake.failed.append(error)
        return
    if reading.drafts:
        intake.problems += reading.problems
        intake.readings.append(Taken(name, label, reader.name, reading))
    else:
        intake.failed.append(_no_entry(label, reader.name, reading))


def _no_entry(label: str, reader: str, reading: readers.Reading) -> SourceError:
    """The refusal of a document without entries: the first thing wrong with it is the reason."""
    remedy = "see `nightdesk readers` for the others"
    finds = f"the reader {reader} finds no entry in it"
    first = next((p for p in reading.problems if p.lost), None)
    if first is None:
        return SourceError(label, finds, remedy)
    others = len(reading.problems) - 1
    more = f" (and {others} more problem{'s' * (others > 1)})" if others else ""
    return SourceError(label, f"{first.what}{more}; {finds}", remedy, line=first.line)


def reader_for(options: Options, text: str, label: str) -> readers.Reader:
    """The reader asked for, else the one whose format a text is in; `label` names it in errors.

    Raises:
        SourceError: no one knows it.
        UsageError: there is no such reader.
    """
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
