"""Judged past: every version's claims as people judged them, while they were known (R1, R19).

A merge takes effect once the claim that it names is known. Until then the claim counts as before,
so a version whose claim is merged with a later one is told twice: before that, and since.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from feeds.claim import Claim
from feeds.reconcile import Version
from feeds.review import Reviewed
from feeds.snapshot import EntryKey
from feeds.store import Row

Judge = Callable[[Iterable[Claim]], Reviewed]
_Told = dict[tuple[EntryKey, datetime | None], tuple[Claim, ...]]

_EVER = datetime.max.replace(tzinfo=UTC)


def versions(rows: Sequence[Row], judge: Judge, merged_with: Collection[str]) -> Iterator[Version]:
    """The versions that carry claims; `merged_with` are ids of claims that merges name."""
    dated = [row for row in rows if row.claims and row.entry.known is not None]
    stops = sorted(
        {c.known for row in dated for c in row.claims if c.known and c.id in merged_with}
    )
    ends = [*stops, _EVER]
    told = [_judged(dated, judge, end) for end in ends]
    for row in dated:
        known = row.entry.known
        assert known is not None
        yield from _of_row(row, known, ends, told)


def _judged(rows: Sequence[Row], judge: Judge, end: datetime) -> _Told:
    """The claims known before `end`, by version."""
    known = (row for row in rows if row.entry.known is not None and row.entry.known < end)
    found: dict[tuple[EntryKey, datetime | None], list[Claim]] = defaultdict(list)
    for claim in judge(c for row in known for c in row.claims).claims:
        found[claim.entry_key, claim.known].append(claim)
    return {key: tuple(claims) for key, claims in found.items()}


def _of_row(
    row: Row, known: datetime, ends: Sequence[datetime], told: Sequence[_Told]
) -> Iterator[Version]:
    """One version, or one for each time in which its claims were judged otherwise."""
    key = (row.entry.key, known)
    since: list[tuple[datetime, tuple[Claim, ...]]] = []
    for begin, (end, judged) in zip((None, *ends), zip(ends, told, strict=True), strict=False):
        if end <= known:
            continue
        claims = judged.get(key, ())
        if not since or claims != since[-1][1]:
            since.append((known if begin is None else max(begin, known), claims))
    for n, (begin, claims) in enumerate(since):
        after = since[n + 1][0] if n + 1 < len(since) else None
        replaced = min((t for t in (row.replaced, after) if t is not None), default=None)
        if claims and (n == 0 or row.replaced is None or begin < row.replaced):
            yield Version(claims=claims, known=begin, replaced=replaced)
