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
    """As in "five soldiers AND POLICEMEN", "12 women AND CHILDREN": one number of both."""
    k = quantity.end
    if k + 1 >= len(ts) or "conjunction" not in ts[k].roles or quantity.is_single:
        return
    roles = ts[k + 1].roles
    if "many" not in roles or (k + 2 < len(ts) and "person" in ts[k + 2].roles):
        return
    quantity.end = k + 2
    category = roles.get("person", "unknown")
    if category != quantity.category:
        known = "unknown" not in (category, quantity.category)
        quantity.category = "mixed" if known else "unknown"
    if roles.get("group") != quantity.group:
        quantity.group = None


def of_whom(ts: Sequence[Token], quantity: Quantity, at: int, head: int) -> None:
    """As in "516 civilian deaths", "12 deaths of soldiers", "no losses among civilians"."""
    owned = head + 1 < len(ts) and "whose" in ts[head + 1].roles
    for k in [*range(at, head), *(range(head + 2, min(len(ts), head + 4)) if owned else ())]:
        category = ts[k].roles.get("person")
        if category and category != "unknown":
            quantity.category = category
            quantity.group = ts[k].roles.get("group")
