"""Prepared: an entry and its claims coded for the archive, by whoever has the time to."""

from typing import NamedTuple

from feeds.archive.coding import (
    Manner,
    Name,
    Rest,
    claim_text,
    kinds_of,
    known_after,
    maybe_microseconds,
    pack_rest,
    pack_spans,
    pack_text,
    zone_text,
)
from feeds.claim import Claim
from feeds.entry import Entry, Mention
from feeds.folding import fold


class Prepared(NamedTuple):
    """Everything of a row but the numbers that the archive gives; passes between processes."""

    source: str
    id: str
    revision: int
    time: int | None
    known: int | None
    """Microseconds after `time`, as the version keeps it."""

    manner: Manner
    sequence: int
    kinds: int
    current: int
    names: tuple[Name, ...]
    spans: bytes | None
    cut: int | None
    text: str | bytes
    url: str | None
    rest: Rest
    headline_words: str
    body_words: str
    """Folded."""

    claims: tuple[tuple[str, str], ...]
    """Id and data of each."""

    fetch: int | None = None
    """The archive's number of the retrieval that brought it; None for an import."""


def prepare(entry: Entry, mentions: tuple[Mention, ...], claims: tuple[Claim, ...]) -> Prepared:
    """Code an entry with these mentions and claims, whatever its own mentions are."""
    cut, text = pack_text(entry.headline, entry.body)
    return Prepared(
        source=entry.source,
        id=entry.id,
        revision=entry.revision,
        time=maybe_microseconds(entry.time),
        known=known_after(entry),
        manner=(entry.basis, entry.role, zone_text(entry.zone)),
        sequence=entry.sequence,
        kinds=kinds_of(claims),
        current=sum(claim.period == "current" for claim in claims),
        names=tuple((m.what, m.id, m.place) for m in mentions),
        spans=pack_spans(mentions),
        cut=cut,
        text=text,
        url=entry.url,
        rest=pack_rest(entry),
        headline_words=fold(entry.headline or ""),
        body_words=fold(entry.body),
        claims=tuple((claim.id, claim_text(claim)) for claim in claims),
    )
