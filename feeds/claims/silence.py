"""What a text says it does not know: "has not yet reported any casualty numbers"."""

from collections.abc import Sequence
from dataclasses import dataclass

from feeds.claim import Kind
from feeds.claims.numbers import Number
from feeds.claims.quantity import Quantity
from feeds.claims.tokens import Sentence, Token
from feeds.claims.verbs import loss_kind

_REACH = 9
_UNKNOWN = frozenset({"negation", "pending_phrase", "pending_before"})
_NOUNS = frozenset({"count", "toll", "toll_noun"})


@dataclass(frozen=True, slots=True)
class Silence:
    """A statement that there is no figure yet."""

    kind: Kind
    start: int
    end: int
    quantity: Quantity
    is_by_outlet: bool
    """True where the text itself says that a side is silent."""


def silences(sentence: Sentence) -> list[Silence]:
    """At most one a sentence."""
    if _NOUNS.isdisjoint(sentence.roles) or _UNKNOWN.isdisjoint(sentence.roles):
        return []
    ts = sentence.tokens
    for at, token in enumerate(ts):
        if "negation" in token.roles and (found := _unreported(ts, at)):
            return [found]
        if not _NOUNS.isdisjoint(token.roles) and (found := _unclear(ts, at)):
            return [found]
        if "pending_before" in token.roles and (found := _unheard(ts, at)):
            return [found]
    return []


def _unreported(ts: Sequence[Token], at: int) -> Silence | None:
    """As in "Northland HAS NOT yet REPORTED any CASUALTY numbers"."""
    verb = next((k for k in range(at, min(len(ts), at + 4)) if "pending_verb" in ts[k].roles), None)
    if verb is None:
        return None
    for k in range(verb + 1, min(len(ts), verb + _REACH)):
        if not _NOUNS.isdisjoint(ts[k].roles):
            begin = _subject_start(ts, at)
            end = k + 1
            while end < len(ts) and ts[end].low in ("numbers", "figures", "toll", "count"):
                end += 1
            return _made(ts, begin, end, k, is_by_outlet=True)
        if ts[k].low in (".", ";", ",") or "digits" in ts[k].roles:
            return None
    return None


def _subject_start(ts: Sequence[Token], at: int) -> int:
    begin = at
    while begin > 0 and ("have" in ts[begin - 1].roles or "modal" in ts[begin - 1].roles):
        begin -= 1
    return begin - 1 if begin > 0 and ts[begin - 1].actor else begin


def _unclear(ts: Sequence[Token], at: int) -> Silence | None:
    """As in "the NUMBER OF CASUALTIES was still BEING CLARIFIED"."""
    for k in range(at + 1, min(len(ts), at + _REACH)):
        if "pending_phrase" in ts[k].roles:
            start = at - 1 if at and ts[at - 1].low == "the" else at
            return _made(ts, start, k + 1, at, is_by_outlet=False)
        if ts[k].low in (".", ";", ",", ":") or "digits" in ts[k].roles:
            return None
    return None


def _unheard(ts: Sequence[Token], at: int) -> Silence | None:
    """As in "there was NO WORD ON CASUALTIES"."""
    for k in range(at + 1, min(len(ts), at + 4)):
        if not _NOUNS.isdisjoint(ts[k].roles):
            return _made(ts, at, k + 1, k, is_by_outlet=False)
    return None


def _made(ts: Sequence[Token], start: int, end: int, at: int, *, is_by_outlet: bool) -> Silence:
    nothing = Number(None, None, None, "none", 0)
    token = ts[at]
    kind: Kind = token.roles.get("toll") or loss_kind(token)  # type: ignore[assignment]
    return Silence(kind, start, end, Quantity(start, end, nothing, end), is_by_outlet)
