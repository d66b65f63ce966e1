"""One claimant's figures over time for one kind of loss and one scope (R4, R5, R9, R11, R16)."""

from collections.abc import Iterable

from feeds.claim import Category, Claim
from feeds.reconcile.chain import Chain
from feeds.reconcile.reading import Reading, is_round
from feeds.reconcile.steps import Step, repeats_number
from feeds.tally import LedgerRole


class Series:
    """One claimant, one victim side, one kind, one scope; a chain for each category (R4)."""

    __slots__ = ("chains",)

    def __init__(self, readings: Iterable[Reading] = ()) -> None:
        self.chains: dict[Category, Chain] = {}
        ordered = list(readings)
        dated = [r for r in ordered if r.as_of is not None]
        undated = [r for r in ordered if r.as_of is None]
        self._fill(dated)
        if not undated:
            return
        fresh = [r for r in undated if self._find(r) is None]
        if fresh and dated:
            # What has no time and repeats nothing sorts first (R1): begin again with it.
            self.chains = {}
            self._fill([*fresh, *dated])
        elif fresh:
            self._fill(undated)
            return
        told = set(map(id, fresh))
        for reading in undated:
            if id(reading) not in told:
                self._repeat_any(reading)

    def copied(self, category: Category, step: Step) -> "tuple[Series, Step]":
        """A series of its own, on which outlets may be hung without a change to this one.

        With the step of it that is one of this one's.
        """
        series = Series()
        made: dict[int, Step] = {}
        series.chains = {category: chain.copy(made) for category, chain in self.chains.items()}
        n = self.chains[category].steps.index(step)
        return series, series.chains[category].steps[n]

    def add(self, reading: Reading) -> None:
        """Take the next reading in the order told."""
        beside = self._part_beside(reading)
        if beside is not None:
            self._join(reading, beside)
        elif reading.relation == "increment":
            self._increase(reading)
        elif not self._repeat(reading):
            self._supersede(reading)

    def _fill(self, readings: Iterable[Reading]) -> None:
        for reading in readings:
            self.add(reading)

    def _find(self, reading: Reading) -> tuple[Category, Step] | None:
        """The latest figure that an undated reading repeats, its own category before others."""
        if reading.relation == "increment":
            base = self._base_category(reading)
            added = self.chains[base].current.adding(reading) if base is not None else None
            return (base, added) if base is not None and added is not None else None
        for category in _categories(reading, self.chains):
            step = self.chains[category].matched_by(reading)
            if step is not None and self.may_repeat(reading, category, step):
                return category, step
        return None

    def _repeat_any(self, reading: Reading) -> None:
        found = self._find(reading)
        if found is None or reading.relation == "increment":
            self.add(reading)
        else:
            self.echo(reading, *found)

    def may_repeat(self, reading: Reading, category: Category, step: Step) -> bool:
        """True where the categories allow an echo; one that names the category must count (R11)."""
        if category == reading.category or _is_open(reading):
            return True
        counts = repeats_number(reading, step) or is_round(reading)
        return category == "unknown" and counts and not reading.inside

    def _repeat(self, reading: Reading) -> bool:
        """Take the reading as an echo where it is one (R11, R16)."""
        for category in _categories(reading, self.chains):
            chain = self.chains[category]
            step = chain.repeated_by(reading)
            if step is None:
                continue
            if self.may_repeat(reading, category, step):
                self._take_repeat(reading, category, step)
                return True
            if category != "unknown" and reading.claim.relay and repeats_number(reading, step):
                note = f"{step.words} relayed as {reading.category}: drift (R16)"
                chain.repeat(step, (reading, "drift", note))
                return True
        return False

    def _take_repeat(self, reading: Reading, category: Category, step: Step) -> None:
        """An echo; or, where the figure was only added up (R9), the statement of it."""
        chain = self.chains[category]
        stands = step is chain.current and repeats_number(reading, step)
        added = step.reading.relation == "increment"
        if stands and not added and _outranks(reading, step.reading):
            self._take_primary(reading, category, step)
            return
        if not (added and stands):
            self.echo(reading, category, step)
            return
        chain.add(_step(reading))
        if category == "unknown" and not _is_open(reading):
            self._move(reading.category)

    def _take_primary(self, reading: Reading, category: Category, step: Step) -> None:
        """The side's own word takes the place of a relay that was quicker (R16)."""
        first, chain = step.reading, self.chains[category]
        chain.put_first(reading)
        role: LedgerRole = "drift" if _drifts(first, step) else "echo"
        note = f"repeats {step.words}, said later by its source: one more copy (R11)"
        if _is_open(reading) and not _is_open(first):
            note = f"passed on {step.words} before its source, and names the category (R11)"
        if role == "drift":
            said = first.claim.qualifier.replace("_", " ")
            note = f"passed on {step.words} as {said} before its source: drift (R16)"
        chain.repeat(step, (first, role, note))
        if category == "unknown" and not _is_open(reading):
            self._move(reading.category)

    def echo(self, reading: Reading, category: Category, step: Step) -> None:
        """Hang an echo on a figure; one that names the category moves the series to it (R11).

        Only while the figure stands: the category of an old number says nothing of a newer one.
        """
        self._fold_breath(reading, category, step)
        refines = category == "unknown" and not _is_open(reading)
        refines = refines and step is self.chains[category].current
        refines = refines and self.may_repeat(reading, category, step)
        note = f"repeats {step.words}: one claim, one more copy (R11)"
        role: LedgerRole = "echo"
        if refines:
            note = f"repeats {step.words} and names the category: {reading.category} (R11)"
        elif _drifts(reading, step):
            role = "drift"
            said = reading.claim.qualifier.replace("_", " ")
            note = f"repeats {step.words}, but as {said}: drift, the primary stands (R16)"
        self.chains[category].repeat(step, (reading, role, note))
        if refines:
            self._move(reading.category)

    def _fold_breath(self, reading: Reading, category: Category, step: Step) -> None:
        """Take back the increment that led, in the same breath, to a total that was known (R9).

        "Another five, bringing the total to 54", printed once more: the five are in the 54. Of
        "another five, after 49" nothing is taken back: nothing led to the 49.
        """
        chain = self.chains[category]
        last = chain.current
        if step is last or not _is_of_one_breath(reading, last.reading):
            return
        if not chain.has_led_to(step, last.reading):
            return
        chain.take_back()
        note = f"{last.reading.point} more, in the {step.words} said with it: not added twice (R9)"
        for said in ((last.reading, "echo", note), *last.repeats):
            chain.repeat(step, said)

    def _move(self, category: Category) -> None:
        unknown = self.chains.pop("unknown")
        self.chains.setdefault(category, Chain()).take_over(unknown)

    def _move_back(self) -> None:
        """A newer figure without a category takes up the series that only an echo had named."""
        if "unknown" in self.chains:
            return
        for category, chain in list(self.chains.items()):
            if chain.steps and _is_open(chain.current.reading):
                self.chains["unknown"] = self.chains.pop(category)
                return

    def _supersede(self, reading: Reading) -> None:
        """A new figure (R5). A known category takes over the unknown one, unless it is lower.

        A lower number of a known category is a part of the earlier whole ("10 killed", then
        "3 civilians killed"): it opens a chain of its own, and both are shown.
        """
        if _is_open(reading):
            self._move_back()
        chain = self.chains.setdefault(reading.category, Chain())
        if reading.is_vague and chain.steps and not chain.current.reading.is_vague:
            note = f"vague: does not supersede {chain.current.words} (R5)"
            chain.put_beside((reading, "other", note))
            return
        if self._takes_over(reading):
            self._move(reading.category)
        chain.add(_step(reading))

    def _takes_over(self, reading: Reading) -> bool:
        unknown = self.chains.get("unknown")
        if unknown is None or not unknown.steps or _is_open(reading) or reading.inside:
            return False
        last = unknown.current
        if last.reading.claim.entry_key == reading.claim.entry_key:
            return False
        vague = reading.is_vague and not last.reading.is_vague
        return not vague and reading.point >= (last.low or 0)

    def _increase(self, reading: Reading) -> None:
        """Another N (R9): added to the last figure; with none, a floor of its own."""
        category = self._base_category(reading)
        if category is None:
            self.chains[reading.category] = chain = Chain()
            chain.add(_step(reading, is_part=True))
            return
        chain = self.chains[category]
        last = chain.current
        told = last.adding(reading)
        if told is not None:
            note = f"repeats the increment of {told.reading.point}: not added twice (R11)"
            chain.repeat(told, (reading, "echo", note))
            return
        chain.add(
            Step(
                reading=reading,
                low=_plus(last.low, reading.low),
                best=_plus(last.best, reading.best),
                high=_plus(last.high, reading.high),
                as_of=reading.as_of,
                base=last,
                is_part=last.is_part,
            )
        )

    def _part_beside(self, reading: Reading) -> Chain | None:
        """The figures that end with another part of the same split claim (R19)."""
        chain = self.chains.get(reading.category)
        root = split_of(reading.claim)
        is_one = chain is not None and chain.steps and root is not None
        return chain if is_one and chain and split_of(chain.current.reading.claim) == root else None

    def _join(self, reading: Reading, chain: Chain) -> None:
        """Parts that were said together add up; none supersedes the other."""
        last = chain.current
        chain.add(
            Step(
                reading=reading,
                low=_plus(last.low, reading.low),
                best=_plus(last.best, reading.best),
                high=_plus(last.high, reading.high),
                as_of=reading.as_of,
                base=last,
                is_joined=True,
                is_part=last.is_part,
            )
        )

    def _base_category(self, reading: Reading) -> Category | None:
        if reading.category in self.chains:
            return reading.category
        if _is_open(reading):
            chains = self.chains.items()
            return max(chains, key=lambda kc: kc[1].current.reading.order, default=(None, None))[0]
        return "unknown" if "unknown" in self.chains else None


