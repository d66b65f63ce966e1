"""Numbers in a list that describes another: "including three civilians", "a general among them"."""

from collections.abc import Sequence

from feeds.claims.quantity import Quantity
from feeds.claims.tokens import Token

_MOST_GAP = 6
_VERBS = frozenset({"be", "have", "say"})
_GOVERNS = frozenset({"participle", "object", "object_own", "of", "verb", "military_captured"})
_LOST = frozenset({"participle", "subject", "be", "have"})
_OPENERS = frozenset({",", "(", "and", "–", "—", "-"})


def included(ts: Sequence[Token], found: Sequence[Quantity]) -> set[int]:
    """Identities of quantities that only describe a part of another: no verb's subjects."""
    marked: set[int] = set()
    for place, quantity in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        single = following is not None and following.is_single and not quantity.has_noun
        if single and following is not None and following.start == quantity.end:
            marked.update((id(quantity), id(following)))  # "one a girl of 15"
    for at, token in enumerate(ts):
        if "including" in token.roles:
            marked.update(id(q) for q in list_beside(ts, found, at))
        elif "among" in token.roles:
            marked.update(id(q) for q in list_among(ts, found, at))
    return marked


def list_beside(ts: Sequence[Token], found: Sequence[Quantity], at: int) -> list[Quantity]:
    """The list that "including" or "among them" at token `at` is about: before or after it."""
    after = list_after(ts, found, at + 1)
    if not ts[at].low.startswith("among") or (after and at and ts[at - 1].low == ","):
        return after
    return list_before(ts, found, at) or after


def list_after(ts: Sequence[Token], found: Sequence[Quantity], at: int) -> list[Quantity]:
    """The numbers listed from token `at` on: "including THREE CIVILIANS and A CHILD"."""
    listed: list[Quantity] = []
    for quantity in found:
        if quantity.is_lone and _follows(ts, at, quantity.start):
            quantity.is_person = True  # "в том числе РЕБЁНОК"
        if quantity.start < at or quantity.is_person is False:
            continue
        gap = ts[at : quantity.start]
        if len(gap) > _MOST_GAP or any(_is_break(t) for t in gap):
            break
        if quantity.end < len(ts) and "say" in ts[quantity.end].roles:
            break
        closed = [t.low for t in gap[-2:]] == [",", "and"]
        if listed and closed and _is_lost(ts, quantity.end):
            break  # "19 dead, among them five children, and 27 WOUNDED", "and 27 WERE wounded"
        joined = listed or any(t.low in ("and", ",") for t in gap)
        if joined and gap and _governs(gap[-1]):
            break
        if listed and not any(t.low in ("and", ",") for t in gap):
            break
        listed.append(quantity)
        at = quantity.end
    return listed


def _governs(token: Token) -> bool:
    """As in "including a nurse, and WOUNDED 30", "and DISPLACED 3,000": a verb of its own."""
    plain = not token.roles and token.low[0].isalpha() and not token.capital
    return plain or not _GOVERNS.isdisjoint(token.roles)


def _is_lost(ts: Sequence[Token], at: int) -> bool:
    return at < len(ts) and not _LOST.isdisjoint(ts[at].roles)


def _follows(ts: Sequence[Token], at: int, start: int) -> bool:
    """True where nothing but a comma or an "and" stands between."""
    return start >= at and all(t.low in ("and", ",") for t in ts[at:start])


def list_before(ts: Sequence[Token], found: Sequence[Quantity], at: int) -> list[Quantity]:
    """The numbers listed up to token `at`: "12 men, A GENERAL AND A COLONEL among them"."""
    listed: list[Quantity] = []
    for quantity in reversed(found):
        if quantity.end > at or quantity.is_person is False:
            continue
        gap = ts[quantity.end : at]
        if any(_is_break(t) for t in gap) or len(gap) > _MOST_GAP:
            break
        opened = quantity.start > 0 and ts[quantity.start - 1].low in _OPENERS
        if listed and not opened and gap[-1].low == "and":
            opened = quantity.start > 0 and "counts" in ts[quantity.start - 1].roles
        if not opened or (listed and gap and gap[-1].low not in ("and", ",")):
            break
        listed.insert(0, quantity)
        at = quantity.start
        if ts[at - 1].low == "," and at > 1 and "person" in ts[at - 2].roles and len(listed) > 1:
            break
    return listed


def list_among(ts: Sequence[Token], found: Sequence[Quantity], at: int) -> list[Quantity]:
    """Who lies among the dead: "two children ARE AMONG THE DEAD", "AMONG THE DEAD ARE two"."""
    after = at + 1
    while after < len(ts) and ("be" in ts[after].roles or "have" in ts[after].roles):
        after += 1
    before = at
    while before > 0 and not {"be", "have", "adverb"}.isdisjoint(ts[before - 1].roles):
        before -= 1
    if after > at + 1 or not any("be" in t.roles for t in ts[before:at]):
        return list_after(ts, found, after) or list_before(ts, found, at)
    return subjects_before(ts, found, before)


def subjects_before(ts: Sequence[Token], found: Sequence[Quantity], before: int) -> list[Quantity]:
    """The numbers that are the subject of the verb at token `before`."""
    listed: list[Quantity] = []
    for quantity in reversed(found):
        if quantity.end > before or quantity.is_person is False:
            continue
        gap = ts[quantity.end : before]
        if any(not _is_link(t) for t in gap):
            break
        listed.insert(0, quantity)
        before = quantity.start
    return listed


def _is_link(token: Token) -> bool:
    return token.low == "," or "conjunction" in token.roles


def _is_break(token: Token) -> bool:
    return token.low in (";", ":", ".") or not _VERBS.isdisjoint(token.roles)
