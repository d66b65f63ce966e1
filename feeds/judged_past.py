"""Judged past: every version's claims as people judged them, while they were known (R1, R19).

Of versions of one entry that were known at one moment, only the last was ever shown: the others
are left out, so that an entry and a moment name one version.

A merge takes effect once the claim that it names is known. Until then the claim counts as before,
so a version whose claim is merged with a later one is told twice: before that, and since.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from feeds.claim import Claim
from feeds.reconcile import Version
from feeds.review import Reviewed
from feeds.snapshot import EntryKey

Judge = Callable[[Iterable[Claim]], Reviewed]
_Told = dict[tuple[EntryKey, datetime | None], tuple[Claim, ...]]

_NEVER = datetime.min.replace(tzinfo=UTC)
_EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A version of an entry as the machine read it."""

    key: EntryKey
    known: datetime | None
    replaced: datetime | None
    """When the next version was known; None for the newest."""

    claims: tuple[Claim, ...]


def versions(
    rows: Sequence[Claimed], judge: Judge, merged_with: Collection[str]
) -> Iterator[Version]:
    """The versions that carry claims; `merged_with` are ids of claims that merges name."""
    dated = [row for row in rows if row.claims and _was_shown(row)]
    named = [row for row in dated if any(c.id in merged_with for c in row.claims)]
    stops = sorted({at for row in named for at in (row.known, row.replaced) if at})
    times = list(pairwise([_NEVER, *stops, _EVER]))
    told = [_judged(dated, judge, begin, end) for begin, end in times]
    for row in dated:
        known = row.known
        assert known is not None
        yield from _of_row(row, known, times, told)


def _was_shown(row: Claimed) -> bool:
    return row.known is not None and (row.replaced is None or row.replaced > row.known)


def _judged(rows: Sequence[Claimed], judge: Judge, begin: datetime, end: datetime) -> _Told:
    """The claims known in the time from `begin` to `end`, by version."""
    found: dict[tuple[EntryKey, datetime | None], list[Claim]] = defaultdict(list)
    known = (r for r in rows if r.known is not None and r.known < end)
    live = (r for r in known if r.replaced is None or r.replaced > begin)
    for claim in judge(c for row in live for c in row.claims).claims:
        found[claim.entry_key, claim.known].append(claim)
    return {key: tuple(claims) for key, claims in found.items()}


def _of_row(
    row: Claimed, known: datetime, times: Sequence[tuple[datetime, datetime]], told: Sequence[_Told]
) -> Iterator[Version]:
    """One version, or one for each time in which its claims were judged otherwise."""
    since: list[tuple[datetime, tuple[Claim, ...]]] = []
    for (begin, end), judged in zip(times, told, strict=True):
        if end <= known or (row.replaced is not None and row.replaced <= begin):
            continue
        claims = judged.get((row.key, known), ())
        if not since or claims != since[-1][1]:
            since.append((max(begin, known), claims))
    for n, (begin, claims) in enumerate(since):
        after = since[n + 1][0] if n + 1 < len(since) else None
        replaced = min((t for t in (row.replaced, after) if t is not None), default=None)
        if claims:
            yield Version(claims=claims, known=begin, replaced=replaced)
