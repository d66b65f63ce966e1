"""The tally as the ledger grows is the tally of what is known: whatever comes or goes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.war import war, war_beat
from feeds.beat import Beat
from feeds.claim import Claim
from feeds.decision import Decision
from feeds.desk import open_desk
from feeds.options import Options
from feeds.reconcile import RunningTally, tally
from feeds.review import apply, match, review
from tests.build import at, beat, decision
from tests.ledgers import START, few, ledgers, three_sides
from tests.sayings import AZ, DAY_1, DAY_2, NOBODY, UN, said
from tests.test_review_properties import LARGE, sessions

BEATS = (three_sides(), three_sides(parties=()), three_sides(episodes=()))


def moments(ledger: Sequence[Claim]) -> list[tuple[datetime, list[Claim], list[Claim]]]:
    """When something becomes known: what comes then, and what it edits away."""
    told = []
    newest: dict[tuple[str, str], list[Claim]] = {}
    for moment in sorted({c.known for c in ledger if c.known}):
        came = [c for c in ledger if c.known == moment]
        struck = [
            old for key in dict.fromkeys(c.entry_key for c in came) for old in newest.pop(key, [])
        ]
        for claim in came:
            newest.setdefault(claim.entry_key, []).append(claim)
        told.append((moment, came, struck))
    return told


def check(ledger: Sequence[Claim], beat: Beat) -> None:
    """Every moment of the ledger, one way and the other."""
    running = RunningTally(beat)
    for moment, came, struck in moments(ledger):
        running.take(moment, came, struck)
        now = tally([c for c in ledger if c.known], at=moment, beat=beat)
        assert running.tally() == now


@few
@given(ledgers())
def test_it_is_the_tally_of_what_is_known_at_every_moment(ledger: list[Claim]) -> None:
    for sides in BEATS:
        check(ledger, sides)


@few
@given(ledgers())
def test_what_it_told_before_stays_true_as_it_runs_on(ledger: list[Claim]) -> None:
    """Ledgers, lists and reasons of every moment, looked into when all is known."""
    for sides in BEATS:
        running = RunningTally(sides)
        told = []
        for moment, came, struck in moments(ledger):
            running.take(moment, came, struck)
            told.append((moment, running.tally()))
        for moment, found in told:
            assert found == tally([c for c in ledger if c.known], at=moment, beat=sides)


def follow(
    running: RunningTally, moment: datetime, claims: Sequence[Claim], struck: Sequence[Claim]
) -> None:
    """Tell a running tally what is known at a moment, whatever it knew before."""
    live = {c.id: c for c in running.known}
    now = {c.id: c for c in claims}
    came = [c for id, c in now.items() if live.get(id) != c]
    gone = [c for id, c in live.items() if now.get(id) != c]
    edited = {c.id for c in struck} - now.keys()
    running.drop(c for c in gone if c.id not in edited)
    running.take(moment, came, [c for c in gone if c.id in edited])


@st.composite
def assumed(draw: st.DrawFn, /, of: st.SearchStrategy[list[Claim]]) -> list[Claim]:
    """Ledgers in which no word calls some numbers totals."""
    told = draw(of)
    marks = draw(st.lists(st.booleans(), min_size=len(told), max_size=len(told)))
    rules = ("S.assumed",)
    return [replace(c, rules=rules) if m else c for c, m in zip(told, marks, strict=True)]


@few
@given(assumed(ledgers()))
def test_numbers_that_no_word_calls_totals_are_held_against_the_whole(ledger: list[Claim]) -> None:
    for sides in BEATS:
        check(ledger, sides)


@few
@given(sessions(assumed(LARGE)))
def test_decisions_count_from_the_moment_at_which_their_claims_are_known(
    session: tuple[list[Claim], list[Decision]],
) -> None:
    ledger, decisions = session
    dated = [c for c in ledger if c.known]
    matched = match(dated, decisions)
    for sides in BEATS:
        running = RunningTally(sides)
        for moment in sorted({c.known for c in dated if c.known}):
            known = [c for c in dated if c.known and c.known <= moment]
            judged = apply(known, matched, beat=sides).claims
            follow(running, moment, judged, ())
            assert running.tally() == tally(judged, at=moment, beat=sides)


def test_the_sample_day_at_every_moment() -> None:
    desk = open_desk(["sample:"], Options(beat="south-caucasus"))
    running = RunningTally(desk.beat)
    for moment in desk.times:
        seen = desk.snapshot(at=moment)
        struck = [seen.claims[id] for id in seen.tally.struck]
        live = [c for c in seen.claims.values() if c.id not in seen.tally.struck]
        follow(running, moment, live, struck)
        assert running.tally() == seen.tally


@pytest.mark.parametrize("seed", [1, 2])
def test_a_war_of_many_claims(seed: int) -> None:
    claims = [c for c in war(500, seed) if c.known]
    running = RunningTally(war_beat())
    for n, claim in enumerate(claims):
        running.take(claim.known or START, [claim])
        found = running.tally()
        if n % 50 == 0:
            known = tally(claims[: n + 1], at=claim.known, beat=war_beat())
            assert found == known
            assert running.opened() == known


def in_turn(*claims: Claim) -> RunningTally:
    """A running tally that is told one moment after the other, and worked out at each."""
    running = RunningTally(beat())
    for moment, came, struck in moments(claims):
        running.take(moment, came, struck)
        running.tally()
    return running


def test_figures_of_less_than_half_wait_with_their_reason() -> None:
    fallen = said(0, DAY_2)
    found = in_turn(said(29), fallen).tally()
    assert list(found.review) == [fallen.id]
    assert found.reasons == {fallen.id: "contradicts 29 said before: 0 is less than half (R5)"}
    none = said(0, DAY_2, category="unknown", kind="casualties")
    assert none.id in in_turn(said(29), none).tally().reasons


def test_a_confirmed_part_without_its_sum_waits_no_longer() -> None:
    part = said(3, id="part", relation="component")
    judged = review([part], [decision("confirm", part)], beat=beat()).claims
    for claims in ([part], judged):
        found = tally(claims, at=at(DAY_1), beat=beat())
        assert in_turn(*claims).tally() == found


def test_an_outlets_number_is_held_against_what_stood_between_two_of_one_moment() -> None:
    """Ten, then two and five more: a text of twelve casualties has its number from here."""
    outlet = said(12, "2022-09-13 09:00", id="outlet", kind="casualties", **NOBODY)
    ten = said(10, "2022-09-13 10:00", kind="killed")
    more = [
        said(n, "2022-09-13 11:00", kind="killed", relation="increment", entry="more", start=n)
        for n in (2, 5)
    ]
    ledger = [outlet, ten, *more]
    found = tally(ledger, at=more[0].known, beat=beat())
    assert in_turn(*ledger).tally() == found


def test_disputes_of_parts_stand_in_one_order_however_late_a_part_is_told() -> None:
    """Denied and contradicted by incident: the raid, which came in last, before the strike."""
    town: dict[str, Any] = {"relation": "subset", "place": "goris"}
    strike, raid = town | {"incident": "strike"}, town | {"incident": "raid"}
    no = {"denied": True, "modality": "denied", "place": "goris"}
    ledger = [
        said(4, "2022-09-13 09:00", id="strike", **strike),
        said(40, "2022-09-13 10:00", id="other strike", **(AZ | strike)),
        said(None, "2022-09-13 11:00", id="none", **(UN | no)),
        said(7, "2022-09-13 12:00", id="raid", as_of=at("2022-09-13 08:00"), **raid),
        said(70, "2022-09-13 13:00", id="other raid", **(AZ | raid)),
    ]
    found = tally(ledger, at=ledger[-1].known, beat=beat())
    assert in_turn(*ledger).tally() == found
    assert [(d.claim, d.other) for d in found.disputes] == [
        ("raid", "other raid"),
        ("strike", "other strike"),
        ("none", "raid"),
        ("none", "other raid"),
        ("none", "strike"),
        ("none", "other strike"),
    ]


def test_a_part_of_a_number_that_was_set_aside_for_its_place() -> None:
    """Its scope is the place's, which no piece tells: it is worked out from the start."""
    early = said(10, "2022-09-13 09:00", category="civilian", place="goris", relation="subset")
    whole = said(31, category="unknown", id="sum", place="goris", relation="subset")
    part = said(24, category="civilian", id="part", relation="component", within="sum")
    ledger = [early, whole, replace(part, entry=whole.entry)]
    for told in (decision("reject", whole), decision("merge", whole, echo_of=early.id)):
        judged = review(ledger, [told], beat=beat()).claims
        running = in_turn(*judged)
        assert not running.is_plain
        assert running.tally() == tally(judged, at=whole.known, beat=beat())
