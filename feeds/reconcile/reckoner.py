"""The cells of claims as these come and go: what they do not touch is not worked out again.

At every moment those that `moment` makes of the same claims; its stages are here, each kept in the
pieces that the rules let be worked out apart:

hearing     scopes: one victim side (R4)
entry       numbers inside numbers: one entry (R7, R8)
drift       one speaker's same number of one scope (R16)
living      series, and the outlets hung on them: one victim side and scope (R5, R9, R11)
drafts      one victim side and kind (R6)
cells       the same; a side's wider figures with those inside them (R10)
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace

from feeds.beat import Beat
from feeds.claim import Category, Claim
from feeds.reconcile.alike import Alike
from feeds.reconcile.cells import cell_of
from feeds.reconcile.columns import Columns
from feeds.reconcile.components import Aside, Read, read_all
from feeds.reconcile.drafts import Draft, Drafts, Group
from feeds.reconcile.drift import DriftKey, drift_key
from feeds.reconcile.hearing import Hearing
from feeds.reconcile.living import LivingUnit
from feeds.reconcile.makings import Makings, discount
from feeds.reconcile.overtaken import CONTAINS, set_overtaken_aside
from feeds.reconcile.piles import Laid, Pile
from feeds.reconcile.reading import Reading, order_of
from feeds.reconcile.scopes import WHOLE, Scope
from feeds.reconcile.shelf import Shelf
from feeds.reconcile.units import Told, UnitKey, unit_key
from feeds.tally import Cell, Check

_EntryKey = tuple[str, str]


@dataclass(slots=True, eq=False, kw_only=True)
class _Group:
    """One victim side and kind."""

    shelf: Shelf
    wholes: Sequence[Told] = ()
    """For the whole theatre, the outlets' last."""

    denials: dict[Category, Pile[Claim]] = field(default_factory=dict)
    denied_by_own: Counter[Category] = field(default_factory=Counter)
    asides: dict[Category, Pile[Aside]] = field(default_factory=dict)
    drafts: Sequence[Draft] = ()
    """Before a wider figure is overtaken by those inside it."""

    final: Sequence[Draft] = ()
    cells: Sequence[Cell] = ()


