"""Feeds of any size, the same for the same seed: `python -m benchmarks.generator 10000 FILE`.

Actors and places of a shipped beat by Zipf's law, claims in one entry of eight, words of a made-up
vocabulary of tens of thousands (also by Zipf's law), about 370 characters an entry, thirty days.
"""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from feeds.beat import Beat
from feeds.packs import load_beat

BEAT = "south-caucasus"
VOCABULARY = 60_000
CLAIMS_IN_ONE_OF = 8
START = datetime(2022, 9, 1, tzinfo=UTC)
SPAN = timedelta(days=30)
SOURCES = ("oc-wire", "border-desk", "northern-post", "agency-two")
LENGTH = 320
"""Characters of a body, about; the headline comes on top."""

_CONSONANTS, _VOWELS = "bcdfghjklmnprstvz", "aeiou"
_COMMON = (
    *("the", "of", "and", "to", "in", "a", "on", "that", "for", "with", "was", "by", "at", "from"),
    *("said", "it", "has", "were", "be", "an", "are", "had", "after", "its", "which", "but", "not"),
)
_CLAIMS = (
    "{actor} said {n} of its soldiers were killed and {m} wounded.",
    "{actor} reported that {n} civilians were killed in {place}.",
    "At least {n} servicemen were wounded near {place}, {actor} said.",
    "{actor} denied that any soldier had been killed.",
)


class Zipf:
    """Draws of a sequence: the nth as likely as one divided by n."""

    def __init__(self, of: Sequence[str], chance: random.Random) -> None:
        self._of = of
        self._weights = list(accumulate(1 / rank for rank in range(1, len(of) + 1)))
        self._chance = chance

    def draw(self, count: int) -> list[str]:
        """So many, one as often as it comes."""
        return self._chance.choices(self._of, cum_weights=self._weights, k=count)


def records(count: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """Entries as JSON objects, oldest first."""
    chance = random.Random(seed)
    beat = load_beat(BEAT)
    words = Zipf((*_COMMON, *_vocabulary(chance)), chance)
    actors = Zipf([actor.name for actor in beat.actors], chance)
    places = Zipf(_places(beat), chance)
    sources = Zipf(SOURCES, chance)
    for n in range(count):
        who, where = actors.draw(2), places.draw(2)
        text = [_sentence(words, [who[0], where[0]], chance)]
        if n % CLAIMS_IN_ONE_OF == 0:
            said = chance.choice(_CLAIMS)
            numbers = {"n": chance.randrange(2, 90), "m": chance.randrange(2, 300)}
            text.append(said.format(actor=who[1], place=where[1], **numbers))
        while sum(map(len, text)) < LENGTH - LENGTH // 8:
            text.append(_sentence(words, who[1:] if len(text) == 1 else [], chance))
        yield {
            "id": f"{chance.getrandbits(48):012x}",
            "source": sources.draw(1)[0],
            "time": (START + SPAN * n / count).isoformat(timespec="seconds"),
            "headline": _sentence(words, [], chance, 5, 8).rstrip("."),
            "body": " ".join(text),
        }


def write(count: int, path: Path, seed: int = 7) -> int:
    """A file of JSON Lines; its size in bytes."""
    with path.open("w", encoding="utf-8") as file:
        for record in records(count, seed):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path.stat().st_size


def _vocabulary(chance: random.Random) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < VOCABULARY:
        syllables = chance.choices((2, 3, 4), weights=(3, 4, 2))[0]
        made["".join(_syllable(chance) for _ in range(syllables))] = None
    return list(made)


def _syllable(chance: random.Random) -> str:
    end = chance.choice(_CONSONANTS) if chance.random() < 1 / 3 else ""
    return chance.choice(_CONSONANTS) + chance.choice(_VOWELS) + end


def _places(beat: Beat) -> list[str]:
    return [name for r in beat.regions for name in (r.name, *(place.name for place in r.places))]


def _sentence(
    words: Zipf, names: Sequence[str], chance: random.Random, least: int = 9, most: int = 18
) -> str:
    """Words with names put among them, each not first."""
    said = words.draw(chance.randrange(least, most))
    for name in names:
        said.insert(chance.randrange(1, len(said)), name)
    said[0] = said[0].capitalize()
    return " ".join(said) + "."


if __name__ == "__main__":
    print(write(int(sys.argv[1]), Path(sys.argv[2])), "bytes")
