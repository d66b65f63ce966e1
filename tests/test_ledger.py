"""Ledger: every claim behind a number in its group, what stands first."""

from typing import get_args

import pytest

from feeds.snapshot import Snapshot
from feeds.tally import Check, LedgerRole, LedgerRow
from tests.build import claim
from tests.build_tally import cell, figure, silence, snapshot, tally
from tui.claims.ledger import Ledger
from tui.claims.ledger_sorting import MOST, ledger_of
from tui.tally.tally_changes import CellKey, key_of

CLAIMS = (
    claim(20, id="old", time="2022-09-13 09:10"),
    claim(49, id="own", time="2022-09-13 11:33", high=None, qualifier="at_least"),
    claim(49, id="echo", time="2022-09-13 12:03", claimant="tass", claimant_side=None),
    claim(4, id="part", time="2022-09-13 10:00", place="gegharkunik", relation="subset"),
    claim(
        450,
        id="enemy",
        time="2022-09-13 20:10",
        claimant="azerbaijan",
        claimant_side="azerbaijan",
    ),
    claim(99, id="sum", time="2022-09-13 21:00", victim="both"),
    claim(6600, id="war", time="2022-09-13 21:00", period="historical"),
    claim(None, id="none", low=None, qualifier="none", victim="azerbaijan", kind="wounded"),
)
ROLES: dict[str, LedgerRole] = {
    "old": "superseded",
    "part": "subset",
    "own": "current",
    "echo": "echo",
    "enemy": "claimed",
}
ROWS = tuple(LedgerRow(claim=id, role=role, note=f"{role} (R5)") for id, role in ROLES.items())
CELL = cell(
    49,
    high=450,
    own=figure(49, high=None, claims=("own",)),
    claimed=(figure(450, "azerbaijan"),),
    grade="disputed",
    flags=("not final",),
    claims=tuple(row.claim for row in ROWS),
    why=("R5: the latest stands",),
    ledger=ROWS,
)
TALLY = tally(
    CELL,
    silent=(silence(stated=True, claims=("none",)), silence(kind="captured")),
    checks=(Check(claim="sum", rule="R15", result="agrees", detail="49 <= 99"),),
    background=("war",),
    review=("part",),
)
SNAPSHOT = snapshot(TALLY, CLAIMS)


def names(ledger: Ledger) -> dict[str, list[str]]:
    return {g.name: [line.claim.id for line in g.lines] for g in ledger.groups}


def test_what_stands_comes_first_and_every_claim_is_there() -> None:
    ledger = ledger_of(SNAPSHOT, key_of(CELL))
    assert names(ledger) == {
        "stands": ["own"],
        "parts": ["part"],
        "claimed": ["enemy"],
        "superseded": ["old"],
        "echoes": ["echo"],
        "checks": ["sum"],
        "background": ["war"],
    }
    assert next(iter(names(ledger))) == "stands"


def test_the_head_says_the_figure_its_bounds_its_grade_and_the_reasons() -> None:
    ledger = ledger_of(SNAPSHOT, key_of(CELL))
    assert (ledger.title, ledger.figure) == ("Armenia: killed, military", "49+")
    assert ledger.facts == (
        "low/best/high 49/49/450",
        "claimed by others AZE 450",
        "disputed, 9.2 times apart",
        "not final",
    )
    assert ledger.why == ("R5: the latest stands",)


def test_a_cell_without_roles_still_opens() -> None:
    bare = cell(49, own=figure(49, claims=("own",)), claims=("own", "echo"))
    assert names(ledger_of(snapshot(tally(bare), CLAIMS), key_of(bare))) == {
        "stands": ["own"],
        "others": ["echo"],
    }


def test_silence_says_that_it_is_no_nought() -> None:
    ledger = ledger_of(SNAPSHOT, CellKey("azerbaijan", "captured", None))
    assert ledger.figure == "no figure"
    assert "never counted as 0" in ledger.why[0]
    assert ledger.groups == ()


def test_a_stated_silence_shows_its_statement() -> None:
    ledger = ledger_of(SNAPSHOT, CellKey("azerbaijan", "wounded", None))
    assert "is reported as having given no figure" in ledger.why[0]
    assert names(ledger) == {"statements": ["none"]}


def test_the_shelves_hold_their_claims() -> None:
    assert names(ledger_of(SNAPSHOT, "background")) == {"background": ["war"]}
    assert names(ledger_of(SNAPSHOT, "review")) == {"review": ["part"]}
    [group] = ledger_of(SNAPSHOT, "checks").groups
    assert (group.lines[0].does, group.lines[0].note) == ("agrees", "49 <= 99 (R15)")


@pytest.mark.parametrize("role", get_args(LedgerRole))
def test_every_role_has_its_group(role: LedgerRole) -> None:
    one = cell(49, ledger=(LedgerRow(claim="own", role=role, note=""),))
    [group] = ledger_of(snapshot(tally(one), CLAIMS), key_of(one)).groups
    assert group.title
    assert group.lines[0].does


def test_a_claim_is_graded_as_its_cell_where_it_stands_else_as_it_would_be_alone() -> None:
    does = {
        ln.claim.id: ln.does for g in ledger_of(SNAPSHOT, key_of(CELL)).groups for ln in g.lines
    }
    assert does["own"] == "stands, disputed"
    assert does["enemy"] == "claimed by the other side, enemy only"


def test_a_claim_that_the_snapshot_does_not_know_is_left_out() -> None:
    assert ledger_of(snapshot(TALLY), key_of(CELL)).groups == ()


def long_ledger(number: int) -> Snapshot:
    """A cell with many denials, a minute apart."""
    hours = [f"2022-09-13 {n // 60:02}:{n % 60:02}" for n in range(number)]
    told = [claim(n, id=f"d{n}", time=hour, denied=True) for n, hour in enumerate(hours)]
    rows = tuple(LedgerRow(claim=c.id, role="denied", note="") for c in told)
    one = cell(49, own=figure(49, claims=("own",)), ledger=(*ROWS, *rows))
    return snapshot(tally(one), (*CLAIMS, *told))


def test_of_very_many_claims_the_last_are_listed_and_the_rest_counted() -> None:
    shown = long_ledger(MOST + 50)
    ledger = ledger_of(shown, key_of(shown.tally.cells[0]))
    denied = next(group for group in ledger.groups if group.name == "denied")
    assert denied.earlier == 50
    assert [line.claim.id for line in denied.lines] == [f"d{n}" for n in range(50, MOST + 50)]
    assert [group.earlier for group in ledger.groups if group.name != "denied"] == [0] * 5


def test_more_are_listed_where_they_are_asked_for_or_one_is_held() -> None:
    shown = long_ledger(MOST + 50)
    key = key_of(shown.tally.cells[0])
    for ledger, first in (
        (ledger_of(shown, key, most={"denied": MOST + 20}), 30),
        (ledger_of(shown, key, hold="d7"), 7),
        (ledger_of(shown, key, most={"denied": 10_000}), 0),
    ):
        denied = next(group for group in ledger.groups if group.name == "denied")
        assert denied.lines[0].claim.id == f"d{first}"
        assert denied.earlier == first
