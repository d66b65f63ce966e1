"""Ringing: hits become rings: one for each event, together after a cool-down, held in quiet hours.

A state machine without a clock of its own; what it holds can be written down and read again.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from feeds.alerts.rules import Rule

MOST_EVENTS = 5_000
"""Events that are remembered of each rule, so as not to ring for them again."""

MOST_TOLD = 20
"""Hits of one ring that are kept with their words; more are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One version that a rule asked for."""

    event: str
    """The same for copies of one text: of them the first rings."""

    source: str
    id: str
    headline: str
    """Its first words; to be cleaned before they are shown."""

    source_name: str = ""
    """Its source's name as shown; empty: `source` is."""

    late_s: int = 0
    """For how many seconds it had been published when it was fetched, from an hour on; else 0."""

    edit: str = ""
    """What the edit touched that made it; empty for an entry's first words."""

    time: str | None = None
    """When it was published, ISO 8601; None for never."""

    url: str | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """What is told aloud, once."""

    rule: Rule
    hits: tuple[Hit, ...]
    """The newest last, `MOST_TOLD` at the most."""

    count: int
    """How many there were."""

    since: datetime
    """When the first of them came in: earlier than now where it was held."""


@dataclass(slots=True)
class _Held:
    hits: list[Hit]
    count: int
    since: datetime


class Ringer:
    """The rules' hits, and when each rang last."""

    def __init__(
        self, rules: Iterable[Rule], is_quiet: Callable[[datetime], bool] = lambda _now: False
    ) -> None:
        """`is_quiet`: nothing rings at that moment."""
        self.rules = tuple(rules)
        self._is_quiet = is_quiet
        self._rang: dict[str, datetime] = {}
        self._held: dict[str, _Held] = {}
        self._events: dict[str, OrderedDict[str, None]] = {}

    def take(self, rule: Rule, hits: Sequence[Hit], now: datetime) -> None:
        """Hold hits until they may ring; an event that was taken before is not taken again."""
        known = self._events.setdefault(rule.name, OrderedDict())
        fresh = []
        for hit in hits:
            if hit.event not in known:
                known[hit.event] = None
                fresh.append(hit)
        while len(known) > MOST_EVENTS:
            known.popitem(last=False)
        if not fresh:
            return
        held = self._held.setdefault(rule.name, _Held([], 0, now))
        held.hits = [*held.hits, *fresh][-MOST_TOLD:]
        held.count += len(fresh)

    def due(self, now: datetime) -> list[Ring]:
        """What rings now; it is not held any more."""
        if self._is_quiet(now):
            return []
        rings = []
        for rule in self.rules:
            last = self._rang.get(rule.name)
            is_cooling = last is not None and last <= now < last + rule.cool_down
            if rule.name not in self._held or is_cooling:
                continue
            held = self._held.pop(rule.name)
            self._rang[rule.name] = now
            rings.append(Ring(rule, tuple(held.hits), held.count, held.since))
        return rings

    @property
    def held(self) -> int:
        """How many hits wait."""
        return sum(held.count for held in self._held.values())

    def record(self) -> dict[str, Any]:
        """All of it, as JSON takes it."""
        return {
            "rang": {name: at.isoformat() for name, at in self._rang.items()},
            "events": {name: list(events) for name, events in self._events.items()},
            "held": {
                name: {
                    "hits": [asdict(hit) for hit in held.hits],
                    "count": held.count,
                    "since": held.since.isoformat(),
                }
                for name, held in self._held.items()
            },
        }

    def restore(self, record: Mapping[str, Any]) -> None:
        """Go on where a record was made, with the rules of today.

        Raises:
            ValueError: it is none; nothing has changed.
        """
        names = {rule.name for rule in self.rules}
        try:
            rang = {n: _moment(at) for n, at in record["rang"].items() if n in names}
            events = {
                n: OrderedDict.fromkeys(map(str, told))
                for n, told in record["events"].items()
                if n in names
            }
            held = {
                n: _Held(
                    [Hit(**h) for h in told["hits"]], int(told["count"]), _moment(told["since"])
                )
                for n, told in record["held"].items()
                if n in names
            }
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"is no record of alerts ({error})") from error
        self._rang, self._events, self._held = rang, events, held


def _held(told: Mapping[str, Any]) -> _Held:
    hits = [Hit(**hit) for hit in told["hits"]]
    return _Held(hits, int(told["count"]), _moment(told["since"]))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
