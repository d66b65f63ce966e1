"""Every number's span holds its words, in whatever text the claims were taken from."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from feeds.claims import Extractor
from feeds.entry import Entry
from feeds.packs import load_beat
from feeds.tag import Tagger
from tests.build import entry
from tests.test_claims_golden import cases, stages, tagged

HELD_OUT = ("sudan", "syria")
"""Conflicts that are kept for measuring."""


def check(found: Iterable[Entry], extractor: Extractor) -> int:
    """Holds each claim's span against its text; returns how many there were."""
    count = 0
    for one in found:
        for claim in extractor.claims(one):
            text = one.text(claim.field)
            assert 0 <= claim.start < claim.end <= len(text)
            assert text[claim.start : claim.end] == claim.quote
            assert claim.quote.strip()
            count += 1
    return count


def test_spans_of_the_golden_tape_hold_their_words() -> None:
    assert check(map(tagged, cases()), stages()[1]) > 100


@cache
def reader(conflict: str, shared: Path) -> tuple[Tagger, Extractor]:
    beat = load_beat(str(shared / "dev" / "beats" / f"{conflict}.yaml"))
    return Tagger(beat), Extractor(beat)


def test_spans_of_the_labelled_texts_hold_their_words(shared: Path) -> None:
    count = 0
    for line in (shared / "dev" / "entries.jsonl").read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        if raw["conflict"] in HELD_OUT:
            continue
        tagger, extractor = reader(raw["conflict"], shared)
        when = datetime.fromisoformat(raw["time"]) if raw["time"] else None
        made = entry(raw["body"], headline=raw["headline"], id=raw["id"], time=None)
        mentions = tagger.tag(made.headline, made.body)
        dated = replace(made, time=when, known=when, basis="stamped", mentions=mentions)
        count += check([dated], extractor)
    assert count > 150
