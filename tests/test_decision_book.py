"""The file of decisions: lossless, added to whole, read beside a writer, clear when it fails."""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.claim import Category, Kind, Modality, Period, Qualifier, Relation
from feeds.decision import Amount, Correction, Decision, Verdict, Words
from feeds.decision_book import FileBook, SessionBook, open_book
from feeds.decision_record import LARGEST, decision_record, read_decision
from feeds.errors import DecisionError
from tests.build import claim, decision

ROOT = Path(__file__).resolve().parents[1]
NOON = claim(49, id="noon")

words = st.text(st.characters(), max_size=20)
some = st.text(st.characters(), min_size=1, max_size=20).filter(str.strip)


def maybe(of: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | of


@st.composite
def amounts(draw: st.DrawFn) -> Amount:
    low, best, high = sorted(draw(st.lists(st.integers(0, LARGEST), min_size=3, max_size=3)))
    return Amount(
        low=low,
        best=draw(maybe(st.just(best))),
        high=draw(maybe(st.just(high))),
        qualifier=draw(st.sampled_from(get_args(Qualifier))),
    )


corrections = st.builds(
    Correction,
    amount=maybe(amounts()),
    kind=maybe(st.sampled_from(get_args(Kind))),
    victim=maybe(words),
    category=maybe(st.sampled_from(get_args(Category))),
    claimant=maybe(words),
    place=maybe(words),
    relation=maybe(st.sampled_from(get_args(Relation))),
    modality=maybe(st.sampled_from(get_args(Modality))),
    period=maybe(st.sampled_from(get_args(Period))),
)
decisions = st.builds(
    Decision,
    id=some,
    verdict=st.sampled_from(get_args(Verdict)),
    claim=words,
    source=words,
    entry=words,
    field=st.sampled_from(["headline", "body"]),
    start=st.integers(0, 10**6),
    end=st.integers(0, 10**6),
    quote=words,
    kind=maybe(st.sampled_from(get_args(Kind))),
    published=maybe(st.datetimes(timezones=st.just(UTC))),
    wording=words,
    at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    by=words,
    correction=corrections.filter(lambda c: c != Correction()),
    parts=st.lists(corrections, min_size=2, max_size=3).map(tuple),
    echo_of=some,
    echo_words=maybe(
        st.builds(
            Words,
            source=words,
            entry=words,
            field=st.sampled_from(["headline", "body"]),
            start=st.integers(0, 10**6),
            end=st.integers(0, 10**6),
            quote=words,
            kind=maybe(st.sampled_from(get_args(Kind))),
            published=maybe(st.datetimes(timezones=st.just(UTC))),
            wording=words,
        )
    ),
    note=some,
    of=some,
)


@given(decisions)
def test_a_decision_comes_back_as_it_went(given: Decision) -> None:
    assert read_decision(json.loads(json.dumps(decision_record(given)))) == given


@given(st.lists(decisions, max_size=4, unique_by=lambda d: d.id))
def test_a_file_gives_back_what_it_took(
    tmp_path_factory: pytest.TempPathFactory, given: list[Decision]
) -> None:
    book = FileBook(tmp_path_factory.mktemp("book") / "new" / "d.jsonl")
    for one in given:
        book.append(one)
    assert book.all() == tuple(given)
    assert book.problems == ()


def test_keys_that_say_nothing_are_left_out_and_unknown_ones_passed_over() -> None:
    record = decision_record(decision("confirm", NOON))
    assert {"correction", "parts", "echo_of", "note", "of"}.isdisjoint(record)
    assert read_decision(record | {"later": [1]}) == decision("confirm", NOON)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"verdict": "maybe"}, "verdict is 'maybe', not one of confirm"),
        ({"id": None}, "id is missing"),
        ({"start": "3"}, "start is no whole number"),
        ({"start": True}, "start is no whole number"),
        ({"at": "2022-09-13T10:00:00"}, "at is no ISO 8601 time with an offset"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at is no ISO 8601 time"),
        ({"at": "9999-12-31T23:59:59.999999+00:00"}, "at is no ISO 8601 time"),
        ({"verdict": "correct"}, "`correct` needs a correction"),
        ({"verdict": "correct", "correction": {}}, "`correct` needs a correction"),
        ({"verdict": "correct", "correction": [1]}, "a correction is no JSON object"),
        ({"verdict": "correct", "correction": {"kind": "hurt"}}, "kind is 'hurt'"),
        ({"verdict": "split", "parts": [{}]}, "`split` needs at least two parts"),
        ({"verdict": "split", "parts": "ab"}, "parts is no list"),
        ({"verdict": "merge"}, "`merge` needs the claim that it repeats"),
        ({"verdict": "undo"}, "`undo` needs the decision to take back"),
        ({"verdict": "note", "note": " "}, "`note` needs words"),
    ],
)
def test_a_record_that_is_no_decision_says_why(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words.replace("(", r"\(")):
        read_decision(decision_record(decision("confirm", NOON)) | change)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ({"low": 5, "best": 4, "high": 6}, "wrong way round"),
        ({"low": -1}, "not from 0"),
        ({"low": 10**13}, "not from 0"),
        ({}, "sets no number"),
    ],
)
def test_an_amount_that_cannot_be_is_refused(amount: dict[str, int], words: str) -> None:
    change = {"verdict": "correct", "correction": {"amount": amount | {"qualifier": "exact"}}}
    with pytest.raises(ValueError, match=words):
        read_decision(decision_record(decision("confirm", NOON)) | change)


