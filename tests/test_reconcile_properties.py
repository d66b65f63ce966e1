"""What holds of any ledger whatever: order, leaks, echoes, enemies, bounds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from feeds.claim import Claim
from feeds.reconcile import tally, total
from feeds.tally import Cell, Tally
from tests.build import beat, claim
from tests.ledgers import (
    MINUTES,
    START,
    bears_another,
    claims,
    few,
    is_alone,
    ledgers,
    three_sides,
    without_copies,
)

BEAT = three_sides()
ONE_EPISODE = three_sides(episodes=beat().episodes)
"""For what adds a claim: a later one must not begin another window."""


def told(given: Sequence[Claim]) -> Tally:
    return tally(given, at=None, beat=BEAT)


def cells(found: Tally) -> dict[tuple[str, str, str], Cell]:
    return {(c.victim, c.kind, c.category): c for c in found.cells}


@few
@given(ledgers(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(ledger: list[Claim], chance: Random) -> None:
    shuffled = list(ledger)
    chance.shuffle(shuffled)
    assert told(shuffled) == told(ledger)


@few
@given(ledgers())
def test_low_best_and_high_are_in_order_wherever_they_are_set(ledger: list[Claim]) -> None:
    for cell in told(ledger).cells:
        own = (cell.own,) if cell.own else ()
        for bounds in (cell, *own, *cell.claimed, *cell.independent, *cell.others):
            known = [n for n in (bounds.low, bounds.best, bounds.high) if n is not None]
            assert known == sorted(known)


@few
@given(ledgers(), st.integers(0, MINUTES))
def test_what_is_known_later_changes_nothing(ledger: list[Claim], minutes: int) -> None:
    moment = START + timedelta(minutes=minutes)
    seen = [c for c in ledger if c.known is not None and c.known <= moment]
    assert tally(ledger, at=moment, beat=BEAT) == tally(seen, at=moment, beat=BEAT)


ENEMY: dict[str, Any] = {"claimant": "azerbaijan", "claimant_side": "azerbaijan"}


@few
@given(ledgers(), claims(victim="armenia", id="enemy", entry="enemy", **ENEMY))
def test_an_enemy_claim_never_changes_best_or_low(ledger: list[Claim], enemy: Claim) -> None:
    before = cells(tally(ledger, at=None, beat=ONE_EPISODE))
    after = cells(tally([*ledger, enemy], at=None, beat=ONE_EPISODE))
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        assert (old and old.low, old and old.best) == (new and new.low, new and new.best)


@few
@given(ledgers())
def test_removing_an_echo_that_refines_nothing_changes_no_cell(ledger: list[Claim]) -> None:
    found = tally(ledger, at=None, beat=ONE_EPISODE)
    idle = {
        row.claim
        for cell in found.cells
        for row in cell.ledger
        if row.role == "echo" and "names the category" not in row.note
    }
    for echo in (c for c in ledger if c.id in idle and is_alone(c, ledger)):
        if not echo.components and not bears_another(echo, ledger, ONE_EPISODE):
            rest = tally([c for c in ledger if c is not echo], at=None, beat=ONE_EPISODE)
            assert without_copies(rest) == without_copies(found)


ministry: dict[str, Any] = {
    "claimant": "am-mod",
    "claimant_side": "armenia",
    "victim": "armenia",
    "kind": "killed",
    "category": "military",
    "period": "current",
    "modality": "stated",
    "components": (),
    "refers_back": False,
}
"""All that one side counts of its soldiers killed."""


def counted(**fields: Any) -> st.SearchStrategy[list[Claim]]:
    """Up to four numbers of the ministry."""
    made = claims(**(ministry | fields)).filter(_is_counted)
    return st.lists(made, max_size=4, unique_by=lambda c: c.id)


def _is_counted(given: Claim) -> bool:
    """A number, and of the window."""
    return given.qualifier != "none" and (given.as_of is None or given.as_of >= START)


@few
@given(
    counted(place=None, incident=None, relation="total").filter(bool),
    counted(place="goris", relation="subset"),
)
def test_parts_never_lower_the_floor(totals: list[Claim], parts: list[Claim]) -> None:
    inside = [replace(c, id=f"part {c.id}", entry=f"part {c.entry}") for c in parts]
    [before] = tally(totals, at=None, beat=ONE_EPISODE).cells
    [after] = tally([*totals, *inside], at=None, beat=ONE_EPISODE).cells
    assert (after.low or 0) >= (before.low or 0)


incidents = st.lists(
    st.tuples(st.sampled_from(["strike", "raid", "mine", "2022-09-12"]), st.integers(1, 50)),
    min_size=2,
    max_size=6,
    unique_by=lambda pair: pair[0],
)


@few
@given(incidents, st.lists(st.integers(0, 5 * 24), min_size=6, max_size=6), st.booleans())
def test_two_incidents_in_one_town_are_never_a_revision(
    told_of: list[tuple[str, int]], hours: list[int], copied: bool
) -> None:
    ledger = []
    for n, ((name, number), after) in enumerate(zip(told_of, hours, strict=False)):
        when = START + timedelta(hours=after)
        part = replace(claim(number), id=f"{n}", entry=f"{n}", incident=name, place="goris")
        ledger.append(replace(part, relation="subset", known=when, as_of=when, time=when))
    echoes = [replace(c, id=f"again {c.id}", entry=f"again {c.id}") for c in ledger if copied]
    [cell] = tally([*ledger, *echoes], at=None, beat=ONE_EPISODE).cells
    assert {p.incident for p in cell.places} == {name for name, _ in told_of}
    assert {row.role for row in cell.ledger} <= {"subset", "echo"}
    assert not [flag for flag in cell.flags if "revised" in flag]
    assert (cell.low, cell.best, cell.high) == (sum(n for _, n in told_of), None, None)


@few
@given(ledgers())
def test_every_claim_is_somewhere_and_every_row_is_a_claim(ledger: list[Claim]) -> None:
    found = told(ledger)
    rows = {row.claim for cell in found.cells for row in cell.ledger}
    assert rows <= {c.id for c in ledger}
    assert set(found.reasons) == set(found.review)
    assert all(found.reasons.values())
    aside = {*found.background, *found.review, *found.struck, *(c.claim for c in found.checks)}
    silent = {c.id for c in ledger if c.qualifier == "none"}
    assert {c.id for c in ledger} <= rows | aside | silent | {c.id for c in ledger if _nowhere(c)}


def _nowhere(given: Claim) -> bool:
    """A denial about both sides at once has no cell to stand in."""
    return given.victim == "both" and given.modality == "denied"


@few
@given(ledgers())
def test_totals_stay_in_order(ledger: list[Claim]) -> None:
    summed = total(told(ledger).cells, "killed")
    if summed is not None:
        known = [n for n in (summed.low, summed.best, summed.high) if n is not None]
        assert known == sorted(known)
