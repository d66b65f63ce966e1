"""One claimant's figures in one category, in the order told, and what repeats them (R5, R11)."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import UTC, datetime

from feeds.reconcile.reading import (
    REPEAT_SPAN,
    Reading,
    as_of,
    hedges,
    is_hedged,
    is_near,
)
from feeds.reconcile.steps import (
    Number,
    Said,
    Step,
    contradicts,
    former_of,
    note_of,
    number_of,
    role_of,
)
from feeds.reconcile.waiting import is_waiting
from feeds.tally import Figure, LedgerRole

_EARLIEST = datetime.min.replace(tzinfo=UTC)

LOOK_BACK = 50
"""Figures back that an undated text is held against, so that cost stays linear."""


FEW = 8
"""Figures that are gone through to find a number."""


def _number(step: Step) -> Number:
    return number_of(step.low, step.best, step.high)


class Chain:
    """The figures of one category in the order told; the last one stands (R5)."""

    __slots__ = (
        "_by_number",
        "_claims",
        "_formerly",
        "_matched",
        "_own",
        "_under",
        "beside",
        "days",
        "drifts",
        "figure",
        "moves",
        "steps",
        "waits",
    )

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.beside: list[Said] = []
        """Vague words said after a count: they do not supersede it (R5)."""

        self._by_number: dict[Number, list[Step]] | None = None
        """The figures with a number: more than one where it was said anew after the span. None
        while it was not asked for, or they are few: there are as many chains as parts."""

        self._matched: dict[int, dict[Reading, Step | None]] = {}
        """What was asked of `matched_by`, by day: a figure bears on 72 hours around it alone."""

        self._claims: set[str] | None = None
        """Ids of all that is told in it, once they were asked for."""

        self.drifts = False
        """True where a number is passed on as another one (R16)."""

        self.waits = False
        """True where something told in it waits for a person by its own words (R19)."""

        self.days: Set[datetime | None] = frozenset()
        """As-ofs of which a claim gives the day alone."""

        self.moves = 0
        """How often anything was told in it, or taken over."""

        self._formerly: tuple[int, Step | None] | None = None
        """What `former` was after so many moves."""

        self.figure: tuple[int, str, Figure] | None = None
        """For whoever makes a figure of it: after how many moves, by whom, and the figure."""

        self._under: Chain | None = None
        """Of which it is a copy that has the same figures, but for some repeats of `_own`."""

        self._own: dict[int, Step] = {}
        """Steps that are its own, by identity and by that of those of the other."""

    def copy(self, made: dict[int, Step]) -> "Chain":
        """A chain of its own; `made` are the steps that were copied so far, by identity.

        Of figures to which nothing was added a step is copied once something is hung on it.
        """
        chain = Chain()
        chain.beside = self.beside[:]
        chain._know_all_of(self)
        if any(step.base is not None for step in self.steps):
            for step in self.steps:
                chain._put(made.get(id(step)) or step.copy(made))
        else:
            chain.steps, chain._under = self.steps[:], self
        return chain

    def own(self, step: Step) -> Step:
        """The step of this chain that stands for one of the chain of which it is a copy."""
        if self._under is None:
            return step
        mine = self._own.get(id(step))
        if mine is None:
            mine = self.steps[self.steps.index(step)] = step.copy({})
            self._own |= {id(step): mine, id(mine): mine}
        return mine

    def _part(self) -> None:
        """Share no step any more."""
        if self._under is not None:
            for step in self._under.steps:
                self.own(step)
            self._under, self._own = None, {}

    @property
    def current(self) -> Step:
        return self.steps[-1]

    @property
    def former(self) -> Step | None:
        """The figure that stood before the text of the current one was known; None without one."""
        if self._formerly is None or self._formerly[0] != self.moves:
            self._formerly = (self.moves, former_of(self.steps, len(self.steps) - 1))
        return self._formerly[1]

    def add(self, step: Step) -> None:
        """Let another figure stand."""
        self._part()
        self._forget(step.as_of)
        self._put(step)
        self._know(step.reading)

    def has_led_to(self, step: Step, more: Reading) -> bool:
        """True where an increment of that number, said or not, lies between a figure of the chain
        and the one before it."""
        place = self.steps.index(step)
        if place == 0:
            return False
        before = self.steps[place - 1]
        if before.reading.relation == "increment" and before.reading.point == more.point:
            return True
        return before.point + more.point == step.point

    def take_back(self) -> None:
        """Let the figure stand again that stood before the last increment."""
        self._part()
        step = self.steps.pop()
        step.forget()
        self._forget(step.as_of)
        self._by_number = None

    def repeat(self, step: Step, said: Said) -> None:
        """Hang a reading on one of the figures."""
        self.own(step).hang(said)
        self._know(said[0])
        self.drifts = self.drifts or said[1] == "drift"

    def put_beside(self, said: Said) -> None:
        """Keep what supersedes nothing."""
        self.beside.append(said)
        self._know(said[0])

    def _put(self, step: Step) -> None:
        self.steps.append(step)
        if self._by_number is not None:
            self._by_number[_number(step)].append(step)

    def _know(self, reading: Reading) -> None:
        claim = reading.claim
        self.moves += 1
        if self._claims is not None:
            self._claims.add(claim.id)
        self.waits = self.waits or is_waiting(claim)
        if claim.day_only:
            self.days |= {as_of(claim)}

    def _know_all_of(self, other: "Chain") -> None:
        self.moves += 1
        if self._claims is not None:
            self._claims |= other.claims
        if other.days:
            self.days |= other.days
        self.drifts = self.drifts or other.drifts
        self.waits = self.waits or other.waits

    def take_over(self, other: "Chain") -> None:
        """Join another chain's figures, in the order told (R5, R11: the cell moves)."""
        self._part()
        other._part()
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
        self._by_number = None

    def repeated_by(self, reading: Reading) -> Step | None:
        """The figure that the reading repeats (R11).

        The same number repeats any figure of the last 72 hours: an older one is a text that
        lags, not a revision. A hedged figure repeats only the one that stands.
        """
        if not self.steps:
            return None
        self._part()
        same = self._with_number_of(reading)
        if same is not None:
            return same
        last = self.current
        if is_near(last.as_of, reading.as_of) and hedges(reading, last.point):
            return last
        return None

    def put_first(self, reading: Reading) -> None:
        """Let another claim set the figure that stands (R16)."""
        self._part()
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
        if self._under is not None:
            found = self._under.matched_by(reading)
            return self._own.get(id(found), found) if found is not None else None
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
        number = number_of(reading.low, reading.best, reading.high)
        if len(self.steps) <= FEW:
            told: Sequence[Step] = [s for s in self.steps if _number(s) == number]
        else:
            told = self._numbered().get(number, ())
        return next((s for s in reversed(told) if is_near(s.as_of, reading.as_of)), None)

    def _numbered(self) -> Mapping[Number, Sequence[Step]]:
        if self._by_number is None:
            self._by_number = defaultdict(list)
            for step in self.steps:
                self._by_number[_number(step)].append(step)
        return self._by_number

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
    def claims(self) -> Set[str]:
        """Ids of all that is told in it."""
        if self._claims is None:
            self._claims = {reading.claim.id for reading, _ in self.readings()}
        return self._claims

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

    @property
    def standing(self) -> set[int]:
        """Places of the figure that stands, and of the parts of a split claim that it adds up."""
        if not self.current.is_joined:
            return {len(self.steps) - 1}
        step = self.current
        standing = [step]
        while step.is_joined and step.base is not None:
            step = step.base
            standing.append(step)
        return {place for place, step in enumerate(self.steps) if step in standing}

    def said_of(self, place: int, standing: Set[int]) -> Said:
        """The reading that set a figure, with its role."""
        step, stands = self.steps[place], place in standing
        former = former_of(self.steps, place)
        return (step.reading, role_of(step, stands), note_of(step, former, stands))

    def said(self) -> Iterable[Said]:
        """Every reading of the chain, with its role."""
        standing = self.standing
        for place, step in enumerate(self.steps):
            yield self.said_of(place, standing)
            yield from step.repeats
        yield from self.beside
