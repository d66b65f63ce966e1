"""What people decided about what the machine read: every verdict, and which claim it finds."""

from dataclasses import replace

import pytest

from feeds.claim import Claim
from feeds.decision import Amount, Correction, Decision
from feeds.quantity import amount_of
from feeds.review import Reviewed, apply, match, review
from tests.build import at, beat, claim, decision

BEAT = beat()
NOON = claim(
    49, id="noon", start=10, end=26, quote="49 troops killed", claimant_text="the minister"
)
LATER = claim(51, id="later", time="2022-09-13 15:00", entry="e2", quote="51")
LATE = at("2022-09-14 10:00")


def judged(*decisions: Decision, claims: tuple[Claim, ...] = (NOON, LATER)) -> Reviewed:
    return review(claims, decisions, beat=BEAT)


def one(found: Reviewed, name: str = "noon") -> Claim:
    (only,) = (c for c in found.claims if c.id == name)
    return only


def numbers(found: Claim) -> tuple[int | None, int | None, int | None]:
    return (found.low, found.best, found.high)


def test_without_decisions_the_claims_are_the_machines() -> None:
    found = judged()
    assert found.claims == (NOON, LATER)
    assert not found.reviews


def test_confirmed_words_are_sure_and_say_who_read_them() -> None:
    doubtful = replace(NOON, confidence="low", modality="alleged")
    found = judged(decision("confirm", doubtful, note="read it"), claims=(doubtful,))
    mark = one(found).judged
    assert mark is not None
    assert (mark.ruling, mark.by, mark.note) == ("confirmed", "Ani", "read it")
    assert mark.at == at("2022-09-14 09:00")
    assert one(found).confidence == "high"
    assert one(found).modality == "alleged"
    assert found.reviews["noon"].machine == doubtful


def test_a_rejected_claim_stays_with_its_mark() -> None:
    found = judged(decision("reject", NOON))
    assert one(found).is_set_aside
    assert len(found.claims) == 2


@pytest.mark.parametrize(
    ("correction", "changed"),
    [
        (Correction(amount=amount_of(43, "at_least")), {"low": 43, "best": 43, "high": None}),
        (Correction(kind="wounded"), {"kind": "wounded"}),
        (Correction(victim="azerbaijan"), {"victim": "azerbaijan"}),
        (Correction(category="civilian"), {"category": "civilian"}),
        (Correction(place="syunik", relation="subset"), {"place": "syunik", "relation": "subset"}),
        (Correction(claimant="am-mod"), {"claimant": "am-mod", "claimant_side": "armenia"}),
        (Correction(claimant="tass"), {"claimant": "tass", "claimant_side": None}),
        (Correction(claimant="a driver"), {"claimant": "a driver", "claimant_side": None}),
        (Correction(claimant="unattributed"), {"claimant_side": None, "claimant_text": None}),
    ],
)
def test_a_correction_changes_what_it_names(
    correction: Correction, changed: dict[str, object]
) -> None:
    found = judged(decision("correct", NOON, correction=correction))
    corrected = one(found)
    assert {key: getattr(corrected, key) for key in changed} == changed
    assert corrected.judged is not None
    assert corrected.judged.machine == NOON
    assert corrected.quote == NOON.quote


def test_a_place_is_taken_away_with_the_empty_word() -> None:
    local = claim(4, id="noon", place="sotk", relation="subset", incident="shelling of sotk")
    whole = Correction(place="", relation="total")
    found = judged(decision("correct", local, correction=whole), claims=(local,))
    assert (one(found).place, one(found).incident) == (None, None)


def test_a_corrected_sum_loses_parts_that_no_longer_add_up() -> None:
    summed = replace(NOON, best=50, low=50, high=50, components=(42, 8), not_final=True)
    same = Correction(amount=Amount(low=50, best=50, high=None, qualifier="at_least"))
    other = Correction(amount=amount_of(51, "exact"))
    kept = judged(decision("correct", summed, correction=same), claims=(summed,))
    lost = judged(decision("correct", summed, correction=other), claims=(summed,))
    assert (one(kept).components, one(kept).not_final) == ((42, 8), True)
    assert (one(lost).components, one(lost).not_final) == ((), False)


def test_a_number_where_the_machine_saw_no_figure_is_stated() -> None:
    silent = claim(None, id="noon", qualifier="none", modality="pending")
    fix = Correction(amount=amount_of(3, "exact"))
    found = one(judged(decision("correct", silent, correction=fix), claims=(silent,)))
    assert (found.modality, found.best) == ("stated", 3)


def test_a_merged_claim_names_the_claim_that_stands() -> None:
    found = judged(decision("merge", LATER, echo_of="noon"))
    mark = one(found, "later").judged
    assert mark is not None
    assert (mark.ruling, mark.echo_of) == ("merged", "noon")


