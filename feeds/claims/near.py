"""The words near a loss: which marks of time and place are its own, and which another loss's."""

from collections.abc import Callable, Mapping, Sequence

from feeds.claims.loss import Loss
from feeds.claims.tokens import Token

_LEADING = 4
_JOINT = 1
_MARKS = frozenset(
    {"digits", "past_phrase", "unit", "war", "month", "weekday", "day", "event", "region_word",
     "as_of", "whole", "since", "refers_back", "superlative", "recalls", "weapon", "spot",
     "window", "assailant"}
)  # fmt: skip
_TIMES = frozenset({"past_phrase", "unit", "recalls", "war", "month"})
_ARMERS = ("weapon", "assailant")
_SPAN = 3
_SUPERLATIVE = 8
_COMPARED = 6
_SINCE = 16
_STRIKE_REACH = 7
_SPOT_REACH = 6
_AT = frozenset({"in", "at", "on", "near", "outside", "inside", "around"})
_AT_NAME = frozenset({"in", "at", "near", "outside", "around"})
_ENDS_NOUN = frozenset({"be", "have", "say", "verb", "participle", "object", "subject", "clause"})


def positions_of(ts: Sequence[Token]) -> dict[str, list[int]]:
    """Where in a sentence each mark of time and place stands, by role."""
    found: dict[str, list[int]] = {}
    for k, token in enumerate(ts):
        for role in token.roles:
            if role in _MARKS:
                found.setdefault(role, []).append(k)
        if token.low == ";":
            found.setdefault("semicolon", []).append(k)
    return found


