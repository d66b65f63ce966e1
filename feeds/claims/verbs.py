"""The form of a loss word: its auxiliaries, whether it is passive, denied, feared or unreal."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from feeds.claim import Kind, Modality
from feeds.claims.quantity import Quantity
from feeds.claims.tokens import Token

_CHAIN = frozenset({"be", "have", "modal", "adverb", "negation", "feared", "reported", "alleged"})
_UNITS = {
    frozenset({"killed", "missing"}): "killed_or_missing",
    frozenset({"killed"}): "killed",
    frozenset({"wounded"}): "wounded",
    frozenset({"captured"}): "captured",
    frozenset({"missing"}): "missing",
}
_LOSS = ("participle", "subject", "toll_noun", "object")
_UNREAL_REACH = 5
_SHARED_REACH = 16
_LATER = 4
_QUOTES = frozenset("'\"‘“")
_BREAKS = frozenset({";", ":", "."})
_CLAUSE = frozenset({"clause", "relative", "say", "object", "object_own"})
_NO_VERB = frozenset({"determiner", "preposition", "person", "adjective", "number", "digits"})


@dataclass(frozen=True, slots=True)
class Verb:
    """What stands before a loss word."""

    before: int
    """Index of the last token before the auxiliaries; -1 at the sentence's start."""

    is_passive: bool
    is_finite: bool
    """True with an auxiliary or for a finite form."""

    is_perfect: bool
    """True with "have"."""

    is_hypothetical: bool
    """"would be killed", "to kill 12": nothing happened."""

    modality: Modality


def verb_at(ts: Sequence[Token], at: int) -> Verb:
    """Reads backwards from the loss word over auxiliaries and adverbs."""
    before, roles, lows = at - 1, set[str](), set[str]()
    passive = False  # "IS believed to HAVE killed" is none
    if before > 0 and ts[before].low in _QUOTES:
        before -= 1  # were ‘neutralised’
    while before >= 0:
        token = ts[before]
        if _CHAIN.isdisjoint(token.roles) and not _is_adverb(token):
            break
        if token.actor or "person" in token.roles or "digits" in token.roles:
            break
        if "month" in token.roles and token.capital and before > 0:
            break  # "the attack of 7 MAY killed 12"
        passive = passive or ("be" in token.roles and "have" not in roles)
        roles.update(token.roles)
        lows.add(token.low)
        before -= 1
    if before > 0 and "relative" in ts[before].roles and ts[before - 1].low != "of":
        before -= 1
    maybe = bool(lows & {"may", "might", "could"})
    return Verb(
        before=before,
        is_passive=passive,
        is_finite=bool(roles & {"be", "have"}) or _is_verb(ts[at]),
        is_perfect="have" in roles,
        is_hypothetical=_is_unreal(lows, maybe)
        or _is_conditional(ts, at)
        or ("infinitive" in ts[at].roles and "feared" not in roles),
        modality="feared" if "feared" in roles or maybe else "stated",
    )


def _is_verb(token: Token) -> bool:
    return "subject" in token.roles and "predicative" not in token.roles


def _is_adverb(token: Token) -> bool:
    return not token.roles and token.low.endswith("ly") and not token.capital


def _is_unreal(lows: set[str], maybe: bool) -> bool:
    if maybe:
        return "have" not in lows
    if "to" in lows and "have" in lows:
        lows = lows - {"to"}  # "claims to have killed": told as done
    return bool(lows & {"would", "should", "must", "can", "shall", "will", "to"})


def _is_conditional(ts: Sequence[Token], at: int) -> bool:
    """As in "if 12 soldiers die", "threatened to kill": what is not real, close before."""
    near = ts[max(0, at - _UNREAL_REACH) : at]
    return any("hypothetical" in t.roles and "may" not in t.roles for t in near)


def joined_kind(ts: Sequence[Token], at: int, starts: Container[int]) -> tuple[Kind, int]:
    """Kind of a loss word and of what is joined to it ("killed or wounded"), and the end."""
    kinds = {loss_kind(ts[at])}
    end = at + 1
    while end + 1 < len(ts) and "joins_kinds" in ts[end].roles and end + 1 not in starts:
        aux = "be" in ts[end + 1].roles and ts[end].low == "or" and end + 2 < len(ts)
        following = ts[end + 1 + aux]
        kind = next((following.roles[r] for r in _LOSS if r in following.roles), None)
        both = ts[end].low == "or" or ("object" in ts[at].roles and "object" in following.roles)
        if kind is None or (end + 2 + aux in starts and not both):
            break
        kinds.add(kind)
        end += 2 + aux
    if len(kinds) == 1 and (listed := _listed_kind(ts, end, starts)) is not None:
        kinds.add(listed[0])
        end = listed[1]
    if len(kinds) > 1 and _is_first_held(ts, at, end, kinds):
        kinds = {"killed"}
    union = _UNITS.get(frozenset(kinds), "casualties")
    return union, end  # type: ignore[return-value]


