"""Who has, or was dealt, the losses of a clause: "Northland HAD 40 dead", "INFLICTED 40 on it"."""

from collections.abc import Callable, Iterator, Sequence

from feeds.claim import UNKNOWN
from feeds.claims.loss import Loss
from feeds.claims.source import Source
from feeds.claims.tokens import Token

SideOf = Callable[[Token], str | None]

_TOTALS = frozenset({"toll", "toll_noun"})
_INSIDE = frozenset({"poss", "adjective", "person"})
_LEAST = 2
_OWNERS = 4
_REACH = 7
_ASIDE = 8
_SKIPPED = frozenset({"adverb", "official", "side_word", "person", "body", "armed"})
_ENDS = frozenset({"say", "cite", "clause"})
_BREAKS = frozenset({";", ":", "."})


def possessor(
    ts: Sequence[Token], loss: Loss, source: Source | None, side_of: SideOf
) -> str | None:
    """As in "NORTHLAND had 40 dead", "they have 40 wounded", "У НОРЛАНДИИ 40 погибших": whose
    they are. Whoever has captives holds them."""
    start = loss.items[0].start
    if loss.kind == "captured" or start == 0:
        return None
    if start > 1 and _is_possessed(ts, start):
        return side_of(ts[start - 1])
    at = start - 1
    while at > 0 and "adverb" in ts[at].roles:
        at -= 1
    if "have" not in ts[at].roles:
        return side_of(ts[at - 1]) if _is_left(ts, at) else None
    while at > 0 and not ts[at - 1].actor and not {"have", "adverb"}.isdisjoint(ts[at - 1].roles):
        at -= 1
    return _subject(ts, _past_aside(ts, at), source, side_of)


def _subject(ts: Sequence[Token], at: int, source: Source | None, side_of: SideOf) -> str | None:
    """Whose the subject is that ends before token `at`."""
    if at > 0 and ts[at - 1].low in ("and", "but"):
        return _shared(ts, at - 1, source, side_of)
    for k in range(at - 1, max(-1, at - _REACH), -1):
        token = ts[k]
        if "pronoun" in token.roles:
            return source.side if source and source.side else None
        if "side_word" in token.roles and k and ts[k - 1].low in ("other", "opposing"):
            return UNKNOWN
        if token.actor or token.region:
            return side_of(token)
        if _SKIPPED.isdisjoint(token.roles):
            return None
    return None


def _past_aside(ts: Sequence[Token], at: int) -> int:
    """Where the subject ends in "the Front, ACCORDING TO NORTHLAND, has 30 dead"."""
    if at < 2 or ts[at - 1].low != ",":  # noqa: PLR2004
        return at
    opened = (k for k in range(at - 2, max(0, at - _ASIDE), -1) if ts[k].low == ",")
    return next(opened, at)


def _shared(ts: Sequence[Token], joint: int, source: Source | None, side_of: SideOf) -> str | None:
    """As in "IT has killed 40 Southerners AND HAS 12 dead": whoever did what stands before."""
    for k in range(joint - 1, -1, -1):
        token = ts[k]
        if not _ENDS.isdisjoint(token.roles) or token.low in _BREAKS:
            return None
        if "pronoun" in token.roles:
            return source.side if source and source.side else UNKNOWN
        counted = any("digits" in t.roles or "number" in t.roles for t in ts[max(0, k - 2) : k])
        if token.actor and not counted and (k == 0 or "preposition" not in ts[k - 1].roles):
            return side_of(token)
    return None


def _is_left(ts: Sequence[Token], at: int) -> bool:
    """As in "the clash LEFT NORTHLAND WITH 40 dead"."""
    if at < 2 or ts[at].low != "with" or not ts[at - 1].actor:  # noqa: PLR2004
        return False
    return any(t.low in ("left", "leaving", "leaves") for t in ts[max(0, at - 3) : at - 1])


def _is_possessed(ts: Sequence[Token], start: int) -> bool:
    """As in "У НОРЛАНДИИ 40 погибших", in a language that has no "have"."""
    return "possessed" in ts[start - 2].roles and ts[start - 1].actor is not None


def counted_of(ts: Sequence[Token], loss: Loss, side_of: SideOf) -> str | None:
    """As in "SUDLANDIC losses WERE 61 dead": the number is of whoever has the losses."""
    k = loss.items[0].start - 1
    if k < _LEAST or not ("be" in ts[k].roles or ts[k].low in (":", "at")):
        return None
    if _TOTALS.isdisjoint(ts[k - 1].roles):
        return None
    for token in reversed(ts[max(0, k - _OWNERS) : k - 1]):
        if token.actor:
            return side_of(token)
        if token.roles and _INSIDE.isdisjoint(token.roles):
            return None
    return None


def is_inflicted(ts: Sequence[Token], loss: Loss) -> bool:
    """As in "INFLICTED 40 casualties", "INFLICTED losses of 40": by the subject, on somebody."""
    start = loss.items[0].start
    return any("inflict" in t.roles for t in _before(ts, start))


def _before(ts: Sequence[Token], start: int) -> Iterator[Token]:
    for k in range(start - 1, max(-1, start - _REACH), -1):
        if ts[k].low == "," or ts[k].low in _BREAKS or not _ENDS.isdisjoint(ts[k].roles):
            return
        yield ts[k]


def target_after(ts: Sequence[Token], loss: Loss, side_of: SideOf) -> str | None:
    """As in "inflicted 40 casualties ON NORTHLAND"."""
    for k in range(loss.end, min(len(ts) - 1, loss.end + _REACH)):
        if ts[k].low in _BREAKS or not _ENDS.isdisjoint(ts[k].roles):
            return None
        if ts[k].low in ("on", "upon", "to", "among"):
            near = ts[k + 1 : k + 4]
            return next((s for t in near if (t.actor or t.region) and (s := side_of(t))), None)
    return None
