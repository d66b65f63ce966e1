"""A long war in claims, made up and seeded: tolls that rise, echoes, parts, enemies, denials."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from feeds.beat import Actor, Beat, Episode, Place, Region
from feeds.claim import Category, Claim, Kind

START = datetime(2022, 2, 24, tzinfo=UTC)
CLAIMS_A_DAY = 300
"""A busy war: the window grows with the number of claims."""

SIDES = ("norland", "sudland", "eastmark")
REGIONS = 24
PLACES = 5
"""A region's."""

_OUTLETS = ("agency", "daily", "channel", "a hospital", "unattributed")
_KINDS: tuple[Kind, ...] = ("killed", "killed", "killed", "wounded", "wounded", "captured",
                            "missing", "casualties")  # fmt: skip
_CATEGORIES: Mapping[Category, int] = {"military": 14, "civilian": 3, "unknown": 3}
_SPEAKERS = {"own": 45, "enemy": 20, "names": 3, "westland": 2, "outlet": 30}
_WAYS = {"repeat": 30, "part": 25, "increment": 5, "denial": 3, "history": 2, "sum": 1,
         "silence": 2, "total": 32}  # fmt: skip
"""Shares are those of wires on a war, roughly."""

_INCIDENTS = {"unnamed": 5, "strike": 3, "day": 2}
_LAGS = (2, 4, 8, 30)
"""Hours between counting and saying."""


def war_beat() -> Beat:
    """Three parties, a third state, an independent count, 24 regions of five places each."""
    speakers = [(f"{s}-{who}", s) for s in SIDES for who in ("mod", "premier", "governor")]
    actors = [*((s, s) for s in SIDES), *speakers, ("westland", "westland"), ("names", None)]
    return Beat(
        id="war",
        name="A long war",
        zone=UTC,
        zone_name="UTC",
        actors=tuple(
            Actor(id=id, name=id.title(), side=side, aliases=(), independent=id == "names")
            for id, side in actors
        ),
        regions=tuple(
            Region(
                id=f"r{n}",
                name=f"Region {n}",
                side=SIDES[n % 2],
                places=tuple(Place(id=f"r{n}p{k}", name=f"Town {n}.{k}") for k in range(PLACES)),
            )
            for n in range(REGIONS)
        ),
        episodes=(Episode(id="war", name="War", start=START, end=None),),
        parties=SIDES,
    )


def war(claims: int, seed: int = 7) -> list[Claim]:
    """So many claims, in the order in which they became known, undated ones last."""
    return list(_War(seed).claims(claims))


