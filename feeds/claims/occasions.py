"""Occasions: whether the words of a loss tell of something that happened once (R4, R6)."""

from feeds.claims.near import Near

_CIRCUMSTANCE = frozenset({"when", "while"})
_CAUSE = frozenset({"after", "as"})
_NO_CAUSE = frozenset({"of", "a", "result", "part", "well", "many", "much", "such", "at", "saying"})
_WHERE = frozenset({"in", "at", "on", "by", "near", "outside", "inside", "during"})
ONE = frozenset({"a", "an"})
_DURING = frozenset({"in", "during", "throughout"})
_STATES = frozenset({"state", "condition", "coma"})
_REACH = 7
_CLAUSE = 5
_WIDE = frozenset({"war", "unit", "whole", "since", "say", "say_noun"})
"""What makes a phrase no occasion: the war itself, a length of time, a way of telling."""


def tells_occasion(near: Near) -> bool:
    """As in "killed WHEN a shell hit", "died AT A checkpoint", "a bomber killed nine", "fired on
    the crowd, KILLING nine"; never of what has been counted up to now."""
    loss = near.loss
    if loss.is_perfect or loss.frame in ("toll", "count"):
        return False
    if _is_led_in(near) or _is_single_deed(near):
        return True
    end = min(near.high, loss.end + _REACH)
    return any(_is_circumstance(near, k) for k in range(loss.end, end))


def tells_window(near: Near) -> bool:
    """As in "killed IN MAY", "IN THE PAST WEEK": no more than that of it."""
    months = (k for k in near.marks("month") if near.ts[k].capital and near.dates(k))
    if any(k and near.ts[k - 1].low in _DURING for k in months):
        return True
    return any(near.dates(k) for k in near.marks("window"))


def is_of_the_war(near: Near) -> bool:
    """As in "IN MORE THAN A YEAR OF FIGHTING", "IN THE WAR": all of it."""
    for k in near.marks("war"):
        if near.follows_since(k) or k < near.loss.start:
            continue
        before = near.ts[max(0, k - _REACH) : k]
        lasts = any("years" in t.roles for t in before)
        if lasts and "of" in (t.low for t in before[-2:]):
            return True
    return False


def _is_circumstance(near: Near, k: int) -> bool:
    if near.in_source(k) or _is_wide(near, k + 1):
        return False
    word, after = near.ts[k].low, near.ts[k + 1].low if k + 1 < len(near.ts) else ""
    if word in _CIRCUMSTANCE:
        return not (after.endswith("ing") and _are_soldiers(near))
    if word in _CAUSE:
        return after not in _NO_CAUSE and not after[:1].isdigit()
    if word not in _WHERE or after not in ONE:
        return False
    return not any(t.low in _STATES for t in near.ts[k + 2 : k + _CLAUSE])


def _are_soldiers(near: Near) -> bool:
    """Soldiers die "WHILE PREVENTING an attack" all through a war."""
    return any(q.category == "military" for q in near.loss.items)


def _is_led_in(near: Near) -> bool:
    """As in "WHEN a shell hit the queue, nine people were killed"."""
    return near.low == 0 < near.loss.start and near.ts[0].low in _CIRCUMSTANCE


def _is_single_deed(near: Near) -> bool:
    """As in "A BOMBER killed nine", "troops fired on the crowd, KILLING nine"."""
    loss, ts = near.loss, near.ts
    if loss.frame != "active":
        return False
    if ts[loss.at].low.endswith("ing") and loss.at > near.low + 1:
        main = range(near.low, loss.at)
        return not any("have" in ts[k].roles or "war" in ts[k].roles for k in main)
    if loss.subject is None:
        return False
    start = max(near.low, loss.subject - _CLAUSE)
    named = range(start, loss.subject + 1)
    return any(ts[k].low in ONE for k in named) and not any("war" in ts[k].roles for k in named)


def _is_wide(near: Near, start: int) -> bool:
    return any(not _WIDE.isdisjoint(t.roles) for t in near.ts[start : start + _CLAUSE])
