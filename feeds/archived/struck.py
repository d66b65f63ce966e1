"""Struck: of several versions of an entry that were replaced, the claims of the one that held last.

Most were known at different moments. Those of one moment, or of none, are told apart by their place
among the versions (R1): in which order they came into the archive says nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from feeds.archive import Archive
from feeds.claim import Claim


def last_said(archive: Archive, gone: Iterable[tuple[int, Sequence[Claim]]]) -> dict[str, Claim]:
    """Claims by id, as they were said last, in the order told; `gone` are docs and their claims."""
    told = sorted(((doc, c) for doc, claims in gone for c in claims), key=_when)
    found: dict[str, tuple[int, Claim]] = {}
    for doc, claim in told:
        before = found.get(claim.id)
        if before is None or not _is_earlier(archive, (doc, claim), before):
            found[claim.id] = doc, claim
    return {id: claim for id, (_, claim) in found.items()}


def _is_earlier(archive: Archive, one: tuple[int, Claim], other: tuple[int, Claim]) -> bool:
    """True where one is of an earlier version than the other; looked up where times do not tell."""
    (doc, claim), (known_doc, known) = one, other
    if claim.known != known.known:
        return False
    docs = archive.docs_of(claim.entry_key)
    return docs.index(doc) < docs.index(known_doc)


def _when(told: tuple[int, Claim]) -> tuple[bool, datetime | None]:
    known = told[1].known
    return (known is not None, known)
