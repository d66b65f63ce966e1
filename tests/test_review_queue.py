"""Review queue: what is asked of a person, why, in which words, and what comes next."""

from dataclasses import replace
from typing import Any

import pytest

from feeds.claim import Claim, Judged
from feeds.decision import Review
from feeds.entry import Entry
from feeds.snapshot import Snapshot
from tests.build import at, claim, entry
from tests.build_tally import cell, figure, snapshot, tally
from tui.claims.review_queue import following, queue_of, sentence

TEXT = "A quiet night. Some 40 soldiers were feared dead (see map). Then rain."
WORDS = "40 soldiers were feared dead"


def spoken(id: str, time: str, **fields: Any) -> Claim:
    start = TEXT.index(WORDS)
    return claim(
        40,
        id=id,
        time=time,
        start=start,
        end=start + len(WORDS),
        quote=WORDS,
        **({"confidence": "low"} | fields),
    )


OWN = spoken("own", "2022-09-13 11:00", confidence="high", rules=("R3", "R12"))
ENEMY = spoken("enemy", "2022-09-13 12:00", confidence="high", claimant_side="azerbaijan")
FEARED = spoken("feared", "2022-09-13 10:00", modality="feared")
DISPUTED = cell(
    105,
    own=figure(105, claims=("own",)),
    claimed=(figure(450, "azerbaijan", claims=("enemy",)),),
    grade="disputed",
    claims=("own", "enemy"),
)
CLAIMS = (OWN, ENEMY, FEARED)
DOUBT = "only feared: enters no bound (R21)"
TALLY = tally(DISPUTED, review=("feared",), reasons={"feared": DOUBT}, contested=("own", "enemy"))
MARK = Judged(ruling="confirmed", decision="d", by="A", at=at("2022-09-14 01:00"))


def entry_of(_claim: Claim) -> Entry | None:
    return entry(TEXT)


def shown(**judged: Judged) -> Snapshot:
    """The snapshot, with some claims judged: those leave the lists, as the reconciler has it."""
    claims = [replace(c, judged=judged.get(c.id)) for c in CLAIMS]
    told = replace(
        TALLY,
        review=tuple(id for id in TALLY.review if id not in judged),
        contested=tuple(id for id in TALLY.contested if id not in judged),
    )
    return snapshot(told, claims)


def test_what_is_doubtful_and_what_is_contested_in_the_order_said() -> None:
    queue = queue_of(shown(), entry_of)
    assert [q.claim.id for q in queue.questions] == ["feared", "own", "enemy"]
    assert queue.left == 3


def test_each_says_why_it_is_here() -> None:
    feared, own, _ = queue_of(shown(), entry_of).questions
    assert feared.why == (DOUBT, "rules R3")
    assert own.why == (
        "contested: own figure 105, claimed AZE 450, 4.3 times apart",
        "rules R3 R12",
    )


def test_the_words_stand_in_their_sentence() -> None:
    question = queue_of(shown(), entry_of).questions[0]
    assert (question.before, question.after) == ("Some ", " (see map).")


def test_judged_claims_stay_only_while_the_queue_is_open() -> None:
    now = shown(feared=MARK)
    assert [q.claim.id for q in queue_of(now, entry_of).questions] == ["own", "enemy"]
    kept = queue_of(now, entry_of, ["feared", "own", "enemy"])
    assert [(q.claim.id, q.is_open) for q in kept.questions] == [
        ("feared", False),
        ("own", True),
        ("enemy", True),
    ]
    assert kept.left == 2


def test_a_split_claim_stands_for_its_parts_while_it_is_kept() -> None:
    review = Review(claim="feared", machine=FEARED, judgements=(), in_force=None)
    parts = [replace(FEARED, id=f"feared/{n}", judged=MARK) for n in (1, 2)]
    now = snapshot(tally(), [OWN, *parts], reviews={"feared": review})
    [question] = queue_of(now, entry_of, ["feared"]).questions
    assert (question.claim.id, question.is_open) == ("feared", False)


def test_an_entry_that_is_not_there_costs_only_the_sentence() -> None:
    question = queue_of(shown(), lambda _claim: None).questions[0]
    assert (question.before, question.after) == ("", "")


def test_after_a_verdict_comes_the_next_open_one_round_the_end() -> None:
    queue = queue_of(shown(feared=MARK), entry_of, ["feared"])
    assert following(queue.questions, "feared") == "own"
    assert following(queue.questions, "enemy") == "own"
    done = queue_of(shown(feared=MARK, own=MARK, enemy=MARK), entry_of, ["feared", "own"])
    assert following(done.questions, "own") is None


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        (TEXT, WORDS, "Some 40 soldiers were feared dead (see map)."),
        ("One died", "One died", "One died"),
        ("Headline\nOne died. Two.", "One died", "One died."),
        ("“He saw 3 dead.” It was noon.", "3 dead", "“He saw 3 dead.”"),
        ("A. Two died. Three died. B.", "Two died. Three", "Two died. Three died."),
    ],
)
def test_the_sentence_around_a_span(text: str, words: str, found: str) -> None:
    start = text.index(words)
    begin, end = sentence(text, (start, start + len(words)))
    assert text[begin:end] == found
