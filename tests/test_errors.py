"""Errors and problems: they name the place and the remedy, and quote no more than is read."""

import pytest

from feeds.errors import LONGEST, FeedError, Problem, SourceError, UsageError, clipped
from feeds.readers import reader_named

QUOTED = "ridge " * 10_000


def test_a_short_message_stays_as_it_is() -> None:
    assert clipped("the ridge is no time; write 12:30") == "the ridge is no time; write 12:30"
    assert clipped("a" * LONGEST) == "a" * LONGEST


def test_a_long_quotation_is_cut_in_its_middle_and_says_so() -> None:
    message = clipped(f"the page: {QUOTED} is no time; write 12:30")
    assert len(message) == LONGEST
    assert message.startswith("the page: ridge ridge")
    assert message.endswith(" is no time; write 12:30")
    assert "[... 60,034 characters in all ...]" in message


@pytest.mark.parametrize(
    "error",
    [
        FeedError(QUOTED),
        UsageError(f"no reader {QUOTED!r}; there are others"),
        SourceError("page", f"is called {QUOTED!r}", "name another", line=3),
    ],
    ids=lambda error: type(error).__name__,
)
def test_no_error_quotes_a_whole_source(error: FeedError) -> None:
    assert len(str(error)) == LONGEST


def test_a_source_error_keeps_its_parts_short_too() -> None:
    error = SourceError("page", f"is called {QUOTED!r}", "name another")
    assert len(error.problem) == LONGEST
    assert str(error).endswith("; name another")


def test_a_problem_quotes_no_more_than_is_read() -> None:
    problem = Problem(source="page", line=3, what=f"{QUOTED!r} is no time; kept, undated")
    assert len(problem.what) == LONGEST
    assert str(problem).startswith("page, line 3: 'ridge")
    assert problem.what.endswith("is no time; kept, undated")


def test_a_page_whose_names_are_long_is_told_in_few_words() -> None:
    key = "k" * 60_000
    deep = '{"a":' * 80 + "1" + "}" * 80
    text = f'{{"time": "2031-05-01T10:00:00Z", "headline": "One went", "{key}": {deep}}}'
    found = reader_named("jsonlines").read(text, source="page", day=None).problems
    assert found
    assert max(len(problem.what) for problem in found) <= LONGEST
