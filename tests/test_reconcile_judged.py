"""What people decided, as the cells show it: rejected, merged, confirmed and contested (R19)."""

from typing import Any

from feeds.claim import Claim
from feeds.decision import Correction, Decision
from feeds.reconcile import explain, tally
from feeds.review import review
from feeds.tally import Cell, LedgerRow, Tally
from tests.build import at, beat, claim, decision

BEAT = beat()
AZ: dict[str, Any] = {"claimant": "azerbaijan", "claimant_side": "azerbaijan"}
OWN = claim(105, id="own", entry="e1")
ENEMY = claim(450, id="enemy", entry="e2", time="2022-09-13 14:00", **AZ)
COPY = claim(106, id="copy", entry="e3", time="2022-09-13 15:00")


def told(*decisions: Decision, claims: tuple[Claim, ...] = (OWN, ENEMY, COPY)) -> Tally:
    return tally(review(claims, decisions, beat=BEAT).claims, at=None, beat=BEAT)


def only(found: Tally) -> Cell:
    (cell,) = found.cells
    return cell


def row(found: Tally, name: str) -> LedgerRow:
    (one,) = (r for r in only(found).ledger if r.claim == name)
    return one


def test_a_rejected_claim_is_in_the_ledger_with_who_and_when() -> None:
    found = told(decision("reject", COPY, note="a typo"))
    assert (only(found).low, only(found).best) == (105, 105)
    assert row(found, "copy") == LedgerRow(
        claim="copy", role="rejected", note="rejected by Ani, 14 Sep 2022 05:00 UTC: a typo (R19)"
    )


def test_a_rejected_claim_without_a_cell_is_listed_all_the_same() -> None:
    found = told(decision("reject", OWN, by=""), claims=(OWN,))
    assert (found.cells, found.rejected) == ((), ("own",))


def test_a_rejected_claim_of_another_war_leaves_the_background() -> None:
    old = claim(6000, id="old", entry="e9", period="historical")
    found = told(decision("reject", old), claims=(OWN, old))
    assert (found.background, found.rejected) == ((), ("old",))


def test_a_merged_claim_is_a_copy_of_the_figure_it_repeats() -> None:
    found = told(decision("merge", COPY, echo_of="own"))
    own = only(found).own
    assert own is not None
    assert (own.best, own.copies, own.claims) == (105, 2, ("own", "copy"))
    assert row(found, "copy").role == "echo"
    assert "merged by Ani, 14 Sep 2022 05:00 UTC" in row(found, "copy").note
    assert "copy" in only(found).claims


def test_a_merge_with_an_echo_is_a_copy_of_the_same_figure() -> None:
    echo = claim(105, id="echo", entry="e4", time="2022-09-13 13:00", claimant="am-mod")
    found = told(decision("merge", COPY, echo_of="echo"), claims=(OWN, echo, COPY))
    own = only(found).own
    assert own is not None
    assert (own.best, own.copies) == (105, 3)


def test_a_merge_across_sides_corroborates_nothing() -> None:
    agreed = claim(105, id="enemy", entry="e2", time="2022-09-13 14:00", **AZ)
    assert only(told(claims=(OWN, agreed))).grade == "corroborated"
    found = told(decision("merge", agreed, echo_of="own"), claims=(OWN, agreed))
    assert only(found).grade == "self_only"


def test_a_merge_with_a_rejected_claim_is_its_echo_and_no_figure() -> None:
    found = told(decision("reject", OWN), decision("merge", COPY, echo_of="own"))
    assert only(found).grade == "enemy_only"
    assert (row(found, "own").role, row(found, "copy").role) == ("rejected", "echo")


def test_what_lies_in_a_rejected_number_is_no_orphan() -> None:
    inside = claim(
        3, id="in", entry="e1", relation="component", within="own", kind="killed", group="women"
    )
    assert told(claims=(inside,)).review == ("in",)
    found = told(decision("reject", OWN), claims=(OWN, ENEMY, inside))
    assert found.review == ()


