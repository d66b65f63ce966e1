"""Imported: what came of an import, and how far one is."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from feeds.archive import Added
from feeds.beat import Beat
from feeds.errors import Problem, SourceError

MOST_PROBLEMS = 1000
"""Problems that are kept; more are counted."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far an import is."""

    source: str
    done_bytes: int
    total_bytes: int | None
    """Of this source; None where nobody knows."""

    begun_bytes: int
    """Where it began: what came before was read by an earlier import."""

    added: Added
    """In this import, over all sources."""


@dataclass(slots=True)
class Imported:
    """What came of an import."""

    beat: Beat
    is_recognised: bool
    """True where the beat was taken for the text's own, now."""

    pack_changed: bool
    """True where the pack is no longer the one that the archive is tagged with."""

    added: Added = field(default_factory=Added)
    zone_assumed: str | None = None
    problems: list[Problem] = field(default_factory=list)
    more_problems: int = 0
    """Those over `MOST_PROBLEMS`."""

    lost: int = 0
    """Problems that left something out."""

    lost_before: dict[str, int] = field(default_factory=dict)
    """How many left something out of a source when an earlier import read it: not read again."""

    failed: list[SourceError] = field(default_factory=list)

    def tell(self, problems: Sequence[Problem]) -> None:
        """Keep what was odd."""
        room = max(MOST_PROBLEMS - len(self.problems), 0)
        self.problems += problems[:room]
        self.more_problems += len(problems[room:])
        self.lost += sum(problem.lost for problem in problems)