class Near:
    """What stands near a loss: nearer to it than to any other loss, or leading the sentence."""

    def __init__(
        self,
        ts: Sequence[Token],
        loss: Loss,
        others: Sequence[Loss],
        sources: Sequence[tuple[int, int]],
        positions: Mapping[str, Sequence[int]],
    ) -> None:
        self.ts = ts
        self.loss = loss
        self.sources = sources
        ends = [x.end for x in others if x.end <= loss.start and not x.is_part]
        starts = self._starts_apart(others)
        self.low = max(ends, default=0)
        self.high = min(starts, default=len(ts))
        self._positions = positions
        self._leading = _LEADING
        self._cut_at_semicolons()
        self._marks: dict[str, list[int]] = {}
        self._counted = {k for q in loss.items for k in range(q.start, q.count_end)}

    def _starts_apart(self, others: Sequence[Loss]) -> list[int]:
        """Where later losses begin, but for those joined to this one, each to the one before:
        what follows "four killed, 12 wounded and two missing in a raid" is of all three."""
        later = sorted((x for x in others if x.start >= self.loss.end), key=lambda x: x.start)
        later = [x for x in later if x is not self.loss and _stands_apart(x)]
        end = self.loss.end
        while later and self._is_joined(end, later[0].start):
            end = max(end, later.pop(0).end)
        return [x.start for x in later]

    def _is_joined(self, end: int, start: int) -> bool:
        return start - end <= _JOINT or (
            start - end == _JOINT + 1 and self.ts[end].low == "," and self.ts[end + 1].low == "and"
        )

    def _cut_at_semicolons(self) -> None:
        end = self.loss.end
        if end < self.high and self.ts[end].low == ":":
            self.high = end  # what follows is said of parts
        for k in self._positions.get("semicolon", ()):
            if self.low <= k < self.high:
                if k < self.loss.start:
                    self.low = k
                elif k >= self.loss.end:
                    self.high = k
                    return

    def marks(self, role: str) -> list[int]:
        """Tokens with a role, those after the loss first; leading ones of the sentence count for
        all its losses."""
        if role not in self._positions:
            return []
        found = self._marks.get(role)
        if found is None:
            found = self._marks[role] = self._near(self._positions[role])
        return found

    def _near(self, listed: Sequence[int]) -> list[int]:
        start, low, high = self.loss.start, self.low, self.high
        after = [k for k in listed if start <= k < high]
        before = [k for k in listed if low <= k < start]
        return [*after, *before, *(k for k in listed if k < min(self._leading, low))]

    def tells_time(self) -> bool:
        """False where nothing in the sentence says when, but for years."""
        return not _TIMES.isdisjoint(self._positions)

    def has(self, role: str) -> bool:
        return bool(self.marks(role))

    def is_whole(self) -> bool:
        """As in "so far"; not in "the DEADLIEST raid SO FAR"."""
        high = self._positions.get("superlative", ())
        return any(not any(0 < k - n <= _SUPERLATIVE for n in high) for k in self.marks("whole"))

    def is_at_spot(self) -> bool:
        """As in "in A MARKET", "on THE CAMP", "near FAMBITA": one place, though no pack has it."""
        if any(self._is_led(k) for k in self.marks("spot")):
            return True
        for k in range(self.low + 1, self.high):
            token = self.ts[k]
            if token.capital and not token.roles and self.ts[k - 1].low in _AT_NAME:
                return not self.in_source(k)
        return False

    def _is_led(self, spot: int) -> bool:
        """True where a preposition of place leads to it over its article and adjectives."""
        if self.in_source(spot) or self.ts[spot - 1].low in _AT:
            return False  # "in hospital"
        for k in range(spot - 1, max(-1, spot - _SPOT_REACH), -1):
            roles = self.ts[k].roles
            if self.ts[k].low in _AT:
                return True
            if not _ENDS_NOUN.isdisjoint(roles) and "name" not in roles:
                return False
        return False

    def is_struck(self) -> bool:
        """As in "Northern STRIKES killed 12", "12 died in a drone ATTACK": not all of the war."""
        if self.loss.is_perfect or self.loss.frame in ("toll", "own", "count"):
            return False
        if self.loss.frame == "active" and self.loss.subject is not None:
            low, high = max(self.low, self.loss.subject - _STRIKE_REACH), self.loss.subject + 1
        else:
            low, high = self.loss.end, min(self.high, self.loss.end + _STRIKE_REACH)
        armers = (k for role in _ARMERS for k in self._positions.get(role, ()))
        armed = (k for k in armers if low <= k < high)
        return any("war" not in self.ts[k].roles for k in armed)

    def is_occasion(self, k: int) -> bool:
        """As in "died ON THE ANNIVERSARY", "a strike on a concert for the ANNIVERSARY killed 60":
        the day of today's loss."""
        if self.ts[k].low != "anniversary":
            return False
        on = k > 1 and any(t.low == "on" for t in self.ts[max(0, k - 3) : k])
        struck = any(
            n < k for n in (*self._positions.get("event", ()), *self._positions.get("weapon", ()))
        )
        return (on and self.loss.start < k) or (struck and self.loss.start > k)

    def places(self) -> list[int]:
        after = [k for k in range(self.loss.start, self.high) if self.ts[k].region]
        before = [k for k in range(self.loss.start - 1, self.low - 1, -1) if self.ts[k].region]
        return after + before

    def begin_at_loss(self, owns: bool) -> None:
        """For a side's own total only what stands in it or behind it is of it."""
        if owns:
            self.low = max(self.low, self.loss.start)
            self._leading = 0
            self._marks.clear()

    def is_listed(self, place: str) -> bool:
        """As in "in HARROW, Elm Ford and Marrow": one of several, and no place of the number."""
        for k in self.places():
            if place not in (self.ts[k].place, self.ts[k].region):
                continue
            return any(self._is_other(k, n, step) for n, step in ((k + 1, 1), (k - 1, -1)))
        return False

    def shared_home(self, side_of: Callable[[Token], str | None]) -> str | None:
        """The side that several places are all of; None where they are of two."""
        sides = {side_of(self.ts[k]) for k in self.places()}
        return sides.pop() if len(sides) == 1 else None

    def _is_other(self, k: int, joint: int, step: int) -> bool:
        """True where a chain of places from `k` on has an "and" in it."""
        while 0 < joint < len(self.ts) - 1 and self.ts[joint + step].region:
            if self.ts[joint].low == "and":
                return self.ts[joint + step].region != self.ts[k].region or bool(
                    self.ts[joint + step].place and self.ts[k].place
                )
            if self.ts[joint].low != ",":
                return False
            joint += 2 * step
        return False

    def is_owner(self, k: int) -> bool:
        """As in "in NORTHLAND'S Eastmark region": the place is what it owns."""
        after = self.ts[k + 1 : k + 4]
        return bool(after) and "poss" in after[0].roles and any(t.region for t in after[1:])

    def is_hit(self, k: int) -> bool:
        """As in "when A SHELL HIT a pier": one strike, wherever it was."""
        led = any(t.low in ("a", "an") for t in self.ts[max(0, k - 3) : k])
        after = self.ts[k + 1 : k + 3]
        return led and any("target" in t.roles or "strikes" in t.roles for t in after[:1])

    def is_compared(self, k: int) -> bool:
        """As in "ten TIMES the toll OF 2006", "more THAN IN 2006": no year of the number."""
        if not self.ts[k - 1].low.endswith(("in", "of")):
            return False
        near = self.ts[max(0, k - _COMPARED) : k]
        return any(t.low in ("times", "than", "compared") for t in near) and k > self.loss.start

    def is_birth(self, k: int) -> bool:
        """As in "BORN 1998", "BORN IN 1998", "BORN on 4 May 1998"."""
        return any(t.low == "born" for t in self.ts[max(0, k - 4) : k])

    def counts(self, k: int) -> bool:
        """True where token `k` is the number of the loss itself."""
        return k in self._counted

    def in_source(self, k: int) -> bool:
        return any(start <= k < end for start, end in self.sources)

    def follows_since(self, k: int) -> bool:
        """As in "since the 2020 war": where counting began, unless it is that war's loss."""
        for n in range(k - 1, max(-1, k - _SINCE), -1):
            if "began" in self.ts[n].roles and k - n <= _SPAN:
                return True
            if "since" in self.ts[n].roles:
                passed = k < self.loss.start and any(
                    "relative" in t.roles or "relative_time" in t.roles
                    for t in self.ts[k : self.loss.start]
                )
                return not passed
        return False

    def since_governs(self, k: int) -> bool:
        """True where "since" stands in the loss's own clause, before the year."""
        return k >= self.loss.start

    def is_said(self, k: int) -> bool:
        """True for "said on Monday": it dates the saying."""
        if any("denied" in t.roles for t in self.ts[max(0, k - 4) : k]):
            return True
        for n in (k - 1, k - 2):
            if n >= 0 and ("say" in self.ts[n].roles or self.ts[n].low == "saying"):
                return True
        return False

    def dates(self, k: int) -> bool:
        """True where a mark of time dates the loss: not where counting began, nor the saying."""
        return not self.follows_since(k) and not self.is_said(k)

    def is_counted(self) -> bool:
        """As in "BY 7 October", "BETWEEN 1 May and 7 October": everything until then."""
        months = self.marks("month")
        if len(months) > 1 and any("between" in self.ts[n].roles for k in months for n in _back(k)):
            return True
        return any(self.is_counted_by(k) for k in months)

    def is_counted_by(self, k: int) -> bool:
        """True for "by 7 October": it says when it was counted."""
        return any("as_of" in self.ts[n].roles for n in range(max(0, k - 2), k))


def _stands_apart(other: Loss) -> bool:
    """A part has its time and place from its whole, but for "320 OF THEM in the last day"."""
    return not other.is_part or other.items[0].is_part


def _back(k: int) -> range:
    return range(max(0, k - _SPAN), k)