class Reckoner:
    """Claims that count, dated all, and their cells; a beat and its columns are given once."""

    def __init__(self, beat: Beat, columns: Columns) -> None:
        self._beat = beat
        self._columns = columns
        self._hearing: dict[str, Hearing] = {}
        self._entries: dict[_EntryKey, tuple[Claim, ...]] = defaultdict(tuple)
        self._aside: dict[_EntryKey, list[Claim]] = defaultdict(list)
        self._unread: set[_EntryKey] = set()
        self._read: dict[_EntryKey, Sequence[Reading]] = {}
        self._alike: dict[DriftKey, Alike] = {}
        self._units: dict[UnitKey, LivingUnit] = defaultdict(LivingUnit)
        self._groups: dict[Group, _Group] = defaultdict(lambda: _Group(shelf=Shelf(beat.zone)))
        self._owned: dict[object, Sequence[Aside]] = {}
        self._checks: dict[_EntryKey, Sequence[Check]] = {}
        self._orphans: dict[_EntryKey, Sequence[str]] = {}
        self._divided: dict[_EntryKey, Set[str]] = {}
        self.divided: Counter[str] = Counter()
        """Ids of claims that stand in several places: more than one number, or beside another."""

        self.checked = 0
        """How many checks there are."""

        self.makings = Makings()
        """Which claims make the figures of the cells, and which are in doubt."""

        self._doubtful: Counter[str] = Counter()
        self._stale: set[Group] = set()

    def of_all(self, claims: Sequence[Claim]) -> list[Scope]:
        """The scope of each claim: as `Scopes`."""
        return [
            self._hearing[c.victim].of_all([c])[0] if c.victim in self._hearing else WHOLE
            for c in claims
        ]

    def lay_aside(self, came: Iterable[Claim], went: Iterable[Claim]) -> None:
        """Know of claims that a person took out: what lies in them still does; before `take`."""
        for claim in went:
            self._aside[claim.entry_key].remove(claim)
            self._unread.add(claim.entry_key)
        for claim in came:
            self._aside[claim.entry_key].append(claim)
            self._unread.add(claim.entry_key)

    def take(self, came: Sequence[Claim], went: Sequence[Claim]) -> None:
        """Take stated claims about one side each, and leave out others."""
        touched = self._unread | {c.entry_key for c in (*came, *went)}
        self._unread = set()
        for victim in {c.victim for c in (*came, *went)}:
            hearing = self._hearing.setdefault(victim, Hearing(self._beat, self._columns))
            new, old = ([c for c in cs if c.victim == victim] for cs in (came, went))
            touched |= {c.entry_key for c in hearing.take(new, old)}
        gone = {id(c) for c in went}
        for key in {c.entry_key for c in went}:
            self._entries[key] = tuple(c for c in self._entries[key] if id(c) not in gone)
        keys = {key: key for key in touched}
        for claim in came:
            self._entries[keys[claim.entry_key]] += (claim,)
        new_readings, old_readings = self._read_entries(keys)
        self._tell(*self._sort_drift(new_readings, old_readings))

    def deny(self, came: Iterable[Claim], went: Iterable[Claim]) -> None:
        """Take denials, and leave out others."""
        for claim in went:
            group = self._touch((claim.victim, claim.kind))
            group.denied_by_own[claim.category] -= self._is_own(claim)
            _take_from(group.denials, claim.category, claim)
        for claim in came:
            group = self._touch((claim.victim, claim.kind))
            group.denied_by_own[claim.category] += self._is_own(claim)
            group.denials.setdefault(claim.category, Pile()).add(claim)

    def set_aside(self, by: object, asides: Sequence[Aside]) -> None:
        """Let what `by` names set these beside the cells, and no others any more."""
        for aside in self._owned.pop(by, ()):
            group = self._touch((aside.claim.victim, aside.kind))
            _take_from(group.asides, aside.category, aside)
        for aside in asides:
            group = self._touch((aside.claim.victim, aside.kind))
            group.asides.setdefault(aside.category, Pile()).add(aside)
        if asides:
            self._owned[by] = asides

    @property
    def checks(self) -> Sequence[tuple[Claim, Check]]:
        """Claims held against their parts (R7), in no order."""
        return [
            (next(c for c in self._entries[key] if c.id == check.claim), check)
            for key, checks in self._checks.items()
            for check in checks
        ]

    def settle(self) -> Set[Group]:
        """Work out what was touched; returns the groups whose cells may be others now."""
        for key in self._stale:
            self._groups[key].drafts = self._drafts(key)
        moved = self._stale | {
            (victim, kind)
            for victim, inner in self._stale
            for kind, inside in CONTAINS.items()
            if inner in inside and (victim, kind) in self._groups
        }
        doubtful = frozenset(self._doubtful)
        for key in moved:
            group = self._groups[key]
            group.final = self._overtake(key)
            group.cells = [
                cell_of(draft, self._beat, doubtful, opened=False) for draft in group.final
            ]
            self.makings.look_over(key, group.final, self._inside(key))
        self._stale = set()
        return moved

    def drafts(self, group: Group) -> Sequence[Draft]:
        """The drafts of a group; its cells are made of them, in that order."""
        return self._groups[group].final

    def cells(self, group: Group) -> Sequence[Cell]:
        """The cells of a group, not opened."""
        return self._groups[group].cells

    @property
    def groups(self) -> Sequence[Group]:
        """Every victim side and kind, sorted."""
        return sorted(self._groups)

    def _touch(self, group: Group) -> _Group:
        self._stale.add(group)
        return self._groups[group]

    def _read_entries(self, keys: Iterable[_EntryKey]) -> tuple[list[Reading], list[Reading]]:
        """The readings that come, and those that go."""
        came: list[Reading] = []
        went: list[Reading] = []
        for key in keys:
            went += self._read.pop(key, ())
            self.makings.doubt(self._orphans.pop(key, ()), -1)
            discount(self.divided, self._divided.pop(key, ()))
            checked = self._checks.pop(key, ())
            self.checked -= len(checked)
            self._doubtful -= Counter(_doubtful(checked))
            claims = sorted(self._entries[key], key=order_of)
            for claim in claims:
                self._touch((claim.victim, claim.kind))
            if not claims:
                del self._entries[key]
                self.set_aside(("entry", key), ())
                continue
            read = read_all(claims, self._columns, self, self._aside.get(key, ()))
            self._read[key] = read.readings
            came += read.readings
            if read.checks:
                self._checks[key] = read.checks
                self.checked += len(read.checks)
                self._doubtful += Counter(_doubtful(read.checks))
            if read.orphans:
                self._orphans[key] = read.orphans
                self.makings.doubt(read.orphans, 1)
            if read.orphans or len(read.readings) + len(read.asides) > 1:
                self._divide(key, read)
            self.set_aside(("entry", key), read.asides)
        return came, went

    def _divide(self, key: _EntryKey, read: Read) -> None:
        told = Counter(r.claim.id for r in read.readings)
        told.update(aside.claim.id for aside in read.asides)
        divided = {id for id, number in told.items() if number > 1} | {*read.orphans}
        if divided:
            self._divided[key] = divided
            self.divided.update(divided)

    def _sort_drift(
        self, came: Iterable[Reading], went: Iterable[Reading]
    ) -> tuple[list[Reading], list[Reading]]:
        """The readings that come to the units, and those that go: without what drifted."""
        new: dict[DriftKey | None, list[Reading]] = defaultdict(list)
        old: dict[DriftKey | None, list[Reading]] = defaultdict(list)
        for found, readings in ((new, came), (old, went)):
            for reading in readings:
                found[drift_key(reading)].append(reading)
        kept, left = new.pop(None, []), old.pop(None, [])
        for key in {key for key in (*new, *old) if key is not None}:
            further, gone = self._sort_alike(key, new.get(key, ()), old.get(key, ()))
            kept += further
            left += gone
        return kept, left

    def _sort_alike(
        self, key: DriftKey, came: Sequence[Reading], went: Sequence[Reading]
    ) -> tuple[Sequence[Reading], Sequence[Reading]]:
        """The same of one speaker's same number; of kinds far from each other none drifts."""
        alike = self._alike.setdefault(key, Alike())
        before = alike.kept
        alike.change(came, went)
        if before is None and not alike.can_drift:
            return came, went
        before = alike.before(came, went) if before is None else before
        after, asides = alike.sort()
        self.set_aside(("drift", key), asides)
        return (
            [r for mark, r in after.items() if mark not in before],
            [r for mark, r in before.items() if mark not in after],
        )

    def _tell(self, came: Iterable[Reading], went: Iterable[Reading]) -> None:
        new: dict[UnitKey, list[Reading]] = defaultdict(list)
        old: dict[UnitKey, list[Reading]] = defaultdict(list)
        for found, readings in ((new, came), (old, went)):
            for reading in readings:
                found[unit_key(reading)].append(reading)
        for key in {*new, *old}:
            unit = self._units[key]
            for kind in unit.take(new.get(key, ()), old.get(key, ())):
                group, told = self._touch((key[0], kind)), unit.told(kind)
                group.shelf.put(key[1], told)
                if key[1] == WHOLE:
                    group.wholes = told
                self.set_aside(("unit", key, kind), unit.asides(kind))

    def _drafts(self, key: Group) -> Sequence[Draft]:
        group = self._groups[key]
        drafts = Drafts(self._beat.zone)
        homes = drafts.place_wholes(key, group.wholes)
        drafts.place_parts(key, group.shelf.corners(homes))
        drafts.lay(key, group.denials, self._is_own, group.denied_by_own)
        drafts.attach_all(key, group.asides)
        return drafts.all()

    def _is_own(self, denial: Claim) -> bool:
        return self._columns.column(denial) == "own"

    def _overtake(self, key: Group) -> Sequence[Draft]:
        """The drafts of a group; those of a wider kind held against what lies in it."""
        drafts = self._groups[key].drafts
        if key[1] not in CONTAINS:
            return drafts
        copies = [replace(draft) for draft in drafts]
        set_overtaken_aside([*copies, *self._inside(key)], self._beat)
        return copies

    def _inside(self, key: Group) -> list[Draft]:
        """The drafts of the kinds that a wider one contains; none for any other."""
        inner = [(key[0], kind) for kind in CONTAINS.get(key[1], ())]
        return [d for group in inner if group in self._groups for d in self._groups[group].drafts]


def _doubtful(checks: Iterable[Check]) -> list[str]:
    return [check.claim for check in checks if check.result == "disagrees"]


def _take_from(piles: dict[Category, Pile[Laid]], category: Category, laid: Laid) -> None:
    piles[category].remove(laid)
    if not piles[category]:
        del piles[category]
