"""Which part of the theatre a number is for: whole, a place, an incident (R4)."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from feeds.beat import Beat
from feeds.claim import Claim, Kind
from feeds.reconcile.columns import Columns
from feeds.reconcile.reading import REPEAT_SPAN, Column, as_of, point

_STILL_TOLD = timedelta(days=10)
"""How long the toll of an incident may go on rising."""

_FAR_BELOW = 2
"""How many times as high a total stands that no lower number replaces unless it says so."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Scope = tuple[str | None, str | None]
"""Place and incident; both None is the whole theatre."""

WHOLE: Scope = (None, None)


UNNAMED = "unnamed"
"""Incident of a part of the whole of which neither incident, place nor day is known."""


def is_mere_day(incident: str | None) -> bool:
    """True for an incident that is only the day of a number, and names no strike or clash."""
    return incident is not None and _DAY.fullmatch(incident.strip()) is not None


def day_in(incident: str | None) -> str | None:
    """The day that the name of an incident holds; None where it holds none."""
    found = _DAY.search(incident) if incident is not None else None
    return found.group() if found else None


@dataclass(slots=True, eq=False)
class _Heard:
    """The parts told so far, by whoever counts for a reader of them."""

    seen: set[tuple[str, Scope]] = field(default_factory=set)
    latest_at: dict[tuple[str, str | None], Scope] = field(default_factory=dict)
    """The incident begun last in a place, by victim and place: repeating one begins none."""

    latest: dict[str, Scope] = field(default_factory=dict)
    running: set[tuple[str, Kind, str | None]] = field(default_factory=set)
    """Victim, kind and place of the running totals of places."""

    told: dict[tuple[str, str | None], dict[Scope, datetime]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """What was told of a place, by victim and place, and when last."""

    wholes: dict[tuple[str, Kind], int] = field(default_factory=dict)
    """The last number of each kind for the whole."""

    points: dict[tuple[str, Kind, Scope], int] = field(default_factory=dict)
    """The last number of each kind there."""

    named: dict[tuple[str, str | None, str | None], dict[str, None]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """Incidents with a name, by victim, place and day."""

    def note(self, claim: Claim, scope: Scope, day: str | None) -> None:
        place, incident = scope
        if scope == WHOLE:
            self.wholes[claim.victim, claim.kind] = point(claim.low, claim.best, claim.high)
            return
        if counted := as_of(claim):
            self.told[claim.victim, place][scope] = counted
        self.points[claim.victim, claim.kind, scope] = point(claim.low, claim.best, claim.high)
        if incident is None:
            self.running.add((claim.victim, claim.kind, place))
        elif not is_mere_day(incident):
            self.named[claim.victim, place, day_in(incident) or day].setdefault(incident)
        if (claim.victim, scope) not in self.seen:
            self.seen.add((claim.victim, scope))
            self.latest_at[claim.victim, place] = self.latest[claim.victim] = scope


class Scoping(Protocol):
    """Whoever knows the scopes of claims."""

    def of_all(self, claims: Sequence[Claim]) -> list[Scope]:
        """One scope a claim."""
        ...


_FARTHEST: dict[Column, int] = {"own": 0, "independent": 0, "outlet": 2}
"""From which memory on a column is heard: nearest first the side itself, any side, everybody."""


class Scopes:
    """Gives each claim its scope, so that a later text can join an earlier incident.

    A part whose incident no text names is its place's on its day: four killed on Monday and three
    in the same town on Tuesday are two figures. It joins the one incident that has a name there on
    that day. A count "as of" an hour is a running total there. More losses on a day are added to
    the running total of their place, or to the whole (R9): no part of their own.
    An undated text may tell any day: it joins what is known of the place, and is never added.

    What a side says of its own losses never hangs on how another side or an outlet tells of the
    same incidents (R11, R12): it refers back to its own words and to independent counts; other
    sides to those of any side; outlets to whatever was told.
    """

    def __init__(self, beat: Beat, columns: Columns) -> None:
        self._beat = beat
        self._columns = columns
        self._own, self._sides, self._all = _Heard(), _Heard(), _Heard()

    def of_all(self, claims: Sequence[Claim]) -> list[Scope]:
        """One scope a claim, in the order given, which is the order told."""
        scopes = [self.join(c) if as_of(c) is not None else WHOLE for c in claims]
        for n, claim in enumerate(claims):
            if as_of(claim) is None:
                scopes[n] = self.join(claim)
        return scopes

    def is_deaf(self, claim: Claim) -> bool:
        """True for what is about the whole, whatever was told.

        No part can join it; a number that no word calls a total is held against it.
        """
        whole = claim.incident is None and (claim.place is None or self._is_everywhere(claim))
        return whole and claim.relation != "subset" and not (claim.refers_back or is_assumed(claim))

    def join(self, claim: Claim) -> Scope:
        """The scope of the claim told next."""
        column = self._columns.column(claim)
        hearing = (self._own, self._sides, self._all)[_FARTHEST.get(column, 1) :]
        heard = hearing[0]
        day = self._day(claim)
        scope = self._own_words(claim, day, heard)
        points_back = claim.refers_back and not _runs(claim)
        if points_back and (claim.victim, scope) not in heard.seen:
            scope = _referred(claim, heard) or scope
        if scope == WHOLE and _is_no_whole(claim, heard):
            scope = (None, day or UNNAMED)
        for memory in hearing:
            memory.note(claim, scope, day)
        return scope

    def _own_words(self, claim: Claim, day: str | None, heard: _Heard) -> Scope:
        place = None if self._is_everywhere(claim) else claim.place
        incident = " ".join(claim.incident.casefold().split()) if claim.incident else None
        unnamed = incident is None or is_mere_day(incident)
        if claim.relation == "increment" and unnamed:
            runs = place is None or (claim.victim, claim.kind, place) in heard.running
            return (place, None) if runs else _added_to(claim, heard) or (place, incident or day)
        if claim.relation != "subset" or not unnamed:
            return (place, incident)
        if _runs(claim) and place is not None and day is not None:
            return self._running(claim, day, heard)
        when = incident or day
        if when is None:
            nowhere = (None, UNNAMED) if place is None else (place, None)
            return heard.latest_at.get((claim.victim, place), nowhere)
        if place is None:
            return (None, when)
        if when == day and claim.as_of is not None and claim.as_of != claim.time:
            return (place, None)
        named = heard.named.get((claim.victim, place, when), {})
        return (place, next(iter(named)) if len(named) == 1 else when)

    def _running(self, claim: Claim, day: str, heard: _Heard) -> Scope:
        """Where the running toll of a place goes: to the one incident that is told there of late,
        where it is no lower; of several it contains them all, and is added to none."""
        now = as_of(claim)
        told = heard.told.get((claim.victim, claim.place), {})
        late = [s for s, when in told.items() if now is None or now - when <= _STILL_TOLD]
        whole: Scope = (claim.place, None)
        if not late:
            return (claim.place, day)
        if len(late) > 1 or whole in late:
            return whole
        last = heard.points.get((claim.victim, claim.kind, late[0]), 0)
        return late[0] if point(claim.low, claim.best, claim.high) >= last else whole

    def _day(self, claim: Claim) -> str | None:
        """The day on which it was counted, on the beat's clock; None when undated."""
        counted = as_of(claim)
        if counted is None:
            return None
        local = counted.astimezone(self._beat.zone) if self._beat.zone else counted
        return local.date().isoformat()

    def _is_everywhere(self, claim: Claim) -> bool:
        """A total for the only region that the victims' side has is a total of the whole."""
        if claim.relation != "total" or claim.place is None:
            return False
        homes = [r.id for r in self._beat.regions if r.side == claim.victim]
        return claim.place == claim.victim or homes == [claim.place]


def _runs(claim: Claim) -> bool:
    """True for the toll of a place that rises over days: it names no day and no incident."""
    return claim.refers_back and claim.incident is None and claim.relation == "subset"


def is_assumed(claim: Claim) -> bool:
    """True for a total that no word calls one."""
    return claim.relation == "total" and "S.assumed" in claim.rules


def _is_no_whole(claim: Claim, heard: _Heard) -> bool:
    """True for a number that no word calls a total, far below the one that stands: a part (R6)."""
    if not is_assumed(claim):
        return False
    standing = heard.wholes.get((claim.victim, claim.kind), 0)
    return point(claim.low, claim.best, claim.high) * _FAR_BELOW < standing


def _added_to(claim: Claim, heard: _Heard) -> Scope | None:
    """The incident that more losses there are of: the one told there of late, with this kind."""
    now = as_of(claim)
    told = heard.told.get((claim.victim, claim.place), {})
    late = [s for s, at in told.items() if now is not None and now - at <= REPEAT_SPAN]
    with_kind = [s for s in late if (claim.victim, claim.kind, s) in heard.points]
    return with_kind[0] if len(with_kind) == 1 else None


def _referred(claim: Claim, heard: _Heard) -> Scope | None:
    """The incident that "Monday's strike" points at: the last one there, else the last one."""
    if claim.place is None:
        return heard.latest.get(claim.victim)
    return heard.latest_at.get((claim.victim, claim.place))
