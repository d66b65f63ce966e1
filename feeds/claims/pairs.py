"""One number of two nouns, and whose deaths a noun of losses counts."""

from collections.abc import Sequence

from feeds.claims.quantity import Quantity
from feeds.claims.tokens import Token


def paired_loss(ts: Sequence[Token], quantity: Quantity) -> None:
    """As in "no DEATHS OR INJURIES", "40 DEATHS AND INJURIES": dead and wounded in one number."""
    k = quantity.end
    if k + 1 >= len(ts) or "conjunction" not in ts[k].roles or "count" not in ts[k + 1].roles:
        return
    if quantity.number.qualifier == "vague":
        return
    if ts[k + 1].roles["count"] != quantity.loss:
        quantity.loss, quantity.end = "casualties", k + 2


def paired_noun(ts: Sequence[Token], quantity: Quantity) -> None:
    """As in "five soldiers AND POLICEMEN", "12 women AND THEIR CHILDREN": one number of both."""
    k = quantity.end
    if k + 1 >= len(ts) or "conjunction" not in ts[k].roles or quantity.is_single:
        return
    last = k + 2 if _describes(ts, k + 1) else k + 1
    roles = ts[last].roles
    if "many" not in roles or (last + 1 < len(ts) and "person" in ts[last + 1].roles):
        return
    quantity.end = last + 1
    category = roles.get("person", "unknown")
    if category != quantity.category:
        known = "unknown" not in (category, quantity.category)
        kin = category == "unknown" and quantity.category == "civilian"
        quantity.category = "mixed" if known else quantity.category if kin else "unknown"
    if roles.get("group") != quantity.group:
        quantity.group = None


def _describes(ts: Sequence[Token], at: int) -> bool:
    """As in "17 soldiers and ALLIED militiamen": no number of its own."""
    if at + 1 >= len(ts) or "many" not in ts[at + 1].roles or "many" in ts[at].roles:
        return False
    roles = ts[at].roles
    return "own" in roles or "adjective" in roles or (not roles and ts[at].low[0].isalpha())


def of_whom(ts: Sequence[Token], quantity: Quantity, at: int, head: int) -> None:
    """As in "516 civilian deaths", "12 deaths of soldiers", "no losses among civilians"."""
    behind = head + 1 if ts[head].low.endswith(" of") else head + 2
    owned = behind == head + 1 or (head + 1 < len(ts) and "whose" in ts[head + 1].roles)
    for k in [*range(at, head), *(range(behind, min(len(ts), behind + 2)) if owned else ())]:
        category = ts[k].roles.get("person")
        if category and category != "unknown":
            quantity.category = category
            quantity.group = ts[k].roles.get("group")
