"""Ledgers of any shape for properties: several sides, kinds, places, incidents, copies, edits."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from feeds.beat import Actor, Beat, Episode, Place, Region
from feeds.claim import Category, Claim
from feeds.reconcile.columns import Columns
from feeds.reconcile.scopes import Scope, Scopes
from feeds.reconcile.window import known_at
from feeds.tally import Cell, Figure, Tally
from tests.build import at, beat, claim

few = settings(max_examples=int(os.environ.get("EXAMPLES", "50")), deadline=None)
"""Of a property of ledgers; `EXAMPLES` tells how often it is tried."""

START = at("2022-09-13 00:00")
MINUTES = 14 * 24 * 60

SPEAKERS: list[tuple[str, str | None]] = [
    ("pashinyan", "armenia"),
    ("am-mod", "armenia"),
    ("azerbaijan", "azerbaijan"),
    ("nk-army", "karabakh"),
    ("un", "un"),
    ("names", "armenia"),
    ("russia", "russia"),
    ("tass", None),
    ("unattributed", None),
    ("a hospital", None),
]
"""Two of one side, three parties, two independent counts, a third state, outlets and nobody."""

_NUMBERS = [0, 1, 2, 3, 4, 12, 43, 45, 49, 50, 80, 105, 207]


def three_sides(**fields: Any) -> Beat:
    """The test beat with a third party and a project that counts names in a party's land."""
    plain = beat()
    more = (
        Actor(id="nk-army", name="Karabakh army", side="karabakh", aliases=()),
        Actor(id="names", name="Named", side="armenia", aliases=(), independent=True),
    )
    north = Region(
        id="north", name="North", side="azerbaijan", places=(Place(id="ford", name="Ford"),)
    )
    second = Episode(id="late", name="Late", start=START + timedelta(days=11), end=None)
    given: dict[str, Any] = {
        "parties": ("armenia", "azerbaijan", "karabakh"),
        "actors": (*plain.actors, *more),
        "regions": (*plain.regions, north),
        "episodes": (*plain.episodes, second),
    }
    return beat(**(given | fields))


