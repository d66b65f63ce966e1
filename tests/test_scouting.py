"""From what is heard to what a pack might have."""

from feeds.candidate import Candidate, Heard
from feeds.scouting import candidates


def names(found: tuple[Candidate, ...], what: str) -> list[str]:
    return [c.name for c in found if c.what == what]


def test_a_state_is_the_word_before_two_offices() -> None:
    found = candidates(
        [
            (1, Heard("body", "Norlandic MoD", None, "Norlandic")),
            (2, Heard("person", "Ann Example", "Norlandic envoy", "Norlandic")),
            (2, Heard("person", "Bo Sample", "Harbour envoy", "Harbour")),
        ]
    )
    assert names(found, "state") == ["Norlandic"]
    assert [c.state for c in found if c.what == "body"] == ["Norlandic"]


def test_a_state_and_its_demonym_are_one() -> None:
    found = candidates(
        [
            (1, Heard("body", "Norlandic MoD", None, "Norlandic")),
            (2, Heard("place", "Norland")),
        ]
    )
    (state,) = (c for c in found if c.what == "state")
    assert (state.name, state.aliases) == ("Norland", ("Norlandic",))
    assert names(found, "place") == []


def test_a_family_name_alone_is_the_same_person() -> None:
    found = candidates(
        [(1, Heard("person", "Ann Example", "envoy")), (2, Heard("name", "Example", None))]
    )
    (person,) = found
    assert (person.aliases, person.entries) == (("Example",), 2)


def test_a_family_name_of_two_people_is_neither() -> None:
    found = candidates(
        [
            (1, Heard("person", "Ann Example", "envoy")),
            (1, Heard("person", "Bo Example", "governor")),
            (2, Heard("name", "Example", None)),
        ]
    )
    assert [c.aliases for c in found] == [(), ()]


def test_a_place_or_a_mere_name_needs_two_entries() -> None:
    once = [(1, Heard("place", "Dunwick")), (1, Heard("place", "Dunwick"))]
    assert candidates(once) == ()
    assert names(candidates([*once, (2, Heard("place", "Dunwick"))]), "place") == ["Dunwick"]
