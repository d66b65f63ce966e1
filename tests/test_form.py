"""Form: what a line makes of words, and what it says where it cannot."""

import pytest

from feeds.errors import UsageError
from tui.screens.form import Choices, FieldError, named, read_at

PLACES = Choices(what="place", names={"all places": "", "Goris": "goris", "Gorayk": "gorayk"})
SPEAKERS = Choices(what="speaker", names={"Armenia": "armenia"}, takes_words=True)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("Goris", "goris"), (" goris ", "goris"), ("gori", "goris"), ("all", ""), ("", "")],
)
def test_a_name_its_beginning_or_its_value_is_read(typed: str, value: str) -> None:
    assert PLACES.read(typed) == value


def test_what_could_be_several_or_is_none_is_said() -> None:
    with pytest.raises(UsageError, match="'gor' could be Goris, Gorayk"):
        PLACES.read("gor")
    with pytest.raises(UsageError, match="'Baku' is no place; there are all places, Goris"):
        PLACES.read("Baku")
    with pytest.raises(UsageError, match="a speaker is missing"):
        SPEAKERS.read("  ")


def test_words_are_taken_where_they_may_be() -> None:
    assert SPEAKERS.read(" a  local doctor ") == "a local doctor"
    assert SPEAKERS.read("ARMENIA") == "armenia"
    assert SPEAKERS.read("arm") == "armenia"


def test_keys_go_through_the_names_round_the_end() -> None:
    assert PLACES.beside("Goris", 1) == "Gorayk"
    assert PLACES.beside("Gorayk", 1) == "all places"
    assert PLACES.beside("nowhere", 1) == "all places"
    assert PLACES.beside("nowhere", -1) == "Gorayk"


def test_keys_begin_at_what_was_typed() -> None:
    assert PLACES.beside("go", 1, "go") == "Goris"
    assert PLACES.beside("Goris", 1, "go") == "Gorayk"
    assert PLACES.beside("Gorayk", 1, "go") == "Goris"
    assert PLACES.beside("ayk", 1, "ayk") == "Gorayk"
    assert PLACES.beside("zzz", 1, "zzz") == "all places"


def test_words_outside_the_pack_are_asked_about_with_what_may_be_meant() -> None:
    many = Choices(
        what="speaker",
        names={"Armenia": "armenia", "Ministry of Defence": "mod"},
        takes_words=True,
        does="its number will set no bound",
        aliases={"Armenian MoD": "mod"},
    )
    assert many.read("armenian mod") == "mod"
    assert [many.doubt(words) for words in ("Armenia", "armenian MoD", "minis", "")] == [""] * 4
    assert many.doubt("Armenia MoD") == (
        "'Armenia MoD' is no speaker of this beat: did you mean Ministry of Defence or Armenia? "
        "its number will set no bound; Enter again keeps it"
    )
    assert "did you mean" not in many.doubt("a local doctor")
    assert PLACES.doubt("Atlantis") == ""


def test_the_hint_lists_what_fits_and_how_much_more_there_is() -> None:
    many = Choices(what="side", names={f"Side {n}": str(n) for n in range(40)})
    assert PLACES.hint("gor", 60, "…") == "Goris  Gorayk"
    assert PLACES.hint("Goris", 60, "…") == "all places  Goris  Gorayk"
    hint = many.hint("", 40, "…")
    assert len(hint) <= 40
    assert hint.endswith("… 37 more")


def test_an_error_points_at_its_line() -> None:
    with pytest.raises(FieldError) as caught:
        read_at(3, PLACES.read, "Baku")
    assert caught.value.place == 3


def test_two_that_share_a_name_are_told_apart() -> None:
    assert named([("Goris", "a"), ("Goris", "b")]) == {"Goris": "a", "Goris (b)": "b"}
