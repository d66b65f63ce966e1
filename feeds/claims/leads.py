"""What stands before a source in its clause and is no part of it: when, where, somebody else."""

from collections.abc import Sequence

from feeds.claims.tokens import Token

_DATES = frozenset({"month", "weekday", "day", "digits", "ordinal", "date", "time"})
_SOURCES = frozenset({"official", "outlet", "bystander", "side_word"})


def past_leads(ts: Sequence[Token], start: int, end: int) -> int:
    """Where the source itself begins: after "In August,", "On Monday", "a soldier and"."""
    begin = start
    while (after := _past_one(ts, begin, end)) > begin:
        begin = after
    return begin


def _past_one(ts: Sequence[Token], start: int, end: int) -> int:
    if start >= end:
        return start
    first = ts[start]
    if "name" not in first.roles and ("preposition" in first.roles or _is_date(first)):
        return _past_phrase(ts, start, end)
    if "adverb" in first.roles and start + 1 < end and ts[start + 1].low == ",":
        return start + 2
    return _past_bystander(ts, start, end)


def _past_phrase(ts: Sequence[Token], start: int, end: int) -> int:
    """After "In the north,"; without a comma only after a date: "On Monday", "In August"."""
    comma = next((k for k in range(start + 1, end - 1) if ts[k].low == ","), None)
    if comma is not None and _has_source(ts, comma + 1, end):
        return comma + 1
    k = start if _is_date(ts[start]) else start + 1
    while k < end and _is_date(ts[k]):
        k += 1
    return k if k < end and k > start + ("preposition" in ts[start].roles) else start


def _past_bystander(ts: Sequence[Token], start: int, end: int) -> int:
    """As in "it lost a SOLDIER AND the army said": whoever stands before the "and" says nothing."""
    joint = next((k for k in range(start + 1, end - 1) if "conjunction" in ts[k].roles), None)
    if joint is None or _has_source(ts, start, joint) or not _has_source(ts, joint + 1, end):
        return start
    plain = all("preposition" not in t.roles and t.low != "," for t in ts[start:joint])
    return joint + 1 if plain and "person" in ts[joint - 1].roles else start


def _is_date(token: Token) -> bool:
    return not _DATES.isdisjoint(token.roles) and ("month" not in token.roles or token.capital)


def _has_source(ts: Sequence[Token], start: int, end: int) -> bool:
    return any(t.actor or _is_proper(t) or not _SOURCES.isdisjoint(t.roles) for t in ts[start:end])


def _is_proper(token: Token) -> bool:
    return token.capital and "determiner" not in token.roles
