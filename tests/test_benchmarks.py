"""Benchmarks: sizes, spreads and tapes; what they measure is nobody's promise here."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import night, reading, tapes
from benchmarks.figures import p95, say, say_ratio
from benchmarks.importing import main as measure_import
from benchmarks.sizes import count_of, short_of
from feeds.archive import Archive

COUNT = 90


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NIGHTDESK_BENCH", str(tmp_path))


@given(st.integers(1, 10_000_000))
def test_a_size_in_short_is_the_same_size(count: int) -> None:
    assert count_of(short_of(count)) == count


def test_sizes_are_written_as_people_do() -> None:
    assert [short_of(n) for n in (90, 10_000, 100_000, 1_000_000)] == ["90", "10k", "100k", "1m"]


def test_all_but_a_twentieth_are_no_greater() -> None:
    assert p95([float(n) for n in range(100)]) == 95
    assert p95([7.0]) == 7


def test_a_figure_is_a_name_a_value_and_a_unit(capsys: pytest.CaptureFixture[str]) -> None:
    say("first", 12.345, "ms")
    say_ratio("first_to_bare", [2.0, 3.0, 8.0], [1.0, 2.0, 2.0])
    assert capsys.readouterr().out == "first 12.3 ms\nfirst_to_bare 2 ratio\n"


def test_every_form_of_a_tape_has_its_entries() -> None:
    listed = [json.loads(line) for line in tapes.json_lines(COUNT).read_text().splitlines()]
    assert len(listed) == COUNT
    assert tapes.newest(COUNT) == listed[-1]
    assert next(tapes.records(COUNT, first=7)) == listed[7]
    lines = tapes.log(COUNT).read_text().splitlines()
    assert [line.split()[0] for line in lines] == [entry["time"] for entry in listed]
    assert tapes.rss(COUNT).read_text().count("<item>") == COUNT


def test_the_import_is_measured_on_an_archive_of_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    measure_import(COUNT)
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert names == [
        "import_without_claims_90",
        "import_with_claims_90",
        "archive_90",
        "archive_90_to_json_lines",
    ]
    assert not list(tapes.folder().glob("*.db"))
    with Archive.open(tapes.archive(COUNT), write=False) as archive:
        assert archive.last_doc == COUNT


async def test_a_night_is_cheaper_when_it_is_asked_politely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(night, "HOURS", 0.3)
    polite, naive = await night.spend(is_polite=True), await night.spend(is_polite=False)
    assert naive.requests == 20 * 18
    assert polite.sent_bytes < naive.sent_bytes / 2
    assert polite.delays_s
    assert max(polite.delays_s) <= 1800


@pytest.mark.usefixtures("shared")
def test_the_readers_find_what_the_samples_have(capsys: pytest.CaptureFixture[str]) -> None:
    reading.main()
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    found = {name: int(value) for name, value, _ in lines if "_found_by_" in name}
    told = {name.partition("_found_by_")[0]: value for name, value in found.items()}
    assert told["mirror-liveblog-2024-08-05.html"] == 428
    assert told == {name: reading.COUNTS[name] for name in told}
