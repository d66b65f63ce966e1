"""Feed text reaches a terminal without anything that the terminal would obey."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.sanitise import clean, clean_line, is_tampered

OBEYED = {"Cc", "Cs"}
BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("49 \x1b[31mkilled\x1b[0m", "49 ␛killed␛"),
        ("a\x9b31mb", "a␛b"),
        ("\x1b]8;;http://bad.example\x1b\\link\x1b]8;;\x1b\\", "␛link␛"),
        ("\x1b]52;c;aGVsbG8=\x07x", "␛x"),
        ("\x1bPq#0\x1b\\z", "␛z"),
        ("\x1b(0x", "␛x"),
        ("good\rEVIL", "good\nEVIL"),
        ("one\r\ntwo", "one\ntwo"),
        ("x\u202egnp.exe", "x�gnp.exe"),
        ("nul\x00bell\x07", "nul�bell�"),
        ("soft\u00adhyphen", "softhyphen"),
        ("tab\there", "tab here"),
        ("half \ud83d pair", "half � pair"),
    ],
)
def test_what_a_terminal_would_obey_becomes_a_sign(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Nagorno-Karabakh’s ‘buffer zone’ — 49\u00a0killed",
        "[red]49[/red] [@click=app.exit()]x",
        "می\u200cخواهم",
        "Հայաստան საქართველო Азербайджан",
        "two\nparagraphs",
    ],
)
def test_honest_text_comes_back_as_it_is(text: str) -> None:
    assert clean(text) == text
    assert not is_tampered(text)


def test_piles_of_marks_are_cut_to_a_few() -> None:
    assert clean("a" + "\u0301" * 1000 + "b") == "a" + "\u0301" * 4 + "b"


def test_tampering_is_told_apart_from_untidiness() -> None:
    assert is_tampered("\x1b[2J")
    assert is_tampered("\u202e")
    assert not is_tampered("soft\u00adhyphen\r\n")


@given(st.text(st.characters(), max_size=200))
def test_nothing_that_is_obeyed_survives(text: str) -> None:
    for character in clean(text):
        assert character == "\n" or unicodedata.category(character) not in OBEYED
        assert character not in BIDI


@given(st.text(max_size=200))
def test_a_line_is_one_line(text: str) -> None:
    assert len(clean_line(text).splitlines()) <= 1


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
