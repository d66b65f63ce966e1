"""Who "its", "their" and "our" are: whoever speaks or acts, else the nearest name before."""

from collections.abc import Callable, Iterable, Sequence

from feeds.claims.source import Source
from feeds.claims.tokens import Token

_PERSONS = frozenset({"his", "her"})
SideOf = Callable[[Token], str | None]


def owner(ts: Sequence[Token], own: Token, source: Source | None, side_of: SideOf) -> str | None:
    """Side of a possessive's owner; None where the words do not say."""
    k = next((n for n, t in enumerate(ts) if t is own), len(ts))
    speaker = source.side if source else None
    before = ts[:k]
    if own.low in _PERSONS and any("one" in t.roles and not t.actor for t in before):
        return None  # "killed a woman and hurt two of HER sons": of no side
    if k + 1 < len(ts) and "own" in ts[k + 1].roles:
        trails = source is not None and source.start > k
        doer = _first(before, side_of) if trails else None
        return doer or speaker or _first(before, side_of)  # "lost two of its own": whose act it was
    if "speaker_own" not in own.roles and (side := _first(_since_said(before), side_of)):
        return side
    if speaker:
        return speaker
    return next((s for t in reversed(before) if (t.actor or t.region) and (s := side_of(t))), None)


def _first(tokens: Iterable[Token], side_of: SideOf) -> str | None:
    return next((s for t in tokens if t.actor and (s := side_of(t))), None)


def _since_said(before: Sequence[Token]) -> Iterable[Token]:
    """The tokens before, nearest first, up to a verb of saying."""
    for token in reversed(before):
        if "say" in token.roles or "cite" in token.roles:
            return
        yield token
