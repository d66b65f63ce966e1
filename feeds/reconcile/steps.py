"""Steps: figures that stood or stand, and what is said of one beside another (R5, R7, R9, R11)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from feeds.reconcile.reading import Reading, is_near, point, says_same, shown
from feeds.tally import LedgerRole

Number = int | tuple[int | None, int | None]
"""What makes a number the same: its point value, else both bounds."""

Said = tuple[Reading, LedgerRole, str]
"""A reading with what it does in the ledger, and why."""


@dataclass(slots=True, eq=False, kw_only=True)
class Step:
    """A figure that stood, or stands: the claim that set it and those that repeat it."""

    reading: Reading
    """The primary: the first to say it (R16)."""

    low: int | None
    best: int | None
    high: int | None
    as_of: datetime | None
    base: "Step | None" = None
    """The figure that an increment was added to (R9); None for a stated one."""

    is_joined: bool = False
    """True for a part of a split claim: its `base` is the part before it, said together with it."""

    is_part: bool = False
    """True for an increment with nothing to add to: a floor, no total."""

    repeats: Sequence[Said] = ()
    """In the order hung."""

    point: int = field(init=False)
    """The one number to compare by, as `Reading.point`."""

    added: "dict[Number, Step] | None" = None
    """The increments since the last stated figure, by their own number (R9, R11); None for none."""

    def __post_init__(self) -> None:
        self.point = point(self.low, self.best, self.high)
        if self.reading.relation == "increment":
            base, said = self.base, self.reading
            if base is None:
                self.added = {}
            else:
                base.added = self.added = base.added if base.added is not None else {}
            self.added[number_of(said.low, said.best, said.high)] = self

    def hang(self, said: Said) -> None:
        """Hang one more that repeats it."""
        if isinstance(self.repeats, list):
            self.repeats.append(said)
        else:
            self.repeats = [*self.repeats, said]

    def adding(self, reading: Reading) -> "Step | None":
        """The same increment already added within 72 hours (R11)."""
        if self.added is None:
            return None
        found = self.added.get(number_of(reading.low, reading.best, reading.high))
        near = found is not None and is_near(found.as_of, reading.as_of)
        return found if near else None

    def forget(self) -> None:
        """It was no increment of its own."""
        said = self.reading
        number = number_of(said.low, said.best, said.high)
        if self.added is not None and self.added.get(number) is self:
            del self.added[number]

    def put_first(self, reading: Reading) -> None:
        """Let another claim of the same number set the figure (R16), and its as-of with it."""
        self.reading, self.as_of = reading, reading.as_of
        self.low, self.best, self.high = reading.low, reading.best, reading.high
        self.point = point(self.low, self.best, self.high)

    def copy(self, made: "dict[int, Step]") -> "Step":
        """A step of its own, for further repeats; `made` are those copied so far, by identity."""
        base = self.base
        if base is not None:
            base = made.get(id(base)) or base.copy(made)
        step = made[id(self)] = Step(
            reading=self.reading,
            low=self.low,
            best=self.best,
            high=self.high,
            as_of=self.as_of,
            base=base,
            is_joined=self.is_joined,
            is_part=self.is_part,
        )
        step.repeats = self.repeats[:]
        return step

    @property
    def is_derived(self) -> bool:
        return self.base is not None or self.reading.derived

    @property
    def words(self) -> str:
        return shown(self.low, self.best, self.high)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All that made it, the setting one first, with what it was added to."""
        found: list[Reading] = []
        step: Step | None = self
        while step is not None:
            found += (step.reading, *(r for r, _, _ in step.repeats))
            step = step.base
        return tuple(found)


def former_of(steps: Sequence[Step], place: int) -> Step | None:
    """The step before the one at `place` that another text set: one text revises nothing (R5)."""
    entry = steps[place].reading.claim.entry_key
    earlier = (steps[n] for n in reversed(range(place)))
    return next((step for step in earlier if step.reading.claim.entry_key != entry), None)


def contradicts(step: Step, before: Step, kind: str = "") -> str:
    """Why a person should look at a figure that is far below an earlier one, of another kind."""
    of = f" {kind}" if kind else ""
    return f"contradicts {before.words}{of} said before: {step.words} is less than half (R5)"


def number_of(low: int | None, best: int | None, high: int | None) -> Number:
    return best if best is not None else (low, high)


def repeats_number(reading: Reading, step: Step) -> bool:
    return says_same(reading, step.low, step.best, step.high)


def role_of(step: Step, stands: bool) -> LedgerRole:
    if step.reading.relation == "increment":
        return "increment"
    if not stands:
        return "superseded"
    return "component" if step.reading.derived else "current"


def note_of(step: Step, before: Step | None, stands: bool) -> str:
    if step.base is not None and step.is_joined:
        return f"{step.base.words} and {step.reading.point} said together is {step.words} (R7)"
    if step.base is not None:
        return f"{step.base.words} and {step.reading.point} more is {step.words}, derived (R9)"
    if step.is_part:
        return f"{step.reading.point} more, with no figure to add to: a floor (R9)"
    words = f"{step.words} stands" if stands else f"{step.words}, superseded"
    if before is not None:
        words += f"; {change(before, step)}"
    return f"{words} (R5)"


def _holds(step: Step, number: int) -> bool:
    return (step.low or 0) <= number and (step.high is None or number <= step.high)


def change(before: Step, step: Step) -> str:
    """How a figure differs from the one before it: "up 56", "revised down from 12", "unchanged".

    A number inside bounds that had no point of their own moves nothing: it narrows them.
    """
    more = step.point - before.point
    if more and before.best is None and _holds(before, step.point):
        return f"narrows {before.words}"
    if more > 0:
        return f"up {more}"
    return f"revised down from {before.words}" if more < 0 else "unchanged"
