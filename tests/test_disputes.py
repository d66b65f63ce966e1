"""What cannot both hold is linked: figures that do not meet, denials and what they deny."""

from typing import Any

from hypothesis import given

from feeds.claim import Claim
from feeds.reconcile import tally
from feeds.tally import Dispute
from tests.build import beat
from tests.ledgers import few, ledgers, three_sides
from tests.sayings import AZ, DAY_2, DAY_3, MOSCOW, NOBODY, UN, VAGUE, said


def linked(*claims: Claim) -> list[tuple[str, str, str]]:
    """Claim, the claim against it, and the size."""
    return [(d.claim, d.other, d.size) for d in tally(claims, at=None, beat=beat()).disputes]


OWN = said(105, id="own")
ENEMY = said(450, DAY_2, id="enemy", **AZ)
DENIAL: dict[str, Any] = {"denied": True, "modality": "denied"}


def test_an_own_figure_and_another_sides_that_do_not_meet_are_linked() -> None:
    assert linked(OWN, ENEMY) == [("own", "enemy", "4.3 times")]
    assert linked(OWN, said(105, DAY_2, **AZ)) == []
    assert linked(OWN, said(None, DAY_2, low=12, **AZ, **VAGUE)) == []


def test_an_independent_count_is_linked_too() -> None:
    assert linked(OWN, said(210, DAY_2, id="un", **UN)) == [("own", "un", "2.0 times")]


def test_an_earlier_lower_count_that_the_toll_outgrew_disputes_nothing() -> None:
    early, later = said(30, id="un", **UN), said(105, DAY_2, id="own")
    assert linked(early, later) == []
    assert linked(said(300, id="un", **UN), later) == [("own", "un", "2.9 times")]


def test_what_is_superseded_or_only_repeated_disputes_nothing() -> None:
    assert linked(said(49), said(60, id="low", **AZ), OWN, ENEMY) == [("own", "enemy", "4.3 times")]
    assert linked(OWN, said(450, DAY_2, **NOBODY), said(450, DAY_3, **MOSCOW)) == []


def test_another_kind_category_or_scope_is_no_dispute() -> None:
    assert linked(OWN, said(450, kind="wounded", **AZ)) == []
    assert linked(OWN, said(3, category="civilian"), said(9, category="civilian", **AZ)) == [
        ("2022-09-13 12:00/killed/3/armenia", "2022-09-13 12:00/killed/9/azerbaijan", "3.0 times")
    ]
    assert linked(OWN, said(450, relation="subset", place="goris", **AZ)) == []


def test_parts_of_one_place_are_compared_with_each_other() -> None:
    town: dict[str, Any] = {"relation": "subset", "place": "goris", "incident": "strike"}
    found = linked(said(4, id="own", **town), said(40, id="enemy", **(AZ | town)))
    assert found == [("own", "enemy", "10.0 times")]


def test_a_denial_is_linked_to_the_number_that_it_denies() -> None:
    claimed = said(8, id="claimed", **AZ)
    assert linked(claimed, said(8, DAY_2, id="no", **DENIAL)) == [("no", "claimed", "denied")]
    assert linked(claimed, said(30, DAY_2, id="no", **DENIAL)) == []
    anything = said(None, DAY_2, id="no", kind="casualties", category="unknown", **DENIAL)
    assert linked(claimed, anything) == [("no", "claimed", "denied")]
    assert linked(said(8), said(8, DAY_2, id="no", **DENIAL)) == []


def test_a_number_and_more_than_it_are_one_number_to_deny() -> None:
    more = said(101, id="more", high=None, qualifier="more_than", **AZ)
    assert linked(more, said(100, DAY_2, id="no", **DENIAL)) == [("no", "more", "denied")]
    assert linked(more, said(90, DAY_2, id="no", **DENIAL)) == []
    plain = said(100, id="plain", **AZ)
    denial = said(101, DAY_2, id="no", low=101, **DENIAL | {"high": None, "qualifier": "more_than"})
    assert linked(plain, denial) == [("no", "plain", "denied")]
    about = said(100, id="about", low=90, high=110, qualifier="about", **AZ)
    assert linked(about, denial) == [("no", "about", "denied")]


def test_an_echo_shares_the_dispute_of_what_it_repeats() -> None:
    again = said(105, DAY_2, entry="again", id="again", relay=("agency",))
    found = tally([OWN, ENEMY, again], at=None, beat=beat())
    [(dispute, other)] = found.disputes_of("again")
    assert (dispute.claims, other) == (("own", "again"), "enemy")
    assert [i for _, i in found.disputes_of("enemy")] == ["own"]
    assert found.disputes_of("nobody") == ()


@few
@given(ledgers())
def test_disputed_cells_are_those_with_an_enemy_against_the_own_total(ledger: list[Claim]) -> None:
    found = tally(ledger, at=None, beat=three_sides())
    ids = {c.id for c in ledger}
    assert all({*d.claims, *d.others} <= ids for d in found.disputes)
    assert all(d.claim != d.other and "(R" in d.why for d in found.disputes)
    disputed = {(c.victim, c.kind, c.category) for c in found.cells if c.grade == "disputed"}
    assert disputed <= {_key(d) for d in found.disputes}


def _key(dispute: Dispute) -> tuple[str, str, str]:
    return (dispute.victim, dispute.kind, dispute.category)
