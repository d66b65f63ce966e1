"""Archive tally: worked out of what came since the last one, as long as the playhead goes on."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from feeds import reconcile
from feeds.beat import Beat
from feeds.claim import Claim
from feeds.tally import Tally

MOST = 10_000
"""Claims of a window up to which what they add up to is kept from one moment to the next: 3 KiB a
claim."""

_Claims = Mapping[str, Claim]
"""By id."""


class ArchiveTally:
    """The tallies under one playhead; asked by one thread."""

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self._moment: datetime | None = None
        self._claims: _Claims = {}
        self._struck: _Claims = {}
        self._running = reconcile.RunningTally(beat)

    def at(self, at: datetime | None, claims: _Claims, struck: _Claims) -> Tally:
        """As `tally` of claims and struck ones by id, known at a moment; None is the end.

        It begins anew for a moment before the last one, and where an edit is told no more. Checks
        and disputes are worked out here, and not by whoever looks at them first.
        """
        moment = at or max((c.known for c in claims.values() if c.known), default=None)
        is_plain = _are_live(claims.values(), moment) and all(
            _is_dated(claim, moment) for claim in struck.values()
        )
        if moment is None or len(claims) > MOST or not is_plain:
            self._begin()
            return reconcile.tally(claims.values(), at=at, beat=self._beat, struck=struck.values())
        edited = _others(struck, self._struck)
        is_back = self._moment is not None and moment < self._moment
        if is_back or len(struck) != len(self._struck) + len(edited):
            self._begin()
            edited = struck
        self._running.drop(_others(self._claims, claims).values())
        came = {**_others(claims, self._claims), **{i: claims[i] for i in edited if i in claims}}
        self._running.take(moment, [*came.values()], [*edited.values()])
        self._moment, self._claims, self._struck = moment, dict(claims), dict(struck)
        found = replace(self._running.tally(), at=at)
        return replace(found, checks=tuple(found.checks), disputes=tuple(found.disputes))

    def _begin(self) -> None:
        self._moment, self._claims, self._struck = None, {}, {}
        self._running = reconcile.RunningTally(self._beat)


def _others(claims: _Claims, known: _Claims) -> _Claims:
    """Those that are not known as they are."""
    told = ((id, claim, known.get(id)) for id, claim in claims.items())
    return {id: claim for id, claim, before in told if claim is not before and claim != before}


def _are_live(claims: Iterable[Claim], moment: datetime | None) -> bool:
    """True where all have a time by then, and each entry one version."""
    known: dict[tuple[str, str], datetime | None] = {}
    return all(
        _is_dated(claim, moment) and known.setdefault(claim.entry_key, claim.known) == claim.known
        for claim in claims
    )


def _is_dated(claim: Claim, moment: datetime | None) -> bool:
    return moment is not None and claim.known is not None and claim.known <= moment
