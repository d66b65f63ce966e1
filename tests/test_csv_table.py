"""The CSV reader: columns by their names, broken rows, ACLED's exports and our own."""

import csv
import io
import time
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.charset import decode
from feeds.readers import recognise
from feeds.readers.reading import Reading
from feeds.readers.records.csv_rows import Lines
from feeds.readers.records.csv_table import MOST_EMPTY, READER
from feeds.readers.records.record import MOST_PROBLEMS
from tests.json_readers import assert_sound, only, said
from tests.test_command_line import nightdesk

HEAD = "time,headline,body,source,url,id\n"
ROW = "2021-05-04T10:00:00+04:00,Ship sails,It left.,Harbour,https://post.example/1,a1\n"


def read(text: str, *, day: date | None = None) -> Reading:
    """The text as the reader that recognises it reads it."""
    assert recognise(text) is READER
    return READER.read(text, source="page", day=day)


def times(made: Reading) -> list[str | None]:
    return [f"{d.stamp.wall:%d %H:%M} {d.stamp.zone}" if d.stamp else None for d in made.drafts]


def test_a_row_is_an_entry_by_the_names_of_its_columns() -> None:
    draft = only(made := read(HEAD + ROW))
    assert (draft.headline, draft.body, draft.source) == ("Ship sails", "It left.", "Harbour")
    assert (draft.id, draft.url, draft.line) == ("a1", "https://post.example/1", 2)
    assert (times(made), made.problems) == (["04 10:00 UTC+04:00"], ())


@pytest.mark.parametrize(
    "text",
    [
        "date;title;notes\n2021-05-04;Ship;It left.\n",
        "Published At\tText\n2021-05-04 10:00\tIt left.\n",
        "\n\nid,Title,DATE\n1,It left.,2021-05-04\n",
        '"date","text"\n"2021-05-04","It left,\nand came."\n',
    ],
)
def test_other_names_and_delimiters_are_known(text: str) -> None:
    assert only(read(text)).stamp is not None


def test_day_and_clock_in_columns_of_their_own_are_one_time_in_the_rows_zone() -> None:
    made = read(
        "date,time,tz,text\n2021-05-04,21:09,Asia/Yerevan,One.\n2021-05-04,,MSK,Two.\n"
        "2021-05-04,2021-05-05T01:00Z,,Three.\n,1620108000,,Four.\n2021-05-04,9:00,Nowhere/X,Five.\n"
    )
    assert times(made) == [
        *("04 21:09 Asia/Yerevan", "04 00:00 UTC+03:00", "05 01:00 UTC", "04 06:00 UTC"),
        "04 09:00 None",
    ]
    assert said(made) == [(6, "there is no zone 'Nowhere/X'; read as if it had none", False)]


def test_a_clock_alone_is_on_the_given_day() -> None:
    made = read("time,text\n21:09,One.\n", day=date(2021, 5, 4))
    assert times(made) == ["04 21:09 None"]


def test_figures_and_other_columns_are_kept_aside_and_no_text_is_made_of_them() -> None:
    draft = only(read("date,text,killed,role,subject,title\n2021-05-04,It sank.,4,captain,,S\n"))
    assert (draft.headline, draft.body, draft.role) == ("S", "It sank.", "entry")
    assert draft.extra == {"killed": "4", "column_role": "captain"}


def test_a_date_that_may_be_two_days_is_said_and_not_guessed() -> None:
    made = read("date,text\n04/05/2021,One.\n13/05/2021,Two.\n")
    assert times(made) == [None, "13 00:00 None"]
    assert [(line, lost) for line, _, lost in said(made)] == [(2, True)]


def test_rows_of_odd_length_and_empty_rows_say_their_lines() -> None:
    made = read("date,text,id\n2021-05-04,One.\n\n2021-05-04,Two.,2,x,y\n,,\n2021-05-04,,3\n")
    assert [draft.body for draft in made.drafts] == ["One.", "Two."]
    assert said(made) == [
        (2, "the row has 2 cells, the header 3; the others are empty", False),
        (4, "the row has 5 cells, the header 3; 2 are left out", True),
        (6, "has neither headline nor body; left out", True),
    ]


def test_a_quote_that_is_never_closed_costs_no_other_row() -> None:
    made = read('date,text\n2021-05-04,"One.\n2021-05-05,Two.\n2021-05-06,"Th""ree."\n')
    assert [draft.body for draft in made.drafts] == ['"One.', "Two.", 'Th"ree.']
    assert said(made) == [
        (2, "a quote is opened and not closed where it should; the line is read as it is", False)
    ]


