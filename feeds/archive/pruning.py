"""Pruning: the bytes of what was fetched long ago go; their digest and the times of it stay."""

from dataclasses import dataclass
from datetime import datetime

from feeds.archive.coding import microseconds
from feeds.archive.connection import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What went, or would go."""

    payloads: int
    packed_bytes: int
    """What they took in the file."""

    fetched_bytes: int
    """What they took where they came from."""

    held: int
    """As old, and kept all the same: see `prune`."""


def prune(connection: Connection, before: datetime, *, is_trial: bool = False) -> Pruned:
    """Let go of the bytes of every payload that was last found before a moment.

    Digest, size, address and the times of retrieval stay, and with them every citation: whoever
    has kept the page can show that it is the one. Kept all the same are the last state of each
    address, what brought an entry that was marked, tagged, noted or judged, and what a newer
    payload is told as the difference to. Nothing goes where `is_trial`.
    """
    when = {"before": microseconds(before)}
    old, _, _ = connection.one(f"{_OLD} {_SUMS} FROM payload WHERE n IN old", when)
    count, packed, size = connection.one(f"{_GOING} {_SUMS} FROM payload WHERE n IN going", when)
    if count and not is_trial:
        with connection.transaction() as raw:
            raw.execute(f"{_GOING} {_LET_GO}", when)
        connection.give_back()
    return Pruned(payloads=count, packed_bytes=packed, fetched_bytes=size, held=old - count)


_LET_GO = "UPDATE payload SET data = x'', base = NULL WHERE n IN going"
_SUMS = "SELECT count(*), ifnull(sum(length(data)), 0), ifnull(sum(size), 0)"
_OLD = """
WITH old AS (
  SELECT n FROM payload p WHERE length(data) > 0
  AND NOT EXISTS (SELECT 1 FROM fetch f WHERE f.payload = p.n AND f.until >= :before)
)"""
_GOING = f"""{_OLD},
looked_at AS (
  SELECT entry FROM marking WHERE marked OR note <> '' UNION SELECT entry FROM tag
  UNION SELECT e.n FROM (
    SELECT json_extract(record, '$.source') AS of, json_extract(record, '$.entry') AS id
    FROM decision WHERE json_valid(record)
  ) d JOIN source s ON s.name = d.of JOIN entry e ON e.source = s.n AND e.id = d.id
),
held AS (
  SELECT f.payload AS n FROM version v JOIN fetch f ON f.n = v.fetch WHERE v.entry IN looked_at
  UNION SELECT payload FROM fetch
  WHERE n IN (SELECT max(n) FROM fetch GROUP BY source, place)
),
free AS (SELECT n FROM old EXCEPT SELECT n FROM held),
going AS (
  SELECT n FROM free EXCEPT
  SELECT base FROM payload WHERE base NOT NULL AND n NOT IN (SELECT n FROM free)
)"""  # noqa: S608 - our own words
