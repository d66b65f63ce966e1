"""One person by a definite noun or a pronoun: "the mayor of Harrow was killed", "he was killed"."""

from collections.abc import Sequence

from feeds.claims.ages import is_aged
from feeds.claims.numbers import bounds
from feeds.claims.quantity import Quantity
from feeds.claims.tokens import Token

_REACH = 14
_BARE = 4
_STOPS = frozenset(
    {"be", "have", "modal", "say", "verb", "clause", "relative", "participle", "subject", "object",
     "digits", "number", "vague", "cite"}
)  # fmt: skip
_OPENS = frozenset({"conjunction", "clause", "say", "day", "weekday", "month"})
_SIGNS = frozenset({",", ":", ";", "“", '"', "‘", "'", "–", "—", ")", "("})


def definite_before(ts: Sequence[Token], last: int) -> Quantity | None:
    """The one person whose noun phrase or pronoun ends at token `last`."""
    if last < 0:
        return None
    if "single_pronoun" in ts[last].roles:
        return _pronoun(last)
    for k in range(last, max(-1, last - _REACH), -1):
        token = ts[k]
        if "definite" in token.roles and _opens(ts, k):
            return _noun(ts, k, last + 1)
        if not _STOPS.isdisjoint(token.roles) and "name" not in token.roles:
            return None
    return None


def definite_after(ts: Sequence[Token], at: int) -> Quantity | None:
    """The one person who stands right after: "killed THE MAYOR of Harrow", "killed HIM"."""
    if at >= len(ts):
        return None
    if "single_pronoun" in ts[at].roles and ts[at].low not in ("he", "she"):
        return _pronoun(at)
    return _noun(ts, at, len(ts)) if "definite" in ts[at].roles else None


def bare_before(ts: Sequence[Token], last: int) -> Quantity | None:
    """As a headline has it, without an article: "WOMAN, 60, killed in Marrow"."""
    if last > 1 and ts[last].low == "," and "digits" in ts[last - 1].roles:
        last -= 3
    if not 0 <= last < _BARE or not ts[0].capital or "one" not in ts[last].roles:
        return None
    if not all(t.low[0].isalpha() and _describes(t) for t in ts[:last]):
        return None
    roles = ts[last].roles
    made = Quantity(
        0, last + 1, bounds(1, "exact"), 0, is_person=True, is_single=True, has_noun=True,
        category=roles.get("person", "unknown"), group=roles.get("group"), head=last,  # type: ignore[arg-type]
    )  # fmt: skip
    made.names += [t for t in ts[:last] if t.actor or t.region]
    return made


def _describes(token: Token) -> bool:
    return not token.roles or "adjective" in token.roles or token.actor is not None


def _pronoun(at: int) -> Quantity:
    return Quantity(
        at, at + 1, bounds(1, "exact"), at + 1, is_person=True, is_single=True, is_definite=True,
        is_pronoun=True,
    )  # fmt: skip


def _opens(ts: Sequence[Token], k: int) -> bool:
    """True where a subject may begin at `k`: nothing before it governs it."""
    if k == 0:
        return True
    before = ts[k - 1]
    return before.low in _SIGNS or not _OPENS.isdisjoint(before.roles)


def _noun(ts: Sequence[Token], begin: int, limit: int) -> Quantity | None:
    """The phrase after a definite word; its head is the last noun for a person before "of"."""
    head = None
    k = begin + 1
    while k < min(limit, begin + _REACH) and not _ends(ts[k]):
        if "one" in ts[k].roles or is_aged(ts[k]):
            head = k
        elif "many" in ts[k].roles or "thing" in ts[k].roles or "poss" in ts[k].roles:
            head = None
        k += 1
    if head is None or head != k - 1:
        return None
    roles = ts[head].roles
    category = roles.get("person", "unknown")
    made = Quantity(
        begin, head + 1, bounds(1, "exact"), begin + 1, is_person=True, is_single=True,
        has_noun=True, is_definite=True, category=category, group=roles.get("group"),  # type: ignore[arg-type]
    )  # fmt: skip
    made.head = head
    made.names += [t for t in ts[begin:head] if t.actor or t.region]
    made.own = ts[begin] if "own" in ts[begin].roles else None
    return made


def _ends(token: Token) -> bool:
    """The noun phrase ends before these."""
    roles = token.roles
    if "name" in roles or "adjective" in roles:
        return False
    return bool(
        (not token.low[0].isalpha() and "compound" not in roles and token.low not in ("'s", "-"))
        or "preposition" in roles
        or "conjunction" in roles
        or not _STOPS.isdisjoint(roles)
    )  # fmt: skip
