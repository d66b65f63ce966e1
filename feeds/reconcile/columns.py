"""Whose word a claim is: the side's own, another side's, independent, or a bystander's (R12)."""

from collections.abc import Iterable

from feeds.beat import Beat
from feeds.claim import BOTH, UNATTRIBUTED, UNKNOWN, Claim
from feeds.reconcile.reading import Column


class Columns:
    """Sorts claims into columns, by the beat and by the sides that have losses in them.

    The fighting sides are the beat's `parties`; a pack that names none is taken to mean the sides
    of its regions and whoever has losses. Any other side is a third state: its figure sets no
    bound (R11).
    """

    def __init__(self, beat: Beat, victims: Iterable[str]) -> None:
        """`victims` are the sides that the claims known by then are about."""
        self._independent = {a.id for a in beat.actors if a.independent}
        homes = {r.side for r in beat.regions if r.side}
        losers = set(victims) - {UNKNOWN, BOTH}
        self._parties = frozenset(beat.parties) or frozenset(homes | losers)

    def column(self, claim: Claim) -> Column:
        """The column of the claim; about people of an unknown side nobody is own or enemy."""
        side = claim.claimant_side
        if claim.claimant in self._independent:
            return "independent"
        if side is None:
            return "outlet"
        if claim.victim == UNKNOWN:
            return "other"
        if side == claim.victim:
            return "own"
        return "claimed" if side in self._parties else "other"

    def speaker(self, claim: Claim) -> str:
        """Claimants of one side are one claimant (R11); outlets speak each for itself."""
        side = claim.claimant_side
        if claim.claimant in self._independent and side in self._parties:
            return claim.claimant
        if side is not None:
            return side
        return f"{UNATTRIBUTED}:{claim.source}" if _is_nobody(claim) else claim.claimant


def by(claim: Claim, speaker: str) -> str:
    """`Figure.by`: side, actor or words; `unattributed` for an outlet's own voice."""
    return UNATTRIBUTED if _is_nobody(claim) else speaker


def _is_nobody(claim: Claim) -> bool:
    return claim.claimant == UNATTRIBUTED and claim.claimant_side is None
