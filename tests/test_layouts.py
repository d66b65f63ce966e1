"""Layouts: whole, by position, and never at odds with one another unasked."""

import pytest

from tui.keys.layouts import ALWAYS, LAYOUTS, US, US_SHIFT, beside_always, twins


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_gives_every_key_of_the_keyboard(name: str) -> None:
    assert set(LAYOUTS[name]) == set(US + US_SHIFT)
    assert all(len(typed) == 1 for typed in LAYOUTS[name].values())


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_letter_of_a_layout_stands_on_one_key_in_its_plain_or_shifted_half(name: str) -> None:
    letters = [c for c in LAYOUTS[name].values() if not c.isascii() and c.isalpha()]
    doubled = {c for c in letters if letters.count(c) > 1}
    assert doubled <= {"ւ", "Ւ"}  # the phonetic Armenian layout has this letter twice


def test_the_keys_under_the_fingers_are_found_in_each_script() -> None:
    assert twins("j") == ("о", "ճ", "ჯ")
    assert twins("J") == ("О", "Ճ", "ჟ")
    assert twins("[") == ("х", "չ")


def test_an_ascii_sign_keeps_its_meaning_wherever_a_layout_puts_it() -> None:
    assert LAYOUTS["russian"]["/"] == "."
    assert twins("/", ("russian",)) == ()


def test_the_layouts_that_always_hold_share_no_letter() -> None:
    typed = [{c for c in LAYOUTS[name].values() if not c.isascii()} for name in ALWAYS]
    assert len(set().union(*typed)) == sum(len(letters) for letters in typed)


def test_a_chosen_layout_takes_the_place_of_the_one_of_its_script() -> None:
    assert beside_always("armenian-phonetic") == ("russian", "armenian-phonetic", "georgian")
    assert beside_always(None) == beside_always("georgian") == ALWAYS
