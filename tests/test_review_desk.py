"""Deciding at the desk: kept on disk, shown at once, taken back, and replayed without hindsight."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds.claim import Claim
from feeds.clock import VirtualClock
from feeds.decision import Correction, Decision, Motion
from feeds.decision_book import SessionBook
from feeds.desk import Desk, open_desk
from feeds.errors import DecisionError, UsageError
from feeds.options import SAMPLE, Options
from feeds.quantity import amount_of
from feeds.snapshot import Filter, Snapshot
from tests.build import at, beat, entry

NOW = at("2022-09-14 09:00")
BEFORE, NOON = at("2022-09-13 11:00"), at("2022-09-13 12:00")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "decisions.jsonl"


def sample(file: Path | None, **options: Any) -> Desk:
    return open_desk([SAMPLE], Options(decisions=file, **options), clock=VirtualClock(NOW))


def figures(found: Snapshot) -> set[tuple[Any, ...]]:
    return {(c.victim, c.kind, c.category, c.low, c.best, c.high) for c in found.tally.cells}


def one(desk: Desk, **fields: Any) -> Claim:
    """The claim that makes the own figure of the cell with these fields."""
    for cell in desk.snapshot().tally.cells:
        if all(getattr(cell, key) == value for key, value in fields.items()) and cell.own:
            return desk.snapshot().claims[cell.own.claims[0]]
    raise AssertionError(fields)


def test_a_decision_is_stamped_kept_shown_and_there_at_the_next_start(file: Path) -> None:
    desk = sample(file)
    heard: list[str] = []
    desk.watch(lambda: heard.append("changed"))
    dead = one(desk, victim="azerbaijan")
    kept = desk.decide(Motion(verdict="reject", claim=dead.id, by="Ani", note="not ours"))
    assert (kept.at, kept.by, kept.quote, kept.kind) == (NOW, "Ani", dead.quote, "killed")
    assert heard == ["changed"]
    for found in (desk.snapshot(), sample(file).snapshot()):
        assert "azerbaijan" not in {c.victim for c in found.tally.cells}
        assert found.tally.rejected == (dead.id,)
        assert found.reviews[dead.id].in_force == kept
        assert found.reviews[dead.id].machine == dead
        assert found.claims[dead.id].is_set_aside
    assert sample(file).decisions == (kept,)


def test_without_review_the_tally_is_the_machines(file: Path) -> None:
    desk = sample(file)
    machine = desk.snapshot().tally
    desk.decide(Motion(verdict="reject", claim=one(desk, victim="azerbaijan").id))
    plain = sample(file, with_review=False)
    assert plain.snapshot().tally == machine
    assert not plain.snapshot().reviews
    assert plain.decisions


def test_a_decision_shows_from_the_moment_its_claim_is_known(file: Path) -> None:
    desk = sample(file)
    early = desk.snapshot(at=BEFORE)
    dead = one(desk, victim="armenia", kind="killed")
    fix = Correction(amount=amount_of(43, "exact"))
    desk.decide(Motion(verdict="correct", claim=dead.id, correction=fix))
    assert desk.snapshot(at=BEFORE).tally == early.tally
    assert desk.snapshot(at=BEFORE).reviews == {}
    assert ("armenia", "killed", "unknown", 43, 43, 43) in figures(desk.snapshot(at=NOON))


def test_undo_and_redo_walk_back_and_forth(file: Path) -> None:
    desk = sample(file)
    plain = desk.snapshot().tally
    dead, hurt = one(desk, victim="azerbaijan"), one(desk, category="civilian")
    first = desk.decide(Motion(verdict="reject", claim=dead.id, by="Ani"))
    second = desk.decide(Motion(verdict="confirm", claim=hurt.id, by="Ani"))
    both = desk.snapshot().tally
    assert [desk.undo("Ani"), desk.undo("Ani"), desk.undo("Ani")][2] is None
    assert desk.snapshot().tally == plain
    told = desk.snapshot().reviews[dead.id].judgements
    assert [(j.decision, j.is_active, j.undone and j.undone.by) for j in told] == [
        (first, False, "Ani")
    ]
    again = sample(file)
    redone = again.redo("Ani")
    assert redone is not None
    assert redone.of == first.id
    assert again.redo("Ani") is not None
    assert again.redo("Ani") is None
    assert again.snapshot().tally == both
    assert again.snapshot().reviews[hurt.id].in_force == second


def test_what_another_decided_is_undone_on_its_claim_alone(file: Path) -> None:
    desk = sample(file)
    dead, hurt = one(desk, victim="azerbaijan"), one(desk, category="civilian")
    first = desk.decide(Motion(verdict="confirm", claim=dead.id, by="Ani"))
    second = desk.decide(Motion(verdict="reject", claim=hurt.id, by="Bo"))
    undone = [desk.undo("Bo"), desk.undo("Bo"), desk.undo("Bo", hurt.id)]
    assert [event and event.of for event in undone] == [second.id, None, None]
    on_the_claim = desk.undo("Bo", dead.id)
    assert on_the_claim is not None
    assert on_the_claim.of == first.id
    assert desk.redo("Ani") is None
    redone = desk.redo("Bo")
    assert redone is not None
    assert redone.of == first.id


def test_a_new_decision_ends_what_can_be_redone(file: Path) -> None:
    desk = sample(file)
    dead = one(desk, victim="azerbaijan")
    desk.decide(Motion(verdict="reject", claim=dead.id))
    desk.undo()
    desk.decide(Motion(verdict="confirm", claim=dead.id))
    assert desk.redo() is None


def test_undo_touches_no_decision_about_another_story(file: Path) -> None:
    other = Desk(beat(), book=sample(file)._review._book, clock=VirtualClock(NOW))
    other.add([entry("Armenia said that 12 soldiers had been killed.", source="elsewhere")])
    other.decide(Motion(verdict="reject", claim=next(iter(other.snapshot().claims))))
    desk = sample(file)
    assert desk.decisions == ()
    assert desk.undo() is None
    assert other.decisions


def test_later_decisions_about_a_claim_are_later_whatever_the_clock_says(file: Path) -> None:
    desk = sample(file)
    dead = one(desk, victim="azerbaijan")
    times = [desk.decide(Motion(verdict=v, claim=dead.id)).at for v in ("reject", "confirm")]
    assert times == [NOW, NOW + timedelta(microseconds=1)]
    assert desk.snapshot().tally.confirmed == 1


def test_a_split_part_and_a_merge_are_decided_by_their_ids(file: Path) -> None:
    desk = sample(file)
    dead, hurt = one(desk, victim="azerbaijan"), one(desk, category="civilian")
    parts = tuple(Correction(amount=amount_of(n, "exact")) for n in (42, 8))
    desk.decide(Motion(verdict="split", claim=dead.id, parts=parts))
    desk.decide(Motion(verdict="reject", claim=f"{dead.id}/2", by="Ani"))
    desk.decide(Motion(verdict="merge", claim=hurt.id, echo_of=f"{dead.id}/1"))
    found = desk.snapshot()
    assert found.tally.rejected == (f"{dead.id}/2",)
    assert found.claims[hurt.id].judged == replace(
        found.claims[hurt.id].judged or pytest.fail("merged"), echo_of=f"{dead.id}/1"
    )
    (cell,) = (c for c in found.tally.cells if c.victim == "azerbaijan")
    assert cell.best == 42
    assert found.claims_of[dead.entry_key][0].id == f"{dead.id}/1"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"verdict": "reject", "claim": "nowhere"}, "there is no claim nowhere"),
        ({"verdict": "correct"}, "`correct` needs a correction"),
        ({"verdict": "split", "parts": [Correction()]}, "at least two parts"),
        ({"verdict": "correct", "correction": Correction(victim="armeni")}, "no side 'armeni'"),
        ({"verdict": "merge"}, "`merge` needs the claim"),
        ({"verdict": "merge", "echo_of": "self"}, "cannot repeat itself"),
        ({"verdict": "merge", "echo_of": "nowhere"}, "there is no claim nowhere"),
        ({"verdict": "note", "note": "  "}, "`note` needs words"),
        ({"verdict": "undo"}, "`undo` needs the decision"),
    ],
)
def test_what_makes_no_sense_is_refused_and_not_kept(
    file: Path, asked: dict[str, Any], words: str
) -> None:
    desk = sample(file)
    dead = one(desk, victim="azerbaijan").id
    asked = {"claim": dead} | {k: dead if v == "self" else v for k, v in asked.items()}
    with pytest.raises(UsageError, match=words):
        desk.decide(Motion(**asked))
    assert not file.exists()


def test_two_claims_cannot_repeat_each_other(file: Path) -> None:
    desk = sample(file)
    dead, hurt = one(desk, victim="azerbaijan").id, one(desk, category="civilian").id
    kept = desk.decide(Motion(verdict="merge", claim=dead, echo_of=hurt))
    assert kept.echo_words is not None
    assert kept.echo_words.quote == desk.snapshot().claims[hurt].quote
    with pytest.raises(UsageError, match="nor one that repeats it"):
        desk.decide(Motion(verdict="merge", claim=hurt, echo_of=dead))


def test_a_decision_that_cannot_be_kept_is_not_shown_as_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    desk = sample(tmp_path / "file" / "decisions.jsonl")
    before = desk.snapshot()
    heard: list[str] = []
    desk.watch(lambda: heard.append("changed"))
    with pytest.raises(DecisionError, match="not kept"):
        desk.decide(Motion(verdict="reject", claim=one(desk, victim="azerbaijan").id))
    assert desk.snapshot().tally == before.tally
    assert (desk.decisions, desk.undo(), heard) == ((), None, [])


def test_a_decision_that_cannot_be_read_back_is_not_shown_as_kept() -> None:
    class Forgetful(SessionBook):
        def append(self, decision: Decision) -> None:
            """Take it, and lose it."""

    desk = Desk(beat(), book=Forgetful())
    desk.add([entry("Armenia said that 12 soldiers had been killed.")])
    with pytest.raises(DecisionError, match="cannot be read back"):
        desk.decide(Motion(verdict="reject", claim=next(iter(desk.snapshot().claims))))
    assert not desk.snapshot().reviews


def test_broken_lines_are_problems_of_the_desk(file: Path) -> None:
    file.write_text('{"half": \n')
    (problem,) = sample(file).snapshot().problems
    assert (problem.source, problem.line) == (str(file), 1)


def test_what_another_instance_decided_comes_in_with_the_next_decision(file: Path) -> None:
    one_desk, other = sample(file), sample(file)
    dead, hurt = one(other, victim="azerbaijan"), one(other, category="civilian")
    other.decide(Motion(verdict="reject", claim=dead.id, by="Bo"))
    one_desk.decide(Motion(verdict="confirm", claim=hurt.id, by="Ani"))
    assert set(one_desk.snapshot().reviews) == {dead.id, hurt.id}


def edited(bodies: Sequence[str]) -> Desk:
    desk = Desk(beat(), clock=VirtualClock(NOW))
    for hour, body in enumerate(bodies, 12):
        when = at(f"2022-09-13 {hour}:00")
        revised = {"revision": 2, "revised": when} if hour > 12 else {}
        desk.add([replace(entry(body, time="2022-09-13 12:00", **revised), known=when)])
    return desk


def test_a_decision_stays_with_the_version_whose_words_it_judged() -> None:
    said = "The Armenian MoD said that {} Armenian soldiers had been killed."
    desk = edited([said.format(49), said.format(53)])
    first, last = at("2022-09-13 12:30"), at("2022-09-13 13:30")
    (old,) = desk.snapshot(at=first).claims
    desk.decide(Motion(verdict="reject", claim=old))
    assert figures(desk.snapshot(at=first)) == set()
    assert figures(desk.snapshot(at=last)) == {("armenia", "killed", "military", 53, 53, 53)}
    assert desk.orphaned == ()


def test_an_orphaned_decision_is_kept_and_listed(file: Path) -> None:
    desk = sample(file)
    kept = desk.decide(Motion(verdict="reject", claim=one(desk, victim="azerbaijan").id))
    lines = file.read_text().replace(kept.quote, "43 of its soldiers")
    file.write_text(lines)
    again = sample(file)
    assert [d.id for d in again.orphaned] == [kept.id]
    assert [d.id for d in again.decisions] == [kept.id]
    assert not again.snapshot().reviews
    (problem,) = again.snapshot().problems
    assert problem.lost
    assert "43 of its soldiers" in problem.what
    assert sample(file, with_claims=False).problems == ()
    assert sample(file, with_review=False).problems == ()


def test_words_said_again_in_a_later_version_wait_for_a_person() -> None:
    said = "The Armenian MoD said that 49 Armenian soldiers had been killed."
    desk = edited([said, f"{said} Talks go on."])
    (old,) = desk.snapshot(at=at("2022-09-13 12:30")).claims
    desk.decide(Motion(verdict="reject", claim=old, by="Ani"))
    found = desk.snapshot().tally
    (waiting,) = found.review
    assert "rejected by Ani in an earlier version" in found.reasons[waiting]


def test_the_filtered_tally_honours_decisions_too(file: Path) -> None:
    desk = sample(file)
    dead = one(desk, victim="azerbaijan")
    asked = Filter(since=at("2022-09-13 21:00"))
    assert "azerbaijan" in {c.victim for c in desk.tally_of(asked, None).cells}
    desk.decide(Motion(verdict="reject", claim=dead.id))
    assert "azerbaijan" not in {c.victim for c in desk.tally_of(asked, None).cells}


def test_entries_that_come_in_are_judged_as_well(file: Path) -> None:
    desk = sample(file)
    dead = one(desk, victim="azerbaijan")
    desk.decide(Motion(verdict="reject", claim=dead.id))
    young = Desk(desk.beat, book=desk._review._book)
    for known in desk.all_entries():
        young.add([known])
    assert young.snapshot().tally == desk.snapshot().tally
