"""Figures: what the inputs of a run brought, kept after each lot so that a run can go on."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

from feeds.readers import READERS
from tests.fuzz.seeds import NOBODY


@dataclass(slots=True)
class Figures:
    """What some inputs brought."""

    inputs: int = 0
    bytes: int = 0
    seconds: float = 0.0
    """By the clock on the wall, over all runs that were added up."""

    known: Counter[str] = field(default_factory=Counter)
    """Inputs, by the reader that knew them."""

    read: Counter[str] = field(default_factory=Counter)
    """Those in which it found an entry."""

    found: Counter[str] = field(default_factory=Counter)
    """Kinds of what no document may do."""

    worst: float = 0.0
    """Of all steps of all inputs: how many times an honest document's time it took at the most."""

    worst_step: str = "none"
    done: list[int] = field(default_factory=list)
    """Where the lots began that are in this."""

    def add(self, other: "Figures") -> None:
        """Take another lot's in."""
        self.inputs += other.inputs
        self.bytes += other.bytes
        for mine, more in ((self.known, other.known), (self.read, other.read)):
            mine.update(more)
        self.found.update(other.found)
        self.slow(other.worst, other.worst_step)
        self.done += other.done

    def slow(self, times: float, step: str) -> None:
        """A step took so many times its honest time."""
        if times > self.worst:
            self.worst, self.worst_step = times, step

    def keep(self, path: Path) -> None:
        """Write them down; a file that is there is replaced whole."""
        made = path.with_suffix(".new")
        made.write_text(json.dumps({one.name: getattr(self, one.name) for one in fields(self)}))
        made.replace(path)

    @classmethod
    def kept(cls, path: Path) -> "Figures":
        """What was written down there; nothing where nothing was."""
        if not path.exists():
            return cls()
        told = json.loads(path.read_text())
        counts = {name: Counter(told[name]) for name in ("known", "read", "found")}
        return cls(**told | counts)

    @property
    def progress(self) -> str:
        """One line."""
        found = f"{sum(self.found.values())} found in {len(self.found)} kinds"
        worst = f"worst {self.worst:.1f} times an honest one ({self.worst_step})"
        return f"fuzz_progress {self.inputs} inputs, {found}, {self.seconds:.0f} s, {worst}"

    def lines(self) -> Iterator[str]:
        """All of them."""
        yield f"fuzz_inputs {self.inputs} of {self.bytes / 1e6:.0f} MB"
        yield f"fuzz_rate {self.inputs / max(self.seconds, 1e-9):.0f} a second"
        yield f"fuzz_worst {self.worst:.1f} times an honest document's time, {self.worst_step}"
        for name in (*(reader.name for reader in READERS), NOBODY):
            known = self.known[name]
            share = 100 * self.read[name] / max(known, 1)
            yield f"fuzz_known_by_{name} {known} inputs, entries in {share:.0f} %"
        yield f"fuzz_found {sum(self.found.values())} in {len(self.found)} kinds"
        for what, count in self.found.most_common(40):
            yield f"  {count} {what}"
