"""Alerting: the reader's rules over an archive: what came in is looked at once, and rings."""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Protocol, runtime_checkable

from feeds.alerts.matching import Arrived, Watch, hits_of
from feeds.alerts.ringing import Ring, Ringer
from feeds.alerts.rules import QuietHours, Rule
from feeds.beat import Beat
from feeds.errors import ArchiveError, QueryError
from feeds.query import Query

MOST_AT_ONCE = 200
"""Versions that are looked at between two keys; the rest is next."""

KEPT = "alerts"
"""What the archive keeps it under."""


@runtime_checkable
class AlertDesk(Protocol):
    """A desk over an archive, into which entries come."""

    beat: Beat

    @property
    def newest(self) -> int:
        """The archive's own number of the version that came in last."""
        ...

    @property
    def keeps(self) -> bool:
        """False where nothing can be kept in the archive."""
        ...

    def arrived(self, after: int, most: int) -> Sequence[Arrived]:
        """Versions that came in after one."""
        ...

    def read_query(self, text: str) -> Query:
        """What a query means here."""
        ...

    def kept(self, name: str) -> str | None:
        """What was put down under a name."""
        ...

    def keep(self, name: str, text: str) -> None:
        """Put it down."""
        ...


class Alerting:
    """Looks at what came in, and says what rings. Nothing is dropped: a restart goes on."""

    def __init__(
        self,
        desk: AlertDesk,
        rules: Sequence[Rule],
        quiet: QuietHours | None = None,
        *,
        kept: str = KEPT,
    ) -> None:
        """`quiet` is on the clock that `look` is told as `wall`; `kept`: where it is put down."""
        self._name = kept
        self._desk = desk
        self._quiet = quiet
        self.problems: list[str] = []
        """Rules that mean nothing here: they do not ring."""
        self._watches = [watch for rule in rules if (watch := self._watch(rule))]
        self._ringer = Ringer([rule for rule, _ in self._watches])
        self._upto = desk.newest
        self._restore()
        self._is_kept = False
        """False where something has changed since it was put down."""
        self.log: list[tuple[datetime, Ring]] = []
        """What rang in this session, the newest last."""
        self.failed: list[tuple[Ring, str]] = []
        """What of it did not reach the reader, and why."""

    @property
    def is_on(self) -> bool:
        """True where any rule rings."""
        return bool(self._watches)

    @property
    def held(self) -> int:
        """How many hits wait for a cool-down, or for the end of quiet hours."""
        return self._ringer.held

    def quiet_until(self, wall: datetime) -> datetime | None:
        """When quiet hours end that hold at a time on the reader's clock; None where none do."""
        return self._quiet.until(wall) if self._quiet is not None else None

    def look(self, now: datetime, wall: datetime) -> list[Ring]:
        """Look at what came in since; returns what rings now. `wall`: on the reader's clock."""
        if not self._watches:
            return []
        arrived = self._desk.arrived(self._upto, MOST_AT_ONCE)
        for watch in self._watches:
            self._ringer.take(watch[0], hits_of(watch, arrived, self._desk.beat), now)
        if arrived:
            self._upto = arrived[-1].doc
        is_quiet = self._quiet is not None and self._quiet.hold(wall)
        rings = [] if is_quiet else self._ringer.due(now)
        self.log += [(now, ring) for ring in rings]
        self._is_kept = self._is_kept and not arrived and not rings
        if not self._is_kept and self._desk.keeps:
            self._keep()
        return rings

    def _watch(self, rule: Rule) -> Watch | None:
        try:
            return rule, self._desk.read_query(rule.query)
        except QueryError as error:
            self.problems.append(f"the alert {rule.name!r} does not ring: {error}")
            return None

    def _restore(self) -> None:
        text = self._desk.kept(self._name)
        with suppress(ValueError, TypeError, KeyError):
            record = json.loads(text or "null")
            self._ringer.restore(record["ringer"])
            self._upto = min(int(record["upto"]), self._upto)

    def _keep(self) -> None:
        text = json.dumps({"upto": self._upto, "ringer": self._ringer.record()})
        with suppress(ArchiveError):  # it is full, or another program writes: next time
            if text != self._desk.kept(self._name):
                self._desk.keep(self._name, text)
            self._is_kept = True
