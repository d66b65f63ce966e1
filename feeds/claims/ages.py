"""Ages are no counts: where they stand after a noun, and the noun that an age can be."""

from collections.abc import Sequence

from feeds.claims.tokens import Token

_OLDEST = 120
_NUMBERS = frozenset({"digits", "number"})


def is_aged(token: Token) -> bool:
    """As in "71-year-old"."""
    return "compound" in token.roles and token.low.endswith("old")


def _unit_age(token: Token) -> bool:
    return "number" in token.roles or 0 < (token.value or 0) < _OLDEST


def past_age(ts: Sequence[Token], at: int, *, is_single: bool) -> int:
    """Index after "aged 67 and 71", ", 34", "(34)" or "of nine": an age is of the noun before."""
    if at + 1 >= len(ts):
        return at
    if "aged" in ts[at].roles:
        end = at + 1
        while end < len(ts) and (
            not _NUMBERS.isdisjoint(ts[end].roles) or ts[end].low in (",", "and")
        ):
            end += 1
        return end if ts[end - 1].low not in (",", "and") else end - 1
    if ts[at].low == "of" and is_single and _unit_age(ts[at + 1]):
        return at + 2
    if ts[at].low in (",", "(") and "digits" in ts[at + 1].roles and at + 2 < len(ts):
        closes = ts[at + 2].low == ("," if ts[at].low == "," else ")")
        young = (ts[at + 1].value or _OLDEST) < _OLDEST
        return at + (2 if ts[at].low == "," else 3) if closes and young else at
    return at
