"""The users' five source documents against their hand-labelled claims and tallies."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from feeds.claim import Claim
from feeds.desk import Desk, open_desk
from feeds.options import Options
from feeds.tally import Cell

SOUTH_CAUCASUS = Options(beat="south-caucasus")


@pytest.fixture(scope="module")
def desks(shared: Path) -> dict[str, Desk]:
    """A desk for each source document, by file name."""
    paths = sorted((shared / "seeds").glob("*.txt"))
    return {path.name: open_desk([str(path)], SOUTH_CAUCASUS) for path in paths}


@pytest.fixture(scope="module")
def labels(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "gold" / "seed_claims.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def lies_over(claim: Claim, label: Mapping[str, Any], text: str) -> bool:
    """True where some place of the claim's words in the file overlaps the label's."""
    at = text.find(claim.quote)
    while at >= 0:
        if at < label["end"] and label["start"] < at + len(claim.quote):
            return True
        at = text.find(claim.quote, at + 1)
    return False


def agrees(claim: Claim, label: Mapping[str, Any]) -> bool:
    """True where the claim says what the label says."""
    said = (claim.kind, claim.low, claim.high, claim.victim, claim.period)
    meant = (label["kind"], label["low"], label["high"], label["victim"], label["period"])
    category = label["category"] in ("unknown", claim.category)
    side = label["claimant_side"] in (None, claim.claimant_side)
    part = label["relation"] != "subset" or claim.relation == "subset"
    return said == meant and category and side and part


def test_every_labelled_claim_is_found(
    desks: dict[str, Desk], labels: list[dict[str, Any]], shared: Path
) -> None:
    assert sum(label["claim"] for label in labels) == 31
    for label in labels:
        text = (shared / "seeds" / label["file"]).read_text(encoding="utf-8")
        claims = desks[label["file"]].snapshot().claims.values()
        here = [c for c in claims if lies_over(c, label, text)]
        if label["claim"]:
            assert any(agrees(c, label) for c in here), label["quote"]
        else:
            assert not [c for c in here if c.low and c.relation != "component"], label["quote"]


def test_every_span_holds_its_words(desks: dict[str, Desk]) -> None:
    for desk in desks.values():
        snapshot = desk.snapshot()
        assert snapshot.claims
        for claim in snapshot.claims.values():
            entry = desk.entry(claim.entry_key)
            assert entry is not None
            assert entry.text(claim.field)[claim.start : claim.end] == claim.quote


def row(cell: Cell, keys: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(cell, key) for key in keys)


def test_the_tally_of_the_live_blog_is_exact(desks: dict[str, Desk], shared: Path) -> None:
    gold = json.loads((shared / "gold" / "seed_tally.json").read_text(encoding="utf-8"))
    keys = ("victim", "kind", "category", "low", "best", "high", "grade")
    (desk,) = (desk for name, desk in desks.items() if name.startswith("004"))
    assert len(gold["at"]) == 4
    for at, cells in gold["at"].items():
        found = desk.snapshot(at=datetime.fromisoformat(at)).tally.cells
        assert {row(c, keys) for c in found if c.grade != "no_figure"} == {
            tuple(cell[key] for key in keys) for cell in cells
        }


def test_the_tally_of_the_later_days_is_right(shared: Path) -> None:
    gold = json.loads((shared / "gold" / "later_tally.json").read_text(encoding="utf-8"))
    desk = open_desk([str(shared / "gold" / "later_entries.jsonl")], SOUTH_CAUCASUS)
    assert len(gold["at"]) == 2
    for at, cells in gold["at"].items():
        found = desk.snapshot(at=datetime.fromisoformat(at)).tally.cells
        for cell in cells:
            assert tuple(cell.values()) in {row(c, tuple(cell)) for c in found}, cell
        dead = [c for c in found if (c.victim, c.kind) == ("armenia", "killed")]
        assert not [c for c in dead if 207 in (c.low, c.best, c.high)]


def test_all_five_together_corroborate_nothing_that_they_only_repeat(shared: Path) -> None:
    desk = open_desk([str(shared / "seeds")], SOUTH_CAUCASUS)
    tally = desk.snapshot().tally
    dead = {c.victim: c for c in tally.cells if c.kind == "killed"}
    assert {v: (c.low, c.best, c.high, c.grade) for v, c in dead.items()} == {
        "armenia": (49, 49, None, "self_only"),
        "azerbaijan": (50, 50, 50, "self_only"),
    }
    assert ("R15", "agrees") in {(c.rule, c.result) for c in tally.checks}
    assert len(tally.background) == 8
