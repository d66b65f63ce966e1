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
    others = [(n, Heard("post", f"Post {n}", None, f"S{n}")) for n in range(100, 160)]
    once = [(1, Heard("place", "Dunwick")), (1, Heard("place", "Dunwick"))]
    assert not [c for c in candidates([*once, *others]) if c.name == "Dunwick"]
    assert [c.name for c in candidates(once)] == ["Dunwick"]  # of a short feed, one is enough
    assert names(candidates([*once, (2, Heard("place", "Dunwick"))]), "place") == ["Dunwick"]


def test_a_body_without_its_state_is_the_one_that_has_it() -> None:
    def body(name: str, state: str | None) -> Heard:
        return Heard("body", name, None, state)

    said = [
        (1, body("Norlandic Health Ministry", "Norlandic")),
        (2, body("Norland's Health Ministry", "Norland")),
        (3, body("Health Ministry", None)),
    ]
    (ministry,) = (c for c in candidates(said) if c.what == "body")
    assert ministry.entries == len(said)
    assert {ministry.name, *ministry.aliases} == {heard.name for _, heard in said}
    other = [
        (4, body("Southern Health Ministry", "Southern")),
        (5, body("Southern MoD", "Southern")),
    ]
    found = [c.name for c in candidates([*said, *other]) if c.what == "body"]
    assert "Health Ministry" in found  # of two states' ministries it may be either