def test_our_own_table_comes_back_as_it_was(tmp_path: Path) -> None:
    page = tmp_path / "day.csv"
    page.write_text(HEAD + ROW + '2021-05-04T09:00:00+04:00,,"- One,\n\ntwo.",Post,,a2\n')
    exported = nightdesk("entries", str(page), "--format", "csv").stdout
    made = read(exported)
    assert [(d.id, d.source, d.headline, d.body) for d in made.drafts] == [
        ("a2", "Post", None, "- One,\n\ntwo."),
        ("a1", "Harbour", "Ship sails", "It left."),
    ]
    assert [d.stamp and d.stamp.wall.hour for d in made.drafts] == [9, 10]


def test_acleds_row_is_a_day_and_known_from_when_it_came_out(shared: Path) -> None:
    text, _, _ = decode((shared / "samples" / "acled-row.csv").read_bytes())
    draft = only(made := read(text))
    assert (draft.id, draft.headline, draft.byline) == ("IRN22059", None, "Baloch Campaign")
    assert draft.stamp is not None
    assert (draft.stamp.day_only, draft.stamp.wall) == (True, datetime(2023, 1, 31))  # noqa: DTZ001 - walls are naive
    assert draft.revised is not None
    assert draft.revised.wall == datetime(2023, 1, 31, 19, 6, 5)  # noqa: DTZ001
    assert (draft.extra["fatalities"], draft.extra["timestamp"]) == ("1", "1675191965")
    assert "fatalities" not in draft.body
    assert len(draft.extra) == 25
    assert [problem.lost for problem in made.problems] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "Time, text and pictures by our reporters\n\nIt left.\n",
        "date,place\n2021-05-04,Pier\n",
        "Date: 4 May 2021\nTitle: Ship\n\nIt left.\n",
        "13 Sep 2022, 10:00\n\nOne.\n",
        "date,text",
        "time\n\nbody\n",
    ],
)
def test_prose_is_no_table(text: str) -> None:
    assert recognise(text) is not READER or text == "date,text"


def test_a_table_without_a_time_is_refused_with_what_it_needs() -> None:
    made = READER.read("a,b\n1,2\n", source="page", day=None)
    assert said(made) == [
        (1, "no header names a time (time, date) and a text (headline, body, text, notes)", True)
    ]


def test_open_quotes_take_no_long() -> None:
    text = "date,text\n" + '2021-05-04,"One.\n' * 20_001
    began = time.process_time()
    made = read(text)
    assert time.process_time() - began < 5  # the worst measured took 0.5
    assert made.drafts


CELLS = st.one_of(st.text(max_size=12), st.sampled_from(["2021-05-04", "21:09", '"', "'=1", "1e9"]))
HEADERS = st.sampled_from(["date,text", "time;title;id", "id\tdate\ttime\tzone\tbody", HEAD[:-1]])


@settings(max_examples=150, deadline=None)
@given(HEADERS, st.lists(CELLS, max_size=30).map("".join), st.sampled_from([",", ";", "\t", '"\n']))
def test_no_rows_make_the_reader_raise(header: str, cells: str, joint: str) -> None:
    text = f"{header}\n2021-05-04{joint}{cells}\n21:09{joint}{joint}{cells}"
    READER.fits(text)
    made = READER.read(text, source="any", day=None)
    assert all(draft.headline or draft.body for draft in made.drafts)
    last = text.count("\n") + 1
    assert all(1 <= (problem.line or 1) <= last for problem in made.problems)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1))
def test_what_the_standard_library_writes_comes_back(texts: list[str]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["date", "text"])
    writer.writerows([["2021-05-04", f"x{text}"] for text in texts])
    made = READER.read(out.getvalue(), source="any", day=None)
    assert [draft.body for draft in made.drafts] == [f"x{text}" for text in texts]
    assert_sound(made, out.getvalue())


def test_a_table_of_nothing_but_broken_rows_is_told_in_bounds() -> None:
    made = read(HEAD + ROW + "x,y\n" * 30_000)
    assert len(made.problems) == MOST_PROBLEMS + 1
    assert made.problems[-1].what.startswith("from here on problems are only counted: ")
    assert made.problems[-1].lost


def test_rows_without_any_text_come_to_an_end() -> None:
    made = read(HEAD + ROW + "x\n" * (MOST_EMPTY + 5) + ROW.replace("a1", "a2"))
    assert [draft.id for draft in made.drafts] == ["a1"]
    [last] = [problem for problem in made.problems if "have no text" in problem.what]
    assert (last.line, last.lost) == (MOST_EMPTY + 3, True)


def test_a_table_that_repeats_itself_is_read_to_its_end() -> None:
    made = read(HEAD + ROW * (MOST_EMPTY + 5) + ROW.replace("a1", "a2"))
    assert [draft.id for draft in made.drafts] == ["a1", "a2"]


def test_lines_are_read_again_from_where_one_was() -> None:
    lines = Lines("a\nb\nc").skip(1)
    begin = (lines.passed, lines.at)
    assert list(lines) == ["b\n", "c"]
    lines.passed, lines.at = begin
    assert (next(lines), lines.passed) == ("b\n", 2)
