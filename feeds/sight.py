"""Sight: what is known at a moment, judged and added up; worked out again only when it changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from feeds import reconcile
from feeds.beat import Beat
from feeds.claim import Claim
from feeds.decision import Review
from feeds.review_ledger import ReviewLedger
from feeds.snapshot import EntryKey
from feeds.store import Row, Store, claims_by_entry
from feeds.tally import Tally


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Seen:
    """What was known at the last moment asked for."""

    key: tuple[object, ...]
    """What it depends on, besides the rows."""

    rows: list[Row]
    claims: dict[str, Claim]
    """As people judged them, by id; those of versions that were edited since too."""

    claims_of: dict[EntryKey, tuple[Claim, ...]]
    tally: Tally
    reviews: Mapping[str, Review]


class Sight:
    """Store, review and reconciliation, seen from one moment after the other."""

    def __init__(self, store: Store, review: ReviewLedger, beat: Beat) -> None:
        self._store = store
        self._review = review
        self._beat = beat
        self._seen: Seen | None = None

    def at(self, moment: datetime | None) -> Seen:
        """What is known at the moment; None is the end."""
        rows = self._store.known(moment)
        window = self._beat.window_at(moment) if moment else None
        edited = self._store.struck(moment)
        last = rows[-1].order if rows else None
        key = (len(rows), last, window and window.id, moment is None, *map(id, edited))
        if self._seen is None or self._seen.key != key or self._seen.rows != rows:
            judged = self._review.judge(c for row in rows for c in row.claims)
            claims = {c.id: c for c in judged.claims}
            struck = {c.id: c for row in edited for c in row.claims}
            self._seen = Seen(
                key=key,
                rows=rows,
                claims=struck | claims,
                claims_of=claims_by_entry(claims.values()),
                tally=reconcile.tally(
                    claims.values(), at=moment, beat=self._beat, struck=struck.values()
                ),
                reviews=judged.reviews,
            )
        return self._seen

    def forget(self) -> None:
        """There is something new: nothing that was seen is sure any more."""
        self._seen = None
