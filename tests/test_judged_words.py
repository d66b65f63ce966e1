"""Judged words: who decided what and when, what the machine had read, every note."""

from dataclasses import replace
from typing import Any

from feeds.claim import Judged
from feeds.decision import Decision, Judgement, Review
from tests.build import at, claim
from tests.build_tally import HOSTILE, is_safe
from tests.test_ledger_chart import LOOK
from tui.drawing.cells import ASCII_MARKS
from tui.words.judged_words import judged_lines

WHEN = at("2022-09-14 07:10")
ONE = claim(49)


def mark(ruling: Any, **fields: Any) -> Judged:
    return Judged(**({"ruling": ruling, "decision": "d", "by": "Ani", "at": WHEN} | fields))


def noted(words: str, **fields: Any) -> Decision:
    given: dict[str, Any] = {
        "id": words, "verdict": "note", "claim": "c", "source": "s", "entry": "e", "field": "body",
        "start": 0, "end": 1, "quote": "x", "at": WHEN, "by": "Ani", "note": words,
    }  # fmt: skip
    return Decision(**(given | fields))


def told(judged: Judged | None, *judgements: Judgement, look: Any = LOOK) -> list[str]:
    review = Review(claim=ONE.id, machine=ONE, judgements=judgements, in_force=None)
    lines = judged_lines(replace(ONE, judged=judged), review, look)
    return ["".join(words for words, _ in line) for line in lines]


def test_a_verdict_has_its_person_and_time_with_year_and_zone() -> None:
    assert told(mark("confirmed")) == ["✓ confirmed by Ani, 14 Sep 2022 07:10 +04"]
    assert told(mark("rejected", note="a typo")) == [
        "rejected by Ani, 14 Sep 2022 07:10 +04: a typo"
    ]
    assert told(mark("merged", by="")) == [
        "marked as a repetition by a person without a name, 14 Sep 2022 07:10 +04"
    ]


def test_what_the_machine_had_read_is_told_as_far_as_it_differs() -> None:
    machine = replace(ONE, best=50, low=50, high=50, kind="wounded")
    assert told(mark("corrected", machine=machine))[1] == "machine read: 50, wounded"


def test_notes_that_count_stand_with_the_claim() -> None:
    undone = Judgement(decision=noted("gone"), undone=noted("undo", verdict="undo", of="gone"))
    assert told(None, Judgement(decision=noted("asked them")), undone) == [
        "note by Ani, 14 Sep 2022 07:10 +04: asked them"
    ]


def test_ascii_has_a_word_for_the_mark() -> None:
    plain = replace(LOOK, ascii_only=True, marks=ASCII_MARKS)
    assert told(mark("confirmed"), look=plain)[0].startswith("ok confirmed by")


def test_hostile_words_do_nothing() -> None:
    lines = told(
        mark("corrected", by=HOSTILE, note=HOSTILE, machine=replace(ONE, claimant=HOSTILE)),
        Judgement(decision=noted(HOSTILE, by=HOSTILE)),
    )
    assert is_safe(lines)
