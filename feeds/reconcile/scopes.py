"""Which part of the theatre a number is for: whole, a place, an incident (R4)."""

from collections.abc import Sequence

from feeds.beat import Beat
from feeds.claim import Claim
from feeds.reconcile.reading import as_of

Scope = tuple[str | None, str | None]
"""Place and incident; both None is the whole theatre."""

WHOLE: Scope = (None, None)


class Scopes:
    """Reads claims in the order told, so that a later text can join an earlier incident."""

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self._seen: set[tuple[str, Scope]] = set()
        self._latest_at: dict[tuple[str, str | None], Scope] = {}
        self._latest: dict[str, Scope] = {}

    def of_all(self, claims: Sequence[Claim]) -> list[Scope]:
        """One scope a claim, in the same order."""
        return [self._join(claim) for claim in claims]

    def _join(self, claim: Claim) -> Scope:
        scope = self._own_words(claim)
        if claim.refers_back and (claim.victim, scope) not in self._seen:
            scope = self._referred(claim) or scope
        if scope[1] is not None:
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
        incident = " ".join(claim.incident.casefold().split()) if claim.incident else None
        if claim.relation == "subset" and place is None and incident is None:
            incident = self._day(claim)
        return (place, incident)

    def _is_everywhere(self, claim: Claim) -> bool:
        """A total for the only region that the victims' side has is a total of the whole."""
        if claim.relation != "total" or claim.place is None:
            return False
        homes = [r.id for r in self._beat.regions if r.side == claim.victim]
        return claim.place == claim.victim or homes == [claim.place]

    def _day(self, claim: Claim) -> str:
        counted = as_of(claim)
        if counted is None:
            return f"entry {claim.entry}"
        return (
            (counted.astimezone(self._beat.zone) if self._beat.zone else counted).date().isoformat()
        )
