"""What holds of any ledger whatever: order, leaks, echoes, enemies, bounds."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.claim import Claim
from feeds.reconcile import tally, total
from feeds.tally import Cell, Tally
from tests.build import at, beat, claim

BEAT = beat()
START = at("2022-09-13 00:00")
SPEAKERS = [
    ("pashinyan", "armenia"),
    ("am-mod", "armenia"),
    ("azerbaijan", "azerbaijan"),
    ("un", "un"),
    ("russia", "russia"),
    ("tass", None),
    ("unattributed", None),
]
SHAPES = ["exact", "at_least", "more_than", "about", "nearly", "up_to", "range", "vague"]


def shaped(qualifier: str, number: int) -> dict[str, Any]:
    """Bounds as TALLY.md section 2 reads the words."""
    bounds: dict[str, tuple[int, int | None, int | None]] = {
        "exact": (number, number, number),
        "at_least": (number, number, None),
        "more_than": (number + 1, number + 1, None),
        "about": (number * 9 // 10, number, number * 11 // 10),
        "nearly": (number * 9 // 10, max(number - 1, number * 9 // 10), max(number - 1, 0)),
        "up_to": (1, None, max(number, 1)),
        "range": (number, None, number + 5),
        "vague": (number, None, None),
    }
    low, best, high = bounds[qualifier]
    if high is not None and best is not None:
        high = max(high, best)
    return {"qualifier": qualifier, "low": low, "best": best, "high": high}


@st.composite
def claims(draw: st.DrawFn, /, **fixed: Any) -> Claim:
    """A claim of any shape, by anybody, about anything, in the first two weeks or undated."""
    claimant, side = draw(st.sampled_from(SPEAKERS))
    minutes = draw(st.one_of(st.none(), st.integers(0, 14 * 24 * 60)))
    time = START + timedelta(minutes=minutes) if minutes is not None else None
    number = draw(st.sampled_from([0, 1, 2, 3, 12, 43, 49, 50, 80, 105, 207]))
    relation = draw(st.sampled_from(["total", "total", "subset", "increment"]))
    name = str(draw(st.integers(0, 10**9)))
    fields: dict[str, Any] = {
        "id": f"c{name}",
        "entry": f"e{name}",
        "time": time,
        "known": time,
        "as_of": time,
        "kind": draw(st.sampled_from(["killed", "wounded", "killed_or_missing", "casualties"])),
        "victim": draw(st.sampled_from(["armenia", "azerbaijan", "unknown"])),
        "category": draw(st.sampled_from(["military", "civilian", "mixed", "unknown"])),
        "claimant": claimant,
        "claimant_side": side,
        "relay": draw(st.sampled_from([(), ("agency",)])),
        "place": draw(st.sampled_from([None, None, "goris", "syunik", "sotk", "elsewhere"])),
        "incident": draw(st.sampled_from([None, None, "strike", "raid"])),
        "relation": relation,
        "modality": draw(st.sampled_from(["stated"] * 6 + ["alleged", "denied"])),
        **shaped(draw(st.sampled_from(SHAPES)), number),
    }
    return replace(claim(), **(fields | fixed))


few = settings(max_examples=int(os.environ.get("EXAMPLES", "50")), deadline=None)
ledgers = st.lists(claims(), max_size=14, unique_by=lambda c: c.id)
whole = {"place": None, "incident": None, "relation": "total", "modality": "stated"}


def told(given: Sequence[Claim]) -> Tally:
    return tally(given, at=None, beat=BEAT)


def figures(found: Tally) -> dict[tuple[str, str, str], tuple[Any, ...]]:
    """What a reader sees of each cell: its bounds and its grade."""
    return {(c.victim, c.kind, c.category): (c.low, c.best, c.high, c.grade) for c in found.cells}


def cells(found: Tally) -> dict[tuple[str, str, str], Cell]:
    return {(c.victim, c.kind, c.category): c for c in found.cells}


@few
@given(ledgers, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(ledger: list[Claim], chance: Random) -> None:
    shuffled = list(ledger)
    chance.shuffle(shuffled)
    assert told(shuffled) == told(ledger)


@few
@given(ledgers)
def test_low_best_and_high_are_in_order_wherever_they_are_set(ledger: list[Claim]) -> None:
    for cell in told(ledger).cells:
        known = [n for n in (cell.low, cell.best, cell.high) if n is not None]
        assert known == sorted(known)


@few
@given(ledgers, st.integers(0, 14 * 24 * 60))
def test_what_is_known_later_changes_nothing(ledger: list[Claim], minutes: int) -> None:
    moment = START + timedelta(minutes=minutes)
    seen = [c for c in ledger if c.known is not None and c.known <= moment]
    assert tally(ledger, at=moment, beat=BEAT) == tally(seen, at=moment, beat=BEAT)


@few
@given(ledgers, claims(claimant="azerbaijan", claimant_side="azerbaijan", victim="armenia"))
def test_an_enemy_claim_never_changes_best_or_low(ledger: list[Claim], enemy: Claim) -> None:
    before, after = cells(told(ledger)), cells(told([*ledger, enemy]))
    for key, cell in before.items():
        if key in after or cell.own is not None:
            assert (after[key].low, after[key].best) == (cell.low, cell.best)


@few
@given(ledgers)
def test_removing_an_echo_that_refines_nothing_changes_no_figure(ledger: list[Claim]) -> None:
    found = told(ledger)
    idle = [
        row.claim
        for cell in found.cells
        for row in cell.ledger
        if row.role == "echo" and "names the category" not in row.note
    ]
    for echo in idle:
        assert figures(told([c for c in ledger if c.id != echo])) == figures(found)


@few
@given(
    st.lists(
        claims(
            claimant_side="armenia",
            victim="armenia",
            kind="killed",
            category="military",
            claimant="am-mod",
            **whole,
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda c: c.id,
    ),
    st.lists(
        claims(
            claimant_side="armenia",
            victim="armenia",
            kind="killed",
            category="military",
            claimant="am-mod",
            place="goris",
            relation="subset",
            modality="stated",
        ),
        max_size=4,
        unique_by=lambda c: c.id,
    ),
)
def test_parts_never_lower_the_floor(totals: list[Claim], parts: list[Claim]) -> None:
    [before] = told(totals).cells
    [after] = told([*totals, *parts]).cells
    assert (after.low or 0) >= (before.low or 0)


@few
@given(st.integers(1, 50), st.integers(1, 50), st.integers(0, 5 * 24))
def test_two_incidents_in_one_town_are_never_a_revision(
    first: int, second: int, hours: int
) -> None:
    part: dict[str, Any] = {"relation": "subset", "place": "goris"}
    later = START + timedelta(hours=hours)
    one = replace(claim(first), id="one", entry="one", incident="strike", **part)
    two = replace(
        claim(second),
        id="two",
        entry="two",
        incident="raid",
        known=later,
        as_of=later,
        time=later,
        **part,
    )
    [cell] = told([one, two]).cells
    assert (cell.low, cell.best, cell.high) == (first + second, None, None)
    assert "superseded" not in {row.role for row in cell.ledger}
    assert "revised down" not in cell.flags


@few
@given(ledgers)
def test_every_claim_is_somewhere_and_every_row_is_a_claim(ledger: list[Claim]) -> None:
    found = told(ledger)
    rows = {row.claim for cell in found.cells for row in cell.ledger}
    assert rows <= {c.id for c in ledger}
    stated = {c.id for c in ledger if c.modality == "stated"}
    assert stated <= rows


@few
@given(ledgers)
def test_totals_stay_in_order(ledger: list[Claim]) -> None:
    summed = total(told(ledger).cells, "killed")
    if summed is not None:
        known = [n for n in (summed.low, summed.best, summed.high) if n is not None]
        assert known == sorted(known)
