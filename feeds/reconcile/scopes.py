"""Which part of the theatre a number is for: whole, a place, an incident (R4)."""

import re
from collections.abc import Sequence

from feeds.beat import Beat
from feeds.claim import Claim
from feeds.reconcile.reading import as_of

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Scope = tuple[str | None, str | None]
"""Place and incident; both None is the whole theatre."""

WHOLE: Scope = (None, None)


UNNAMED = "unnamed"
"""Incident of a part of the whole of which neither incident, place nor day is known."""


def is_mere_day(incident: str | None) -> bool:
    """True for an incident that is only the day of a number, and names no strike or clash."""
    return incident is not None and _DAY.fullmatch(incident.strip()) is not None


class Scopes:
    """Gives each claim its scope, so that a later text can join an earlier incident.

    A part whose incident no text names is its place's on its day: four killed on Monday and three
    in the same town on Tuesday are two figures. A count "as of" an hour is a running total there.
    More losses on a day, at no place, are added to the whole (R9): no part of their own.
    An undated text may tell any day: it joins what is known of the place, and is never added.
    """

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self._seen: set[tuple[str, Scope]] = set()
        self._latest_at: dict[tuple[str, str | None], Scope] = {}
        self._latest: dict[str, Scope] = {}

    def of_all(self, claims: Sequence[Claim]) -> list[Scope]:
        """One scope a claim, in the order given, which is the order told."""
        scopes = [self._join(c) if as_of(c) is not None else WHOLE for c in claims]
        for n, claim in enumerate(claims):
            if as_of(claim) is None:
                scopes[n] = self._join(claim)
        return scopes

    def _join(self, claim: Claim) -> Scope:
        scope = self._own_words(claim)
        if claim.refers_back and (claim.victim, scope) not in self._seen:
            scope = self._referred(claim) or scope
        if scope != WHOLE:
            self._seen.add((claim.victim, scope))
            self._latest_at[claim.victim, scope[0]] = scope
            self._latest[claim.victim] = scope
        return scope

    def _referred(self, claim: Claim) -> Scope | None:
        """The incident that "Monday's strike" points at: the last one there, else the last one."""
        if claim.place is None:
            return self._latest.get(claim.victim)
        return self._latest_at.get((claim.victim, claim.place))

    def _own_words(self, claim: Claim) -> Scope:
        place = None if self._is_everywhere(claim) else claim.place
        day = self._day(claim)
        incident = " ".join(claim.incident.casefold().split()) if claim.incident else None
        if claim.relation == "increment" and place is None and is_mere_day(incident):
            return WHOLE
        if claim.relation != "subset" or incident not in (None, day):
            return (place, incident)
        if day is None:
            nowhere = (None, UNNAMED) if place is None else (place, None)
            return self._latest_at.get((claim.victim, place), nowhere)
        is_running = place is not None and claim.as_of is not None and claim.as_of != claim.time
        return (place, None if is_running else day)

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