def test_a_merge_waits_for_the_claim_that_is_not_known_yet() -> None:
    merge = decision("merge", NOON, echo_of="later")
    matched = match([NOON, LATER], [merge])
    early = apply([NOON], matched, beat=BEAT)
    assert early.claims == (NOON,)
    assert early.reviews["noon"].in_force is None
    assert not early.orphaned
    assert one(apply([NOON, LATER], matched, beat=BEAT)).is_set_aside


def test_a_chain_of_merges_ends_at_the_claim_that_stands() -> None:
    last = claim(49, id="last", entry="e3")
    merges = (decision("merge", last, echo_of="later"), decision("merge", LATER, echo_of="noon"))
    found = judged(*merges, claims=(NOON, LATER, last))
    assert [c.judged.echo_of if c.judged else None for c in found.claims] == [None, "noon", "noon"]


def test_of_a_circle_of_merges_the_first_told_stands_whatever_the_order() -> None:
    one_way = decision("merge", NOON, echo_of="later", at=LATE)
    other_way = decision("merge", LATER, echo_of="noon")
    for decisions in ((one_way, other_way), (other_way, one_way)):
        found = judged(*decisions)
        assert not one(found).is_set_aside
        assert one(found, "later").is_set_aside


SPLIT = (
    Correction(amount=amount_of(40, "exact"), category="military"),
    Correction(amount=amount_of(9, "exact"), category="civilian"),
)


def test_a_split_claim_becomes_its_parts() -> None:
    found = judged(decision("split", NOON, parts=SPLIT))
    assert [c.id for c in found.claims] == ["noon/1", "noon/2", "later"]
    first, second = found.claims[:2]
    assert (first.best, first.category, second.best, second.category) == (
        *(40, "military"),
        *(9, "civilian"),
    )
    assert first.judged is not None
    assert first.judged.machine == NOON
    assert set(found.reviews) == {"noon", "noon/1", "noon/2"}
    assert found.reviews["noon/2"].machine == NOON


def test_a_part_is_judged_in_its_turn() -> None:
    split = decision("split", NOON, parts=SPLIT)
    part = decision("reject", NOON, claim="noon/2", at=LATE)
    found = judged(split, part)
    assert [c.is_set_aside for c in found.claims] == [False, True, False]
    told = found.reviews["noon/2"]
    assert [j.decision.verdict for j in told.judgements] == ["split", "reject"]
    assert told.in_force == part
    assert found.reviews["noon"].in_force == split


def test_a_part_of_a_split_that_was_undone_is_orphaned() -> None:
    split = decision("split", NOON, parts=SPLIT)
    part = decision("reject", NOON, claim="noon/2")
    undo = decision("undo", NOON, of=split.id, at=LATE)
    found = judged(split, part, undo)
    assert found.claims == (NOON, LATER)
    assert found.orphaned == (part,)


def test_what_lies_in_a_split_number_lies_in_the_part_of_its_kind() -> None:
    inside = claim(3, id="in", relation="component", within="noon", kind="wounded")
    parts = (Correction(kind="killed"), Correction(kind="wounded"))
    found = judged(decision("split", NOON, parts=parts), claims=(NOON, inside))
    assert one(found, "in").within == "noon/2"


def test_the_last_verdict_holds_and_a_note_only_adds() -> None:
    reject = decision("reject", NOON)
    confirm = decision("confirm", NOON, at=LATE)
    note = decision("note", NOON, note="ask again", at=at("2022-09-14 11:00"))
    for decisions in ((reject, confirm, note), (note, confirm, reject)):
        found = judged(*decisions)
        assert found.reviews["noon"].in_force == confirm
        assert [j.decision for j in found.reviews["noon"].judgements] == [reject, confirm, note]


def test_decisions_of_one_moment_are_ordered_by_id() -> None:
    first, second = decision("reject", NOON, id="a"), decision("confirm", NOON, id="b")
    assert judged(second, first).reviews["noon"].in_force == second


def test_undo_and_redo_are_told_with_the_decision() -> None:
    reject = decision("reject", NOON)
    undo = decision("undo", NOON, of=reject.id, at=LATE, by="Bo")
    redo = decision("redo", NOON, of=reject.id, at=at("2022-09-14 11:00"))
    undone = judged(reject, undo)
    assert undone.claims == (NOON, LATER)
    (told,) = undone.reviews["noon"].judgements
    assert told.undone == undo
    assert not told.is_active
    assert judged(reject, undo, redo).claims == judged(reject).claims


def test_an_undo_of_nothing_is_orphaned() -> None:
    undo = decision("undo", NOON, of="never made")
    assert judged(undo).orphaned == (undo,)


def test_a_claim_is_found_again_by_its_words_under_another_id() -> None:
    renamed = replace(NOON, id="new", end=20, quote="49 troops ")
    found = judged(decision("reject", NOON), claims=(renamed, LATER))
    assert one(found, "new").is_set_aside
    assert not found.orphaned