def test_hearsay_that_is_confirmed_leaves_the_list_and_stays_out_of_bounds() -> None:
    feared = claim(900, id="feared", entry="e5", modality="feared")
    assert told(claims=(OWN, feared)).review == ("feared",)
    found = told(decision("confirm", feared), claims=(OWN, feared))
    assert found.review == ()
    assert only(found).high == 105
    assert row(found, "feared").role == "review"


def test_both_sides_of_a_dispute_are_contested_until_they_are_judged() -> None:
    found = told()
    assert only(found).grade == "disputed"
    assert found.contested == ("enemy", "copy")
    assert found.review == ()
    assert told(decision("confirm", COPY)).contested == ("enemy",)


def test_a_side_that_agrees_is_not_contested() -> None:
    third = claim(106, id="third", entry="e6", claimant="russia", claimant_side="russia")
    assert "third" not in told(claims=(OWN, ENEMY, COPY, third)).contested


def test_standing_are_the_claims_that_make_figures() -> None:
    found = told()
    assert (found.standing, found.confirmed) == (2, 0)
    part = claim(4, id="part", entry="e7", place="sotk", relation="subset")
    more = claim(2, id="more", entry="e8", time="2022-09-13 16:00", relation="increment")
    echo = claim(105, id="echo", entry="e4", time="2022-09-13 13:00", claimant="tass")
    found = told(decision("confirm", part), claims=(OWN, part, more, echo))
    assert (found.standing, found.confirmed) == (3, 1)


def test_a_corrected_and_a_split_claim_are_a_persons_reading() -> None:
    fix = Correction(category="civilian")
    assert told(decision("correct", OWN, correction=fix), claims=(OWN,)).confirmed == 1
    split = decision("split", OWN, parts=(fix, Correction(category="military")))
    found = told(split, claims=(OWN,))
    assert (found.standing, found.confirmed) == (2, 2)


def test_the_ledger_and_the_sum_say_who_read_it_otherwise() -> None:
    fix = Correction(category="civilian")
    correct = decision("correct", OWN, correction=fix, by="An\x1b[1mi")
    claims = review((OWN,), [correct], beat=BEAT).claims
    found = tally(claims, at=None, beat=BEAT)
    note = row(found, "own").note
    assert note.endswith("05:00 UTC; the machine read 105 killed (R19)")
    assert "corrected by An" in note
    assert "\x1b" not in note
    (said, *_) = explain(only(found), {c.id: c for c in claims}, BEAT)
    assert "corrected by An" in said


def test_a_replay_shows_a_decision_with_its_claim() -> None:
    claims = review((OWN, ENEMY, COPY), [decision("reject", COPY)], beat=BEAT).claims
    early = tally(claims, at=at("2022-09-13 14:30"), beat=BEAT)
    assert early.rejected == ()
    assert tally(claims, at=at("2022-09-13 15:00"), beat=BEAT).rejected == ("copy",)


def test_a_denied_claim_that_a_person_reads_as_stated_enters_its_cell() -> None:
    denied = claim(7, id="denied", denied=True, modality="denied")
    assert only(told(claims=(denied,))).low is None
    stated = decision("correct", denied, correction=Correction(modality="stated"))
    assert only(told(stated, claims=(denied,))).best == 7
    back = decision("correct", OWN, correction=Correction(modality="denied"))
    assert row(told(back, claims=(OWN,)), "own").role == "denied"


def test_a_person_brings_a_claim_back_from_the_background_or_puts_it_there() -> None:
    past = claim(7, id="past", period="historical", as_of=at("2020-10-01 12:00"))
    assert told(claims=(past,)).background == ("past",)
    now = decision("correct", past, correction=Correction(period="current"))
    assert only(told(now, claims=(past,))).best == 7
    then = decision("correct", OWN, correction=Correction(period="historical"))
    assert told(then, claims=(OWN,)).background == ("own",)
