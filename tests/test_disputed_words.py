"""What stands against a claim, said in its entry and in its ledger."""

from dataclasses import replace
from typing import Any

from feeds.claim import Claim
from feeds.reconcile import tally
from feeds.snapshot import Snapshot
from tests.build import beat, entry
from tests.build_tally import HOSTILE, OneWidget, drawn, is_safe, snapshot
from tests.sayings import AZ, DAY_2, said
from tui.claims.ledger_sorting import ledger_of
from tui.detail.detail_pane import DetailPane
from tui.tally.tally_changes import CellKey
from tui.words.disputes import disputed_by

OWN = said(105, id="own", quote="105 soldiers")
ENEMY = said(450, DAY_2, id="enemy", **AZ)


def shown(*claims: Claim, **fields: Any) -> Snapshot:
    return snapshot(tally(claims, at=None, beat=beat()), claims, playhead=None, **fields)


def test_a_dispute_is_said_from_both_ends() -> None:
    told = shown(OWN, ENEMY)
    assert disputed_by(told, "own") == ("disputed by Azerbaijan: 450 (4.3 times)",)
    assert disputed_by(told, "enemy") == ("disputed by Armenia: 105 (4.3 times)",)
    assert disputed_by(told, "nobody") == ()
    timed = disputed_by(told, "own", clock=lambda when: f"{when:%H:%M}")
    assert timed == ("disputed by Azerbaijan, 08:00: 450 (4.3 times)",)


def test_a_denial_is_said_from_both_ends() -> None:
    denial = said(8, DAY_2, id="no", denied=True, modality="denied")
    told = shown(said(8, id="claimed", **AZ), denial)
    assert disputed_by(told, "claimed") == ("denied by Armenia",)
    assert disputed_by(told, "no") == ("denies what Azerbaijan said: 8",)


def test_the_ledger_says_it_beside_the_claim() -> None:
    ledger = ledger_of(shown(OWN, ENEMY), CellKey("armenia", "killed", "military"))
    notes = {line.claim.id: line.note for group in ledger.groups for line in group.lines}
    assert notes["own"].endswith("; disputed by Azerbaijan: 450 (4.3 times)")


async def test_the_entry_says_it_under_the_claim() -> None:
    key = ("test", OWN.entry)
    told = shown(OWN, ENEMY, claims_of={key: (OWN,)})
    pane = DetailPane()
    async with OneWidget(pane).run_test(size=(70, 30)) as pilot:
        pane.snapshot = told
        pane.entry = entry("x", id=OWN.entry)
        await pilot.pause()
        text = "\n".join(drawn(pane))
        assert "disputed by Azerbaijan, 14 Sep 12:00 +04: 450 (4.3 times)" in text
        pane.snapshot = shown(OWN, claims_of={key: (OWN,)})
        await pilot.pause()
        assert "disputed by" not in "\n".join(drawn(pane))


def test_hostile_words_are_cleaned() -> None:
    told = shown(OWN, replace(ENEMY, claimant=HOSTILE))
    assert is_safe(disputed_by(told, "own"))