@pytest.mark.parametrize(
    "other",
    [
        replace(NOON, id="new", kind="wounded"),
        replace(NOON, id="new", field="headline"),
        replace(NOON, id="new", entry="e9"),
        replace(NOON, id="noon", quote="50 troops killed", best=50),
        replace(NOON, id="new", quote="50 troops killed", best=50),
    ],
)
def test_other_words_are_another_claim(other: Claim) -> None:
    found = judged(decision("reject", NOON), claims=(other, LATER))
    assert found.claims == (other, LATER)
    assert [d.claim for d in found.orphaned] == ["noon"]


JUDGED = replace(NOON, wording="first", entry="5f4af4e0d138")
"""A claim of an entry whose id was made from its headline."""


def test_words_that_moved_in_an_entry_saved_again_are_found() -> None:
    kept = decision("reject", JUDGED, wording="first", published=JUDGED.time)
    moved = replace(JUDGED, id="new", start=30, end=46, wording="second")
    twice = replace(moved, id="far", start=300, end=316)
    found = judged(kept, claims=(twice, moved))
    assert [c.id for c in found.claims if c.is_set_aside] == ["new"]
    assert not found.orphaned


def test_a_verdict_goes_with_its_text_when_the_plain_id_falls_to_an_older_entry() -> None:
    kept = decision("reject", JUDGED, wording="first", published=JUDGED.time)
    older = replace(JUDGED, id="old", time=at("2022-09-13 07:00"), wording="older")
    renamed = replace(JUDGED, id="new", entry="5f4af4e0d138-00112233")
    found = judged(kept, claims=(older, renamed))
    assert [c.id for c in found.claims if c.is_set_aside] == ["new"]
    alone = judged(kept, claims=(older,))
    assert alone.claims == (older,)
    assert alone.orphaned == (kept,)


def test_which_of_two_entries_an_old_decision_means_is_not_guessed() -> None:
    kept = decision("reject", JUDGED)
    other = replace(JUDGED, id="new", entry="5f4af4e0d138-00112233")
    assert judged(kept, claims=(other,)).claims[0].is_set_aside
    assert judged(kept, claims=(JUDGED, other)).orphaned == (kept,)


def test_a_rejected_claim_that_a_later_version_says_again_is_announced() -> None:
    kept = decision("reject", JUDGED, wording="first", published=JUDGED.time)
    again = replace(JUDGED, id="v2", wording="second", known=at("2022-09-13 14:00"))
    twice = replace(JUDGED, id="too", start=200, end=216)
    found = judged(kept, claims=(JUDGED, twice, again))
    assert [c.is_set_aside for c in found.claims] == [True, False, False]
    assert [c.recalls for c in found.claims] == [
        "",
        "",
        "rejected by Ani in an earlier version, and said again (R19)",
    ]


def test_a_decision_stays_with_the_version_whose_words_it_judged() -> None:
    edited = replace(NOON, quote="53 troops killed", best=53, known=at("2022-09-13 14:00"))
    found = judged(decision("reject", NOON), claims=(NOON, edited))
    assert [c.is_set_aside for c in found.claims] == [True, False]


def test_the_same_entry_read_from_another_source_is_the_same() -> None:
    elsewhere = replace(NOON, id="new", source="the page")
    assert one(judged(decision("reject", NOON), claims=(elsewhere,)), "new").is_set_aside
    twice = (elsewhere, replace(NOON, id="third", source="a mirror"))
    assert judged(decision("reject", NOON), claims=twice).orphaned


def test_of_two_claims_with_one_id_the_one_of_its_source_is_meant() -> None:
    other = replace(NOON, source="another")
    own = replace(NOON, id="test:noon")
    found = judged(decision("reject", NOON), claims=(other, own))
    assert [c.is_set_aside for c in found.claims] == [False, True]


def test_a_merge_with_a_claim_that_nobody_knows_is_orphaned() -> None:
    merge = decision("merge", NOON, echo_of="nowhere")
    found = judged(merge)
    assert found.orphaned == (merge,)
    assert found.claims == (NOON, LATER)


def test_a_merge_finds_the_claim_it_names_by_its_words_under_another_id() -> None:
    merge = decision("merge", LATER, echo_of="noon", echo_words=decision("note", NOON).words)
    renamed = replace(NOON, id="by-another-grammar")
    mark = one(judged(merge, claims=(renamed, LATER)), "later").judged
    assert mark is not None
    assert mark.echo_of == "by-another-grammar"
    gone = replace(renamed, quote="53 troops killed")
    assert judged(merge, claims=(gone, LATER)).orphaned == (merge,)


def test_the_machines_own_values_put_back_change_nothing() -> None:
    both = replace(
        NOON,
        best=108,
        low=108,
        high=108,
        components=(105, 3),
        component_categories=("military", "civilian"),
        category="mixed",
        not_final=True,
    )
    same = Correction(
        amount=Amount(low=108, best=108, high=108, qualifier="exact"), category="mixed"
    )
    found = one(judged(decision("correct", both, correction=same), claims=(both,)))
    assert replace(found, judged=None) == both
