"""Builders for tests: an entry, a claim and a small beat in one line each."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from feeds.beat import Actor, Beat, Episode, Place, Region
from feeds.claim import Claim
from feeds.decision import Decision, Verdict
from feeds.entry import Entry

YEREVAN = ZoneInfo("Asia/Yerevan")


def at(text: str) -> datetime:
    """'2022-09-13 21:09' in Yerevan, as aware UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=YEREVAN).astimezone(UTC)


def entry(body: str = "", *, time: str | None = "2022-09-13 12:00", **fields: Any) -> Entry:
    """An entry with sane defaults; `time` is Yerevan's clock."""
    when = at(time) if time else None
    given: dict[str, Any] = {
        "id": "e1",
        "source": "test",
        "time": when,
        "known": when,
        "zone": YEREVAN if time else None,
        "basis": "zone-assumed" if time else "undated",
        "headline": None,
        "body": body,
    }
    return Entry(**(given | fields))


def claim(best: int | None = 1, *, time: str | None = "2022-09-13 12:00", **fields: Any) -> Claim:
    """An exact current total of soldiers killed, self-reported by Armenia, unless told."""
    when = at(time) if time else None
    given: dict[str, Any] = {
        "id": f"c{best}-{time}",
        "entry": "e1",
        "source": "test",
        "time": when,
        "known": when,
        "field": "body",
        "start": 0,
        "end": 1,
        "quote": "x",
        "kind": "killed",
        "low": best,
        "best": best,
        "high": best,
        "qualifier": "exact",
        "victim": "armenia",
        "category": "military",
        "group": None,
        "claimant": "armenia",
        "claimant_side": "armenia",
        "claimant_text": "Armenia",
        "relay": (),
        "place": None,
        "incident": None,
        "as_of": when,
        "period": "current",
        "relation": "total",
        "components": (),
        "denied": False,
        "modality": "stated",
        "confidence": "high",
        "rules": ("R3",),
    }
    return Claim(**(given | fields))


def decision(verdict: Verdict, on: Claim, **fields: Any) -> Decision:
    """What Ani decided about a claim, at nine in the morning of the next day."""
    given: dict[str, Any] = {
        "id": f"{verdict}-{on.id}",
        "verdict": verdict,
        "claim": on.id,
        "source": on.source,
        "entry": on.entry,
        "field": on.field,
        "start": on.start,
        "end": on.end,
        "quote": on.quote,
        "kind": on.kind,
        "at": at("2022-09-14 09:00"),
        "by": "Ani",
    }
    return Decision(**(given | fields))


def beat(**fields: Any) -> Beat:
    """Two sides, a monitor, an outlet, two regions, one episode."""
    given: dict[str, Any] = {
        "id": "test",
        "name": "Test beat",
        "zone": YEREVAN,
        "zone_name": "Asia/Yerevan",
        "parties": ("armenia", "azerbaijan"),
        "actors": (
            Actor(id="armenia", name="Armenia", side="armenia", aliases=("Armenian", "Yerevan")),
            Actor(
                id="am-mod",
                name="Armenian Ministry of Defence",
                side="armenia",
                aliases=("Armenian MoD",),
                kind="ministry",
            ),
            Actor(
                id="azerbaijan",
                name="Azerbaijan",
                side="azerbaijan",
                aliases=("Azerbaijani", "Baku"),
            ),
            Actor(id="russia", name="Russia", side="russia", aliases=("Russian", "Moscow")),
            Actor(
                id="un",
                name="United Nations",
                side="un",
                aliases=("UN",),
                kind="organisation",
                independent=True,
            ),
            Actor(id="tass", name="TASS", side=None, aliases=(), kind="outlet"),
        ),
        "regions": (
            Region(
                id="gegharkunik",
                name="Gegharkunik",
                side="armenia",
                places=(Place(id="sotk", name="Sotk"), Place(id="vardenis", name="Vardenis")),
            ),
            Region(
                id="syunik",
                name="Syunik",
                side="armenia",
                places=(Place(id="goris", name="Goris"),),
            ),
        ),
        "episodes": (
            Episode(id="sep-2022", name="September 2022", start=at("2022-09-13 00:00"), end=None),
        ),
    }
    return Beat(**(given | fields))
