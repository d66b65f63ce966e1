"""Quantity: the bounds that a hedge gives to a number, and a person's typed one (TALLY.md, 2)."""

import re
from collections.abc import Callable, Mapping

from feeds.claim import Qualifier
from feeds.decision import Amount
from feeds.errors import UsageError

Bounds = tuple[int | None, int | None, int | None]
"""Low, best, high; `high` None is open upwards."""

HEDGES: Mapping[str, Callable[[int], Bounds]] = {
    "exact": lambda n: (n, n, n),
    "at_least": lambda n: (n, n, None),
    "more_than": lambda n: (n + 1, n + 1, None),
    "up_to": lambda n: (min(1, n), None, n),
    "fewer_than": lambda n: (min(1, max(n - 1, 0)), None, max(n - 1, 0)),
    "about": lambda n: ((9 * n + 5) // 10, n, (11 * n + 5) // 10),
    "nearly": lambda n: (min((9 * n + 9) // 10, n - 1), n - 1, n - 1),
}
"""Bounds of a number under each hedge."""

_TYPED: tuple[tuple[str, Qualifier], ...] = (
    (r"(?:at least|no fewer than|no less than|>=|≥)\s*N|N\s*\+", "at_least"),
    (r"(?:more than|over|>)\s*N", "more_than"),
    (r"(?:up to|as many as|<=|≤)\s*N", "up_to"),
    (r"(?:fewer than|less than|under|<)\s*N", "fewer_than"),
    (r"(?:about|around|some|approximately|approx\.?|~|≈)\s*N", "about"),
    (r"(?:nearly|almost)\s*N", "nearly"),
    (r"(?:exactly|=)?\s*N", "exact"),
)
_NUMBER = r"(\d{1,3}(?:[,\u00a0 ]\d{3})+|\d{1,12})"
_RANGE = re.compile(rf"(?:between )?{_NUMBER}\s*(?:-|–|—|to|and)\s*{_NUMBER}")
_FORMS = tuple((re.compile(form.replace("N", _NUMBER)), hedge) for form, hedge in _TYPED)
_VAGUE: Mapping[str, int] = {
    "several": 2,
    "some": 2,
    "a few": 2,
    "a handful": 2,
    "dozens": 12,
    "tens": 10,
    "scores": 20,
    "hundreds": 100,
    "thousands": 1000,
}
_COUNTED: Mapping[str, int] = {
    "a couple": 2,
    "half a dozen": 6,
    "a dozen": 12,
    "dozen": 12,
    "two dozen": 24,
}
_NO_FIGURE = "no figure"

TYPED_HINT = "49  49+  43-50  ~40  >30  nearly 50  up to 20  several  dozens  no figure"
"""What a person may type."""


def read_amount(text: str) -> Amount:
    """What a person typed for a number: 49, 49+, at least 49, up to 60, ~50, 43-50, dozens.

    Raises:
        UsageError: it is no number; says how one is written.
    """
    words = " ".join(text.casefold().split())
    if words == _NO_FIGURE:
        return Amount(low=None, best=None, high=None, qualifier="none")
    if words in _COUNTED:
        return amount_of(_COUNTED[words], "exact")
    if words in _VAGUE:
        return Amount(low=_VAGUE[words], best=None, high=None, qualifier="vague")
    for form, hedge in _FORMS:
        found = form.fullmatch(words)
        if found:
            return amount_of(_value(next(g for g in found.groups() if g)), hedge)
    found = _RANGE.fullmatch(words)
    if found and _value(found[1]) <= _value(found[2]):
        return Amount(low=_value(found[1]), best=None, high=_value(found[2]), qualifier="range")
    raise UsageError(f"{text!r} is no number; write 49, 49+, up to 60, ~50, 43-50 or dozens")


def amount_of(number: int, qualifier: Qualifier) -> Amount:
    """The amount of a number under a hedge; a hedged one or none is exact, as the grammar reads it.

    `vague` takes the number as its floor; `range` needs two numbers, and `none` has no amount.
    """
    if qualifier == "vague":
        return Amount(low=number, best=None, high=None, qualifier="vague")
    if qualifier in ("range", "none"):
        raise UsageError(f"one number is no {qualifier}")
    hedge = "exact" if qualifier in ("about", "nearly") and number <= 1 else qualifier
    low, best, high = HEDGES[hedge](number)
    return Amount(low=low, best=best, high=high, qualifier=hedge)


def _value(digits: str) -> int:
    return int(re.sub(r"\D", "", digits))


def write_amount(amount: Amount) -> str:
    """How a person would type it: `read_amount` gives the same amount back where words can."""
    point = amount.best if amount.best is not None else amount.low
    if point is None and amount.high is None:
        return _NO_FIGURE
    if amount.qualifier == "vague":
        return next((w for w, n in _VAGUE.items() if n == amount.low), f"{amount.low}+")
    if amount.qualifier in ("range", "up_to", "fewer_than"):
        return _bounded(amount)
    return _pointed(amount, point if point is not None else 0)


def _bounded(amount: Amount) -> str:
    if amount.high is None:
        return f"{amount.low}+"
    if amount.qualifier == "range":
        return f"{amount.low or 0}-{amount.high}"
    return f"up to {amount.high}" if amount.qualifier == "up_to" else f"<{amount.high + 1}"


def _pointed(amount: Amount, point: int) -> str:
    forms = {"more_than": f">{point - 1}", "about": f"~{point}", "nearly": f"nearly {point + 1}"}
    if amount.high is None and amount.qualifier != "more_than":
        return f"{point}+"
    return forms.get(amount.qualifier, str(point))
