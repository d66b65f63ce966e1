"""History: how the cells moved, claim by claim, without working the whole tally out each time.

The cells of one side depend on the claims about that side alone; those of one kind on that kind
alone, unless a wider kind, a part or a text that refers back joins it to others. Each such group
is worked out again only when a claim comes to it, and without the echoes that change no cell.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import get_args

from feeds.beat import Beat, Episode
from feeds.change import Change
from feeds.claim import BOTH, Category, Claim, Kind
from feeds.reconcile.columns import Columns
from feeds.reconcile.moment import cells_of
from feeds.reconcile.moves import Cells, moves
from feeds.reconcile.overtaken import CONTAINS
from feeds.reconcile.reading import Order, as_of, is_near, order_of
from feeds.reconcile.scopes import is_mere_day

_GroupKey = tuple[str, Kind | None]
"""Victim, and kind where the kinds of that side do not touch."""

_SaidKey = tuple[str, Kind, str, int]
"""Who says it, of which kind and category, and the number."""

_ANYBODY = "*"
_KINDS: tuple[Kind, ...] = get_args(Kind)
_CATEGORIES: tuple[Category, ...] = get_args(Category)
_HEARSAY = ("alleged", "feared", "pending")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The claims of one version of an entry."""

    claims: tuple[Claim, ...]
    known: datetime
    """When it could first be read."""

    replaced: datetime | None = None
    """When the next version could be; None for the newest."""


def changes(versions: Iterable[Version], beat: Beat) -> tuple[Change, ...]:
    """Every change, oldest first: what is known by then decides it, and nothing later.

    What has no time has no place in it.
    """
    return History(beat).follow(versions)


class History:
    """The changes of a growing ledger: what comes at its end costs only itself."""

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self._last: datetime | None = None
        self._sign = hash(((), ()))
        self._begin(())

    def follow(self, versions: Iterable[Version]) -> tuple[Change, ...]:
        """All changes of `versions`, which are all there are."""
        told = [v for v in versions if v.replaced is None or v.replaced > v.known]
        news = [c for v in told if not self._is_past(v.known) for c in v.claims]
        if self._sign != self._sign_of(told) or not self._grouping.fits(news):
            self._begin(c for v in told for c in v.claims)
        for moment, new in _moments(told):
            if not self._is_past(moment):
                self._moving.take(moment, new)
                self._last = moment
        self._sign = self._sign_of(told)
        return tuple(self._moving.found)

    def _begin(self, claims: Iterable[Claim]) -> None:
        self._grouping = Grouping(claims)
        self._moving = _Moving(self._beat, self._grouping)
        self._last, self._sign = None, hash(((), ()))

    def _is_past(self, moment: datetime) -> bool:
        return self._last is not None and moment <= self._last

    def _sign_of(self, told: Iterable[Version]) -> int:
        """What tells that the past is as it was: no late claim, no edit, none judged anew."""
        past = [v for v in told if v.claims and self._is_past(v.known)]
        edits = [v.replaced for v in past if v.replaced is not None and self._is_past(v.replaced)]
        return hash((tuple(v.claims for v in past), tuple(edits)))


@dataclass(slots=True)
class _News:
    """What happened at one moment."""

    added: list[Claim] = field(default_factory=list)
    struck: list[Claim] = field(default_factory=list)


def _moments(versions: Sequence[Version]) -> list[tuple[datetime, _News]]:
    told: dict[datetime, _News] = {}
    for version in versions:
        if version.claims:
            told.setdefault(version.known, _News()).added += version.claims
            if version.replaced is not None:
                told.setdefault(version.replaced, _News()).struck += version.claims
    return sorted(told.items(), key=lambda pair: pair[0])


