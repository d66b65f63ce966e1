"""Golden sentences, in the project's own words: what stands in a text, claim by claim."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from feeds.claim import Claim
from feeds.claims import Extractor
from feeds.claims.numbers import Number, bounds, spread, vague
from feeds.entry import Entry
from feeds.packs import load_beat
from feeds.safe_yaml import load
from feeds.tag import Tagger
from tests.build import entry

TAPES = Path(__file__).parent / "tapes"
NOON = datetime(2031, 5, 10, 9, tzinfo=UTC)


@cache
def stages() -> tuple[Tagger, Extractor]:
    beat = load_beat(str(TAPES / "claims_beat.yaml"))
    return Tagger(beat), Extractor(beat)


def cases() -> list[Any]:
    """The sentences of every language, one tape each."""
    found: list[Any] = []
    for path in sorted(TAPES.glob("claims_??.yaml")):
        listed = load(path.read_text(encoding="utf-8"), source=path.name)
        assert isinstance(listed, list)
        found += listed
    return found


def tagged(case: Mapping[str, Any]) -> Entry:
    tagger, extractor = stages()
    made = entry(case["body"], headline=case.get("headline"), zone=extractor.beat.zone)
    made = replace(made, time=NOON, known=NOON)
    return replace(made, mentions=tagger.tag(made.headline, made.body))


def number(words: str) -> tuple[str, Number]:
    """'killed 49 at_least' as the kind and its bounds."""
    kind, written, qualifier = words.split()
    if qualifier == "none":
        return kind, Number(None, None, None, "none", 0)
    if qualifier == "range":
        low, high = written.split("-")
        return kind, spread(int(low), int(high))
    if qualifier == "vague":
        return kind, vague(int(written))
    return kind, bounds(int(written), qualifier)  # type: ignore[arg-type]


def shown(claim: Claim, key: str) -> str:
    value = getattr(claim, key)
    if key == "components":
        return " ".join(map(str, value))
    if key == "relay":
        return " ".join(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def is_as_told(claim: Claim, told: Mapping[str, str]) -> bool:
    kind, n = number(told["is"])
    same = (claim.kind, claim.low, claim.best, claim.high, claim.qualifier)
    if same != (kind, n.low, n.best, n.high, n.qualifier):
        return False
    return all(shown(claim, key) == value for key, value in told.items() if key != "is")


def words(case: Any) -> str:
    return str(case.get("headline") or case["body"])[:60]


@pytest.mark.parametrize("case", cases(), ids=words)
def test_a_golden_sentence_gives_its_claims(case: Mapping[str, Any]) -> None:
    claims = list(stages()[1].claims(tagged(case)))
    seen = [
        f"{c.kind} {c.low}/{c.best}/{c.high} {c.qualifier} of {c.victim} {c.category} by "
        f"{c.claimant} {c.relation} {c.period} {c.place} {c.rules}"
        for c in claims
    ]
    for told in case["claims"]:
        found = next((c for c in claims if is_as_told(c, told)), None)
        assert found is not None, f"missing {told}\nseen {seen}"
        claims.remove(found)
    assert not claims, f"too many: {seen}"
