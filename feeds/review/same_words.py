"""Same words: the claim that a decision judged, when its entry was saved again since (R19).

A verdict must never land on another entry. An id that was made from a headline names several
entries where the headline stands over several texts (`feeds.placing`), and which of them has the
plain id depends on what else the document holds: so the text decides, then id and time.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from feeds.claim import Claim
from feeds.decision import Decision

_MADE = re.compile(r"(?P<name>[0-9a-f]{12})(?:-[0-9a-f]{8})?(?:-[0-9]{1,5})?")
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def plain_name(entry: str) -> str:
    """The id that entries of one headline share; an id that was given is its own."""
    made = _MADE.fullmatch(entry)
    return made["name"] if made else entry


def claims_meant(claims: Sequence[Claim], decision: Decision, root: str) -> Sequence[Claim]:
    """The one claim that the decision judged, of the claims of entries that share its name.

    `root` is the id that the machine's claim had then.

    Within the entry by quote, kind and field, the nearest to where it stood; in an unchanged text
    also the one that shares most of its words (after a change of the grammar). Empty where it is
    not there, or where it cannot be told which of two entries is meant.
    """
    same_text = [c for c in claims if decision.wording and c.wording == decision.wording]
    if same_text:
        return _nearest(_one_entry(same_text, decision), decision, root, is_unchanged=True)
    if not decision.wording:
        said = [c for c in claims if _is_meant(c, decision, is_unchanged=True)]
        return _nearest(_only_entry(said), decision, root, is_unchanged=True)
    return _nearest(_edited(claims, decision), decision, root, is_unchanged=False)


def _edited(claims: Sequence[Claim], decision: Decision) -> Sequence[Claim]:
    """Those of the entry whose text was changed since.

    An id that was given names it; a made one together with the time, which alone is enough where
    only one entry of that headline has it (its words are a part of such an id).
    """
    if not _MADE.fullmatch(decision.entry):
        return [c for c in claims if c.entry == decision.entry]
    then = [c for c in claims if c.time == decision.published]
    same_id = [c for c in then if c.entry == decision.entry]
    return same_id or (_only_entry(then) if decision.published else ())


def _one_entry(claims: Sequence[Claim], decision: Decision) -> Sequence[Claim]:
    """Of entries with one text: the one of the same id, of the same time, or the only one."""
    by_id = [c for c in claims if c.entry == decision.entry and c.time == decision.published]
    by_time = [c for c in claims if c.time == decision.published]
    return by_id or _only_entry(by_time) or _only_entry(claims)


def _only_entry(claims: Sequence[Claim]) -> Sequence[Claim]:
    return claims if len({c.entry for c in claims}) == 1 else ()


def _nearest(
    claims: Sequence[Claim], decision: Decision, root: str, *, is_unchanged: bool
) -> Sequence[Claim]:
    alike = (c for c in claims if _is_meant(c, decision, is_unchanged=is_unchanged))
    return sorted(
        alike,
        key=lambda c: (
            c.id != root,
            -_overlap(c, decision),
            c.quote != decision.quote,
            abs(c.start - decision.start),
            c.known or _EARLIEST,
            c.id,
        ),
    )[:1]


def _is_meant(claim: Claim, decision: Decision, *, is_unchanged: bool) -> bool:
    if decision.kind not in (None, claim.kind) or claim.field != decision.field:
        return False
    return claim.quote == decision.quote or (is_unchanged and _overlap(claim, decision) > 0)


def _overlap(claim: Claim, decision: Decision) -> int:
    """How many characters both hold, in the same place; 0 where their words differ there."""
    start, end = max(claim.start, decision.start), min(claim.end, decision.end)
    if claim.field != decision.field or start >= end:
        return 0
    here = claim.quote[start - claim.start : end - claim.start]
    said = decision.quote[start - decision.start : end - decision.start]
    return end - start if here == said else 0
