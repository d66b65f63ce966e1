"""The same number under another kind: a relay that drifted, not a new figure (R16)."""

from collections.abc import Iterable, Sequence

from feeds.claim import Kind
from feeds.reconcile.components import Aside
from feeds.reconcile.reading import Reading, is_near

_BESIDE: dict[Kind, frozenset[Kind]] = {
    "killed": frozenset({"killed_or_missing", "casualties"}),
    "missing": frozenset({"killed_or_missing"}),
    "wounded": frozenset({"casualties"}),
    "killed_or_missing": frozenset({"killed", "missing", "casualties"}),
    "casualties": frozenset({"killed", "wounded", "killed_or_missing"}),
}
"""Kinds that one number slides between: a kind and the wider words that contain it."""

DriftKey = tuple[str, str, str | None, str | None, int]
"""Speaker, victim, place, incident, number."""


def can_drift(kind: Kind) -> frozenset[Kind]:
    """The kinds that a number of this kind may be mistaken for."""
    return _BESIDE.get(kind, frozenset())


def set_drift_aside(readings: Sequence[Reading]) -> tuple[list[Reading], list[Aside]]:
    """Take out the readings whose number the same claimant gave first as another kind.

    The primary is the side's own word before what was passed on, and of these the earliest, dated
    before undated: a relay that was quicker than its source does not outrank it. "Casualties" is
    the widest word: a side that says later which it means by the same number has not drifted.
    """
    dated = sorted(readings, key=_rank)
    primaries: dict[DriftKey, dict[Kind, Reading]] = {}
    drifted: dict[int, Aside] = {}
    for reading in dated:
        key = drift_key(reading)
        if key is None:
            continue
        firsts = primaries.setdefault(key, {})
        primary = _primary(reading, firsts)
        if primary is not None:
            drifted[id(reading)] = drift_aside(reading, primary)
        elif reading.kind not in firsts or not is_near(reading.as_of, firsts[reading.kind].as_of):
            firsts[reading.kind] = reading
    return [r for r in readings if id(r) not in drifted], list(drifted.values())


def _rank(reading: Reading) -> tuple[object, ...]:
    is_wide = reading.kind == "casualties"
    return (reading.as_of is None, len(reading.claim.relay), is_wide, reading.order)


def drift_aside(reading: Reading, primary: Reading) -> Aside:
    """The drifted claim as a row beside the primary's cell."""
    said, was = (kind.replace("_", " ") for kind in (reading.kind, primary.kind))
    note = f"{reading.best} relayed as {said}, first given as {was}: drift (R16)"
    if reading.order < primary.order and len(reading.claim.relay) == len(primary.claim.relay):
        note = f"{reading.best} given as {said} before it was said to be {was}: drift (R16)"
    return Aside(
        claim=reading.claim,
        kind=primary.kind,
        category=primary.category,
        role="drift",
        note=note,
    )


def category_aside(reading: Reading, primary: Reading) -> Aside:
    """The claim that calls the primary's soldiers civilians, or the other way round."""
    return Aside(
        claim=reading.claim,
        kind=primary.kind,
        category=primary.category,
        role="drift",
        note=f"{reading.best} relayed as {reading.category}, first given as {primary.category}: "
        "drift (R16)",
    )


def drift_key(reading: Reading) -> DriftKey | None:
    """What must agree; None for what cannot drift: parts, increments, outlets, no point."""
    if reading.derived or reading.relation == "increment" or reading.best is None:
        return None
    if reading.column == "outlet" or reading.kind not in _BESIDE:
        return None
    claim = reading.claim
    return (reading.speaker, claim.victim, reading.place, reading.incident, reading.best)


def _primary(reading: Reading, firsts: dict[Kind, Reading]) -> Reading | None:
    candidates: Iterable[Reading] = (
        firsts[kind] for kind in _BESIDE[reading.kind] if kind in firsts
    )
    near = [p for p in candidates if is_near(p.as_of, reading.as_of)]
    own = firsts.get(reading.kind)
    if own is not None and is_near(own.as_of, reading.as_of):
        return None
    return min(near, key=lambda p: p.order, default=None)
