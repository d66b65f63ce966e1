"""The whole that only a share is taken of is no count: "HALF OF THE 600", "9 OUT OF 10"."""

from collections.abc import Sequence

from feeds.claims.quantity import Quantity
from feeds.claims.tokens import Sentence, Token

_REACH = 6
_STOPS = frozenset(
    {"be", "have", "say", "verb", "participle", "object", "preposition", "clause", "conjunction",
     "month"}
)  # fmt: skip
_ROUND = frozenset({5, 10, 20, 100})
_SHORT = 3
_MARKS = frozenset({"fraction", "out_of", "unit"})
_LOST = frozenset({"subject", "participle"})


def without_shares(sentence: Sentence, found: Sequence[Quantity]) -> Sequence[Quantity]:
    """Quantities but for those that a share is taken of, and the shares themselves."""
    ts = sentence.tokens
    if _MARKS.isdisjoint(sentence.roles):
        return found
    shares = {id(q) for q in found if _is_share(ts, q)}
    wholes = {id(q) for q in found if _is_whole(ts, q)}
    return [q for q in found if id(q) not in shares | wholes]


def _is_percentage(token: Token) -> bool:
    return "unit" in token.roles and token.low.endswith(("%", "percent"))


def _is_whole(ts: Sequence[Token], whole: Quantity) -> bool:
    """As in "two-thirds of THE BATTALION'S 400 MEN": back over whose they are to "of". Of the 60
    DEAD a share may be women: they are 60 still."""
    counted = _is_counted(ts, whole)
    for k in range(whole.start - 1, max(0, whole.start - _REACH), -1):
        token = ts[k]
        if token.low == "of":
            if " in " in ts[k - 1].low:
                return "fraction" in ts[k - 1].roles  # "ONE IN FIVE of the 250 injured"
            return not counted and ("fraction" in ts[k - 1].roles or _is_percentage(ts[k - 1]))
        if "out_of" in token.roles:
            return not counted
        if (
            _is_time(ts, k)
            or not _STOPS.isdisjoint(token.roles)
            or not (token.low[0].isalpha() or token.low[0] in "'’")
        ):
            return False
    return False


def _is_time(ts: Sequence[Token], k: int) -> bool:
    """As in "in the first quarter of THE YEAR 1,500 civilians were killed"."""
    return "thing" in ts[k].roles and "poss" not in ts[k + 1].roles


def _is_counted(ts: Sequence[Token], whole: Quantity) -> bool:
    """As in "of the 60 DEAD"; not in "ten per cent of the 3,000 wounded HAVE DIED"."""
    k = whole.end
    follows = not whole.has_noun and k < len(ts) and not _LOST.isdisjoint(ts[k].roles)
    if not (whole.loss or follows):
        return False
    near = ts[k + follows : k + follows + _SHORT]
    return not any(not _LOST.isdisjoint(t.roles) for t in near)


def _is_share(ts: Sequence[Token], share: Quantity) -> bool:
    """As in "TEN PER CENT of", "NINE out of ten"."""
    k = share.count_end
    if k >= len(ts):
        return False
    if "fraction" in ts[k].roles or any("fraction" in t.roles for t in ts[k : share.end]):
        return True
    if "out_of" in ts[k].roles:
        return k + 1 < len(ts) and _value(ts[k + 1]) in _ROUND
    return False


def _value(token: Token) -> int | None:
    return int(token.roles["number"]) if "number" in token.roles else token.value
