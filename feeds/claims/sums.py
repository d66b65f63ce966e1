"""Later numbers that together make an earlier one are its parts: "14 hit: 6 died, 8 hurt" (R7)."""

from collections.abc import Sequence

from feeds.claim import UNKNOWN
from feeds.claims.drafts import Draft

_UNIONS = ("casualties", "killed_or_missing")


def mark_sums(drafts: Sequence[Draft]) -> None:
    """Marks the drafts of one text that are parts of one before them, of the same people."""
    for place, head in enumerate(drafts):
        if not head.loss.is_part and head.number.written > 1:
            _mark_sum(head, drafts[place + 1 :])


def _mark_sum(head: Draft, following: Sequence[Draft]) -> None:
    total, parts = 0, list[Draft]()
    for draft in following:
        if not _is_alike(head, draft):
            return
        if draft.loss.is_part:
            if draft.loss.head is head.loss:
                return
            if draft.loss.head is not None:
                continue
        total += draft.number.written
        parts.append(draft)
        if total >= head.number.written:
            break
    if total == head.number.written and len(parts) > 1:
        for part in parts:
            part.loss.is_part, part.loss.head = True, head.loss
            part.rules.append("R7.part")


def _is_alike(head: Draft, draft: Draft) -> bool:
    if draft.loss.kind != head.loss.kind and head.loss.kind not in _UNIONS:
        return False
    if draft.scope.period != head.scope.period or draft.number.qualifier == "none":
        return False
    one, other = head.victim.side, draft.victim.side
    return one == other or UNKNOWN in (one, other)
