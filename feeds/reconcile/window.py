"""First step: which claims are known at the moment, and which are about another time (R1, R2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from feeds.beat import Beat, Episode
from feeds.claim import Claim
from feeds.reconcile.reading import as_of, order_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The claims known at a moment, each list in the order told."""

    current: tuple[Claim, ...]
    background: tuple[Claim, ...]
    """About another war or an earlier episode (R2)."""

    struck: tuple[Claim, ...]
    """Of earlier versions of an entry that was edited since (R1)."""

    window: Episode | None
    """The episode that the tally is of; None where the beat has none by then."""


def known_at(
    claims: Iterable[Claim], at: datetime | None, beat: Beat, struck: Iterable[Claim] = ()
) -> Known:
    """Split the claims known at `at`; None is the end, and takes the undated ones too (R1).

    `struck` are of versions that were edited since, whose entry may carry no claim any more.

    The window is the playhead's episode; at the end, that of the last thing known. What was
    counted before the window began is about an earlier episode, whatever its words (R2); what
    was said after its end, and before another began, is still about it.
    """
    seen = sorted((c for c in claims if _is_known(c, at)), key=order_of)
    edited = [c for c in struck if _is_known(c, at)]
    playhead = at or max((c.known for c in seen if c.known), default=None)
    window = beat.window_at(playhead) if playhead else _only_episode(beat)
    newest = _newest_versions(seen)
    live = [c for c in seen if c.known == newest[c.entry_key]]
    return Known(
        current=tuple(c for c in live if not is_background(c, window)),
        background=tuple(c for c in live if is_background(c, window)),
        struck=tuple(
            sorted((*edited, *(c for c in seen if c.known != newest[c.entry_key])), key=order_of)
        ),
        window=window,
    )


def _is_known(claim: Claim, at: datetime | None) -> bool:
    return at is None or (claim.known is not None and claim.known <= at)


def _only_episode(beat: Beat) -> Episode | None:
    """The window where nothing known has a time: of several episodes none can be told."""
    return beat.episodes[0] if len(beat.episodes) == 1 else None


def _newest_versions(claims: Iterable[Claim]) -> dict[tuple[str, str], datetime | None]:
    newest: dict[tuple[str, str], datetime | None] = {}
    for claim in claims:
        before = newest.get(claim.entry_key)
        if before is None or (claim.known is not None and claim.known > before):
            newest[claim.entry_key] = claim.known
    return newest


def is_background(claim: Claim, window: Episode | None) -> bool:
    """True for what is about another war, or was counted before the window began (R2)."""
    if claim.period == "historical":
        return True
    counted = claim.known if _is_brought_back(claim) else as_of(claim)
    return window is not None and counted is not None and counted < window.start


def _is_brought_back(claim: Claim) -> bool:
    """True where a person said that it is about now, whatever its words (R19)."""
    machine = claim.judged.machine if claim.judged is not None else None
    return machine is not None and machine.period == "historical"
