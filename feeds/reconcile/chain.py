"""One claimant's figures in one category, in the order told, and what repeats them (R5, R11)."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from feeds.reconcile.reading import (
    REPEAT_SPAN,
    Reading,
    as_of,
    hedges,
    is_hedged,
    is_near,
    point,
    says_same,
    shown,
)
from feeds.reconcile.waiting import is_waiting
from feeds.tally import LedgerRole

_Number = int | tuple[int | None, int | None]
"""What makes a number the same: its point value, else both bounds."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)

LOOK_BACK = 50
"""Figures back that an undated text is held against, so that cost stays linear."""

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

    repeats: list[Said] = field(default_factory=list)

    point: int = field(init=False)
    """The one number to compare by, as `Reading.point`."""

    added: "dict[_Number, Step]" = field(default_factory=dict)
    """The increments since the last stated figure, by their own number (R9, R11)."""

    def __post_init__(self) -> None:
        self.point = point(self.low, self.best, self.high)
        if self.reading.relation == "increment":
            self.added = self.base.added if self.base is not None else self.added
            said = self.reading
            self.added[_number(said.low, said.best, said.high)] = self

    def adding(self, reading: Reading) -> "Step | None":
        """The same increment already added within 72 hours (R11)."""
        found = self.added.get(_number(reading.low, reading.best, reading.high))
        near = found is not None and is_near(found.as_of, reading.as_of)
        return found if near else None

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


