"""History: how the cells moved, claim by claim: those of a running tally, moment by moment."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import get_args

from feeds.beat import Beat, Episode
from feeds.change import Change
from feeds.claim import BOTH, Category, Claim, Kind
from feeds.reconcile.drafts import Draft, Group
from feeds.reconcile.moves import Cells, lead, moves
from feeds.reconcile.running import RunningTally
from feeds.tally import Cell

_KINDS: tuple[Kind, ...] = get_args(Kind)
_CATEGORIES: tuple[Category, ...] = get_args(Category)
_Told = Sequence[tuple[Cell, Draft]]
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
        self._begin()

    def follow(self, versions: Iterable[Version]) -> tuple[Change, ...]:
        """All changes of `versions`, which are all there are."""
        told = [v for v in versions if v.replaced is None or v.replaced > v.known]
        if self._sign != self._sign_of(told):
            self._begin()
        for moment, new in _moments(told):
            if not self._is_past(moment):
                self._moving.take(moment, new)
                self._last = moment
        self._sign = self._sign_of(told)
        return tuple(self._moving.found)

    def _begin(self) -> None:
        self._moving = _Moving(self._beat)
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


def _counts(claim: Claim) -> bool:
    """True for what can be the cause of a change: nothing that a person set aside."""
    if claim.is_set_aside:
        return False
    stated = claim.modality not in _HEARSAY and claim.qualifier != "none"
    return stated and claim.victim != BOTH and claim.period == "current"


class _Moving:
    """The cells as the ledger grows, and how they moved."""

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self._running = RunningTally(beat)
        self._window: Episode | None = None
        self._cells: dict[Group, _Told] = {}
        self.found: list[Change] = []

    def take(self, moment: datetime, news: _News) -> None:
        """What is new at a moment, and which cells it moved."""
        window = self._beat.window_at(moment)
        if window is not self._window:
            # What was counted before is of another episode (R2), and no news.
            self._window = window
            self._running.take(moment)
            self._work_out()
        self._running.take(moment, news.added, news.struck)
        causes = [[*filter(_counts, told)] or told for told in (news.added, news.struck)]
        told = {c.id for c in (*news.added, *news.struck) if not c.is_set_aside}
        before = self._cells
        found: list[Change] = []
        for group in self._work_out():
            old, new = before.get(group, ()), self._cells[group]
            kept = {draft.key for _, draft in new}
            leads = {lead(cell) for cell, draft in old if draft.key not in kept}
            after = _with_claims(new, {*told, *(id for id in leads if id)})
            found += moves(_with_claims(old, told), after, moment, *causes)
        self.found += sorted(found, key=_by_cell)

    def _work_out(self) -> Iterable[Group]:
        """Bring the cells up to date; returns the groups whose cells may have moved."""
        moved = self._running.settle() | (self._cells.keys() - set(self._running.groups))
        self._cells = {**self._cells, **{group: self._told(group) for group in moved}}
        return moved

    def _told(self, group: Group) -> _Told:
        """The cells of a group in the order of a tally: of two that close the first is refined."""
        told = self._running.cells(group)
        return sorted(told, key=lambda pair: _CATEGORIES.index(pair[0].category))


def _with_claims(told: _Told, claims: Set[str]) -> Cells:
    """The cells by key, with those of the claims that stand in their ledgers."""
    return {d.key: replace(cell, claims=tuple(filter(d.reads, claims))) for cell, d in told}


def _by_cell(change: Change) -> tuple[str, int, int]:
    """Order within a moment: what is worked out together may hang on claims yet to come (R1)."""
    return (change.victim, _KINDS.index(change.kind), _CATEGORIES.index(change.category))
