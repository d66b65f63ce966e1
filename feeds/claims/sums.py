"""Later numbers that together make an earlier one are its parts: "14 hit: 6 died, 8 hurt" (R7)."""

from collections.abc import Sequence
from itertools import pairwise

from feeds.claim import UNKNOWN, Category
from feeds.claims.drafts import Draft

_UNIONS = ("casualties", "killed_or_missing")
_FEWEST = 2


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
            if draft.loss.head is head.loss and draft.loss.kind == head.loss.kind:
                return
            if draft.loss.head is not head.loss and draft.loss.head is not None:
                continue
        total += draft.number.written
        parts.append(draft)
        if total >= head.number.written:
            break
    if total == head.number.written and len(parts) > 1:
        for part in parts:
            part.loss.is_part, part.loss.head = True, head.loss
            part.rules.append("R7.part")


def mark_named(drafts: Sequence[Draft]) -> None:
    """A person by name whose death is told after a number of dead is one of them."""
    for place, named in enumerate(drafts):
        if named.loss.is_part or named.is_increment or not _is_one_by_name(named):
            continue
        heads = (d for d in reversed(drafts[:place]) if _may_contain(d, named))
        if (head := next(heads, None)) is not None:
            named.loss.is_part, named.loss.head = True, head.loss
            named.rules.append("R7.named")


def _is_one_by_name(draft: Draft) -> bool:
    """By name, or as somebody's: "his wife" after a number of dead; "some of the civilians"."""
    first = draft.loss.items[0]
    some = first.is_of_known and not draft.loss.is_finite
    return len(draft.loss.items) == 1 and (first.is_named or first.is_kin or some)


def _may_contain(head: Draft, named: Draft) -> bool:
    if head.loss.is_part or head.loss.kind != named.loss.kind or head.number.written <= 1:
        return False
    places = {head.scope.place, named.scope.place} - {None}
    return len(places) <= 1 and _is_alike(head, named)


def mark_steps(drafts: Sequence[Draft]) -> None:
    """As in "three more bodies were found, BRINGING the toll to 12": a step to the total (R9)."""
    for before, draft in pairwise(drafts):
        near = draft.sentence - before.sentence <= 1 and draft.field == before.field
        if near and draft.loss.is_raised and _is_step(before, draft):
            before.is_increment = True
            before.rules.append("R9.raised")


def _is_step(step: Draft, total: Draft) -> bool:
    if step.loss.is_part or step.loss.kind != total.loss.kind or step.loss.frame == "toll":
        return False
    return step.number.written < total.number.written


def share_categories(drafts: Sequence[Draft]) -> None:
    """A sum of no category is of the one of its parts, where they add up to it, or mixed."""
    for head in drafts:
        parts = [d for d in drafts if d.loss.head is head.loss and d is not head]
        if head.category != "unknown" or len(parts) < _FEWEST:
            continue
        if sum(d.number.written for d in parts) >= head.number.written:
            head.category = _shared({d.category for d in parts})


def _shared(found: set[Category]) -> Category:
    """Mixed where two are known; one alone only where nothing is left unsaid."""
    known = found - {"unknown"}
    if len(known) > 1:
        return "mixed"
    return known.pop() if len(found) == 1 and known else "unknown"


def _is_alike(head: Draft, draft: Draft) -> bool:
    if draft.loss.kind != head.loss.kind and head.loss.kind not in _UNIONS:
        return False
    if draft.scope.period != head.scope.period or draft.number.qualifier == "none":
        return False
    one, other = head.victim.side, draft.victim.side
    return one == other or UNKNOWN in (one, other)
