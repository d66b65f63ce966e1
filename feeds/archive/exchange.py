"""Exchange: the whole of an archive as JSON objects, one a line, and back, with nothing lost.

`archive` first; then sources, the ids of places that were typed, what was fetched, each version
with its claims behind it in order of arrival, sightings, markings, decisions, views, places,
cursors and how sources are followed. Times carry the offset of the entry's own zone.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from feeds.archive.archive import Added, Archive
from feeds.archive.coding import zone_of, zone_text
from feeds.archive.fetch_exchange import (
    FetchTaking,
    fetched_records,
    origin_record,
    sighting_records,
    state_records,
)
from feeds.archive.naming import ids_kept, keep_id
from feeds.archive.prepared import prepare
from feeds.claim import Claim
from feeds.decision import Decision
from feeds.decision_record import decision_record, read_decision
from feeds.entry import Entry, Mention
from feeds.errors import ArchiveError, Problem
from feeds.marking import Marking
from feeds.marking_record import (
    marking_record,
    place_record,
    read_marking,
    read_place,
    read_view,
    view_record,
)
from feeds.records import Record, claim_record, entry_record
from feeds.snapshot import EntryKey

FORMAT = 1
"""Of the lines: what a newer nightdesk writes, an older one refuses."""

_AT_A_TIME = 1000
_MOST = 1 << 62
"""No number of an entry is as large; SQLite holds twice that."""

_META = ("beat", "beat-digest", "without-claims")
_MORE_OF_ENTRY = ("sequence", "line")
_ENTRY = (
    *("id", "source", "headline", "body", "url", "role", "byline", "revision", "extra"),
    *_MORE_OF_ENTRY,
)
_MORE_OF_CLAIM = ("not_final", "refers_back", "day_only", "component_categories")
_TUPLES = ("relay", "components", "component_categories", "rules")
_TIMES = ("time", "known", "as_of", "revised")


def export(archive: Archive) -> Iterator[Record]:
    """Everything in it."""
    said = {key: value for key in _META if (value := archive.meta(key)) is not None}
    yield {"type": "archive", "format": FORMAT, "meta": said}
    for source, reader in archive.readers().items():
        yield {"type": "source", "name": source, "reader": reader}
    for digest, id in ids_kept(archive).items():
        yield {"type": "named", "place": digest, "id": id}
    yield from fetched_records(archive)
    last = 0
    while docs := archive.docs(last, _AT_A_TIME):
        last = docs[-1]
        claims = archive.claims(docs)
        for doc, entry in zip(docs, archive.entries(docs), strict=True):
            yield _entry(entry) | origin_record(archive, doc, entry)
            yield from (_claim(claim, entry) for claim in claims.get(doc, ()))
    yield from sighting_records(archive)
    for (source, id), marking in archive.notebook.markings().items():
        yield {"type": "marking", "source": source, "id": id} | marking_record(marking)
    yield from map(decision_record, archive.book.all())
    yield from ({"type": "view"} | view_record(view) for view in archive.notebook.views())
    for of, place in archive.notebook.places().items():
        yield {"type": "place", "of": of} | place_record(place)
    for read, record in archive.cursors().items():
        yield {"type": "cursor", "place": read, "record": record}
    yield from state_records(archive)


def _entry(entry: Entry) -> Record:
    zone = entry.zone
    record = {"type": "entry"} | entry_record(entry)
    known = entry.known and entry.known.astimezone(zone or UTC).isoformat()
    mentions = [[m.what, m.id, m.place, m.field, m.start, m.end] for m in entry.mentions]
    more = {name: getattr(entry, name) for name in _MORE_OF_ENTRY}
    of_archive = {"known": known, "zone": zone_text(zone), "mentions": mentions}
    return record | of_archive | more | {"extra": dict(entry.extra)}


def _claim(claim: Claim, entry: Entry) -> Record:
    known = {"known": claim.known and claim.known.astimezone(entry.zone or UTC).isoformat()}
    more = known | {name: getattr(claim, name) for name in _MORE_OF_CLAIM}
    return {"type": "claim"} | claim_record(claim, entry.zone) | more


@dataclass(slots=True)
class Taken:
    """What came of taking an export in."""

    added: Added = field(default_factory=Added)
    decisions: int = 0
    """Those that were new."""

    problems: list[Problem] = field(default_factory=list)


def is_export(line: str) -> bool:
    """True for the first line of an export of an archive."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and record.get("type") == "archive"


def take(
    archive: Archive,
    lines: Iterable[str],
    source: str,
    report: Callable[[Added], None] | None = None,
) -> Taken:
    """Add what an export holds to an archive; the same twice adds nothing.

    A line that cannot be read is a problem, and costs no other. `report` gets what was added.

    Raises:
        ArchiveError: the archive is tagged by another beat, or the export is of a newer nightdesk.
    """
    taking = _Taking(archive, source)
    for number, line in enumerate(lines, 1):
        if line.strip():
            taking.line(number, line)
        if number % _AT_A_TIME == 0 and report:
            report(taking.taken.added)
    taking.keep()
    return taking.taken


