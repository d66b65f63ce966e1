"""The day that ships: the times and figures of the source, not one of its sentences."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from feeds import safe_yaml
from feeds.lined import Listed, Mapped
from feeds.packs import load_beat
from feeds.tag import Tagger

SAMPLE = Path(safe_yaml.__file__).parent / "samples" / "2022-09-13.yaml"
RUN = 6
"""So many words in a row are somebody's sentence."""

_STAMP = re.compile(r"^(\d{1,2} Sep 2022, \d\d:\d\d)$", re.MULTILINE)


@pytest.fixture(scope="module")
def day() -> Mapped:
    value = safe_yaml.load(SAMPLE.read_text(encoding="utf-8"), source=SAMPLE.name)
    assert isinstance(value, Mapped)
    return value


@pytest.fixture(scope="module")
def entries(day: Mapped) -> list[dict[str, str]]:
    listed = day["entries"]
    assert isinstance(listed, Listed)
    found = []
    for item in listed:
        assert isinstance(item, Mapped)
        found.append({key: str(value) for key, value in item.items()})
    return found


def time_of(entry: dict[str, str], day: Mapped) -> datetime:
    text = entry["time"]
    return datetime.fromisoformat(text if " " in text else f"{day['day']} {text}")


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", text.casefold())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def test_the_day_names_its_zone_and_its_source(day: Mapped) -> None:
    assert ZoneInfo(str(day["zone"])).utcoffset(datetime(2022, 9, 13)) == timedelta(hours=4)  # noqa: DTZ001
    assert day["day"] == "2022-09-13"
    assert day["source"] == "oc-media"
    assert day["title"]


def test_every_entry_links_to_its_source(day: Mapped, entries: list[dict[str, str]]) -> None:
    for entry in entries:
        url = urlsplit(entry.get("url", str(day["url"])))
        assert url.scheme in {"http", "https"}
        assert url.hostname


def test_entries_are_in_order_and_have_text(day: Mapped, entries: list[dict[str, str]]) -> None:
    times = [time_of(entry, day) for entry in entries]
    assert times == sorted(times)
    assert all(entry["body"].strip() for entry in entries)
    assert [e["time"] for e in entries if "headline" not in e] == ["12:30"]


def test_some_entries_have_several_paragraphs(entries: list[dict[str, str]]) -> None:
    assert sum("\n\n" in entry["body"].strip() for entry in entries) >= 10


def test_the_times_are_those_of_the_source(
    shared: Path, day: Mapped, entries: list[dict[str, str]]
) -> None:
    (seed,) = (shared / "seeds").glob("004_*.txt")
    stamps = _STAMP.findall(seed.read_text(encoding="utf-8"))
    theirs = [datetime.strptime(stamp, "%d %b %Y, %H:%M") for stamp in stamps]  # noqa: DTZ007
    assert len(theirs) == 46
    assert [time_of(entry, day) for entry in entries] == sorted(theirs)


def test_no_sentence_is_taken_from_a_source_document(
    shared: Path, day: Mapped, entries: list[dict[str, str]]
) -> None:
    seeds = (shared / "seeds").glob("*.txt")
    theirs = set().union(*(runs(path.read_text(encoding="utf-8")) for path in seeds))
    ours = [str(day["title"])]
    for entry in entries:
        ours += (entry.get("headline", ""), entry["body"])
    assert set().union(*map(runs, ours)) & theirs == set()


def test_the_shipped_beat_knows_who_acts(entries: list[dict[str, str]]) -> None:
    tagger = Tagger(load_beat("south-caucasus"))
    for entry in entries:
        mentions = tagger.tag(entry.get("headline"), entry["body"])
        assert any(mention.what == "actor" for mention in mentions), entry["time"]
