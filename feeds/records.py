"""Records: entries, claims and tally in the JSON shapes of CONTRACT.md, for outside checks."""

from datetime import datetime, tzinfo
from typing import Any

from feeds.claim import Claim
from feeds.decision import Decision, Review
from feeds.entry import Entry
from feeds.tally import Cell, Check, Dispute, Figure, PlaceFigure, Silence, Tally, Total

Record = dict[str, Any]


def entry_record(entry: Entry) -> Record:
    """An entry as a JSON object; times with the offset of the source's own zone."""
    zone = entry.zone
    return {
        "id": entry.id,
        "source": entry.source,
        "time": _iso(entry.time, zone),
        "headline": entry.headline,
        "body": entry.body,
        "url": entry.url,
        "actors": list(entry.actors),
        "regions": list(entry.regions),
        "revision": entry.revision,
        "revised": _iso(entry.revised, zone),
        "role": entry.role,
        "time_basis": entry.basis,
        "byline": entry.byline,
        "fetched": _iso(entry.fetched, zone),
        "withdrawn": entry.withdrawn,
    }


def claim_record(claim: Claim, zone: tzinfo | None, review: Review | None = None) -> Record:
    """A claim as a JSON object; times with the offset of `zone` (UTC for None).

    `review` is what people decided about it; the record says the last word of that.
    """
    return {
        "id": claim.id,
        "entry": claim.entry,
        "source": claim.source,
        "time": _iso(claim.time, zone),
        "field": claim.field,
        "start": claim.start,
        "end": claim.end,
        "quote": claim.quote,
        "kind": claim.kind,
        "low": claim.low,
        "best": claim.best,
        "high": claim.high,
        "qualifier": claim.qualifier,
        "victim": claim.victim,
        "category": claim.category,
        "group": claim.group,
        "claimant": claim.claimant,
        "claimant_side": claim.claimant_side,
        "claimant_text": claim.claimant_text,
        "relay": list(claim.relay),
        "place": claim.place,
        "incident": claim.incident,
        "as_of": _iso(claim.as_of, zone),
        "period": claim.period,
        "relation": claim.relation,
        "components": list(claim.components),
        "within": claim.within,
        "denied": claim.denied,
        "modality": claim.modality,
        "confidence": claim.confidence,
        "rules": list(claim.rules),
        "review": _last_word(review, zone) if review else None,
    }


def _last_word(review: Review, zone: tzinfo | None) -> Record | None:
    """The verdict in force, else the last note; None where all was undone."""
    notes = (j.decision for j in reversed(review.judgements) if j.is_active)
    told: Decision | None = review.in_force or next((d for d in notes if d.verdict == "note"), None)
    if told is None:
        return None
    return {
        "verdict": told.verdict,
        "by": told.by,
        "at": _iso(told.at, zone),
        "note": told.note or None,
    }


def tally_record(tally: Tally, zone: tzinfo | None) -> Record:
    """A tally as a JSON object; times with the offset of `zone` (UTC for None)."""
    return {
        "at": _iso(tally.at, zone),
        "beat": tally.beat,
        "cells": [cell_record(cell, zone) for cell in tally.cells],
        "silent": [_silence(silence, zone) for silence in tally.silent],
        "checks": [_check(check) for check in tally.checks],
        "background": list(tally.background),
        "review": list(tally.review),
        "contested": list(tally.contested),
        "rejected": list(tally.rejected),
        "reviewed": {"confirmed": tally.confirmed, "standing": tally.standing},
        "struck": list(tally.struck),
        "disputes": [_dispute(dispute) for dispute in tally.disputes],
        "totals": [_total(total) for total in tally.totals],
    }


def cell_record(cell: Cell, zone: tzinfo | None) -> Record:
    """One line of the tally as a JSON object."""
    return {
        "victim": cell.victim,
        "kind": cell.kind,
        "category": cell.category,
        "low": cell.low,
        "best": cell.best,
        "high": cell.high,
        "grade": cell.grade,
        "as_of": _iso(cell.as_of, zone),
        "own": _figure(cell.own, zone) if cell.own else None,
        "claimed": [_figure(f, zone) for f in cell.claimed],
        "independent": [_figure(f, zone) for f in cell.independent],
        "others": [_figure(f, zone) for f in cell.others],
        "places": [_place(p, zone) for p in cell.places],
        "copies": cell.copies,
        "sources": cell.sources,
        "flags": list(cell.flags),
        "claims": list(cell.claims),
        "why": list(cell.why),
        "ledger": [{"claim": r.claim, "role": r.role, "note": r.note} for r in cell.ledger],
    }


def _figure(figure: Figure, zone: tzinfo | None) -> Record:
    return {
        "by": figure.by,
        "claimant": figure.claimant,
        "low": figure.low,
        "best": figure.best,
        "high": figure.high,
        "as_of": _iso(figure.as_of, zone),
        "claims": list(figure.claims),
        "copies": figure.copies,
        "sources": figure.sources,
        "derived": figure.derived,
    }


def _place(place: PlaceFigure, zone: tzinfo | None) -> Record:
    return {
        "place": place.place,
        "incident": place.incident,
        "low": place.low,
        "high": place.high,
        "as_of": _iso(place.as_of, zone),
        "claims": list(place.claims),
        "by": place.by,
    }


def _silence(silence: Silence, zone: tzinfo | None) -> Record:
    return {
        "victim": silence.victim,
        "kind": silence.kind,
        "since": _iso(silence.since, zone),
        "stated": silence.stated,
        "claims": list(silence.claims),
    }


def _check(check: Check) -> Record:
    return {
        "claim": check.claim,
        "rule": check.rule,
        "result": check.result,
        "detail": check.detail,
    }


def _dispute(dispute: Dispute) -> Record:
    return {
        "claim": dispute.claim,
        "other": dispute.other,
        "victim": dispute.victim,
        "kind": dispute.kind,
        "category": dispute.category,
        "size": dispute.size,
        "why": dispute.why,
        "claims": list(dispute.claims),
        "others": list(dispute.others),
    }


def _total(total: Total) -> Record:
    cells = [{"victim": victim, "category": category} for victim, category in total.cells]
    return {
        "kind": total.kind,
        "low": total.low,
        "best": total.best,
        "high": total.high,
        "cells": cells,
    }


def _iso(time: datetime | None, zone: tzinfo | None) -> str | None:
    if time is None:
        return None
    return (time.astimezone(zone) if zone else time).isoformat()