class _Taking:
    """Lines, kept some at a time; the claims behind an entry go with it."""

    def __init__(self, archive: Archive, source: str) -> None:
        self.taken = Taken()
        self._archive = archive
        self._source = source
        self._fetches = FetchTaking(archive)
        self._entries: list[tuple[Entry, list[Claim], int | None]] = []
        self._claims: list[Claim] | None = None
        """Of the entry before; None where that could not be read."""

        self._markings: dict[EntryKey, Marking] = {}
        self._decisions: list[Decision] = []
        self._readers: dict[str, str] = {}
        self._read: dict[str, Callable[[Record], None]] = {
            "archive": self._begin,
            "source": lambda r: self._readers.update({r["name"]: r["reader"]}),
            "named": lambda r: keep_id(self._archive, r["place"], r["id"]),
            "entry": self._entry,
            "claim": self._claim,
            "marking": lambda r: self._markings.update({(r["source"], r["id"]): read_marking(r)}),
            "decision": lambda r: self._decisions.append(read_decision(r)),
            "view": lambda r: self._archive.notebook.keep_view(read_view(r)),
            "place": lambda r: self._archive.notebook.keep_place(r["of"], read_place(r)),
            "cursor": lambda r: self._archive.set_cursor(r["place"], r["record"]),
            "fetched": self._fetches.fetched,
            "sighting": self._sighting,
            "followed": self._fetches.state,
        }

    def line(self, number: int, line: str) -> None:
        """One object."""
        try:
            record = json.loads(line)
            if record["type"] != "claim" and len(self._entries) >= _AT_A_TIME:
                self.keep()
            self._read[record["type"]](record)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            if not line.startswith('{"type": "claim"'):
                self._claims = None  # those behind it are not of the entry before
            what = f"is no line of an export ({type(error).__name__}: {error}); left out"
            self.taken.problems.append(Problem(source=self._source, line=number, what=what))

    def keep(self) -> None:
        """Put down what was read so far."""
        with self._archive.writing(durable=False):
            batch = [
                prepare(entry, entry.mentions, tuple(claims))._replace(fetch=fetch)
                for entry, claims, fetch in self._entries
            ]
            self.taken.added += self._archive.add_prepared(batch, durable=False)
            self._archive.notebook.keep(self._markings)
            self.taken.decisions += self._archive.book.extend(self._decisions)
            self._archive.set_readers(self._readers)
        self._entries, self._markings, self._decisions = [], {}, []

    def _begin(self, record: Record) -> None:
        if record["format"] > FORMAT:
            remedy = "update nightdesk, or export it anew with this one"
            raise ArchiveError(self._source, "is an export of a newer nightdesk", remedy)
        kept, given = self._archive.meta("beat"), record["meta"].get("beat")
        if kept is not None and kept != given:
            what = (
                f"is tagged by {given or 'no beat'}, and {self._archive.path} by {kept or 'none'}"
            )
            raise ArchiveError(self._source, what, "take it into another file (--archive FILE)")
        with self._archive.writing():
            for key in _META:
                if key in record["meta"] and kept is None:
                    self._archive.set_meta(key, record["meta"][key])

    def _entry(self, record: Record) -> None:
        self._claims = []
        fetch = self._fetches.number(record, "fetch")
        self._entries.append((_read_entry(record), self._claims, fetch))

    def _sighting(self, record: Record) -> None:
        if self._entries:
            self.keep()
        self._fetches.sighting(record)

    def _claim(self, record: Record) -> None:
        if self._claims is None or (record["source"], record["entry"]) != self._entries[-1][0].key:
            raise ValueError("a claim without its entry")
        self._claims.append(_read_claim(record))


def _read_entry(record: Record) -> Entry:
    fields: dict[str, Any] = {name: record[name] for name in _ENTRY}
    fields["withdrawn"] = record.get("withdrawn")  # older exports do not tell
    if not all(isinstance(fields[name], str) for name in ("id", "source", "body")):
        raise ValueError("id, source or body is no text")
    numbers = (fields["revision"], fields["sequence"], fields["line"] or 0)
    if not all(isinstance(n, int) and abs(n) < _MOST for n in numbers):
        raise ValueError("revision, sequence or line is no number of an entry")
    return Entry(
        **fields | {name: _time(record[name]) for name in ("time", "known", "revised")},
        zone=zone_of(record["zone"]),
        basis=record["time_basis"],
        mentions=tuple(
            Mention(what=what, id=id, place=place, field=where, start=start, end=end)
            for what, id, place, where, start, end in record["mentions"]
        ),
    )


def _read_claim(record: Record) -> Claim:
    fields: dict[str, Any] = {k: v for k, v in record.items() if k not in ("type", "review")}
    for name in _TIMES:
        if name in fields:
            fields[name] = _time(fields[name])
    for name in _TUPLES:
        fields[name] = tuple(fields[name])
    return Claim(**fields)


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)
