"""Whether the speaker's own side did it: nobody counts those as his own."""

from collections.abc import Callable, Sequence

from feeds.claims.loss import Loss
from feeds.claims.source import Source
from feeds.claims.tokens import Token

SideOf = Callable[[Token], str | None]

_REACH = 5
_FAR = 24
_DEED_REACH = 6
_CAPTORS = frozenset({"military_captured", "takes"})
_ARMED = frozenset({"weapon", "official", "body"})
_ACTIVE = frozenset({"have", "adverb"})
_BREAKS = frozenset({";", ":", "."})
_OPENS = frozenset({"say", "clause"})


def acts(ts: Sequence[Token], loss: Loss, source: Source | None, side_of: SideOf) -> bool:
    """As in "it killed ten", "its forces killed ten and WOUNDED five", "its army struck a base;
    ten WERE KILLED"."""
    if source is None:
        return False
    if loss.frame == "active" and loss.subject is not None:
        read = _clause_agent if is_participial(ts, loss) else _agent
        found = read(ts, loss.subject, source, side_of)
        if found is not None:
            return found
    return _is_by(ts, loss, source, side_of) or is_deed(ts, loss, source, side_of)


def _is_by(ts: Sequence[Token], loss: Loss, source: Source, side_of: SideOf) -> bool:
    """As in "40 were killed in NORTHERN STRIKES", "by NORTHERN forces": the speaker's own."""
    if source.side is None:
        return False
    for k in range(loss.end + 1, min(len(ts) - 1, loss.end + _DEED_REACH)):
        if ts[k].low == "," or ts[k].low in _BREAKS or "say" in ts[k].roles:
            return False
        if ts[k].actor and side_of(ts[k]) == source.side:
            armed = any("weapon" in t.roles for t in ts[k + 1 : k + 3])
            return (armed and "target" not in ts[k - 1].roles) or ts[k - 1].low == "by"
    return False


def _agent(ts: Sequence[Token], subject: int, source: Source, side_of: SideOf) -> bool | None:
    """None where no subject of the verb is found that could be somebody's."""
    bare = _is_troops(ts[subject])
    for k in range(subject, max(-1, subject - _FAR), -1):
        token, is_near = ts[k], subject - k < _REACH
        if "say" in token.roles and k == subject and ts[k + 1].low == "to":
            return True  # "the group CLAIMED TO have killed ten"
        if token.low in _BREAKS or "say" in token.roles or "clause" in token.roles:
            return bare or None
        if "pronoun" in token.roles or ("own" in token.roles and (is_near or _is_armed(ts, k))):
            return is_near or not _is_passive(ts, k)
        if token.actor and not is_struck(ts, k) and (is_near or not _is_passive(ts, k)):
            return side_of(token) == source.side
    return None


def is_participial(ts: Sequence[Token], loss: Loss) -> bool:
    """As in "it repelled an attack, KILLING 12": whoever opens the clause did it."""
    if loss.frame != "active" or loss.subject is None or not ts[loss.at].low.endswith("ing"):
        return False
    before = ts[loss.subject]
    return before.low == "," or "conjunction" in before.roles


def clause_start(ts: Sequence[Token], end: int) -> int:
    """Where the clause of token `end` begins: after "said", "that", a semicolon."""
    for k in range(end - 1, -1, -1):
        if ts[k].low in _BREAKS or not _OPENS.isdisjoint(ts[k].roles):
            return k + 1
    return 0


def _clause_agent(
    ts: Sequence[Token], subject: int, source: Source, side_of: SideOf
) -> bool | None:
    """True where the first who stands in the clause is the speaker; None where nobody does."""
    for k in range(clause_start(ts, subject), subject):
        token, before = ts[k], ts[k - 1].roles if k else {}
        if "pronoun" in token.roles or ("own" in token.roles and _is_armed(ts, k)):
            return not _is_passive(ts, k)
        if token.actor:
            if "preposition" in before or _is_passive(ts, k):
                continue
            return side_of(token) == source.side
        if "body" in token.roles and "preposition" not in before:
            return source.is_official
        if _is_troops(token):
            return True
    return None


def _is_troops(token: Token) -> bool:
    """As in "the army said TROOPS had killed 30": nobody else's, where nobody else is named."""
    return (
        token.roles.get("person") == "military"
        and "many" in token.roles
        and ("enemy" not in token.roles)
    )


def _is_armed(ts: Sequence[Token], k: int) -> bool:
    """As in "HIS TROOPS", "OUR drones": who or what fights."""
    near = ts[k + 1 : k + 3]
    return any(not _ARMED.isdisjoint(t.roles) or t.roles.get("person") == "military" for t in near)


def _is_passive(ts: Sequence[Token], k: int) -> bool:
    """As in "the Northern army WAS attacked, killing three"."""
    return any("be" in t.roles for t in ts[k + 1 : k + 4])


def is_deed(ts: Sequence[Token], loss: Loss, source: Source, side_of: SideOf) -> bool:
    """As in "NORTHLAND DESTROYED a column; 30 were killed": told of the speaker's own deed."""
    if loss.frame in ("own", "toll") or source.side is None:
        return False
    for k in range(1, loss.items[0].start):
        if "deed" not in ts[k].roles or _is_passive(ts, k - 2):
            continue
        for n in range(k - 1, max(-1, k - _DEED_REACH), -1):
            token = ts[n]
            if not {"say", "clause", "deed"}.isdisjoint(token.roles) or token.low in _BREAKS:
                break
            if "pronoun" in token.roles or ("own" in token.roles and _is_armed(ts, n)):
                return True
            if token.actor:
                if side_of(token) == source.side:
                    return not (n and ts[n - 1].low == "by")
                break
    return False


def holds(ts: Sequence[Token], loss: Loss, source: Source | None, side_of: SideOf) -> bool:
    """As in "THE RGF IS HOLDING 60 soldiers captive": whoever holds them is not theirs."""
    if loss.kind != "captured" or source is None:
        return False
    for k in range(1, loss.start):
        if not _CAPTORS.isdisjoint(ts[k].roles):
            if _is_pronouns(ts, k):
                return True
            sides = [side_of(t) for t in ts[:k] if t.actor]
            return bool(sides) and sides[-1] == source.side
    return False


def _is_pronouns(ts: Sequence[Token], captor: int) -> bool:
    """As in "THEY had also taken 12 prisoners": a pronoun, over what an active verb may have."""
    k = captor - 1
    while k > 0 and not _ACTIVE.isdisjoint(ts[k].roles):
        k -= 1
    return "pronoun" in ts[k].roles and not any("be" in t.roles for t in ts[k:captor])


def is_struck(ts: Sequence[Token], k: int) -> bool:
    """As in "strikes on NORTHPORT killed ten", "a blast in NORTHPORT": where, not who."""
    at = k - 1
    if at > 0 and "determiner" in ts[at].roles:
        at -= 1
    if at < 0:
        return False
    is_at = bool(ts[k].region) and "preposition" in ts[at].roles and ts[at].low != "by"
    return is_at or "target" in ts[at].roles