def shaped(qualifier: str, number: int) -> dict[str, Any]:
    """Bounds as TALLY.md section 2 reads the words."""
    bounds: dict[str, tuple[int | None, int | None, int | None]] = {
        "exact": (number, number, number),
        "at_least": (number, number, None),
        "more_than": (number + 1, number + 1, None),
        "about": (number * 9 // 10, number, number * 11 // 10),
        "nearly": (number * 9 // 10, max(number - 1, number * 9 // 10), max(number - 1, 0)),
        "up_to": (1, None, max(number, 1)),
        "fewer_than": (1, None, max(number - 1, 1)),
        "range": (number, None, number + 5),
        "vague": (number, None, None),
        "none": (None, None, None),
    }
    low, best, high = bounds[qualifier]
    if high is not None and best is not None:
        high = max(high, best)
    return {"qualifier": qualifier, "low": low, "best": best, "high": high}


_SHAPES = ["exact"] * 6 + ["at_least", "more_than", "about", "nearly", "up_to", "range", "vague"]
_SHAPES += ["fewer_than", "none"]
_MODES = ["stated"] * 8 + ["alleged", "feared", "denied"]
_INCIDENTS = [None, None, None, "strike", "raid", "2022-09-13", "2022-09-15"]
_RELATIONS = ["total", "total", "total", "subset", "increment", "component"]


_SPLITS: list[tuple[Category, ...]] = [
    (),
    ("military", "civilian"),
    ("military", "military"),
]


@st.composite
def claims(draw: st.DrawFn, /, **fixed: Any) -> Claim:
    """A claim of any shape, by anybody, about anything, in the first two weeks or undated."""
    claimant, side = draw(st.sampled_from(SPEAKERS))
    minutes = draw(st.one_of(st.none(), *[st.integers(0, MINUTES // 10).map(lambda n: n * 10)] * 4))
    time = START + timedelta(minutes=minutes) if minutes is not None else None
    name = str(draw(st.integers(0, 10**9)))
    fields: dict[str, Any] = {
        "id": f"c{name}",
        "entry": f"e{name}",
        "source": draw(st.sampled_from(["one", "other"])),
        "time": time,
        "known": time,
        "as_of": _counted(draw, time),
        "kind": draw(
            st.sampled_from(
                ["killed"] * 4
                + ["wounded", "wounded", "captured", "missing", "killed_or_missing", "casualties"]
            )
        ),
        "victim": draw(st.sampled_from(["armenia", "armenia", "azerbaijan", "unknown", "both"])),
        "category": draw(st.sampled_from(["military", "civilian", "mixed", "unknown", "unknown"])),
        "claimant": claimant,
        "claimant_side": side,
        "relay": draw(st.sampled_from([(), (), ("agency",)])),
        "place": draw(st.sampled_from([None, None, None, "goris", "syunik", "sotk", "far"])),
        "incident": draw(st.sampled_from(_INCIDENTS)),
        "relation": draw(st.sampled_from(_RELATIONS)),
        "modality": draw(st.sampled_from(_MODES)),
        "period": draw(st.sampled_from(["current"] * 9 + ["historical"])),
        "not_final": draw(st.sampled_from([False, False, False, True])),
        "refers_back": draw(st.sampled_from([False, False, False, True])),
        "confidence": draw(st.sampled_from(["high", "high", "low"])),
        **shaped(draw(st.sampled_from(_SHAPES)), draw(st.sampled_from(_NUMBERS))),
    }
    made = replace(claim(), **(fields | fixed))
    return made if "components" in fixed else _summed(draw, made)


def _counted(draw: st.DrawFn, time: datetime | None) -> datetime | None:
    """As of the entry's own time, or of some hours before it."""
    hours = draw(st.sampled_from([0, 0, 0, 5, 30]))
    return time - timedelta(hours=hours) if time is not None else None


def _summed(draw: st.DrawFn, made: Claim) -> Claim:
    """Now and then a sum that is not written out, its categories given or not."""
    if made.best is None or made.relation == "component" or draw(st.integers(0, 5)) != 0:
        return made
    first = draw(st.integers(0, made.best))
    given = draw(st.sampled_from(_SPLITS))
    return replace(made, components=(first, made.best - first), component_categories=given)


@st.composite
def ledgers(draw: st.DrawFn, /, most: int = 14) -> list[Claim]:
    """Claims of which some repeat one, share its entry, lie in it, replace it, or raise it."""
    told = draw(st.lists(claims(), max_size=most, unique_by=lambda c: c.id))
    found: list[Claim] = []
    for n, made in enumerate(told):
        before = draw(st.sampled_from(found)) if found else None
        how = draw(st.sampled_from(["new", "new", "echo", "same entry", "revised", "breath"]))
        if before is None or how == "new":
            found.append(made)
        elif how == "echo":
            keep = {f: getattr(before, f) for f in ("low", "best", "high", "qualifier", "victim")}
            keep |= {f: getattr(before, f) for f in ("kind", "place", "incident", "relation")}
            found.append(replace(made, components=(), component_categories=(), **keep))
        elif how == "same entry":
            keep = {f: getattr(before, f) for f in ("entry", "source", "time", "known")}
            within = before.id if made.relation == "component" else None
            found.append(replace(made, start=n, end=n + 1, within=within, **keep))
        elif how == "breath":
            found += _breath(draw, made, before)
        elif before.known is not None:
            later = before.known + timedelta(hours=draw(st.integers(1, 48)))
            keep = {f: getattr(before, f) for f in ("entry", "source", "time")}
            found.append(replace(made, known=later, **keep))
    return found


def _breath(draw: st.DrawFn, made: Claim, before: Claim) -> list[Claim]:
    """An increment and the total that it led to, in one text: news, or printed once more."""
    more = draw(st.sampled_from([1, 5]))
    total = (before.best or 0) + draw(st.sampled_from([0, more]))
    names = ("claimant", "claimant_side", "victim", "kind", "category", "place", "incident")
    keep = {f: getattr(before, f) for f in names}
    bare = replace(made, modality="stated", components=(), component_categories=(), **keep)
    return [
        replace(bare, id=f"{made.id}+", relation="increment", **shaped("exact", more)),
        replace(bare, relation="total", start=1, end=2, **shaped("exact", total)),
    ]


def without_copies(found: Tally) -> tuple[Cell, ...]:
    """The cells without what an echo may change: copies, rows, words and flags about them."""
    return tuple(
        replace(
            cell,
            own=_bare(cell.own) if cell.own else None,
            claimed=tuple(map(_bare, cell.claimed)),
            independent=tuple(map(_bare, cell.independent)),
            others=tuple(map(_bare, cell.others)),
            places=tuple(replace(p, claims=p.claims[:1]) for p in cell.places),
            flags=(),
            claims=(),
            why=(),
            ledger=(),
            copies=1,
        )
        for cell in found.cells
    )


def _bare(figure: Figure) -> Figure:
    return replace(figure, copies=1, claims=figure.claims[:1])


def is_alone(given: Claim, ledger: Sequence[Claim]) -> bool:
    """True where no other version of its entry would come to life without it."""
    same = [c for c in ledger if c.entry_key == given.entry_key and c is not given]
    return all(c.known == given.known for c in same)


def bears_another(given: Claim, ledger: Sequence[Claim], sides: Beat) -> bool:
    """True where a part lies in it, an increment of its text led to it, or a text has its place and
    incident by it alone (R4, R7, R9)."""
    rest = [c for c in ledger if c is not given]
    beside = [c.relation for c in rest if c.entry_key == given.entry_key]
    if "component" in beside or "increment" in beside:
        return True
    with_it, without = _scopes(ledger, sides), _scopes(rest, sides)
    return any(with_it[c] != scope for c, scope in without.items())


def _scopes(ledger: Sequence[Claim], sides: Beat) -> dict[Claim, Scope]:
    known = known_at(ledger, None, sides).current
    told = [c for c in known if c.modality == "stated" and c.qualifier != "none"]
    told = [c for c in told if c.victim != "both"]
    return dict(zip(told, Scopes(sides, Columns(sides, ())).of_all(told), strict=True))
