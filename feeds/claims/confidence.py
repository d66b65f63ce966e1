"""How sure a claim is: each rule that guesses, or that rarely errs but may, adds a doubt."""

from collections.abc import Iterable, Iterator
from functools import cache

from feeds.claim import Confidence
from feeds.claims.drafts import Draft

_DOUBTS = {
    "V.unknown": 1,
    "V.inherited": 1,
    "V.each": 4,
    "V.among": 1,
    "V.target": 1,
    "Q.vague": 1,
    "P.killed.own": 1,
    "P.killed.nominal": 1,
    "P.definite": 2,
    "P.named": 1,
    "P.unlisted": 1,
    "P.so": 1,
    "C.carried": 1,
    "S.carried": 1,
    "S.setting": 1,
    "S.occasion": 1,
    "R7.named": 1,
    "R9.raised": 1,
    "R2.recalled": 4,
}
"""What each rule that fired adds; ids as a claim shows them."""

_FRAMES = {"gapped": 2, "counted": 2, "among": 1}
"""The same for how the verb took the number: the end of "P.killed.gapped"."""

_HIGH = 1
_MEDIUM = 3


def confidence(draft: Draft, rules: Iterable[str]) -> Confidence:
    """High up to one doubt, low from four on, and for what is unsure by its own words (R21)."""
    if draft.modality in ("alleged", "feared") or draft.denied:
        return "low"
    doubts = sum(_doubt(rule) for rule in rules)
    return "high" if doubts <= _HIGH else "medium" if doubts <= _MEDIUM else "low"


def traits(draft: Draft) -> Iterator[str]:
    """What the counted phrase is like and how its verb took it, as ids of rules."""
    items = draft.loss.items
    if any(q.is_definite for q in items):
        yield "P.definite"
    if any(q.is_named for q in items):
        yield "P.named"
    if any(q.is_person is None and q.has_noun for q in items):
        yield "P.unlisted"


@cache
def _doubt(rule: str) -> int:
    if rule.startswith("P.captured."):
        return 1
    return _DOUBTS.get(rule, 0) or _FRAMES.get(rule.rpartition(".")[2], 0)
