"""Numbers inside numbers: sums, their parts and "including" (R7, R8)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from feeds.claim import Category, Claim, Kind, Relation
from feeds.quantity import Bounds
from feeds.reconcile.columns import Columns
from feeds.reconcile.reading import Reading, as_of, order_of, point, shown
from feeds.reconcile.scopes import WHOLE, Scope, Scoping
from feeds.tally import Check, LedgerRole

_KNOWN: frozenset[Category] = frozenset({"military", "civilian"})
_SHORT = 40
"""Characters of a part's own words that can stand for its name: "eight officers"."""

_UNIONS: frozenset[Kind] = frozenset({"killed_or_missing", "casualties"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A claim that enters no figure, for the ledger of the cell that it is beside."""

    claim: Claim
    kind: Kind
    """Kind of that cell: for a part, its sum's."""

    category: Category
    role: LedgerRole
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The claims as numbers to reconcile, each once."""

    readings: tuple[Reading, ...]
    """In the order told."""

    asides: tuple[Aside, ...]
    checks: tuple[Check, ...]
    orphans: tuple[str, ...]
    """Ids of parts whose sum is not among the claims: for a person to look at."""


def read_all(
    claims: Sequence[Claim], columns: Columns, scopes: Scoping, aside: Sequence[Claim] = ()
) -> Read:
    """Readings of claims that are stated and about one side, in the order told.

    `aside` are those that a person took out: they are not read, but what lies in them still does.
    """
    reader = _Reader(claims, columns, scopes, aside)
    for claim in claims:
        reader.take(claim)
    return Read(
        readings=tuple(sorted(reader.readings, key=lambda r: r.order)),
        asides=tuple(reader.asides),
        checks=tuple(reader.checks),
        orphans=tuple(reader.orphans),
    )


class _Reader:
    def __init__(
        self,
        claims: Sequence[Claim],
        columns: Columns,
        scopes: Scoping,
        aside: Sequence[Claim],
    ) -> None:
        self._columns = columns
        self._scope = {id(c): s for c, s in zip(claims, scopes.of_all(claims), strict=True)}
        self._scope |= {id(c): s for c, s in zip(aside, scopes.of_all(aside), strict=True)}
        self._aside = {c.id: c for c in aside}
        self._entries: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in claims:
            self._entries[claim.entry_key].append(claim)
        self._parts: dict[int, list[Claim]] = defaultdict(list)
        self._sum_of: dict[int, Claim] = {}
        for claim in claims:
            if claim.relation == "component" and (whole := self._find_sum(claim)):
                self._sum_of[id(claim)] = whole
                self._parts[id(whole)].append(claim)
        self.readings: list[Reading] = []
        self.asides: list[Aside] = []
        self.checks: list[Check] = []
        self.orphans: list[str] = []

    def take(self, claim: Claim) -> None:
        if claim.relation == "component":
            self._take_part(claim)
            return
        self.checks += self._check_sum(claim)
        split = _split(claim)
        written = {p.category for p in self._parts[id(claim)] if p.kind == claim.kind}
        if split and self._only_checks(claim) and written == {c for c, _ in split}:
            return
        if split:
            self.readings += [
                self._reading(claim, bounds=bounds, category=category, derived=True)
                for category, bounds in split
            ]
        elif not self._only_checks(claim):
            self.readings.append(self._reading(claim))

    def _take_part(self, claim: Claim) -> None:
        """A part of another side, kind or category has its own cell too; others enter none (R7)."""
        whole = self._sum_of.get(id(claim))
        if whole is None:
            self.orphans.append(claim.id)
            self._put_aside(
                claim, claim, "part of a number that was not found: enters no cell (R7)"
            )
        elif claim.victim != whole.victim:
            self.readings.append(self._reading(claim, whole=whole, derived=True, inside=True))
        elif claim.kind != whole.kind:
            self.readings.append(self._reading(claim, whole=whole, derived=True))
        elif claim.group is None and claim.category in _KNOWN - {whole.category}:
            inside = not self._only_checks(whole)
            self.readings.append(self._reading(claim, whole=whole, derived=True, inside=inside))
        else:
            self._put_aside(claim, whole, _inside_note(claim, whole))

    def _put_aside(self, claim: Claim, beside: Claim, note: str) -> None:
        aside = Aside(
            claim=claim, kind=beside.kind, category=beside.category, role="component", note=note
        )
        self.asides.append(aside)

    def _reading(
        self,
        claim: Claim,
        *,
        bounds: Bounds | None = None,
        category: Category | None = None,
        whole: Claim | None = None,
        derived: bool = False,
        inside: bool = False,
    ) -> Reading:
        place, incident = self._place(claim, whole)
        low, best, high = bounds or (claim.low, claim.best, claim.high)
        return Reading(
            claim=claim,
            column=self._columns.column(claim),
            speaker=self._columns.speaker(claim),
            low=low,
            best=best,
            high=None if claim.not_final else high,
            category=category or claim.category,
            relation=_relation(claim, whole),
            place=place,
            incident=incident,
            as_of=as_of(claim),
            derived=derived,
            inside=inside,
            order=order_of(claim),
        )

    def _place(self, claim: Claim, whole: Claim | None) -> Scope:
        scope = self._scope[id(claim)]
        return self._scope[id(whole)] if whole is not None and scope == WHOLE else scope

    def _find_sum(self, part: Claim) -> Claim | None:
        """The claim that the part names, else the nearest number of its entry that can hold it."""
        others = [c for c in self._entries[part.entry_key] if c.relation != "component"]
        named = next((c for c in others if c.id == part.within), None)
        if named is not None or part.within is not None:
            return named or self._aside.get(part.within or "")
        fits = [c for c in others if c.victim == part.victim and _can_hold(c, part)]
        return min(fits, key=lambda c: _distance(c, part), default=None)

    def _only_checks(self, claim: Claim) -> bool:
        """True for a sum whose parts, of different categories, make it up: never counted twice."""
        parts = [p for p in self._parts[id(claim)] if p.kind == claim.kind]
        categories = {p.category for p in parts}
        made_up = sum(p.best or 0 for p in parts) == claim.best
        return len(categories) > 1 and categories <= _KNOWN and made_up

    def _check_sum(self, claim: Claim) -> Iterable[Check]:
        numbers = claim.components or tuple(
            p.best or 0 for p in self._parts[id(claim)] if p.kind == claim.kind
        )
        if len(numbers) <= 1 or claim.best is None:
            return
        total = sum(numbers)
        words = f"{' + '.join(map(str, numbers))} = {total}"
        if claim.components:
            yield _check(claim, total == claim.best, f"{words}, said as {claim.best}")
            yield from self._check_stated(claim, words)
        elif total >= claim.best:
            yield _check(claim, total == claim.best, f"{words}, given as {claim.best}")

    def _check_stated(self, claim: Claim, words: str) -> Iterable[Check]:
        """A total stated in the same entry must equal the sum (R7)."""
        speaker = self._columns.speaker(claim)
        for other in self._entries[claim.entry_key]:
            alike = (other.victim, other.kind, other.relation) == (
                claim.victim,
                claim.kind,
                claim.relation,
            )
            if other is claim or not alike or other.components or other.best is None:
                continue
            if self._scope[id(other)] == self._scope[id(claim)] and speaker == (
                self._columns.speaker(other)
            ):
                detail = f"{words}; the same entry says {shown(other.low, other.best, other.high)}"
                yield _check(claim, other.best == claim.best, detail)


def _check(claim: Claim, agrees: bool, detail: str) -> Check:
    result: Literal["agrees", "disagrees"] = "agrees" if agrees else "disagrees"
    return Check(claim=claim.id, rule="R7", result=result, detail=detail)


def _split(
    claim: Claim,
) -> list[tuple[Category, Bounds]]:
    """The cells of a sum over categories ("105 soldiers and 3 civilians"); empty for any other."""
    categories = claim.component_categories
    if len(categories) != len(claim.components) or not set(categories) <= _KNOWN:
        return []
    if len(set(categories)) <= 1:
        return []
    sums: dict[Category, int] = defaultdict(int)
    for category, number in zip(categories, claim.components, strict=True):
        sums[category] += number
    return [(category, _share(claim, number)) for category, number in sums.items()]


def _share(claim: Claim, number: int) -> Bounds:
    """A part under the sum's qualifier: "at least" governs all joined numbers (TALLY.md, 2)."""
    best = claim.best or number or 1
    low = number if claim.low is None else number * claim.low // best
    return (low, number, None if claim.high is None else -(-number * claim.high // best))


def _relation(claim: Claim, whole: Claim | None) -> Relation:
    return whole.relation if whole is not None else claim.relation


def _can_hold(whole: Claim, part: Claim) -> bool:
    return (whole.kind == part.kind or whole.kind in _UNIONS) and (
        whole.high is None or point(part.low, part.best, part.high) <= whole.high
    )


def _distance(whole: Claim, part: Claim) -> tuple[bool, bool, bool, int, str]:
    """Nearest first: the same kind, the same text, before it."""
    return (
        whole.kind != part.kind,
        whole.field != part.field,
        whole.start > part.start,
        abs(whole.start - part.start),
        whole.id,
    )


def _inside_note(part: Claim, whole: Claim) -> str:
    named = part.category if part.category != "unknown" else "a part"
    who = part.group or (part.quote if 1 < len(part.quote) <= _SHORT else named)
    words = f"{who}: {shown(part.low, part.best, part.high)} of the "
    words += shown(whole.low, whole.best, whole.high)
    if part.best is not None and whole.best is not None and whole.best >= part.best:
        words += f"; the rest is {whole.best - part.best}, derived"
    return f"{words} (R8)"