def line(one: Decision) -> bytes:
    return json.dumps(decision_record(one)).encode()


def test_a_broken_line_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    first, last = decision("confirm", NOON, id="a"), decision("reject", NOON, id="b")
    broken = [
        line(first)[:40],
        b"\xff\xfe",
        b"[" * 100_000,
        b"7",
        b'{"id": "x"}',
        b'{"start": ' + b"9" * 9_999 + b"}",
        line(replace(first, by="Bo")),
    ]
    other = [b"", b"  ", b'{"type": "entry", "id": "e1"}', line(first)]
    path.write_bytes(b"\n".join([line(first), *broken, *other, line(last)]))
    book = FileBook(path)
    assert book.all() == (first, last)
    assert [p.line for p in book.problems] == [2, 3, 4, 5, 6, 7, 8]
    assert all(p.lost and p.source == str(path) for p in book.problems)
    assert "broken JSON, or half a line" in str(book.problems[0])
    assert "a second decision of the id a" in str(book.problems[-1])


def test_a_line_after_half_a_line_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_bytes(b'{"type": "decision", "id": "cut')
    book = FileBook(path)
    book.append(decision("confirm", NOON))
    assert book.all() == (decision("confirm", NOON),)
    assert [p.line for p in book.problems] == [1]


def test_no_file_is_no_decision_and_no_problem(tmp_path: Path) -> None:
    book = FileBook(tmp_path / "none.jsonl")
    assert (book.all(), book.problems) == ((), ())


def test_without_a_file_decisions_last_the_session() -> None:
    book = open_book(None)
    book.append(decision("confirm", NOON))
    assert book.all() == (decision("confirm", NOON),)
    assert isinstance(book, SessionBook)
    assert book.problems == ()


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    FileBook(path).append(decision("confirm", NOON))
    assert path.stat().st_mode & 0o077 == 0


def test_what_is_no_file_is_neither_read_nor_written(tmp_path: Path) -> None:
    for path in (tmp_path, Path("/dev/zero")):
        book = FileBook(path)
        assert book.all() == ()
        assert "cannot be read" in str(book.problems[0])
        with pytest.raises(DecisionError, match="the decision is not kept"):
            book.append(decision("confirm", NOON))


def test_a_folder_that_cannot_be_made_is_told_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DecisionError, match=r"file/d\.jsonl: .*--decisions FILE"):
        FileBook(tmp_path / "file" / "d.jsonl").append(decision("confirm", NOON))


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """A disk that takes no file longer than `size`."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)


def test_a_disk_that_fills_in_the_middle_of_a_line_keeps_nothing_of_it(tmp_path: Path) -> None:
    book = FileBook(tmp_path / "d.jsonl")
    kept, lost = decision("confirm", NOON, id="a"), decision("reject", NOON, id="b")
    book.append(kept)
    with room_for(book.path.stat().st_size + 20), pytest.raises(DecisionError, match="not kept"):
        book.append(lost)
    assert book.all() == (kept,)
    book.append(lost)
    assert book.all() == (kept, lost)


WRITER = """
import sys
from pathlib import Path
from feeds.decision_book import FileBook
from tests.build import claim, decision
book, name = FileBook(Path(sys.argv[1])), sys.argv[2]
for n in range(int(sys.argv[3])):
    book.append(decision("note", claim(49, id="noon"), id=f"{name}-{n}", note="x" * 3000))
    print(f"{name}-{n}", flush=True)
"""


def writer(path: Path, name: str, count: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def test_a_writer_killed_in_mid_run_loses_no_decision_it_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    process = writer(path, "killed", 1_000_000)
    assert process.stdout is not None
    acknowledged = [process.stdout.readline().strip() for _ in range(25)]
    process.kill()
    acknowledged += process.stdout.read().split()
    process.wait()
    process.stdout.close()
    assert process.returncode == -signal.SIGKILL
    book = FileBook(path)
    kept = [d.id for d in book.all()]
    assert kept[: len(acknowledged)] == acknowledged
    book.append(decision("confirm", NOON))
    assert book.all()[-1] == decision("confirm", NOON)


def test_two_writers_and_a_reader_share_a_file(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    processes = [writer(path, name, 60) for name in ("ani", "bo")]
    book = FileBook(path)
    seen = 0
    while any(process.poll() is None for process in processes):
        found = len(book.all())
        assert found >= seen
        assert not book.problems
        seen = found
    for process in processes:
        process.communicate()
    kept = [d.id for d in book.all()]
    assert sorted(kept) == sorted(f"{name}-{n}" for name in ("ani", "bo") for n in range(60))
    assert [i for i in kept if i.startswith("ani")] == [f"ani-{n}" for n in range(60)]
