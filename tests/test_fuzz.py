"""No document makes a reader raise, stall, or say what a terminal would obey."""

import os
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random
from time import process_time

import pytest

from feeds.entry import Draft
from feeds.errors import SourceError
from feeds.readers import READERS
from feeds.readers.reading import Reader, Reading
from tests.fuzz import judging
from tests.fuzz.figures import Figures
from tests.fuzz.judging import Judge, Pace, pace_of
from tests.fuzz.memory import most_held
from tests.fuzz.mutating import Mutator
from tests.fuzz.seeds import Seed, own_seeds, seeds
from tests.fuzz.shapes import EVERY, SHAPES

INPUTS = int(os.environ.get("NIGHTDESK_FUZZ", "1500"))
FOUND = Path(__file__).parent / "fuzz" / "found"


@cache
def honest() -> tuple[Seed, ...]:
    return seeds()


@cache
def pace() -> Pace:
    return pace_of(honest())


@cache
def judge() -> Judge:
    return Judge(pace())


def test_broken_documents_are_read_or_refused_and_come_to_every_reader() -> None:
    chance, mutator = Random(11), Mutator(honest())
    read = Counter[str]()
    for n in range(INPUTS):
        verdict = judge().judge(mutator.mutated(chance), n)
        assert verdict.found == []
        read[verdict.reader] += verdict.has_drafts
    assert {reader.name for reader in READERS} <= {name for name in read if read[name]}


@pytest.mark.parametrize("path", sorted(FOUND.glob("[0-9a-f]*")), ids=lambda p: p.name)
def test_what_was_found_once_is_mended(path: Path) -> None:
    for other in range(len(READERS)):
        assert judge().judge(path.read_bytes(), other).found == []


@pytest.mark.parametrize("reader", READERS, ids=lambda r: r.name)
def test_every_reader_has_an_honest_document_that_is_read(reader: Reader) -> None:
    """A judge that never reads would find nothing."""
    own = [seed for seed in honest() if seed.reader == reader.name]
    assert own
    for seed in own:
        assert judge().judge(seed.data, 0).found == []
    assert any(judge().judge(seed.data, 0).has_drafts for seed in own)


def _raises(text: str, **_: object) -> Reading:
    raise IndexError(text)


def _refuses(text: str, **_: object) -> Reading:
    raise SourceError("fuzz", text, "look")


def _stalls(text: str, **_: object) -> Reading:
    """Takes a fifth of a second of whatever processor."""
    began = process_time()
    while text and process_time() - began < 0.2:
        pass
    return Reading(drafts=(), problems=())


def _hangs(text: str, **_: object) -> Reading:
    while text:
        pass
    return Reading(drafts=(), problems=())


def _tells(text: str, **_: object) -> Reading:
    draft = Draft(headline=text, body=text, stamp=None, url=text, byline=text, withdrawn=text)
    return Reading(drafts=(draft,), problems=())


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (_raises, "raised IndexError: \x1b[2Jx"),
        (_stalls, "took 0."),
        (_hangs, "took over 1 s"),
        (_refuses, None),
        (_tells, None),
    ],
)
def test_the_judge_finds_what_a_reader_may_not_do(
    read: object, told: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(name="bad", description="", fits=lambda _: True, read=read)  # type: ignore[arg-type]
    monkeypatch.setattr(judging, "recognise", lambda _: reader)
    monkeypatch.setattr(judging, "MOST_S", 1)
    found = Judge({}).judge(b"\x1b[2Jx", 0).found
    assert [one.reader for one in found] == ["bad"] * (told is not None)
    assert all(one.what.startswith(told or "") for one in found)


def test_the_judge_looks_at_what_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a drawing forgets the sanitiser, it is found."""
    reader = Reader(name="bad", description="", fits=lambda _: True, read=_tells)
    monkeypatch.setattr(judging, "recognise", lambda _: reader)
    monkeypatch.setattr("tui.words.citation.clean_line", lambda text: text)
    found = Judge({}).judge(b"\x1b[2Jx", 0).found
    places = ("the text", "a citation")
    assert {one.what for one in found} == {f"{place} holds '\\x1b'" for place in places}


def test_a_run_that_was_broken_off_goes_on_from_its_figures(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    first = Figures(
        inputs=20, bytes=9, known=Counter(csv=20), done=[0], worst=2.0, worst_step="csv"
    )
    first.keep(path)
    again = Figures.kept(path)
    assert again == first
    again.add(Figures(inputs=5, bytes=1, found=Counter({"csv: took": 1}), done=[20], worst=1.0))
    assert (again.inputs, again.done, again.worst, again.worst_step) == (25, [0, 20], 2.0, "csv")
    assert again.progress.startswith("fuzz_progress 25 inputs, 1 found in 1 kinds, ")
    assert Figures.kept(tmp_path / "none.json") == Figures()


NASTY = int(os.environ.get("NIGHTDESK_FUZZ_SHAPES", "12000"))
"""Bytes of a document that says one thing over and over; `python -m tests.fuzz.shapes` for more."""


@pytest.mark.parametrize("number", range(len(READERS)), ids=[reader.name for reader in READERS])
def test_a_document_that_says_one_thing_over_and_over_is_read_at_an_honest_pace(
    number: int,
) -> None:
    """Twice what is wanted is borne: a small one is timed beside whatever else goes on."""
    lenient = Judge({step: 2 * took_s for step, took_s in pace().items()})
    seed = next(seed for seed in own_seeds() if seed.reader == READERS[number].name)
    for shape, make in EVERY.items():
        assert (shape, lenient.judge(make(seed.data, NASTY), number).found) == (shape, [])


SIZE = 500_000
MOST_MIB = 40
"""Beyond what the process held, for a document of half a megabyte."""


@pytest.mark.skipif(sys.platform != "linux", reason="the most that it held is read from /proc")
@pytest.mark.parametrize(
    ("reader", "shape"), [("feed", "honest"), ("csv", "items_in"), ("guardian", "keys_in")]
)
def test_a_large_document_takes_bounded_memory(reader: str, shape: str) -> None:
    seed = next(seed for seed in own_seeds() if seed.reader == reader)
    assert most_held(SHAPES[shape](seed.data, SIZE), reader)["mib"] < MOST_MIB
