"""Fetch exchange: what was fetched as JSON objects, and back; `exchange` puts them in their places.

`fetched` comes before the entries, which name its number `n`; `sighting` after them. The bytes are
deflated (zlib) and written in base64 where a digest stands for the first time.
"""

import base64
import json
import zlib
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from feeds.archive.archive import Archive
from feeds.entry import Entry
from feeds.records import Record
from feeds.sighting import Fetched
from feeds.snapshot import EntryKey

_MOST_BYTES = 256_000_000
"""Of one payload, inflated: as much as is read of any document."""


def fetched_records(archive: Archive) -> Iterator[Record]:
    """Every retrieval, with its bytes once; of bytes that were pruned, how many there were."""
    told: set[str] = set()
    for n, one in archive.fetches.each():
        record: Record = {
            "type": "fetched",
            "n": n,
            "source": one.source,
            "place": one.place,
            "at": one.at.isoformat(),
            "until": one.until.isoformat(),
            "content_type": one.content_type,
            "sha256": one.sha256,
        }
        if one.sha256 not in told:
            told.add(one.sha256)
            data = archive.fetches.payload(one.sha256)
            if data is not None:
                record["data"] = base64.b64encode(zlib.compress(data)).decode()
            else:
                record["pruned"] = one.size
        yield record


def sighting_records(archive: Archive) -> Iterator[Record]:
    """In which retrievals every entry was."""
    for (source, id), first, last, gone in archive.fetches.links():
        yield {
            "type": "sighting",
            **{"source": source, "id": id, "first": first, "last": last, "gone": gone},
        }


def state_records(archive: Archive) -> Iterator[Record]:
    """How each source is followed."""
    for source, record in archive.fetches.states().items():
        yield {"type": "followed", "source": source, "record": record}


class FetchTaking:
    """The same lines, put into another archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._numbers: dict[int, int] = {}
        """Of this archive, by those of the export."""

        self._pruned: dict[str, int] = {}
        """Bytes that there were of those that are gone, by their digest."""

    def number(self, record: Record, name: str) -> int | None:
        """The retrieval that a record names; None where it names none."""
        n = record.get(name)
        return None if n is None else self._numbers[n]

    def fetched(self, record: Record) -> None:
        """Keep a retrieval."""
        if self._is_pruned(record):
            self._keep(record, None)
            return
        data = self._bytes(record)
        if sha256(data).hexdigest() != record["sha256"]:
            raise ValueError("the bytes are not those of the digest")
        self._keep(record, data)

    def _is_pruned(self, record: Record) -> bool:
        """True where its bytes are gone; those that come after the first have no `data` either."""
        if "pruned" in record:
            self._pruned[record["sha256"]] = int(record["pruned"])
        return "data" not in record and record["sha256"] in self._pruned

    def _keep(self, record: Record, data: bytes | None) -> None:
        one = Fetched(
            source=record["source"],
            place=record["place"],
            at=datetime.fromisoformat(record["at"]),
            until=datetime.fromisoformat(record["until"]),
            content_type=record["content_type"],
            sha256=record["sha256"],
            size=self._pruned[record["sha256"]] if data is None else len(data),
        )
        fetches = self._archive.fetches
        with self._archive.writing(durable=False):
            if data is None:
                n = fetches.put_pruned(one)
            else:
                n = fetches.put(one.source, one.place, data, one.at, one.content_type)
            fetches.confirm(n, one.until)
        self._numbers[int(record["n"])] = n

    def _bytes(self, record: Record) -> bytes:
        if "data" in record:
            inflating = zlib.decompressobj()
            data = inflating.decompress(base64.b64decode(record["data"]), _MOST_BYTES)
            if inflating.unconsumed_tail:
                raise ValueError("more bytes than any document has")
            return data
        found = self._archive.fetches.payload(record["sha256"])
        if found is None:
            raise ValueError("the bytes are not there")
        return found

    def sighting(self, record: Record) -> None:
        """Keep in which retrievals an entry was, where nothing is known of that."""
        key: EntryKey = (record["source"], record["id"])
        first, last = self.number(record, "first"), self.number(record, "last")
        if first is None or last is None:
            raise ValueError("a sighting without its retrievals")
        self._archive.fetches.link(key, first, last, self.number(record, "gone"))

    def state(self, record: Record) -> None:
        """Keep how a source is followed, where nothing is known of that."""
        json.loads(record["record"])
        if self._archive.fetches.state(record["source"]) is None:
            self._archive.fetches.put_state(record["source"], record["record"])


def origin_record(archive: Archive, doc: int, entry: Entry) -> Record:
    """The retrieval that brought a version."""
    return {"fetch": archive.fetches.number_of(doc) if entry.fetched else None}
