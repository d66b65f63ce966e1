"""The tally as the ledger grows is the tally of what is known: whatever comes or goes."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings

from benchmarks.war import war, war_beat
from feeds.beat import Beat
from feeds.claim import Claim
from feeds.decision import Decision
from feeds.desk import open_desk
from feeds.options import Options
from feeds.reconcile import RunningTally, tally
from feeds.review import apply, match
from feeds.tally import Cell, Tally
from tests.ledgers import START, ledgers, three_sides
from tests.test_review_properties import sessions

few = settings(max_examples=int(os.environ.get("EXAMPLES", "50")), deadline=None)
BEATS = (three_sides(), three_sides(parties=()), three_sides(episodes=()))


def shut(found: Tally) -> Tally:
    """A tally as it is with its cells not opened: what a running one must equal."""
    return replace(found, cells=tuple(map(_shut, found.cells)))


def _shut(cell: Cell) -> Cell:
    places = cell.places if cell.own is None or cell.grade == "partial" else ()
    return replace(cell, ledger=(), claims=(), why=(), places=places)


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
        now = shut(tally([c for c in ledger if c.known], at=moment, beat=beat))
        assert shut(running.tally()) == now


@few
@given(ledgers())
def test_it_is_the_tally_of_what_is_known_at_every_moment(ledger: list[Claim]) -> None:
    for beat in BEATS:
        check(ledger, beat)


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


@few
@given(sessions())
def test_decisions_count_from_the_moment_at_which_their_claims_are_known(
    session: tuple[list[Claim], list[Decision]],
) -> None:
    ledger, decisions = session
    dated = [c for c in ledger if c.known]
    matched = match(dated, decisions)
    for beat in BEATS:
        running = RunningTally(beat)
        for moment in sorted({c.known for c in dated if c.known}):
            known = [c for c in dated if c.known and c.known <= moment]
            judged = apply(known, matched, beat=beat).claims
            follow(running, moment, judged, ())
            assert shut(running.tally()) == shut(tally(judged, at=moment, beat=beat))


def test_the_sample_day_at_every_moment() -> None:
    desk = open_desk(["sample:"], Options(beat="south-caucasus"))
    running = RunningTally(desk.beat)
    for moment in desk.times:
        seen = desk.snapshot(at=moment)
        struck = [seen.claims[id] for id in seen.tally.struck]
        live = [c for c in seen.claims.values() if c.id not in seen.tally.struck]
        follow(running, moment, live, struck)
        assert shut(running.tally()) == shut(seen.tally)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_war_of_many_claims(seed: int) -> None:
    claims = [c for c in war(500, seed) if c.known]
    running = RunningTally(war_beat())
    for n, claim in enumerate(claims):
        running.take(claim.known or START, [claim])
        found = running.tally()
        if n % 50 == 0:
            known = tally(claims[: n + 1], at=claim.known, beat=war_beat())
            assert shut(found) == shut(known)
            assert running.opened() == known
