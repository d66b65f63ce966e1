"""Who stands before a colon, or behind the last colon or dash of a headline."""

from collections.abc import Sequence

from feeds.claims.namers import LINKS, Namer
from feeds.claims.source import Attribution
from feeds.claims.tokens import Token

_SPEAKERS = frozenset({"official", "outlet", "voice", "bystander"})
_SUFFIX_STOPS = frozenset({"digits", "number", "verb", "be", "say", "participle", "subject"})
_MOST_SUFFIX = 5
_MOST_PREFIX = 9


class Colons:
    """Reads the sources that only a colon or a dash sets off from what they say."""

    def __init__(self, namer: Namer) -> None:
        self._namer = namer

    def prefixes(self, ts: Sequence[Token], *, is_headline: bool) -> list[Attribution]:
        """Who stands before a colon that opens a headline, a sentence or what follows a semicolon:
        "Northern MoD: 12 killed; RGF: we lost two"."""
        opened = [0, *(k + 1 for k, t in enumerate(ts) if t.low == ";")]
        found = (self._prefix(ts, k, is_headline=is_headline) for k in opened)
        return [made for made in found if made is not None]

    def _prefix(self, ts: Sequence[Token], start: int, *, is_headline: bool) -> Attribution | None:
        colon = next(
            (
                k
                for k in range(start, min(len(ts), start + _MOST_PREFIX))
                if ts[k].low in (":", ";")
            ),
            start,
        )
        if colon == start or ts[colon].low == ";":
            return None
        noun = ts[start:colon]
        if any("event" in t.roles or "thing" in t.roles or "digits" in t.roles for t in noun):
            return None
        last = noun[-1].roles
        if not is_headline and not _is_speaker(noun):
            return None
        if (
            noun[-1].actor
            or "official" in last
            or "outlet" in last
            or "side_word" in last
            or self._is_body(noun)
        ):
            source = self._namer.read(ts, start, colon)
            return Attribution(start, source, True) if source else None
        return None

    def suffix(self, ts: Sequence[Token]) -> Attribution | None:
        """Who stands behind the last colon or dash of a headline: "12 killed in Harrow: monitor",
        "12 killed – Berg"."""
        colon = next((k for k in range(len(ts) - 1, 0, -1) if _is_colon(ts, k)), 0)
        noun = ts[colon + 1 :]
        if colon == 0 or not 0 < len(noun) <= _MOST_SUFFIX:
            return None
        plain = all(_SUFFIX_STOPS.isdisjoint(t.roles) or t.actor for t in noun)
        speaks = noun[-1].actor or not _SPEAKERS.isdisjoint(noun[-1].roles)
        source = self._namer.read(ts, colon + 1, len(ts)) if plain and speaks else None
        return Attribution(colon, source, False) if source else None

    def _is_body(self, noun: Sequence[Token]) -> bool:
        proper = all(t.capital or t.low in LINKS for t in noun)
        plain = not any(t.region and not t.actor for t in noun)
        return proper and plain and not any("label" in t.roles for t in noun)


def _is_speaker(noun: Sequence[Token]) -> bool:
    """As in "Norland's ministry:", "The army:", "State media:" before what they say."""
    last = noun[-1]
    speaks = last.actor is not None or "official" in last.roles or "outlet" in last.roles
    return speaks and all(_is_of_name(t) or t is last or t.low == "state" for t in noun)


def _is_of_name(token: Token) -> bool:
    """Of the name and office of one who speaks, and no more."""
    named = token.actor is not None or token.low in LINKS
    return named or "official" in token.roles or "determiner" in token.roles


def _is_colon(ts: Sequence[Token], k: int) -> bool:
    """A colon, or a dash that stands apart."""
    apart = k + 1 < len(ts) and ts[k - 1].end < ts[k].start and ts[k].end < ts[k + 1].start
    return ts[k].low == ":" or (ts[k].low in ("–", "—", "-") and apart)