def _is_first_held(ts: Sequence[Token], at: int, end: int, kinds: set[str]) -> bool:
    """As in "was abducted AND KILLED": one after the other, and dead."""
    both = kinds == {"captured", "killed"} and loss_kind(ts[at]) == "captured"
    return both and all(t.low != "or" for t in ts[at:end])


def has_no_kind(ts: Sequence[Token], at: int, end: int) -> bool:
    """As in "killed or CAPTURED 30": no kind of loss is both, and either would say too much."""
    if any(t.low == "," for t in ts[at:end]):
        return False
    kinds = {loss_kind(t) for t in ts[at:end] if any(r in t.roles for r in _LOSS)}
    return "captured" in kinds and len(kinds) > 1 and not _is_first_held(ts, at, end, kinds)


def _listed_kind(ts: Sequence[Token], at: int, starts: Container[int]) -> tuple[str, int] | None:
    """As in "killed, WOUNDED OR displaced": not one of these alone is said of the number."""
    if at + 3 >= len(ts) or ts[at].low != "," or ts[at + 2].low != "or":
        return None
    kind = next((ts[at + 1].roles[r] for r in _LOSS if r in ts[at + 1].roles), None)
    return None if kind is None or at + 3 in starts else (kind, at + 4)


def shared_auxiliary(ts: Sequence[Token], at: int) -> int | None:
    """The "was" of "was shot twice and KILLED", where the loss word is joined to another verb."""
    before = at - 1
    if before < 1 or "conjunction" not in ts[before].roles or not _is_joined(ts[at]):
        return None
    for k in range(before - 1, max(-1, before - _SHARED_REACH), -1):
        roles = ts[k].roles
        if "be" in roles:
            return k if _NO_VERB.isdisjoint(ts[k + 1].roles) else None
        if ts[k].low in _BREAKS or not _CLAUSE.isdisjoint(roles):
            return None
    return None


def _is_joined(token: Token) -> bool:
    return "participle" in token.roles or _is_verb(token)


def is_overtaken(ts: Sequence[Token], quantity: Quantity) -> bool:
    """As in "two WOUNDED soldiers DIED", "one of the VICTIMS was KILLED": the verb says more."""
    own, k = quantity.loss_at or 0, quantity.end
    if _is_object(ts, quantity.start, loss_kind(ts[own])):
        return True
    while k < len(ts) and (not _CHAIN.isdisjoint(ts[k].roles) or _is_adverb(ts[k])):
        k += 1
    if k >= len(ts) or ("subject" not in ts[k].roles and k == quantity.end):
        return False
    kind = ts[k].roles.get("subject") or ts[k].roles.get("participle")
    kind = kind or _later_kind(ts, k)
    if "bodies" in ts[own].roles and kind != "killed":
        return False  # "15 BODIES were taken to hospital"
    return kind is not None and kind != loss_kind(ts[own]) and "have" not in ts[own].roles


def _later_kind(ts: Sequence[Token], k: int) -> str | None:
    """As in "six wounded men left behind WERE SHOT DEAD"."""
    for n in range(k, min(len(ts) - 1, k + _LATER)):
        if ts[n].low == "," or not _CLAUSE.isdisjoint(ts[n].roles):
            return None
        if "be" in ts[n].roles:
            return ts[n + 1].roles.get("participle")
    return None


def _is_object(ts: Sequence[Token], start: int, own: str) -> bool:
    """As in "EXECUTED nine prisoners": a verb of another kind stands right before."""
    roles = ts[start - 1].roles if start else {}
    kind = roles.get("object") or roles.get("participle") or roles.get("of")
    passive = start > 1 and "be" in ts[start - 2].roles
    return kind is not None and kind != own and not passive


def loss_kind(token: Token) -> str:
    """The kind of loss that a word says by itself."""
    for role in ("participle", "subject", "subject_military", "object", "object_own", "of"):
        if role in token.roles:
            return token.roles[role]
    return token.roles.get("toll_noun") or token.roles.get("count", "casualties")


def is_adjective(ts: Sequence[Token], at: int, verb: Verb) -> bool:
    """As in "some DEAD code": a noun that nobody listed follows."""
    if "predicative" not in ts[at].roles or verb.is_finite or at + 1 >= len(ts):
        return False
    after = ts[at + 1]
    plain = not after.roles and not after.capital and after.low.isalpha()
    return plain or "thing" in after.roles
