"""Same words: the claim that a decision judged, when its entry was saved again since (R19).

A verdict must never land on another entry. An id that was made from a headline names several
entries where the headline stands over several texts (`feeds.placing`), and which of them has the
plain id depends on what else the document holds: so the text decides, then id and time.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from feeds.claim import Claim
from feeds.decision import Words

_MADE = re.compile(r"(?P<name>[0-9a-f]{12})(?:-[0-9a-f]{8})?(?:-[0-9]{1,5})?")
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def plain_name(entry: str) -> str:
    """The id that entries of one headline share; an id that was given is its own."""
    made = _MADE.fullmatch(entry)
    return made["name"] if made else entry


def claims_meant(claims: Sequence[Claim], words: Words, root: str) -> Sequence[Claim]:
    """The one claim that a decision judged, of the claims of entries that share its name.

    `root` is the id that the machine's claim had then.

    Within the entry by quote, kind and field, the nearest to where it stood; in an unchanged text
    also the one that shares most of its words (after a change of the grammar). Empty where it is
    not there, or where it cannot be told which of two entries is meant.
    """
    same_text = [c for c in claims if words.wording and c.wording == words.wording]
    if same_text:
        return _nearest(_one_entry(same_text, words), words, root, is_unchanged=True)
    if not words.wording:
        said = [c for c in claims if _is_meant(c, words, is_unchanged=True)]
        return _nearest(_only_entry(said), words, root, is_unchanged=True)
    return _nearest(_edited(claims, words), words, root, is_unchanged=False)


def _edited(claims: Sequence[Claim], words: Words) -> Sequence[Claim]:
    """Those of the entry whose text was changed since.

    An id that was given names it; a made one together with the time, which alone is enough where
    only one entry of that headline has it (its words are a part of such an id).
    """
    if not _MADE.fullmatch(words.entry):
        return [c for c in claims if c.entry == words.entry]
    then = [c for c in claims if c.time == words.published]
    same_id = [c for c in then if c.entry == words.entry]
    return same_id or (_only_entry(then) if words.published else ())


def _one_entry(claims: Sequence[Claim], words: Words) -> Sequence[Claim]:
    """Of entries with one text: the one of the same id, of the same time, or the only one."""
    by_id = [c for c in claims if c.entry == words.entry and c.time == words.published]
    by_time = [c for c in claims if c.time == words.published]
    return by_id or _only_entry(by_time) or _only_entry(claims)


def _only_entry(claims: Sequence[Claim]) -> Sequence[Claim]:
    return claims if len({c.entry for c in claims}) == 1 else ()


def _nearest(
    claims: Sequence[Claim], words: Words, root: str, *, is_unchanged: bool
) -> Sequence[Claim]:
    alike = (c for c in claims if _is_meant(c, words, is_unchanged=is_unchanged))
    return sorted(
        alike,
        key=lambda c: (
            c.id != root,
            -_overlap(c, words),
            c.quote != words.quote,
            abs(c.start - words.start),
            c.known or _EARLIEST,
            c.id,
        ),
    )[:1]


def _is_meant(claim: Claim, words: Words, *, is_unchanged: bool) -> bool:
    if words.kind not in (None, claim.kind) or claim.field != words.field:
        return False
    return claim.quote == words.quote or (is_unchanged and _overlap(claim, words) > 0)


def _overlap(claim: Claim, words: Words) -> int:
    """How many characters both hold, in the same place; 0 where their words differ there."""
    start, end = max(claim.start, words.start), min(claim.end, words.end)
    if claim.field != words.field or start >= end:
        return 0
    here = claim.quote[start - claim.start : end - claim.start]
    said = words.quote[start - words.start : end - words.start]
    return end - start if here == said else 0
