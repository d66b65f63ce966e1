"""Oddities: what was odd in a document of many items, each kind told once, with how often."""

from dataclasses import dataclass, field, replace

from feeds.errors import Problem


@dataclass(slots=True)
class Oddities:
    """Problems of one document, as they are found."""

    source: str
    """Name of the document, for the problems."""

    _told: dict[str, tuple[Problem, int]] = field(default_factory=dict)
    """By kind: the first, and how many there were."""

    def say(self, kind: str, line: int | None = None, *, lost: bool = True, of: str = "") -> None:
        """Note one: `kind` is said of all of its kind, `of` of the first alone."""
        before = self._told.get(kind)
        if before is None:
            first = Problem(source=self.source, line=line, what=f"{kind}{of}", lost=lost)
            self._told[kind] = (first, 1)
        else:
            self._told[kind] = (before[0], before[1] + 1)

    def problems(self) -> list[Problem]:
        """What was odd, in the order found."""
        return [
            problem if count == 1 else replace(problem, what=f"{problem.what} (first of {count:,})")
            for problem, count in self._told.values()
        ]
