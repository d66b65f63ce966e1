"""Book: decisions about claims, kept in the archive's file; see `feeds.decision_book`."""

import json
from collections.abc import Iterable

from feeds.archive.connection import Connection
from feeds.decision import Decision
from feeds.decision_record import decision_record, read_decision
from feeds.errors import ArchiveError, DecisionError, Problem


class ArchiveBook:
    """Decisions in the order taken; added to, never changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """The archive's path."""
        return self._connection.path

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read when `all` was last asked."""
        return self._problems

    def all(self) -> tuple[Decision, ...]:
        """Every decision kept, in the order taken, those of other sessions too."""
        problems: list[Problem] = []
        found: list[Decision] = []
        for n, record in self._connection.all("SELECT n, record FROM decision ORDER BY n"):
            try:
                found.append(read_decision(json.loads(record)))
            except (ValueError, RecursionError) as error:
                what = f"decision {n} cannot be read ({error}); it is left out"
                problems.append(Problem(source=self.name, line=None, what=what))
        self._problems = tuple(problems)
        return tuple(found)

    def append(self, decision: Decision) -> None:
        """Keep one more; on the disk once this returns. One that is there already stays.

        Raises:
            DecisionError: it could not be kept.
        """
        try:
            self.extend((decision,))
        except ArchiveError as error:
            raise DecisionError(self.name, error.problem, error.remedy) from error

    def extend(self, decisions: Iterable[Decision]) -> int:
        """Keep several, or none; returns how many were new.

        Raises:
            ArchiveError: they could not be kept.
        """
        rows = [(decision.id, json.dumps(decision_record(decision))) for decision in decisions]
        with self._connection.transaction() as raw:
            before = raw.total_changes
            raw.executemany("INSERT OR IGNORE INTO decision (id, record) VALUES (?, ?)", rows)
            return raw.total_changes - before
