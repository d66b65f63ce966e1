"""Morphology bends words and names, and is loaded for nobody who does not need it."""

import pytest

from feeds.morphology import name_forms, word_forms


def forms(phrase: str) -> set[str]:
    return {form.text for form in word_forms("ru", phrase)}


@pytest.mark.parametrize(
    ("phrase", "some"),
    [
        ("солдат", {"солдата", "солдатами"}),
        ("ребёнок", {"ребёнка", "ребенка", "детей"}),
        ("убить", {"убиты", "убили", "убитых"}),
        ("взять в плен", {"взяты в плен", "взяли в плен"}),
        ("мирный житель", {"мирных жителей", "мирный житель"}),
        ("как сообщить в", {"как сообщили в", "как сообщило в"}),
        ("по меньшей мере", {"по меньшей мере"}),
    ],
)
def test_the_head_of_a_phrase_bends_and_the_rest_stays(phrase: str, some: set[str]) -> None:
    assert some <= forms(phrase)


def test_a_fixed_phrase_has_one_form() -> None:
    assert forms("по меньшей мере") == {"по меньшей мере"}


def test_a_form_knows_its_grammemes() -> None:
    (tags,) = {f.tags for f in word_forms("ru", "погибнуть") if f.text == "погибли"}
    assert {"VERB", "past", "plur"} <= tags


@pytest.mark.parametrize(
    ("name", "some"),
    [
        ("Армения", {"армении", "арменией"}),
        ("Минобороны Армении", {"минобороны армении"}),
        ("Вооружённые силы", {"вооруженных сил"}),
        ("Вайоц Дзор", {"вайоц дзоре"}),
        ("Сотк", {"сотке", "сотка"}),
        ("норландский", {"норландскими", "норландская"}),
    ],
)
def test_a_name_bends(name: str, some: set[str]) -> None:
    assert some <= set(name_forms("ru", name))


def test_all_the_words_of_a_person_bend_in_their_gender() -> None:
    assert {"никола пашиняна", "николу пашиняну"} <= set(
        name_forms("ru", "Никол Пашинян", is_person=True)
    )
    assert "алиевой" not in name_forms("ru", "Алиев", is_person=True)


def test_a_language_that_does_not_inflect_keeps_its_words() -> None:
    assert name_forms("ar", "الشمال") == ("الشمال",)
    assert [f.text for f in word_forms("en", "Soldier")] == ["soldier"]
