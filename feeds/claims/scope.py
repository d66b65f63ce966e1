"""When, where and of what: the window, the place, the incident and the as-of of a loss (R2, R4)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from feeds.beat import Beat
from feeds.claim import Period, Relation
from feeds.claims.loss import Loss
from feeds.claims.near import Near, positions_of
from feeds.claims.occasions import ONE, is_of_the_war, tells_occasion, tells_window
from feeds.claims.tokens import Sentence, Token
from feeds.claims.victims import VictimReader
from feeds.entry import Entry

_STALE = timedelta(days=45)
_FRESH_DAYS = 10
_YEAR_DIGITS = 4
_LAST_DAY = 31
_KNOWN = frozenset({"the", "his", "her", "its", "that", "this"})
_DURATION = re.compile(r"-(?:day|week|month|year)\b")
_YEARS = range(1900, 2100)
_RECENT = frozenset({"hour", "hours", "day", "days", "night", "week", "weeks"})
_STRUCK = frozenset({"event", "weapon", "target"})
_NOT_NOW = frozenset({"past_phrase", "past_war", "hypothetical", "recalls"})
_LEADS_PLACE = frozenset({"preposition", "target"})
_LOCATIVE = frozenset({"in", "at", "near", "around", "on", "outside", "inside", "across", "of"})


ASSUMED = "S.assumed"
"""Rule of a total that no word calls one: only that nothing makes it a part."""

Setting = tuple[str | None, str | None, str | None]
"""A place, the side of its people, and the kind of event where the place is not known."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a number is for."""

    period: Period
    relation: Relation
    place: str | None
    incident: str | None
    as_of: datetime | None
    """None where the words give none: the entry's time then."""

    refers_back: bool
    rules: tuple[str, ...]
    is_whole: bool
    """True where the words say that it is everything so far."""

    home: str | None = None
    """Side whose people live where it happened."""

    is_day_only: bool = False
    """True where nothing but a day makes it a part: no place, no event."""

    is_dated: bool = False
    """True where the words name its day."""

    is_spread: bool = False
    """True where it is for several places together."""


