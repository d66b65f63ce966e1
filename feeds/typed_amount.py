"""Typed amount: a number of losses as a person types it, bounded as TALLY.md section 2 says."""

import re
from collections.abc import Callable, Mapping

from feeds.decision import Amount
from feeds.errors import UsageError
from feeds.folding import fold

LONGEST = 40
"""Characters: no number of losses takes more."""

MOST = 1_000_000_000
"""People: a number above it is a slip of the finger."""

HINT = "49  49+  43-50  ~40  >30  nearly 50  up to 20  several  dozens  no figure"
"""What can be typed."""

_N = r"(\d{1,3}(?:[, ]\d{3})+|\d+)"

_VAGUE: Mapping[str, int] = {
    "several": 2,
    "some": 2,
    "a few": 2,
    "a handful": 2,
    "a number": 2,
    "others": 2,
    "unspecified": 2,
    "tens": 10,
    "dozens": 12,
    "scores": 20,
    "hundreds": 100,
    "thousands": 1000,
}
_COUNTED: Mapping[str, int] = {
    "a couple": 2,
    "half a dozen": 6,
    "dozen": 12,
    "a dozen": 12,
    "two dozen": 24,
}


def _exact(n: int) -> Amount:
    return Amount(low=n, best=n, high=n, qualifier="exact")


def _at_least(n: int) -> Amount:
    return Amount(low=n, best=n, high=None, qualifier="at_least")


def _more_than(n: int) -> Amount:
    return Amount(low=n + 1, best=n + 1, high=None, qualifier="more_than")


def _up_to(n: int) -> Amount:
    return Amount(low=min(1, n), best=None, high=n, qualifier="up_to")


def _fewer_than(n: int) -> Amount:
    return Amount(low=min(1, n - 1), best=None, high=n - 1, qualifier="fewer_than")


def _about(n: int) -> Amount:
    return Amount(low=(9 * n + 5) // 10, best=n, high=(11 * n + 5) // 10, qualifier="about")


def _nearly(n: int) -> Amount:
    return Amount(low=min((9 * n + 9) // 10, n - 1), best=n - 1, high=n - 1, qualifier="nearly")


_FORMS: tuple[tuple[str, Callable[[int], Amount]], ...] = (
    (_N, _exact),
    (rf"{_N}\+|(?:at least|no fewer than|no less than|>=|≥) ?{_N}", _at_least),
    (rf"(?:more than|over|>) ?{_N}", _more_than),
    (rf"(?:up to|as many as|at most|<=|≤) ?{_N}", _up_to),
    (rf"(?:fewer than|less than|under|<) ?{_N}", _fewer_than),
    (rf"(?:about|around|some|approximately|roughly|~) ?{_N}", _about),
    (rf"(?:nearly|almost) ?{_N}", _nearly),
)
_RANGE = re.compile(rf"(?:between )?{_N} ?(?:-|to|and) ?{_N}")


def read_amount(text: str) -> Amount:
    """The amount that a person means by `text`.

    Raises:
        UsageError: it is none; the message says what can be typed.
    """
    typed = " ".join(fold(text).split())
    if not typed or len(typed) > LONGEST:
        raise UsageError(_remedy(text))
    if typed == "no figure":
        return Amount(low=None, best=None, high=None, qualifier="none")
    vague = typed.removesuffix(" of")
    if vague in _VAGUE:
        return Amount(low=_VAGUE[vague], best=None, high=None, qualifier="vague")
    if vague in _COUNTED:
        return _exact(_COUNTED[vague])
    if found := _RANGE.fullmatch(typed):
        return _range(text, *(_number(text, n) for n in found.groups()))
    for form, amount in _FORMS:
        if found := re.fullmatch(form, typed):
            n = _number(text, next(filter(None, found.groups())))
            if n == 0 and amount in (_fewer_than, _nearly):
                break
            return amount(n)
    raise UsageError(_remedy(text))


def _range(text: str, low: int, high: int) -> Amount:
    if low > high:
        raise UsageError(f"{text!r} begins above its end")
    return Amount(low=low, best=None, high=high, qualifier="range")


def _number(text: str, digits: str) -> int:
    n = int(digits.replace(",", "").replace(" ", ""))
    if n > MOST:
        raise UsageError(f"{text!r} is more people than there are in any war")
    return n


def _remedy(text: str) -> str:
    what = f"{text!r} is no number" if text.strip() else "a number is missing"
    return f"{what}; write {', '.join(HINT.split('  '))}"


def write_amount(amount: Amount) -> str:
    """How a person would type it: `read_amount` gives the same amount back where words can."""
    point = amount.best if amount.best is not None else amount.low
    if point is None and amount.high is None:
        return "no figure"
    if amount.qualifier == "vague":
        word = next((w for w, n in _VAGUE.items() if n == amount.low), None)
        return word or f"{amount.low}+"
    if amount.qualifier in ("range", "up_to", "fewer_than"):
        return _bounded(amount)
    return _pointed(amount, point if point is not None else 0)


def _bounded(amount: Amount) -> str:
    if amount.qualifier == "range" and amount.high is not None:
        return f"{amount.low or 0}-{amount.high}"
    if amount.high is None:
        return f"{amount.low}+"
    return f"up to {amount.high}" if amount.qualifier == "up_to" else f"<{amount.high + 1}"


def _pointed(amount: Amount, point: int) -> str:
    forms = {"more_than": f">{point - 1}", "about": f"~{point}", "nearly": f"nearly {point + 1}"}
    if amount.qualifier == "at_least" or (amount.qualifier == "exact" and amount.high is None):
        return f"{point}+"
    return forms.get(amount.qualifier, str(point))
