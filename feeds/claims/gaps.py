"""Numbers whose verb is not repeated, and those of several places under one verb."""

from collections.abc import Sequence
from dataclasses import replace

from feeds.claims.joins import place_after
from feeds.claims.loss import Loss
from feeds.claims.losses import LossFinder
from feeds.claims.numbers import hedged
from feeds.claims.quantity import Quantity
from feeds.claims.tokens import Token

_HEDGES = frozenset({"at_least", "more_than", "about", "nearly"})
_REPEATS = frozenset({"passive", "subject", "active"})
_DAYS = frozenset({"weekday", "day", "month", "since"})
_ENDS = frozenset({";", ".", ",", "and"})
_DID = frozenset({"did", "were", "was", "had", "have", "has"})


def find_gapped(ts: Sequence[Token], finder: LossFinder) -> None:
    """As in "five died in Harrow, TWO IN MARROW and THREE ON FRIDAY": the verb is not repeated."""
    for quantity in finder.quantities:
        if not finder.is_free(quantity) or not _is_gapped(ts, quantity):
            continue
        before = [x for x in finder.losses if x.end <= quantity.start and not x.is_part]
        model = max(before, key=lambda x: x.end, default=None)
        sided = _sided(ts, quantity) or _loser(ts, quantity)
        if model is None or (model.frame not in _REPEATS and sided is None):
            continue
        if any(t.low == ":" for t in ts[model.end : quantity.start]):
            continue  # "killing nine: five in Harrow, FOUR IN MARROW": inside the nine
        loss = Loss(
            model.kind, model.frame, [quantity], quantity.start, quantity.start, quantity.end
        )
        if not quantity.has_noun:
            quantity.category, quantity.group = model.items[0].category, model.items[0].group
            if sided is None:
                _hedge(quantity, model.items[0])
        if sided is not None:
            loss.names = [sided]
        loss.rules.append(f"P.{model.kind}.gapped")
        finder.add(loss)


def _hedge(item: Quantity, first: Quantity) -> None:
    """As in "AT LEAST eight in Harrow, THREE in Marrow": the hedge goes on up to a new verb."""
    if item.number.qualifier == "exact" and first.number.qualifier in _HEDGES:
        item.number = hedged(item.number, first.number.qualifier)


def _is_gapped(ts: Sequence[Token], quantity: Quantity) -> bool:
    if quantity.is_part or quantity.start == 0 or quantity.is_person is False:
        return False
    if _is_as_did(ts, quantity.start):
        return quantity.is_person is True
    if _sided(ts, quantity) is not None or _loser(ts, quantity) is not None:
        return True
    if quantity.end >= len(ts):
        return False
    if quantity.has_noun and not _ends_at_place(ts, quantity):
        return False
    opens = ts[quantity.start - 1]
    if opens.low != "," and "conjunction" not in opens.roles:
        return False
    if opens.low == "," and _is_led(ts, quantity):
        return True
    if "day" in ts[quantity.end].roles:
        return True  # "15 died yesterday and 11 TODAY"
    after = ts[quantity.end : quantity.end + 3]
    is_set = len(after) > 1 and any(t.region or not _DAYS.isdisjoint(t.roles) for t in after)
    return "preposition" in after[0].roles and is_set


def _sided(ts: Sequence[Token], quantity: Quantity) -> Token | None:
    """As in "49 on the Northern side, ON THE SOUTHERN SIDE 50": the side named right before."""
    k = quantity.start - 1
    if k > 1 and "be" in ts[k].roles:
        k -= 1
    if k < 1 or "side_word" not in ts[k].roles or quantity.has_noun:
        return None
    ends = quantity.end >= len(ts) or ts[quantity.end].low in _ENDS
    name = ts[k] if ts[k].actor else ts[k - 1]
    return name if ends and name.actor else None


def _loser(ts: Sequence[Token], quantity: Quantity) -> Token | None:
    """As in "Norland lost 49 and SUDLAND 50": who lost them stands right before the number."""
    k = quantity.start - 1
    if k < 1 or ts[k].actor is None or quantity.has_noun:
        return None
    k -= "determiner" in ts[k - 1].roles
    joined = ts[k - 1].low in (",", ";") or "conjunction" in ts[k - 1].roles
    after = ts[quantity.end] if quantity.end < len(ts) else None
    ends = after is None or after.low in _ENDS or "preposition" in after.roles
    lost = any("object_own" in t.roles for t in ts[:k])
    return ts[quantity.start - 1] if joined and ends and lost else None


def _is_as_did(ts: Sequence[Token], start: int) -> bool:
    """As in "two women died, AS DID seven civilians"."""
    return start > 1 and ts[start - 1].low in _DID and ts[start - 2].low == "as"


def _ends_at_place(ts: Sequence[Token], quantity: Quantity) -> bool:
    """As in "a child was killed in Harrow and THREE WOMEN IN MARROW."."""
    after = quantity.end + 2
    ends = after < len(ts) and ts[after].low in _ENDS
    return bool(quantity.is_person and ends and place_after(ts, quantity.end))


def _is_led(ts: Sequence[Token], quantity: Quantity) -> bool:
    """As in "IN HARROW, 14 were killed; IN MARROW, 6"."""
    k = quantity.start - 2
    led = k > 1 and ts[k].region is not None and "preposition" in ts[k - 1].roles
    opened = led and (ts[k - 2].low == ";" or "conjunction" in ts[k - 2].roles)
    return opened and ts[quantity.end].low in _ENDS


def split_places(ts: Sequence[Token], finder: LossFinder) -> None:
    """As in "killed EIGHT IN HARROW, five in Marrow and two in Dunwick": three, and no sum."""
    for loss in list(finder.losses):
        if len(loss.items) < 2 or loss.frame not in _REPEATS:  # noqa: PLR2004
            continue
        places = [place_after(ts, q.end) for q in loss.items]
        if len({p for p in places if p}) > 1:
            _split(finder, loss, places)


def _split(finder: LossFinder, loss: Loss, places: Sequence[str | None]) -> None:
    groups: list[list[Quantity]] = [[]]
    for item, place in zip(loss.items, places, strict=True):
        groups[-1].append(item)
        if place:
            groups.append([])
    if not groups[-1]:
        groups.pop()
    elif len(groups) > 1:
        last = groups.pop()
        groups[-1] += last
    model = loss.items[0]
    finder.losses.remove(loss)
    for items in groups:
        for item in items:
            if not item.has_noun:
                item.category, item.group = model.category, model.group
                _hedge(item, model)
        start, end = items[0].start, items[-1].end
        if loss.start < start and items[0] is model:
            start = loss.start
        if loss.end > end and items[-1] is loss.items[-1]:
            end = loss.end
        part = replace(loss, items=items, start=start, end=end, rules=[*loss.rules, "P.places"])
        finder.add(part)