class ScopeReader:
    """Reads the scope of losses in one entry."""

    def __init__(self, entry: Entry, beat: Beat, victims: VictimReader) -> None:
        self.entry = entry
        self.beat = beat
        self.zone = entry.zone or beat.zone or UTC
        self.today = entry.time.astimezone(self.zone).date() if entry.time else None
        episode = beat.episode_at(entry.time) if entry.time else None
        self.begun = episode.start.astimezone(self.zone).date() if episode else None
        self.whole = victims.whole_regions
        self._side_of = victims.located
        self._read: tuple[Sequence[Token], dict[str, list[int]]] | None = None

    def read(
        self,
        ts: Sequence[Token],
        loss: Loss,
        others: Sequence[Loss],
        sources: Sequence[tuple[int, int]],
        region: str | None,
    ) -> Scope:
        """`sources` are the token spans of claimants; `region` is what "the region" means."""
        near = Near(ts, loss, others, sources, self._marks(ts))
        rules: list[str] = []
        past = self._past(near)
        if past:
            rules.append(past)
        is_whole = near.is_whole() or near.has("since") or near.is_counted()
        is_whole = is_whole or self._is_since_the_start(near) or is_of_the_war(near)
        owns = self._is_of_side(loss)
        near.begin_at_loss(owns)
        day = self._day(near) if not owns else None
        event = self._event(near) if not is_whole else None
        place, home = self._place(near, region, loss)
        spread = place is not None and near.is_listed(place)
        if place in self.whole and not day and not event:
            place = None
        refers_back = near.has("refers_back") and not is_whole
        is_local = bool(place or event or refers_back or self._in_region(near))
        if not is_local and not is_whole and not owns:
            is_local = near.is_struck() or near.is_at_spot() or (not past and tells_occasion(near))
        if spread:
            place, home = None, near.shared_home(self._side_of)
        in_window = not past and not is_whole and not owns and tells_window(near)
        is_subset = is_local or in_window or (day is not None and not is_whole)
        is_subset = is_subset or any(q.is_named for q in loss.items)
        if is_whole and place is None and not spread:
            is_subset = False
        as_of = self._as_of(near)
        rules += [] if is_subset or past or is_whole or owns else _assumed(loss)
        return Scope(
            period="historical" if past else "current",
            relation="subset" if is_subset else "total",
            place=place,
            incident=self._incident(place, event, day, as_of) if is_subset else None,
            as_of=as_of,
            refers_back=near.has("refers_back"),
            rules=tuple(rules),
            is_whole=is_whole,
            home=home,
            is_day_only=is_subset and not is_local,
            is_spread=spread,
            is_dated=day is not None,
        )

    def setting(self, sentence: Sentence) -> Setting | None:
        """Where something was struck, in a sentence that counts no loss: the place of the next
        sentence's; without a place what happened, where it happened once."""
        if _STRUCK.isdisjoint(sentence.roles) or not _NOT_NOW.isdisjoint(sentence.roles):
            return None
        ts = sentence.tokens
        for k, token in enumerate(ts):
            led = k > 0 and not _LEADS_PLACE.isdisjoint(ts[k - 1].roles)
            if token.region and led and token.region not in self.whole:
                return token.place or token.region, self._side_of(token), None
        events = (k for k, t in enumerate(ts) if "event" in t.roles)
        once = next((k for k in events if any(t.low in ONE for t in ts[max(0, k - 3) : k])), None)
        return (None, None, ts[once].roles["event"]) if once is not None else None

    def _marks(self, ts: Sequence[Token]) -> dict[str, list[int]]:
        """Of the sentence being read, worked out once for all its losses."""
        if self._read is None or self._read[0] is not ts:
            self._read = (ts, positions_of(ts))
        return self._read[1]

    def _past(self, near: Near) -> str | None:
        """The rule by which the words place the loss before the window; None where they do not."""
        seen = [y for k in near.marks("digits") if (y := self._year(near, k)) is not None]
        this = self.begun.year if self.begun else self.today.year if self.today else None
        if seen and (this is None or max(seen) < this):
            return "R2.year"
        if not near.tells_time():
            return None
        if any(not self._is_recent(near, k) for k in near.marks("past_phrase")):
            return "R2.phrase"
        if any(re.fullmatch(r"(?:19|20)\d0s", near.ts[k].low) for k in near.marks("unit")):
            return "R2.decade"
        if not near.has("since") and any(not near.is_occasion(k) for k in near.marks("recalls")):
            return "R2.recalled"
        if any(self._is_past_war(near, k) for k in near.marks("war")):
            return "R2.war"
        months = [k for k in near.marks("month") if near.ts[k].capital]
        if months and all(self._is_past_month(near, k) for k in months):
            return "R2.month"
        return None

    def _is_recent(self, near: Near, k: int) -> bool:
        """As in "in the past 48 hours", "in the past week": no past of its own."""
        after = near.ts[k + 1 : k + 4]
        return near.ts[k].low == "in the past" and any(t.low in _RECENT for t in after)

    def _year(self, near: Near, k: int) -> int | None:
        token = near.ts[k]
        if token.value not in _YEARS or token.end - token.start != _YEAR_DIGITS:
            return None
        if k > 0 and ("numbered" in near.ts[k - 1].roles or near.is_birth(k)):
            return None
        if near.counts(k) or near.is_compared(k):
            return None
        if near.follows_since(k):
            before_window = self.begun is not None and (token.value or 0) < self.begun.year
            return (
                token.value
                if before_window and not near.has("superlative") and (near.since_governs(k))
                else None
            )
        return token.value

    def _is_past_war(self, near: Near, k: int) -> bool:
        """As in "a six-week war", "the ensuing conflict"; "the 44-day war" may be this one."""
        if near.follows_since(k):
            return False
        before = near.ts[max(0, k - 3) : k]
        if any("past_war" in t.roles for t in before):
            return True
        indefinite = any(t.low in ("a", "an") for t in before)
        return indefinite and any(_DURATION.search(t.low) for t in before)

    def _is_past_month(self, near: Near, k: int) -> bool:
        token = near.ts[k]
        if not token.capital or near.follows_since(k):
            return False
        day = self._date(near.ts, k)
        if day is not None:
            limit = self.begun or (self.today - _STALE if self.today else None)
            return limit is not None and day < limit
        if k == 0 or near.ts[k - 1].low not in ("in", "during", "last"):
            return False
        if k + 1 < len(near.ts) and near.ts[k + 1].value in _YEARS:
            return False
        return self._is_earlier(int(token.roles["month"]))

    def _is_earlier(self, month: int) -> bool:
        if self.today is None:
            return True
        if month == self.today.month:
            return False
        if self.begun is not None:
            return (self.begun.year, self.begun.month) > (self._year_of(month), month)
        previous = (self.today.month - 2) % 12 + 1
        return not (month == previous and self.today.day <= _FRESH_DAYS)

    def _year_of(self, month: int, day: int = 1) -> int:
        if self.today is None:
            return 1900
        ahead = (month, day) > (self.today.month, self.today.day)
        return self.today.year - 1 if ahead else self.today.year

    def _date(self, ts: Sequence[Token], k: int) -> date | None:
        """The date that the month at `k` is of: "14 July", "July 14, 2020"."""
        month = int(ts[k].roles["month"])
        for n in (k - 1, k + 1, k + 2):
            if 0 <= n < len(ts) and ts[n].value and 0 < (ts[n].value or 0) <= _LAST_DAY:
                if n == k + 2 and ts[k + 1].low != ".":
                    continue
                day = ts[n].value or 1
                after = ts[max(n, k) + 1 : max(n, k) + 3]
                year = next((t.value for t in after if t.value in _YEARS), None)
                try:
                    return date(year or self._year_of(month, day), month, day)
                except ValueError:
                    return None
        return None

    def _day(self, near: Near) -> date | None:
        """The day that the words name for the loss."""
        for k in near.marks("month"):
            dates = near.ts[k].capital and near.dates(k) and not near.is_counted_by(k)
            if dates and (day := self._date(near.ts, k)):
                return day
        if self.today is None:
            return self._undated_day(near)
        named = near.marks("weekday")
        if any(k >= near.loss.start for k in near.marks("day")):
            named = [
                k for k in named if k >= near.loss.start
            ]  # "on Tuesday, and 23 THE DAY BEFORE"
        for k in named:
            if near.dates(k) and near.ts[k].capital:
                back = (self.today.weekday() - int(near.ts[k].roles["weekday"])) % 7
                return self.today - timedelta(days=back)
        for k in near.marks("day"):
            if near.dates(k):
                return self.today - timedelta(days=int(near.ts[k].roles["day"]))
        return None

    def _is_since_the_start(self, near: Near) -> bool:
        """As in "since midnight" on the day on which the episode began: all of it so far."""
        if self.today is None or self.today != self.begun:
            return False
        return any(near.dates(k) and near.ts[k].low.startswith("since ") for k in near.marks("day"))

    def _undated_day(self, near: Near) -> date | None:
        named = [*near.marks("weekday"), *near.marks("day")]
        return date.min if any(near.dates(k) for k in named) else None

    def _is_of_side(self, loss: Loss) -> bool:
        """As in "NORTHLAND'S death toll": a side's own running total, whatever day it is of."""
        of_actor = any(t.actor is not None and self._side_of(t) for t in loss.names)
        return loss.frame == "toll" and of_actor

    def _event(self, near: Near) -> str | None:
        marks = [k for k in near.marks("event") if not near.follows_since(k)]
        if marks:
            return near.ts[marks[0]].roles["event"]
        return "strike" if any(near.is_hit(k) for k in near.marks("weapon")) else None

    def _place(self, near: Near, region: str | None, loss: Loss) -> tuple[str | None, str | None]:
        """Where it happened, and the side whose people live there."""
        owners = {id(t) for q in loss.items for t in q.names} | {id(t) for t in loss.names}
        for k in near.places():
            token = near.ts[k]
            if id(token) in owners or near.in_source(k):
                continue
            if near.is_owner(k):
                continue
            before = near.ts[k - 1] if k else None
            if token.actor and not (before and before.low in _LOCATIVE - {"of"}):
                continue
            if before and before.low in ("with", "from", "to", "over", "since"):
                continue
            return token.place or token.region, self._side_of(token)
        if region is None or not self._in_region(near):
            return None, None
        named = self.beat.region_by_id.get(self.beat.region_of.get(region, ""))
        return region, named.side if named else None

    def _in_region(self, near: Near) -> bool:
        """As in "in his region", "in the region only"."""
        for k in near.marks("region_word"):
            known = k > 1 and near.ts[k - 1].low in _KNOWN and near.ts[k - 2].low in _LOCATIVE
            owns = k + 1 < len(near.ts) and "poss" in near.ts[k + 1].roles
            if known and not owns and not near.in_source(k):
                return True
        return False

    def _as_of(self, near: Near) -> datetime | None:
        for k in near.marks("as_of"):
            if k + 1 >= len(near.ts):
                continue
            after = near.ts[k + 1]
            if "time" in after.roles and self.today and near.ts[k].low != "by":
                return self._clock(after.low, self.today)
            for n in (k + 1, k + 2):
                if n < len(near.ts) and "month" in near.ts[n].roles and near.ts[n].capital:
                    day = self._date(near.ts, n)
                    if day and self.today and day < self.today:
                        return self._moment(day, time(23, 59, 59))
        return None

    def _clock(self, words: str, day: date) -> datetime | None:
        found = re.match(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?", words)
        if found is None:
            return None
        hour, minute = int(found[1]), int(found[2] or 0)
        if found[3]:
            hour = hour % 12 + (12 if found[3] == "p" else 0)
        try:
            return self._moment(day, time(hour, minute))
        except ValueError:
            return None

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)

    def _incident(
        self, place: str | None, event: str | None, day: date | None, as_of: datetime | None
    ) -> str | None:
        """Named by its day; by the kind of event too where no place tells it from another."""
        counted = as_of.astimezone(self.zone).date() if as_of else self.today
        when = day if day and day != date.min else counted
        name = None if place else event
        pieces = [name, when.isoformat() if when else None]
        return " ".join(p for p in pieces if p) or None


def _assumed(loss: Loss) -> list[str]:
    """The rule of a total that no word calls one; none for what is counted up to now."""
    counted = loss.is_perfect or loss.frame in ("toll", "own")
    return [] if counted else [ASSUMED]
