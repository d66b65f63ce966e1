"""Number and noun together: "at least 42 Northern soldiers", "one of its troops", "43"."""

from collections.abc import Sequence

from feeds.claims.ages import is_aged
from feeds.claims.nouns import loss_of, read_noun, with_noun
from feeds.claims.numbers import LIMITS, bounds, is_age_limit, read_number, vague
from feeds.claims.quantity import Quantity
from feeds.claims.tokens import Token

_STARTS = frozenset(
    {
        "own",
        "qualifier",
        "digits",
        "decimal",
        "number",
        "vague",
        "increment",
        "single",
        "between",
        "none",
        "other",
        "lone",
        "both",
        "any",
    }
)
_STOP_REACH = 6
_DENIAL_REACH = 5
_ADJECTIVES = frozenset({"participle", "subject"})
_GROWN = 18
_PREDICATES = frozenset({"be", "have", "participle", "subject"})


def quantities(ts: Sequence[Token]) -> list[Quantity]:
    """All quantities of a sentence, in order, none inside another."""
    found: list[Quantity] = []
    at = 0
    while at < len(ts):
        if _STARTS.isdisjoint(ts[at].roles):
            at += 1
            continue
        quantity = _read(ts, at)
        if quantity is None:
            at += 1
            continue
        found.append(quantity)
        at = max(quantity.end, at + 1)
    return found


def _read(ts: Sequence[Token], at: int) -> Quantity | None:
    if at and _is_age_limit(ts, at):
        return None
    if "both" in ts[at].roles:
        return _both(ts, at)
    if "any" in ts[at].roles or ("own" in ts[at].roles and _is_denied(ts, at)):
        return _any(ts, at)
    begin = at
    increment = other = False
    while at < len(ts) and ("increment" in ts[at].roles or "other" in ts[at].roles):
        if "vague" in ts[at].roles:
            break
        increment = increment or "increment" in ts[at].roles
        other = other or "other" in ts[at].roles
        at += 1
    if at >= len(ts):
        return None
    if increment and at == begin + 1 and _stands_alone(ts, at):
        return Quantity(begin, at, bounds(1, "exact"), at, is_increment=True, is_single=True)
    read = read_number(ts, at)
    if read is None:
        return _single(ts, begin, at, increment)
    number, end = read
    quantity = Quantity(begin, end, number, end, is_increment=increment, is_other=other)
    return with_noun(ts, quantity)


def _is_age_limit(ts: Sequence[Token], at: int) -> bool:
    """True at the words of "a child UNDER FIVE"."""
    if ts[at].low in LIMITS:
        return is_age_limit(ts, at)
    return ts[at - 1].low in LIMITS and is_age_limit(ts, at - 1)


def _both(ts: Sequence[Token], at: int) -> Quantity | None:
    """As in "BOTH were killed", "BOTH SOLDIERS died"; not "both Norland and Sudland"."""
    number = bounds(2, "exact")
    quantity = with_noun(ts, Quantity(at, at + 1, number, at + 1, is_definite=True))
    if quantity.has_noun:
        return quantity if quantity.head and "many" in ts[quantity.head].roles else None
    follows = quantity.end < len(ts) and not _PREDICATES.isdisjoint(ts[quantity.end].roles)
    return quantity if follows else None


def _any(ts: Sequence[Token], at: int) -> Quantity | None:
    """As in "denied that ANY SOLDIER was killed", "ANY OF ITS MEN": one or more, where denied."""
    if not _is_denied(ts, at):
        return None
    quantity = with_noun(ts, Quantity(at, at + 1, vague(1), at + 1))
    if "alone" in ts[at].roles:
        quantity.end, quantity.has_noun, quantity.is_person = at + 1, True, True
    if "own" in ts[at].roles:
        quantity.own = ts[at]
        many = quantity.head is not None and "many" in ts[quantity.head].roles
        return quantity if many and not quantity.loss else None
    return quantity if quantity.has_noun and quantity.is_person else None


def _is_denied(ts: Sequence[Token], at: int) -> bool:
    """True where a denial leads right into it."""
    near = ts[max(0, at - _DENIAL_REACH) : at]
    return any("denied" in t.roles for t in near)