class _War:
    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._tolls: dict[tuple[str, Kind, Category], int] = {}
        self._said: list[Claim] = []

    def claims(self, wanted: int) -> Iterator[Claim]:
        late: list[Claim] = []
        for n in range(wanted):
            made = self._claim(n)
            if self._chance.random() < 1 / 200:
                late.append(replace(made, time=None, known=None, as_of=None))
                continue
            yield made
        yield from late

    def _claim(self, n: int) -> Claim:
        when = START + timedelta(seconds=86_400 * n / CLAIMS_A_DAY + self._chance.random())
        base: dict[str, Any] = {
            "id": f"c{n}", "entry": f"e{n}", "source": f"wire{n % 4}", "time": when, "known": when,
            "field": "body", "start": 0, "end": 9, "quote": "a quote", "group": None,
            "claimant_text": None, "relay": (), "place": None, "incident": None, "as_of": when,
            "period": "current", "relation": "total", "components": (), "denied": False,
            "modality": "stated", "confidence": "high", "rules": ("R3",),
        }  # fmt: skip
        made = Claim(**(base | self._figure(when)))
        self._said = [*self._said[-40:], made]
        return made

    def _figure(self, when: datetime) -> dict[str, Any]:
        """What it says."""
        chance = self._chance
        victim, kind = self._zipf(SIDES), chance.choice(_KINDS)
        told = {"victim": victim, "kind": kind, "category": self._of(_CATEGORIES)}
        told |= self._speaker(victim)
        told |= self._said_as(self._of(_WAYS), told, when)
        if chance.random() < 1 / 8:
            told["as_of"] = when - timedelta(hours=chance.choice(_LAGS))
        return told

    def _said_as(self, way: str, told: dict[str, Any], when: datetime) -> dict[str, Any]:
        chance = self._chance
        if way == "repeat" and self._said:
            return self._repeat(told)
        if way == "part":
            return self._part(when)
        if way == "increment":
            return {"relation": "increment"} | _number(chance.randrange(1, 9))
        if way == "denial":
            return {"denied": True, "modality": "denied"} | _number(chance.randrange(1, 30))
        if way == "history":
            return {"period": "historical"} | _number(chance.randrange(1, 9000))
        if way == "sum":
            return {"victim": "both"} | _number(sum(self._tolls.values()) // 3)
        if way == "silence":
            silent = {"low": None, "best": None, "high": None}
            return {"qualifier": "none", "modality": "pending"} | silent
        return self._total(told)

    def _speaker(self, victim: str) -> dict[str, Any]:
        who = self._of(_SPEAKERS)
        if who == "own":
            return _by(f"{victim}-{self._chance.choice(('mod', 'mod', 'premier', 'governor'))}")
        if who == "enemy":
            return _by(f"{self._chance.choice([s for s in SIDES if s != victim])}-mod")
        if who == "westland":
            return _by("westland")
        named = who if who == "names" else self._chance.choice(_OUTLETS)
        return {"claimant": named, "claimant_side": None}

    def _repeat(self, told: dict[str, Any]) -> dict[str, Any]:
        """What was said before, by whoever speaks now."""
        before = self._chance.choice(self._said)
        fields = ("victim", "kind", "category", "low", "best", "high", "qualifier", "place",
                  "incident", "relation")  # fmt: skip
        same = {f: getattr(before, f) for f in fields}
        if self._chance.random() < 1 / 4:
            same["category"] = "unknown"
        if self._chance.random() < 1 / 2:  # its own word again, else somebody's
            same |= {"claimant": before.claimant, "claimant_side": before.claimant_side}
        relay = ("agency",) if told["claimant_side"] and self._chance.random() < 1 / 4 else ()
        return same | {"relay": relay}

    def _part(self, when: datetime) -> dict[str, Any]:
        chance = self._chance
        place = self._zipf([f"r{r}p{p}" for r in range(REGIONS) for p in range(PLACES)])
        told_on = when - timedelta(days=chance.choice((0, 0, 1)))
        names = {"strike": f"{place} strike {told_on:%Y-%m-%d}", "day": f"{when:%Y-%m-%d}"}
        incident = names.get(self._of(_INCIDENTS))
        back = chance.random() < 1 / 10
        fields = {"place": place, "incident": incident, "relation": "subset", "refers_back": back}
        return fields | _number(chance.randrange(1, 25), chance.choice(("exact", "at_least")))

    def _total(self, told: dict[str, Any]) -> dict[str, Any]:
        """The toll of a side and kind: it rises, and is now and then revised down."""
        key = (told["victim"], told["kind"], told["category"])
        chance = self._chance
        toll = self._tolls.get(key, 5)
        if chance.random() < 1 / 3:
            toll = max(1, toll + chance.randrange(1, 12) - (10 if chance.random() < 1 / 20 else 0))
        self._tolls[key] = toll
        share = 3 if told["claimant_side"] not in (None, told["victim"]) else 1
        hedges = (*["exact"] * 10, "at_least", "at_least", "about", "more_than", "vague")
        return _number(toll * share, chance.choice(hedges))

    def _zipf(self, names: Sequence[str]) -> str:
        return self._chance.choices(names, [1 / (n + 1) for n in range(len(names))])[0]

    def _of(self, weights: Mapping[Any, int]) -> Any:
        return self._chance.choices([*weights], [*weights.values()])[0]


def _by(actor: str) -> dict[str, Any]:
    return {"claimant": actor, "claimant_side": actor.split("-", maxsplit=1)[0]}


def _number(n: int, qualifier: str = "exact") -> dict[str, Any]:
    bounds = {
        "exact": (n, n, n),
        "at_least": (n, n, None),
        "more_than": (n + 1, n + 1, None),
        "about": (n * 9 // 10, n, n * 11 // 10 + 1),
        "vague": (n, None, None),
    }
    low, best, high = bounds[qualifier]
    return {"qualifier": qualifier, "low": low, "best": best, "high": high}
