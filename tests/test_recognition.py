"""The beat that a text is about is the one that reading every pack would choose."""

import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds import recognition
from feeds.beat import Actor, Beat
from feeds.packs import load_beat, shipped_beats
from feeds.recognition import FEWEST_ACTORS, Contender, choose, presence_of, recognise
from feeds.tag import Presence, Tagger, keys_of
from tests.build import beat

SHIPPED = {name: load_beat(name) for name in shipped_beats()}
TAGGERS = {name: Tagger(pack) for name, pack in SHIPPED.items()}
NAMES = {
    name: [w for actor in pack.actors for w in (actor.name, *actor.aliases)]
    for name, pack in SHIPPED.items()
}


def named(text: str, name: str) -> tuple[int, int]:
    """How many actors of a beat the text names; how many of them are on the parties' sides."""
    actors, beat = set().union(*map(TAGGERS[name].actors_in, text.split("\n\n"))), SHIPPED[name]
    return len(actors), sum(beat.side_of(actor) in beat.parties for actor in actors)


def tells(texts: Iterable[str], name: str) -> bool:
    """Whether they name two parties of a beat, one and a place of theirs, or three actors."""
    beat = SHIPPED[name]
    common = {w for w in NAMES[name] if w.islower()}
    regions = {r.id for r in beat.regions if r.side in beat.parties}
    own, places = set(), set()
    for text in texts:
        found = TAGGERS[name].mentions(text, "body")
        actors = [m for m in found if m.what == "actor"]
        starts = {m.start for m in actors}
        proper = [m.id for m in actors if text[m.start : m.end].lower() not in common]
        own |= {actor for actor in proper if beat.side_of(actor) in beat.parties}
        places |= {m.id for m in found if m.id in regions and m.start not in starts}
    sides = {beat.side_of(actor) for actor in own}
    return len(sides) > 1 or len(own) >= FEWEST_ACTORS or bool(own and places)


@pytest.mark.parametrize(
    "text",
    [
        "AFP reported that the UN and the United States spoke of 26 dead in Norland.",
        "The army said 12 died. The health ministry, the UN and France did not reply.",
        "Russia, the UN and AFP had no word on the strike in Norland.",
    ],
)
def test_who_is_in_every_war_tells_none(text: str) -> None:
    assert chosen(text) is None


def test_two_parties_tell_a_war() -> None:
    assert chosen("Armenia and Azerbaijan spoke, the UN said.") == "south-caucasus"


def by_reading_all(text: str) -> str | None:
    """The rule, word for word: every tagger built, every actor counted."""
    found = {name: named(text, name) for name in SHIPPED}
    enough = [n for n in SHIPPED if found[n][0] >= FEWEST_ACTORS and tells(text.split("\n\n"), n)]
    return max(enough, key=lambda name: found[name], default=None)


def chosen(text: str) -> str | None:
    found = recognise(text.split("\n\n"))
    return found.beat.id if found else None


def mixed(names: Iterable[str], seed: int) -> str:
    """Sentences around some of the names, in an order and a case of chance."""
    chance = random.Random(seed)
    words = [chance.choice((str, str.upper, str.lower))(name) for name in names]
    chance.shuffle(words)
    return ".\n\n".join(f"Then {word} spoke of the ministry of defence" for word in words)


@pytest.mark.parametrize("name", shipped_beats())
@pytest.mark.parametrize("seed", range(12))
def test_texts_of_chance_are_told_as_by_reading_all(name: str, seed: int) -> None:
    chance = random.Random(seed)
    other = chance.choice(shipped_beats())
    names = chance.sample(NAMES[name], 2 + seed) + chance.sample(NAMES[other], 2 + seed // 2)
    text = mixed(names, seed)
    assert chosen(text) == by_reading_all(text)


def test_the_sources_are_told_as_by_reading_all(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert chosen(text) == by_reading_all(text) == "south-caucasus"


@settings(deadline=None)
@given(st.text(alphabet="abeiou nkrst.\n’'-АЫЯ", max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    assert chosen(text) == by_reading_all(text)


@pytest.mark.parametrize("name", shipped_beats())
def test_a_bound_is_never_below_what_is_found(name: str) -> None:
    presence = presence_of(name)
    chance = random.Random(7)
    spelled: tuple[Callable[[str], str], ...] = (
        str,
        str.upper,
        lambda n: n.replace("y", "i"),
        lambda n: n.replace(" ", "\n"),
        lambda n: f"{n}'s",
    )
    for _ in range(150):
        names = [chance.choice(spelled)(n) for n in chance.sample(NAMES[name], 5)]
        text = chance.choice((" ", " of ", "; ", " in the ")).join(names)
        found = named(text, name)
        bound = presence.bound(keys_of(text))
        assert bound[0] >= found[0], text
        assert bound[1] >= found[1], text


@pytest.mark.parametrize("name", shipped_beats())
def test_the_names_in_short_are_those_of_the_pack(name: str) -> None:
    stored = (recognition.NAMES / f"{name}.json").read_text(encoding="utf-8")
    assert stored == recognition.stored_names(name), "run `make names`"


def test_names_of_another_state_of_the_pack_are_left_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "NAMES", tmp_path)
    for text in ("", "{", '{"pack": "another"}'):
        (tmp_path / "south-caucasus.json").write_text(text, encoding="utf-8")
        assert presence_of("south-caucasus") == Presence.of(SHIPPED["south-caucasus"])


def contender(id: str, names: str, parties: tuple[str, ...] = ()) -> Contender:
    actors = tuple(Actor(id=n, name=n, side=n.lower(), aliases=()) for n in names.split())
    made = beat(id=id, actors=actors, parties=parties, regions=())
    return Contender(id, Presence.of(made), lambda: made)


def test_of_two_that_tie_the_one_whose_parties_are_named() -> None:
    bystander = contender("a", "Alandia Borduria Syldavia")
    party = contender("b", "Alandia Borduria Syldavia Ruritania", ("borduria", "syldavia"))
    found = choose(["Alandia, Borduria", "and Syldavia"], [bystander, party])
    assert found
    assert found.beat.id == "b"


def test_of_two_that_tie_in_all_the_first() -> None:
    both = [
        contender("a", "Alandia Borduria Syldavia"),
        contender("b", "Syldavia Borduria Alandia"),
    ]
    for order in (both, both[::-1]):
        found = choose(["Alandia, Borduria", "and Syldavia"], order)
        assert found
        assert found.beat.id == order[0].name


def test_two_names_are_too_few() -> None:
    assert choose(["Alandia, Borduria"], [contender("a", "Alandia Borduria Syldavia")]) is None


def test_a_pack_that_cannot_win_is_not_read() -> None:
    def never() -> Beat:
        raise AssertionError("read")

    poor = Contender("b", contender("b", "Alandia Ruritania Mars").presence, never)
    rich = contender("a", "Alandia Borduria Syldavia")
    found = choose(["Alandia, Borduria", "Syldavia"], [poor, rich])
    assert found
    assert found.beat.id == "a"


def test_counting_ends_where_the_choice_is_made() -> None:
    read: list[str] = []

    class Texts(list[str]):
        def __iter__(self) -> Iterator[str]:
            for text in super().__iter__():
                read.append(text)
                yield text

    rich = contender("a", "Alandia Borduria Syldavia Ruritania Graustark")
    found = choose(Texts(["Alandia, Borduria, Syldavia, Ruritania", "Graustark"]), [rich])
    assert found
    assert "Graustark" in read  # once, for the bounds
    assert read.count("Graustark") == 1
