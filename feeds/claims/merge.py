"""Headline and body that carry the same claim become one, the more specific (TALLY.md, 1)."""

from collections.abc import Sequence
from dataclasses import replace

from feeds.claim import BOTH, UNKNOWN
from feeds.claims.drafts import Draft

_ROUND = 100
_CLOSE = 20
_UNIONS = ("casualties", "killed_or_missing")


def merged(drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts in order, without headline claims that the body repeats (or the other way round)."""
    heads = [d for d in drafts if d.field == "headline"]
    bodies = [d for d in drafts if d.field == "body"]
    dropped: set[int] = set()
    for head in heads:
        twin = next((b for b in bodies if id(b) not in dropped and _is_same(head, b)), None)
        if twin is None:
            continue
        _share(head, twin)
        dropped.add(id(head))
    kept = [d for d in drafts if id(d) not in dropped]
    for draft in kept:
        if draft.within is not None and id(draft.within) in dropped:
            draft.within = None
    return kept


def _is_same(head: Draft, body: Draft) -> bool:
    kinds = {head.loss.kind, body.loss.kind}
    if len(kinds) > 1 and not kinds & set(_UNIONS):
        return False
    known = {head.victim.side, body.victim.side} - {UNKNOWN}
    stated = head.victim.is_stated and body.victim.is_stated
    if len(known) > 1 and (stated or BOTH in known):
        return False
    return _numbers_meet(head, body)


def _numbers_meet(head: Draft, body: Draft) -> bool:
    one, other = head.number, body.number
    if one.written == other.written or _rounds(one.written, other.written):
        return True
    if one.qualifier == "vague":
        return other.qualifier != "vague" and other.written >= one.written  # "kills dozens"
    if other.qualifier == "vague" or one.qualifier == "exact":
        return False
    point = other.written
    return (
        (one.low or 0) <= point
        and (one.high is None or point <= one.high)
        and (one.written * 3 >= point * 2)
    )


def _rounds(round_one: int, exact: int) -> bool:
    """As in a headline's 1,300 for 1,311."""
    return round_one % _ROUND == 0 and 0 < exact - round_one < round_one // _CLOSE


def _share(head: Draft, body: Draft) -> None:
    """The body's claim takes what only the headline says."""
    if head.number.written == body.number.written:
        body.rules.append("H.same")
    if not body.victim.is_stated and head.victim.is_stated:
        body.victim = head.victim
        body.rules.append("V.headline")
    if body.category == "unknown" and head.category != "unknown":
        body.category, body.group = head.category, body.group or head.group
        body.rules.append("H.category")
    if body.source is None and head.source is not None:
        body.source = head.source
        body.rules.append("C.headline")
    if head.not_final and not body.not_final:
        body.not_final = True
    if body.scope.place is None and head.scope.place and body.scope.relation == "subset":
        body.scope = replace(body.scope, place=head.scope.place)
    narrows = head.scope.relation == "subset" and head.scope.place is not None
    if body.scope.relation == "total" and narrows and not body.scope.is_whole:
        place, incident = head.scope.place, head.scope.incident
        body.scope = replace(body.scope, relation="subset", place=place, incident=incident)
