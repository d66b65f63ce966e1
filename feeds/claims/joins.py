"""What may stand between a number and its verb, and between numbers joined under one verb."""

from collections.abc import Sequence
from itertools import pairwise

from feeds.claims.quantity import Quantity
from feeds.claims.tokens import Token

_MOST_BETWEEN = 10
_SHORT = 5
_ASIDE = 5
_SPEECH = 16
_SPEECH_STOPS = frozenset({"participle", "object", "object_own", "be", "including"})
_VERBS = frozenset(
    {"verb", "object", "object_own", "military_captured", "participle", "deed", "inflict"}
)
_OWNS = frozenset({"own", "determiner"})
_LOSS = frozenset({"participle", "subject", "subject_military", "object", "object_own", "of"})
_GAP_STOPS = frozenset({"be", "have", "modal", "say", "verb", "object", "object_own", "toll_verb"})
_OPENS_GAP = frozenset({"preposition", "both_sides", "relative", "participle", "aged"})
_SIGNS = frozenset({",", "/"})
DASHES = frozenset({"-", "–", "—"})
_ENDS = frozenset({";", ":", "."})


def is_joiner(token: Token) -> bool:
    """A comma, or a word like "and"."""
    return token.low in _SIGNS or "conjunction" in token.roles


def joins(ts: Sequence[Token], one: Quantity, other: Quantity) -> bool:
    """Only "and", commas and phrases like "of the army" stand between the two."""
    gap = ts[one.end : other.start]
    if len(gap) > 1 and not _OWNS.isdisjoint(gap[-1].roles) and "clause" not in gap[-1].roles:
        gap = gap[:-1]
    if not gap or not is_joiner(gap[-1]) or len(gap) > _MOST_BETWEEN:
        return False
    if one.is_part or other.is_part:
        return False
    return all(is_plain(t) for t in gap[:-1])


def joins_over_aside(ts: Sequence[Token], end: int, start: int) -> bool:
    """As in "11 soldiers, INCLUDING two officers, AND 19 civilians"."""
    gap = ts[end:start]
    if len(gap) < _ASIDE or gap[0].low != "," or "including" not in gap[1].roles:
        return False
    return gap[-2].low == "," and "conjunction" in gap[-1].roles


def is_plain(token: Token) -> bool:
    """A word that ends no phrase: a name, a preposition, a noun; no verb."""
    roles = token.roles
    if "including" in roles:
        return False
    if "name" in roles or "preposition" in roles or is_joiner(token):
        return True
    if not _GAP_STOPS.isdisjoint(roles) or not _LOSS.isdisjoint(roles):
        return False
    return token.low[0].isalpha() or token.low[0] in "'’,"


def is_placed(ts: Sequence[Token], quantity: Quantity) -> bool:
    """As in "nine IN MARROW": a place stands right behind it."""
    return place_after(ts, quantity.end) is not None


def place_after(ts: Sequence[Token], at: int) -> str | None:
    """The region or place right behind a number: "in Harrow"."""
    if at + 1 >= len(ts) or "preposition" not in ts[at].roles or "whose" in ts[at].roles:
        return None
    return ts[at + 1].place or ts[at + 1].region


def is_governed(ts: Sequence[Token], start: int) -> bool:
    """True for the object of another verb, which stands right before it."""
    if start == 0:
        return False
    before = ts[start - 1]
    if not before.roles:
        return before.low[0].isalpha() and not before.capital
    return not _VERBS.isdisjoint(before.roles) and not is_joiner(before)


def may_stand_between(gap: Sequence[Token]) -> bool:
    """True where a subject's verb may come after these words: a phrase with a preposition, a
    relative clause, an apposition between commas."""
    if any(t.low in _ENDS or "say" in t.roles for t in gap):
        return False
    first, last = gap[0], gap[-1]
    if first.low in (",", "(") or first.low in DASHES:
        closed = last.low in (",", ")") or last.low in DASHES
        return closed or "including" in last.roles
    if not _OPENS_GAP.isdisjoint(first.roles):
        return not is_joiner(last) or (last.low == "," and _is_paired(gap))
    if not first.roles and first.low.endswith("ing") and len(gap) <= _MOST_BETWEEN:
        return not is_joiner(last)  # "60 people SHELTERING in a school are feared dead"
    if not first.roles and first.low.isalpha() and not first.capital and len(gap) <= _SHORT:
        return not is_joiner(last)  # "six children tending sheep were killed"
    return "including" in first.roles


def _is_paired(gap: Sequence[Token]) -> bool:
    """As in "five people of one family, including a child, died"."""
    return sum(t.low == "," for t in gap) > 1


def ends_clause(ts: Sequence[Token], quantity: Quantity) -> bool:
    """As in "they lost 50": a bare number that nothing follows."""
    if quantity.has_noun or quantity.end >= len(ts):
        return not quantity.has_noun
    after = ts[quantity.end]
    return not after.low[0].isalpha() or "conjunction" in after.roles or "clause" in after.roles


def share_noun(ts: Sequence[Token], items: Sequence[Quantity]) -> None:
    """As in "TWO SUDLANDIC and three Norlandic SOLDIERS": the noun is of both."""
    for one, other in pairwise(items):
        named = one.head is None and bool(one.names) and not ts[one.end - 1].low.endswith("s")
        if named and other.head is not None and other.names and one.category == "unknown":
            one.category, one.group, one.is_person = other.category, other.group, True


def opens_speech(ts: Sequence[Token], start: int) -> bool:
    """As in "killed six in Harrow, A DOCTOR at the clinic said", "..., A GUARD, Jon Hale, said":
    who says it, and none of the dead."""
    if start == 0 or ts[start - 1].low != ",":
        return False
    commas = 0
    for k in range(start, min(len(ts), start + _SPEECH)):
        roles = ts[k].roles
        if "say" in roles and "name" not in roles:
            closed = ts[k - 1].low == ","
            return commas == (2 if closed else 0)
        if ts[k].low in _ENDS or not _SPEECH_STOPS.isdisjoint(roles):
            return False
        commas += ts[k].low == ","
    return False