def _stands_alone(ts: Sequence[Token], at: int) -> bool:
    """As in "one died and ANOTHER WAS wounded", "wounding a soldier and killing ANOTHER."."""
    if "alone" not in ts[at - 1].roles:
        return False
    roles = ts[at].roles
    ends = not ts[at].low[0].isalnum() or "preposition" in roles or "conjunction" in roles
    return ends or not _PREDICATES.isdisjoint(roles)


def _single(ts: Sequence[Token], begin: int, at: int, increment: bool) -> Quantity | None:
    """As in "a soldier", "another soldier", "no soldiers": the noun must follow."""
    token = ts[at]
    if "lone" in token.roles and not increment:
        return _lone(ts, at)
    is_none = "none" in token.roles
    if "none_after" in token.roles and at and "count" in ts[at - 1].roles:
        return _none_after(ts, at)
    opens = is_none or "single" in token.roles or "own" in token.roles
    if not (opens or increment):
        return None
    number = bounds(0 if is_none else 1, "exact")
    after = at + 1 if opens else at
    quantity = with_noun(
        ts, Quantity(begin, after, number, after, is_increment=increment, is_single=not is_none)
    )
    if is_none:
        counted = after < len(ts) and not _ADJECTIVES.isdisjoint(ts[after].roles)  # "no dead"
        return quantity if quantity.has_noun or counted or token.low in _NOBODY else None
    if quantity.loss or quantity.is_person is False:
        return None
    if not is_none and after < len(ts) and is_aged(ts[after]) and quantity.end <= after + 1:
        return _aged(ts, quantity, after)
    if quantity.is_person is None:
        return None if "own" in token.roles else _unlisted_single(ts, quantity)
    quantity.is_kin = "own" in token.roles
    quantity.own = token if "own_side" in token.roles else quantity.own
    return quantity if quantity.head and "one" in ts[quantity.head].roles else None


def _aged(ts: Sequence[Token], quantity: Quantity, at: int) -> Quantity:
    """As in "A 12-YEAR-OLD was killed"."""
    quantity.end, quantity.head, quantity.has_noun, quantity.is_person = at + 1, at, True, True
    digits = ts[at].low.split("-")[0]
    if digits.isdecimal() and int(digits) < _GROWN:
        quantity.category, quantity.group = "civilian", "children"
    return quantity


def _none_after(ts: Sequence[Token], at: int) -> Quantity | None:
    """As in "погибших НЕТ"; "данных о погибших нет" is no zero."""
    if any("data" in t.roles for t in ts[max(0, at - _STOP_REACH) : at]):
        return None
    quantity = Quantity(at - 1, at + 1, bounds(0, "exact"), at + 1, is_person=True, has_noun=True)
    quantity.loss, quantity.loss_at = loss_of(ts[at - 1]), at - 1
    return quantity


def _lone(ts: Sequence[Token], at: int) -> Quantity | None:
    """A noun for a person in the singular, with the names and adjectives before it."""
    begin = at
    while begin and ("name" in ts[begin - 1].roles or "compound" in ts[begin - 1].roles):
        begin -= 1
    quantity = read_noun(ts, Quantity(begin, begin, bounds(1, "exact"), begin), begin)
    quantity.is_lone, quantity.is_person, quantity.is_single = True, False, True
    return quantity if quantity.has_noun and not quantity.loss else None


def _unlisted_single(ts: Sequence[Token], quantity: Quantity) -> Quantity | None:
    """As in "a poet was killed": a noun that nobody listed, in the singular."""
    noun = ts[quantity.end - 1]
    plain = quantity.has_noun and not noun.roles and noun.low[-1:] != "s" and not noun.capital
    quantity.is_unlisted, quantity.is_person = True, False
    if noun.low == "couple":
        quantity.number, quantity.is_single = bounds(2, "exact"), False  # "an elderly COUPLE"
    return quantity if plain else None


_NOBODY = frozenset({"nobody", "no one", "no-one", "none", "not a single"})