class Grouping:
    """Which claims are worked out together: those whose cells depend on each other."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        told = list(claims)
        by_id = {c.id: c for c in told}
        self._joined = {c.victim for c in told if _touches_kinds(c)}
        self._root: dict[str, str] = {}
        for claim in told:
            whole = by_id.get(claim.within) if claim.within else None
            if whole is not None and whole.victim != claim.victim:
                self._join(claim.victim, whole.victim)

    def fits(self, claims: Iterable[Claim]) -> bool:
        """True where further claims join no groups that stand apart."""
        return all(c.victim in self._joined or not (_touches_kinds(c) or c.within) for c in claims)

    def key(self, claim: Claim) -> _GroupKey:
        """The group of a claim."""
        joined = claim.victim in self._joined
        return (self._of(claim.victim), None if joined else claim.kind)

    def _join(self, one: str, other: str) -> None:
        self._joined |= {one, other}
        root, of_other = self._of(one), self._of(other)
        if root != of_other:  # joined already, a root would be its own
            self._root[root] = of_other

    def _of(self, victim: str) -> str:
        while victim in self._root:
            victim = self._root[victim]
        return victim


def _touches_kinds(claim: Claim) -> bool:
    """A wider kind, a part, or an incident that texts about another kind may join."""
    named = claim.place is not None and claim.incident and not is_mere_day(claim.incident)
    wide = claim.kind in CONTAINS or claim.relation == "component"
    return bool(wide or claim.refers_back or named)


def _counts(claim: Claim) -> bool:
    """True for what can move a cell: nothing that a person set aside."""
    if claim.is_set_aside:
        return False
    stated = claim.modality not in _HEARSAY and claim.qualifier != "none"
    return stated and claim.victim != BOTH and claim.period == "current"


@dataclass(slots=True, eq=False)
class _Group:
    """Claims that are worked out together, and what came of it."""

    live: dict[int, Claim] = field(default_factory=dict)
    """All that count now, by identity: one id may stand in two versions."""

    work: dict[int, Claim] = field(default_factory=dict)
    """Those of them that can still move a cell."""

    cells: Cells = field(default_factory=dict)
    newest: Order | None = None
    """Order of the newest: what comes after it changes nothing of how the others were read."""

    entries: Counter[tuple[str, str]] = field(default_factory=Counter)
    said: dict[_SaidKey, datetime] = field(default_factory=dict)
    """When a plain total was counted: whoever repeats it adds a copy and moves nothing (R11)."""

    adds: bool = False
    """True where a claim adds to a figure (R9): the same number may then be a statement of it."""


class _Moving:
    def __init__(self, beat: Beat, grouping: Grouping) -> None:
        self._beat = beat
        self._grouping = grouping
        self._groups: dict[_GroupKey, _Group] = {}
        self._window: Episode | None = None
        self._current: dict[int, Claim] = {}
        """Without parties in the beat: all that decide who is one (R12)."""
        self._columns = Columns(beat, ())
        self._victims: frozenset[str] = frozenset()
        self.found: list[Change] = []

    def take(self, moment: datetime, news: _News) -> None:
        """What is new at a moment, and which cells it moved."""
        window = self._beat.window_at(moment)
        if window is not self._window:
            self._window = window
            self._begin_anew(moment)
        added, struck = self._by_group(news.added), self._by_group(news.struck)
        touched = set(added) | set(struck)
        if self._has_new_parties(news):
            touched |= set(self._groups)
            self._reopen()
        causes = [[*filter(_counts, told)] or told for told in (news.added, news.struck)]
        found: list[Change] = []
        for key in touched:
            group = self._groups.setdefault(key, _Group())
            before = group.cells
            if self._work_out(group, moment, added.get(key, []), struck.get(key, [])):
                found += moves(before, group.cells, moment, *causes)
        self.found += sorted(found, key=_by_cell)

    def _by_group(self, claims: Iterable[Claim]) -> dict[_GroupKey, list[Claim]]:
        found: dict[_GroupKey, list[Claim]] = {}
        for claim in filter(_counts, claims):
            found.setdefault(self._grouping.key(claim), []).append(claim)
        return found

    def _begin_anew(self, moment: datetime) -> None:
        """Another window: what was counted before is of another episode (R2), and no news."""
        self._has_new_parties(_News())
        self._reopen()
        for group in self._groups.values():
            self._recount(group, moment)

    def _reopen(self) -> None:
        """Take up again what was left out: under other columns it may move a cell."""
        for group in self._groups.values():
            group.work = dict(group.live)
            group.said.clear()

    def _has_new_parties(self, news: _News) -> bool:
        """Without parties in the beat, whoever has losses is one from then on (R12)."""
        if self._beat.parties:
            return False
        for claim in news.struck:
            self._current.pop(id(claim), None)
        self._current |= {id(c): c for c in news.added if c.period == "current"}
        victims = frozenset(c.victim for c in self._current.values() if self._is_of_window(c))
        if victims == self._victims:
            return False
        self._victims, self._columns = victims, Columns(self._beat, victims)
        return True

    def _is_of_window(self, claim: Claim) -> bool:
        counted = as_of(claim)
        return self._window is None or counted is None or counted >= self._window.start

    def _work_out(
        self, group: _Group, moment: datetime, added: Sequence[Claim], struck: Sequence[Claim]
    ) -> bool:
        """Bring a group's cells up to date; False where nothing can have moved."""
        orders = sorted(map(order_of, added))
        follows = bool(orders) and (group.newest is None or orders[0] > group.newest)
        idle = follows and not struck and all(self._is_idle(group, c, added) for c in added)
        for claim in struck:
            group.live.pop(id(claim), None)
        group.live |= {id(c): c for c in added}
        group.entries.update(c.entry_key for c in added)
        group.adds = group.adds or any(c.relation == "increment" for c in added)
        group.newest = max((o for o in (group.newest, *orders[-1:]) if o), default=None)
        if idle:
            return False
        if follows and not struck:
            group.work |= {id(c): c for c in added}
        else:
            group.work = dict(group.live)
            group.said.clear()
        self._recount(group, moment)
        return True

    def _is_idle(self, group: _Group, claim: Claim, added: Sequence[Claim]) -> bool:
        """True for the plain repetition of a total: one more copy (R11)."""
        if group.adds or not _is_plain(claim) or claim.relation == "increment":
            return False
        before = group.said.get(self._said_key(claim))
        if before is None or not is_near(before, as_of(claim)):
            return False
        return sum(c.entry_key == claim.entry_key for c in added) == 1

    def _said_key(self, claim: Claim) -> _SaidKey:
        """An outlet may repeat anybody; others only themselves."""
        is_outlet = self._columns.column(claim) == "outlet"
        speaker = _ANYBODY if is_outlet else self._columns.speaker(claim)
        return (speaker, claim.kind, claim.category, claim.best or 0)

    def _recount(self, group: _Group, moment: datetime) -> None:
        found = cells_of(group.work.values(), at=moment, beat=self._beat, columns=self._columns)
        group.cells = {(c.victim, c.kind, c.category): c for c in found}
        self._leave_out_echoes(group)

    def _leave_out_echoes(self, group: _Group) -> None:
        """Keep what can still move a cell: an echo that names no category cannot."""
        rows = {row.claim: row for cell in group.cells.values() for row in cell.ledger}
        for mark, claim in sorted(group.work.items(), key=lambda item: order_of(item[1])):
            row = rows.get(claim.id)
            if row is None or not _is_plain(claim):
                continue
            if row.role == "echo":
                if "names the category" not in row.note and group.entries[claim.entry_key] == 1:
                    del group.work[mark]
            elif row.role in ("current", "superseded", "claimed", "independent"):
                when = as_of(claim)
                if when is not None:
                    key = self._said_key(claim)
                    group.said[_ANYBODY, key[1], key[2], key[3]] = when
                    if not claim.relay:  # its source may still say it more exactly (R16)
                        group.said[key] = when


def _by_cell(change: Change) -> tuple[str, int, int]:
    """Order within a moment: what is worked out together may hang on claims yet to come (R1)."""
    return (change.victim, _KINDS.index(change.kind), _CATEGORIES.index(change.category))


def _is_plain(claim: Claim) -> bool:
    """A dated number for the whole, said outright: its echoes are told by the number alone."""
    whole = claim.place is None and claim.incident is None and claim.relation == "total"
    alone = not claim.components and claim.within is None and not claim.refers_back
    return (
        whole
        and alone
        and claim.best is not None
        and not claim.denied
        and (claim.modality == "stated")
    )
