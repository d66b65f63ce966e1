"""What holds of any decisions about any ledger: no leak, no order, and undo takes all back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from feeds.claim import Claim
from feeds.decision import Amount, Correction, Decision, Verdict
from feeds.quantity import amount_of
from feeds.reconcile import tally
from feeds.review import apply, match, review, root_of
from feeds.tally import Tally
from tests.build import at, decision
from tests.ledgers import START, claims, few
from tests.test_reconcile_properties import ONE_EPISODE as BEAT

AFTER = at("2022-10-10 00:00")
LARGE = st.lists(claims(), min_size=1, max_size=10, unique_by=lambda c: c.id)

corrections = st.builds(
    Correction,
    amount=st.none()
    | st.builds(amount_of, st.integers(0, 300), st.sampled_from(["exact", "at_least", "about"])),
    kind=st.sampled_from([None, "killed", "wounded"]),
    victim=st.sampled_from([None, "armenia", "azerbaijan", "unknown"]),
    category=st.sampled_from([None, "military", "civilian", "unknown"]),
    claimant=st.sampled_from([None, "armenia", "azerbaijan", "un", "tass", "unattributed"]),
    place=st.sampled_from([None, "", "goris"]),
    relation=st.sampled_from([None, "total", "subset", "increment"]),
    modality=st.sampled_from([None, "stated", "alleged", "denied"]),
    period=st.sampled_from([None, "current", "historical"]),
)


@st.composite
def verdicts(draw: st.DrawFn, ledger: Sequence[Claim], number: int) -> Decision:
    """One decision about a claim of the ledger."""
    on = draw(st.sampled_from(ledger))
    fields: dict[str, Any] = {"id": f"d{number}"}
    fields["at"] = AFTER + timedelta(minutes=draw(st.integers(0, 3)))
    verdict: Verdict = draw(
        st.sampled_from(["confirm", "reject", "correct", "merge", "split", "note"])
    )
    others = [c for c in ledger if c.id != on.id]
    if verdict == "merge" and not others:
        verdict = "reject"
    if verdict == "merge":
        fields["echo_of"] = draw(st.sampled_from(others)).id
    elif verdict == "correct":
        fields["correction"] = draw(corrections)
    elif verdict == "split":
        fields["parts"] = tuple(draw(st.lists(corrections, min_size=2, max_size=3)))
    elif verdict == "note":
        fields["note"] = "ask the ministry"
    return decision(verdict, on, **fields)


@st.composite
def sessions(
    draw: st.DrawFn, /, of: st.SearchStrategy[list[Claim]] = LARGE
) -> tuple[list[Claim], list[Decision]]:
    """A ledger, and what was decided about it; some of that undone, some of that redone."""
    ledger = draw(of)
    made = [draw(verdicts(ledger, n)) for n in range(draw(st.integers(0, 5)) if ledger else 0)]
    for number, split in enumerate([d for d in made if d.verdict == "split"]):
        [on] = [c for c in ledger if c.id == split.claim]
        part = draw(verdicts([on, *ledger], 100 + number))
        if part.claim == on.id and part.echo_of != on.id:
            made.append(replace(part, claim=f"{on.id}/{draw(st.integers(1, 3))}"))
    late = AFTER + timedelta(hours=1)
    undone = [d for d in made if draw(st.booleans())]
    undos = [replace(d, id=f"u{d.id}", verdict="undo", of=d.id, at=late) for d in undone]
    redone = [d for d in undone if draw(st.booleans())]
    redos = [
        replace(d, id=f"r{d.id}", verdict="redo", of=d.id, at=late + timedelta(hours=1))
        for d in redone
    ]
    return ledger, [*made, *undos, *redos]


def told(
    ledger: Sequence[Claim], decisions: Sequence[Decision] = (), moment: datetime | None = None
) -> Tally:
    """The tally as the desk makes it: decisions matched to all claims, applied to the known."""
    matched = match(ledger, decisions)
    known = [c for c in ledger if moment is None or (c.known and c.known <= moment)]
    return tally(apply(known, matched, beat=BEAT).claims, at=moment, beat=BEAT)


@few
@given(LARGE)
def test_without_decisions_nothing_changes(ledger: list[Claim]) -> None:
    found = review(ledger, [], beat=BEAT)
    assert found.claims == tuple(ledger)
    assert told(ledger) == tally(ledger, at=None, beat=BEAT)
    assert told(ledger).confirmed == 0


@few
@given(sessions(), st.randoms(use_true_random=False))
def test_the_order_in_which_decisions_lie_does_not_matter(
    session: tuple[list[Claim], list[Decision]], chance: Random
) -> None:
    ledger, decisions = session
    shuffled, other = list(decisions), list(ledger)
    chance.shuffle(shuffled)
    chance.shuffle(other)
    assert told(other, shuffled) == told(ledger, decisions)
    assert review(ledger, shuffled).reviews == review(ledger, decisions).reviews


@few
@given(sessions(), st.data())
def test_when_decisions_about_different_claims_were_made_does_not_matter(
    session: tuple[list[Claim], list[Decision]], data: st.DataObject
) -> None:
    ledger, decisions = session
    firsts = list({d.claim: d for d in decisions if d.verdict not in ("undo", "redo")}.values())
    moved = [
        replace(d, at=AFTER - timedelta(minutes=data.draw(st.integers(0, 99)))) for d in firsts
    ]
    assert figures(told(ledger, moved)) == figures(told(ledger, firsts))


@few
@given(sessions())
def test_undoing_everything_gives_the_very_same_tally(
    session: tuple[list[Claim], list[Decision]],
) -> None:
    ledger, decisions = session
    last = max((d.at for d in decisions), default=AFTER) + timedelta(hours=1)
    made = [d for d in decisions if d.verdict not in ("undo", "redo")]
    undos = [replace(d, id=f"x{d.id}", verdict="undo", of=d.id, at=last) for d in made]
    assert told(ledger, [*decisions, *undos]) == told(ledger)
    later = last + timedelta(hours=1)
    redos = [replace(d, id=f"y{d.id}", verdict="redo", of=d.id, at=later) for d in made]
    assert told(ledger, [*made, *undos, *redos]) == told(ledger, made)


@few
@given(sessions(), st.integers(0, 14 * 24 * 60))
def test_a_decision_changes_no_tally_before_its_claim_is_known(
    session: tuple[list[Claim], list[Decision]], minutes: int
) -> None:
    ledger, decisions = session
    moment = START + timedelta(minutes=minutes)
    early = [c for c in ledger if c.known is not None and c.known <= moment]
    names = {c.id for c in early}
    about = [d for d in decisions if root_of(d.claim)[0] in names and d.echo_of in (None, *names)]
    assert told(ledger, decisions, moment) == told(early, about, moment)


@few
@given(sessions())
def test_the_bounds_stay_in_order_whatever_is_decided(
    session: tuple[list[Claim], list[Decision]],
) -> None:
    found = told(*session)
    for cell in found.cells:
        known = [n for n in (cell.low, cell.best, cell.high) if n is not None]
        assert known == sorted(known)
    assert 0 <= found.confirmed <= found.standing


@few
@given(LARGE, st.data())
def test_a_rejected_claim_is_as_if_it_had_never_been_made(
    ledger: list[Claim], data: st.DataObject
) -> None:
    out = data.draw(st.sampled_from(ledger))
    found = told(ledger, [decision("reject", out)])
    assert figures(found) == figures(told([c for c in ledger if c is not out]))
    assert found.rejected == (out.id,)


@few
@given(LARGE, st.data())
def test_a_merged_claim_gives_no_figure_and_is_one_more_copy(
    ledger: list[Claim], data: st.DataObject
) -> None:
    out = data.draw(st.sampled_from(ledger))
    rest = [c for c in ledger if c is not out]
    if not rest:
        return
    target = data.draw(st.sampled_from(rest))
    found = told(ledger, [decision("merge", out, echo_of=target.id)])
    without = told(rest)
    assert figures(found) == figures(without)
    for cell, before in zip(found.cells, without.cells, strict=True):
        pairs = zip(_figures(cell), _figures(before), strict=True)
        assert all(now.copies - then.copies in (0, 1) for now, then in pairs)


def figures(found: Tally) -> dict[tuple[str, str, str], tuple[Any, ...]]:
    """What a reader sees of each cell: its bounds and its grade."""
    return {(c.victim, c.kind, c.category): (c.low, c.best, c.high, c.grade) for c in found.cells}


def _figures(cell: Any) -> list[Any]:
    own = [cell.own] if cell.own else []
    return [*own, *cell.claimed, *cell.independent, *cell.others]


@few
@given(LARGE, st.data())
def test_confirming_changes_no_figure_and_empties_the_list(
    ledger: list[Claim], data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.sampled_from(ledger), unique_by=id))
    found = told(ledger, [decision("confirm", c) for c in chosen])
    plain = told(ledger)
    assert figures(found) == figures(plain)
    names = {c.id for c in chosen}
    assert set(found.review) == set(plain.review) - names
    assert set(found.contested) == set(plain.contested) - names
    assert told(ledger, [decision("confirm", c) for c in ledger]).confirmed == plain.standing


@few
@given(LARGE, st.data())
def test_correcting_to_what_was_read_changes_no_figure(
    ledger: list[Claim], data: st.DataObject
) -> None:
    on = data.draw(st.sampled_from(ledger))
    same = Correction(
        amount=Amount(low=on.low, best=on.best, high=on.high, qualifier=on.qualifier),
        kind=on.kind,
        victim=on.victim,
        category=on.category,
    )
    found = told(ledger, [decision("correct", on, correction=same)])
    assert figures(found) == figures(told(ledger))
