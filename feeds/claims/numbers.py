"""Words to numbers: what a run of tokens counts, with its hedge (TALLY.md, section 2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from feeds.claim import Qualifier
from feeds.claims.tokens import Token
from feeds.quantity import HEDGES

LIMITS = frozenset({"under", "over"})
"""Before a number that is an age, where a noun for people stands before them."""

_DASHES = frozenset("-–—‒‑‐")
_MOST_DECIMALS = 8
_DOZEN = 12
_PLACES = (1000, 100, 10)
_YEAR_DIGITS = 4
_LAST_DAY = 31
_LINKED = 6
_AGES = 5
_OLDEST = 120
_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class Number:
    """A counted or vague quantity, its bounds by TALLY.md section 2."""

    low: int | None
    best: int | None
    high: int | None
    qualifier: Qualifier
    written: int

    @property
    def is_any(self) -> bool:
        """True for "any soldier": one or more, which only a denial speaks of."""
        return self.qualifier == "vague" and self.written == 1

    """The number as written; the floor of a vague word."""


def bounds(written: int, qualifier: Qualifier) -> Number:
    """The bounds that a hedge gives to a number; low <= best <= high wherever they are set."""
    n = written
    if qualifier in ("about", "nearly") and n <= 1:
        qualifier = "exact"
    low, best, high = HEDGES[qualifier](n)
    return Number(low, best, high, qualifier, n)


def vague(floor: int) -> Number:
    """A vague word: a floor, no point, open upwards; dozens are 12 to 24 and more."""
    return Number(floor, None, None, "vague", floor)


def spread(low: int, high: int) -> Number:
    """A range as the words give it."""
    return Number(low, None, high, "range", low)


def hedged(number: Number, qualifier: Qualifier) -> Number:
    """The same number under a hedge that governs it from before (`at least 406 ... and 654`)."""
    return bounds(number.written, qualifier)


def read_number(ts: Sequence[Token], at: int) -> tuple[Number, int] | None:
    """The quantity that begins at token `at`, with the index after it; None where none does."""
    begin, hedge = at, ""
    while at < len(ts) and "qualifier" in ts[at].roles and not _is_no_hedge(ts, at):
        word = ts[at].roles["qualifier"]
        hedge = word if hedge in ("", "exact") or ts[at - 1].low == "estimated" else hedge
        at += 1
    if at < len(ts) and "between" in ts[at].roles:
        return _between(ts, at + 1)
    found = _count(ts, at, hedge_before=bool(hedge and hedge != "exact"))
    if found is None:
        return _vague_word(ts, at) if not hedge or at == begin else None
    value, end = found
    number: Number | None = (
        None if hedge not in ("", "about") or _follows_from(ts, begin) else _range(ts, value, end)
    )
    if number is not None:
        upper = _count(ts, end + 1)
        return number, upper[1] if upper else end
    return _with_hedge(ts, at, value, hedge, end)


def is_age_limit(ts: Sequence[Token], at: int) -> bool:
    """As in "a child UNDER FIVE", "men OVER 60": an age, where no noun follows the number."""
    if at == 0 or at + 1 >= len(ts):
        return False
    before, after = ts[at - 1].roles, ts[at + 2].roles if at + 2 < len(ts) else {}
    return ("one" in before or "many" in before) and "person" not in after


def _is_no_hedge(ts: Sequence[Token], at: int) -> bool:
    """As in "some" hedges a number, and counts alone; "выросло ДО 49" only links."""
    if "link" in ts[at].roles:
        return any("toll_change" in t.roles for t in ts[max(0, at - _LINKED) : at])
    return "vague" in ts[at].roles and _count(ts, at + 1) is None


def _with_hedge(
    ts: Sequence[Token], at: int, value: int, hedge: str, end: int
) -> tuple[Number, int]:
    if not hedge and ts[at].roles.get("digits"):
        hedge = ts[at].roles["digits"]
    if end < len(ts) and "hedge_after" in ts[end].roles and not hedge:
        hedge = ts[end].roles["hedge_after"]
        end += 1
    kind: Qualifier = hedge if hedge in HEDGES else "exact"  # type: ignore[assignment]
    return bounds(value, kind), end


def _vague_word(ts: Sequence[Token], at: int) -> tuple[Number, int] | None:
    if at >= len(ts) or "vague" not in ts[at].roles:
        return None
    floor, end = int(ts[at].roles["vague"]), at + 1
    if end < len(ts) and "multiplier" in ts[end].roles:
        floor, end = max(floor, int(ts[end].roles["multiplier"])), end + 1
    return vague(floor), end  # "several hundred": hundreds


def _between(ts: Sequence[Token], at: int) -> tuple[Number, int] | None:
    lower = _count(ts, at)
    if lower is None or lower[1] >= len(ts) or "range_to" not in ts[lower[1]].roles:
        return None
    upper = _count(ts, lower[1] + 1)
    if upper is None or upper[0] <= lower[0]:
        return None
    return spread(lower[0], upper[0]), upper[1]


def _range(ts: Sequence[Token], value: int, end: int) -> Number | None:
    links = end + 1 < len(ts) and ("range_to" in ts[end].roles and ts[end].low != "and")
    if end + 1 >= len(ts) or not (ts[end].low in _DASHES or links):
        return None
    if ts[end].low in _DASHES and ts[end].end != ts[end + 1].start:
        return None
    upper = _count(ts, end + 1)
    if upper is None or upper[0] <= value:
        return None
    factor = ts[upper[1] - 1].roles.get("multiplier") if upper[1] > end + 2 else None
    scaled = value * int(factor) if factor and value < int(factor) else value
    return spread(scaled if scaled < upper[0] else value, upper[0])


def _follows_from(ts: Sequence[Token], at: int) -> bool:
    """After "from" it is a revision, after "by" a step: no range."""
    return at > 0 and ts[at - 1].low in ("from", "by")


def _count(ts: Sequence[Token], at: int, *, hedge_before: bool = False) -> tuple[int, int] | None:
    """A plain whole number, digits or words, that counts something."""
    if at >= len(ts):
        return None
    token = ts[at]
    if "digits" in token.roles:
        if token.value is None or not _counts(ts, at, hedge_before):
            return None
        return _multiplied(ts, token.value, at + 1)
    if "decimal" in token.roles:
        return _decimal(ts, at)
    if "number" in token.roles:
        return _spelled(ts, at)
    if "single" in token.roles and at + 1 < len(ts) and "multiplier" in ts[at + 1].roles:
        return _multiplied(ts, 1, at + 1)
    return None


def _decimal(ts: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A decimal counts only in thousands and more: 1.2 million."""
    factor = ts[at + 1].roles.get("multiplier") if at + 1 < len(ts) else None
    if factor is None or len(ts[at].low) > _MOST_DECIMALS:
        return None
    return round(float(ts[at].low) * int(factor)), at + 2


