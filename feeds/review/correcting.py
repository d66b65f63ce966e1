"""A claim with what a person put in place of what the machine read."""

from typing import Any

from feeds.beat import Beat
from feeds.claim import UNATTRIBUTED, Claim
from feeds.decision import Amount, Correction


def changes_of(claim: Claim, correction: Correction, beat: Beat) -> dict[str, Any]:
    """The fields of the claim that a correction changes, and those that follow from them."""
    changes: dict[str, Any] = {}
    if correction.amount not in (None, _amount_of(claim)):
        changes |= _amount(claim, correction.amount)
    if correction.kind is not None:
        changes["kind"] = correction.kind
    if correction.victim is not None:
        changes["victim"] = correction.victim
    if correction.category not in (None, claim.category):
        changes |= {"category": correction.category, "component_categories": ()}
    if correction.claimant is not None:
        changes |= _claimant(claim, correction.claimant, beat)
    if correction.place is not None:
        changes["place"] = correction.place or None
    return changes | _scope(claim, correction)


def _amount_of(claim: Claim) -> Amount:
    return Amount(low=claim.low, best=claim.best, high=claim.high, qualifier=claim.qualifier)


def _amount(claim: Claim, amount: Amount) -> dict[str, Any]:
    """The number; a sum that it no longer is falls, and so does "no figure yet"."""
    changes: dict[str, Any] = {
        "low": amount.low,
        "best": amount.best,
        "high": amount.high,
        "qualifier": amount.qualifier,
        "not_final": claim.not_final and amount.high is None,
    }
    if sum(claim.components) != amount.best:
        changes |= {"components": (), "component_categories": ()}
    if claim.modality == "pending" and amount.qualifier != "none":
        changes["modality"] = "stated"
    return changes


def _claimant(claim: Claim, claimant: str, beat: Beat) -> dict[str, Any]:
    """Who says so, with the side that the beat gives them."""
    side = beat.side_of(claimant) or (claimant if claimant in beat.sides else None)
    return {
        "claimant": claimant,
        "claimant_side": side,
        "claimant_text": None if claimant == UNATTRIBUTED else claim.claimant_text,
        "relay": tuple(r for r in claim.relay if r != claimant),
    }


def _scope(claim: Claim, correction: Correction) -> dict[str, Any]:
    """A total of the whole has no incident; what is no component lies in no other number."""
    relation = correction.relation or claim.relation
    changes: dict[str, Any] = {"relation": relation} if correction.relation else {}
    if relation != "component":
        changes["within"] = None
    if relation == "total" and (correction.relation or correction.place is not None):
        changes |= {"incident": None, "refers_back": False}
    return changes
