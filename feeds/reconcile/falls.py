"""Figures that contradict what the same speaker said before, for a person to judge (R5, R19).

A revision down is news of its own, and now and then a misreading: a part taken for the whole, an
increment of none taken for a total of none. Where less than half is left, somebody should look.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from feeds.claim import Category
from feeds.reconcile.chain import Chain
from feeds.reconcile.drafts import Draft
from feeds.reconcile.overtaken import CONTAINS
from feeds.reconcile.steps import Step, contradicts

_WIDE: frozenset[Category] = frozenset({"unknown", "mixed"})


def falls(drafts: Iterable[Draft], beside: Sequence[Draft]) -> Mapping[str, str]:
    """Why each figure that stands contradicts an earlier one, by claim id.

    `beside` are all drafts that it is held against: of the same sides, of the same kinds and those
    that these contain.
    """
    found: dict[str, str] = {}
    for draft in drafts:
        found |= falls_of_wholes(draft, beside)
        for corner in draft.corners:
            found |= corner.fallen
    return found


def falls_of_wholes(draft: Draft, beside: Sequence[Draft]) -> Mapping[str, str]:
    """The same of one draft, without its parts."""
    found = dict(fall for chain in _wholes(draft) if (fall := chain.fall))
    if draft.own is not None and draft.own.current.point == 0:
        found |= _denied_by_itself(draft.own.current, draft, beside)
    return found


def waits_as_fallen(draft: Draft, fallen: Collection[str]) -> bool:
    """True where nobody judged one of the falls of a draft's wholes."""
    standing = (chain.current.reading.claim for chain in _wholes(draft))
    return any(claim.judged is None and claim.id in fallen for claim in standing)


def _wholes(draft: Draft) -> Iterator[Chain]:
    yield from (draft.own,) if draft.own is not None else ()
    yield from (chain for column in (draft.independent, draft.claimed) for _, chain in column)


def _denied_by_itself(
    step: Step, draft: Draft, beside: Sequence[Draft]
) -> Iterable[tuple[str, str]]:
    """None at all, where the side said before that there were some of a kind or group inside."""
    victim, kind, category = draft.key
    for other in beside:
        inside = other.key[1] in (kind, *CONTAINS.get(kind, ()))
        if other is draft or other.own is None or other.key[0] != victim or not inside:
            continue
        told = other.own.current
        if category not in (*_WIDE, other.key[2]) or not told.point:
            continue
        if told.reading.order < step.reading.order and not _in_one_text(told, step):
            yield step.reading.claim.id, contradicts(step, told, other.key[1].replace("_", " "))


def _in_one_text(one: Step, other: Step) -> bool:
    return one.reading.claim.entry_key == other.reading.claim.entry_key