def _spelled(ts: Sequence[Token], at: int) -> tuple[int, int]:
    return _multiplied(ts, *_plain(ts, at))


def _unit(ts: Sequence[Token], at: int) -> int:
    token = ts[at]
    if "number" in token.roles:
        return int(token.roles["number"])
    return token.value or 0 if "digits" in token.roles else 0


def _multiplied(ts: Sequence[Token], value: int, at: int) -> tuple[int, int]:
    """As in "two hundred and five", "three million", "two dozen"."""
    while at < len(ts) and "multiplier" in ts[at].roles:
        factor = int(ts[at].roles["multiplier"])
        value, at = value * factor, at + 1
        rest = at + 1 if at < len(ts) and ts[at].low == "and" and factor > _DOZEN else at
        if factor in (100, 1000) and rest < len(ts) and 0 < _unit(ts, rest) < factor:
            added, at = _multiplied(ts, *_plain(ts, rest))
            value += added
    return min(value, 10**9), at


def _plain(ts: Sequence[Token], at: int) -> tuple[int, int]:
    """As in "twenty one"; a language with words for hundreds goes on: "триста сорок один"."""
    value, at = _unit(ts, at), at + 1
    for place in _PLACES:
        if value and value % place == 0 and at < len(ts) and 0 < _unit(ts, at) < place:
            value, at = value + _unit(ts, at), at + 1
    return value, at


def _counts(ts: Sequence[Token], at: int, hedge_before: bool) -> bool:
    """Not a date, a year, an age or the number of an article."""
    before = ts[at - 1] if at else None
    after = ts[at + 1] if at + 1 < len(ts) else None
    if after is not None and ("month" in after.roles and after.capital):
        return False
    if before is not None and _is_numbered(ts, at):
        return False
    if after is not None and after.low in _DASHES and _is_score(ts, at):
        return False
    if ts[at].value in _YEARS and ts[at].end - ts[at].start == _YEAR_DIGITS and not hedge_before:
        return after is not None and ("person" in after.roles or "count" in after.roles)
    return not _is_age(ts, at)


def _is_score(ts: Sequence[Token], at: int) -> bool:
    """As in "4-1": no range."""
    further = ts[at + 2] if at + 2 < len(ts) else None
    tight = further is not None and ts[at].end == ts[at + 1].start and further.value is not None
    return tight and further is not None and (further.value or 0) <= (ts[at].value or 0)


def _is_numbered(ts: Sequence[Token], at: int) -> bool:
    before = ts[at - 1]
    if before.low == "." and at > 1:
        before = ts[at - 2]
    month = "month" in before.roles and before.capital and (ts[at].value or 0) <= _LAST_DAY
    return month or ("numbered" in before.roles and before.low not in ("no", "number"))


def _is_age(ts: Sequence[Token], at: int) -> bool:
    after = ts[at + 1] if at + 1 < len(ts) else None
    further = ts[at + 2] if at + 2 < len(ts) else None
    paired = further is not None and ts[at + 1].low == "and" and "compound" in further.roles
    if paired and further is not None and "old" in further.low:
        return True
    if at <= 1:
        return False
    if ts[at - 1].low == "of" and "one" in ts[at - 2].roles:
        return True
    if any(t.low == "aged" for t in ts[max(0, at - _AGES) : at]):
        return all("digits" in t.roles or t.low in ("aged", "and", ",") for t in ts[at - 2 : at])
    if ts[at - 1].low == "(" and ts[at - 2].capital and after is not None and after.low in ",)":
        return (ts[at].value or _OLDEST) < _OLDEST
    named = ts[at - 2].capital or "one" in ts[at - 2].roles
    return ts[at - 1].low == "," and named and after is not None and after.low in ",;.)"