def _step(reading: Reading, *, is_part: bool = False) -> Step:
    return Step(
        reading=reading,
        low=reading.low,
        best=reading.best,
        high=reading.high,
        as_of=reading.as_of,
        is_part=is_part,
    )


def split_of(claim: Claim) -> str | None:
    """Id of the claim that a person split into this one and others; None for any other."""
    if claim.judged is None or claim.judged.machine is None:
        return None
    whole = claim.judged.machine.id
    return whole if claim.id.startswith(f"{whole}/") else None


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _is_open(reading: Reading) -> bool:
    return reading.category == "unknown"


def _categories(reading: Reading, chains: dict[Category, Chain]) -> list[Category]:
    """Where to look for what it repeats: its own category, then unknown, then the latest told."""
    rest = sorted(
        (c for c in chains if c not in (reading.category, "unknown")),
        key=lambda c: chains[c].current.reading.order,
        reverse=True,
    )
    first: list[Category] = [reading.category]
    if not _is_open(reading):
        first.append("unknown")
    return [c for c in first if c in chains] + rest


def _is_of_one_breath(total: Reading, last: Reading) -> bool:
    """True for a total that its claimant states in one text with that increment."""
    is_one = (total.column, total.speaker) == (last.column, last.speaker)
    return last.relation == "increment" and is_one and total.claim.entry_key == last.claim.entry_key


def _outranks(reading: Reading, primary: Reading) -> bool:
    """Nearer to its source than the claim that it repeats, and as outright (R16)."""
    nearer = len(reading.claim.relay) < len(primary.claim.relay)
    return nearer and not is_round(reading) and reading.derived == primary.derived


def _drifts(reading: Reading, step: Step) -> bool:
    relayed = bool(reading.claim.relay) or reading.column == "outlet"
    other = reading.claim.qualifier != step.reading.claim.qualifier
    return relayed and other and not is_round(reading) and repeats_number(reading, step)