class Chain:
    """The figures of one category in the order told; the last one stands (R5)."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.beside: list[Said] = []
        """Vague words said after a count: they do not supersede it (R5)."""

        self._by_number: dict[_Number, list[Step]] = defaultdict(list)
        """The figures with a number: more than one where it was said anew after the span."""

        self._matched: dict[int, dict[Reading, Step | None]] = {}
        """What was asked of `matched_by`, by day: a figure bears on 72 hours around it alone."""

        self.claims: set[str] = set()
        """Ids of all that is told in it."""

        self.drifts = False
        """True where a number is passed on as another one (R16)."""

        self.waits = False
        """True where something told in it waits for a person by its own words (R19)."""

        self.days: set[datetime | None] = set()
        """As-ofs of which a claim gives the day alone."""

        self.moves = 0
        """How often anything was told in it, or taken over."""

    def copy(self, made: dict[int, Step]) -> "Chain":
        """A chain of its own; `made` are the steps that were copied so far, by identity."""
        chain = Chain()
        for step in self.steps:
            chain._put(made.get(id(step)) or step.copy(made))
        chain.beside = self.beside[:]
        chain._know_all_of(self)
        return chain

    @property
    def current(self) -> Step:
        return self.steps[-1]

    @property
    def former(self) -> Step | None:
        """The figure that stood before the text of the current one was known; None without one."""
        return _former(self.steps, len(self.steps) - 1)

    def add(self, step: Step) -> None:
        """Let another figure stand."""
        self._forget(step.as_of)
        self._put(step)
        self._know(step.reading)

    def repeat(self, step: Step, said: Said) -> None:
        """Hang a reading on one of the figures."""
        step.repeats.append(said)
        self._know(said[0])
        self.drifts = self.drifts or said[1] == "drift"

    def put_beside(self, said: Said) -> None:
        """Keep what supersedes nothing."""
        self.beside.append(said)
        self._know(said[0])

    def _put(self, step: Step) -> None:
        self.steps.append(step)
        self._by_number[_number(step.low, step.best, step.high)].append(step)

    def _know(self, reading: Reading) -> None:
        claim = reading.claim
        self.moves += 1
        self.claims.add(claim.id)
        self.waits = self.waits or is_waiting(claim)
        if claim.day_only:
            self.days.add(as_of(claim))

    def _know_all_of(self, other: "Chain") -> None:
        self.moves += 1
        self.claims |= other.claims
        self.days |= other.days
        self.drifts = self.drifts or other.drifts
        self.waits = self.waits or other.waits

    def take_over(self, other: "Chain") -> None:
        """Join another chain's figures, in the order told (R5, R11: the cell moves)."""
        follows = not self.steps or self.current.reading.order < other.steps[0].reading.order
        if not self.steps:
            self._matched = other._matched
        else:
            self._forget(other.steps[0].as_of if follows else None)
        self.steps += other.steps
        self.beside += other.beside
        self._know_all_of(other)
        if not follows:
            self.steps.sort(key=lambda s: s.reading.order)
            self._by_number.clear()
        for step in other.steps if follows else self.steps:
            self._by_number[_number(step.low, step.best, step.high)].append(step)

    def repeated_by(self, reading: Reading) -> Step | None:
        """The figure that the reading repeats (R11).

        The same number repeats any figure of the last 72 hours: an older one is a text that
        lags, not a revision. A hedged figure repeats only the one that stands.
        """
        if not self.steps:
            return None
        same = self._with_number_of(reading)
        if same is not None:
            return same
        last = self.current
        if is_near(last.as_of, reading.as_of) and hedges(reading, last.point):
            return last
        return None

    def put_first(self, reading: Reading) -> None:
        """Let another claim set the figure that stands (R16)."""
        self._forget(self.current.as_of)
        self.current.put_first(reading)
        self._know(reading)

    def _forget(self, since: datetime | None) -> None:
        """A figure was counted then that was not; None is any time."""
        if self._matched:
            first = (since - REPEAT_SPAN).toordinal() if since is not None else 0
            self._matched = {day: told for day, told in self._matched.items() if day < first}

    def matched_by(self, reading: Reading) -> Step | None:
        """The latest figure that an outlet or an undated text matches (R11)."""
        if reading.as_of is None:
            return self._match(reading)
        told = self._matched.setdefault(reading.as_of.toordinal(), {})
        if reading not in told:
            told[reading] = self._match(reading)
        return told[reading]

    def _match(self, reading: Reading) -> Step | None:
        same = self._with_number_of(reading)
        if same is not None:
            return same
        if not is_hedged(reading):
            return None
        near = (s for s in self._around(reading) if is_near(s.as_of, reading.as_of))
        return next((s for s in near if hedges(reading, s.point)), None)

    def _with_number_of(self, reading: Reading) -> Step | None:
        told = self._by_number.get(_number(reading.low, reading.best, reading.high), ())
        return next((s for s in reversed(told) if is_near(s.as_of, reading.as_of)), None)

    def _around(self, reading: Reading) -> Sequence[Step]:
        """The figure that stood at the reading's time and the next; undated: the last ones."""
        if reading.as_of is None:
            return self.steps[: -LOOK_BACK - 1 : -1]
        now = bisect_right(self.steps, reading.order, key=lambda s: s.reading.order)
        return self.steps[max(now - 1, 0) : now + 1]

    def counted_by(self, moment: datetime) -> Sequence[Step]:
        """At least the figures that were counted by then, in the order told."""
        if not self.steps or self.current.as_of is None:
            return self.steps  # one without a time may stand after those that have one
        told = bisect_right(self.steps, moment, key=lambda s: s.as_of or _EARLIEST)
        return self.steps[:told]

    def readings(self) -> Iterable[tuple[Reading, LedgerRole | None]]:
        """Every reading, those that repeat or stand beside with their role; in no order."""
        for step in self.steps:
            yield step.reading, None
            yield from ((reading, role) for reading, role, _ in step.repeats)
        yield from ((reading, role) for reading, role, _ in self.beside)

    @property
    def makers(self) -> Iterator[str]:
        """Ids of the claims that make the figure that stands: what it was added to, too."""
        step: Step | None = self.current
        while step is not None:
            yield step.reading.claim.id
            step = step.base

    @property
    def goes_down(self) -> bool:
        """True where another text lowered the figure (R5)."""
        before = self.former
        return before is not None and self.current.point < before.point

    @property
    def fall(self) -> tuple[str, str] | None:
        """The claim that stands and leaves less than half of what was said before, and why (R5)."""
        before, step = self.former, self.current
        if before is None or step.point * 2 >= before.point:
            return None
        return step.reading.claim.id, contradicts(step, before)

    @property
    def hours(self) -> frozenset[datetime | None]:
        """As-ofs of which a claim gives the hour."""
        told = (reading.claim for reading, _ in self.readings())
        return frozenset(as_of(claim) for claim in told if not claim.day_only)

    def _standing(self) -> list[Step]:
        """The figure that stands, and the parts of a split claim that it adds up."""
        step = self.current
        standing = [step]
        while step.is_joined and step.base is not None:
            step = step.base
            standing.append(step)
        return standing

    def said(self) -> Iterable[Said]:
        """Every reading of the chain, with its role."""
        standing = self._standing()
        for place, step in enumerate(self.steps):
            stands = step in standing
            former = _former(self.steps, place)
            yield (step.reading, _role(step, stands), _note(step, former, stands))
            yield from step.repeats
        yield from self.beside


def _former(steps: Sequence[Step], place: int) -> Step | None:
    """The step before the one at `place` that another text set: one text revises nothing (R5)."""
    entry = steps[place].reading.claim.entry_key
    earlier = (steps[n] for n in reversed(range(place)))
    return next((step for step in earlier if step.reading.claim.entry_key != entry), None)


def contradicts(step: Step, before: Step, kind: str = "") -> str:
    """Why a person should look at a figure that is far below an earlier one, of another kind."""
    of = f" {kind}" if kind else ""
    return f"contradicts {before.words}{of} said before: {step.words} is less than half (R5)"


def _number(low: int | None, best: int | None, high: int | None) -> _Number:
    return best if best is not None else (low, high)


def repeats_number(reading: Reading, step: Step) -> bool:
    return says_same(reading, step.low, step.best, step.high)


def _role(step: Step, stands: bool) -> LedgerRole:
    if step.reading.relation == "increment":
        return "increment"
    if not stands:
        return "superseded"
    return "component" if step.reading.derived else "current"


def _note(step: Step, before: Step | None, stands: bool) -> str:
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
