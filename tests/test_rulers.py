"""Which sides have a state: told by kinds, by words, by a people's name."""

from feeds.beat import Actor, Beat, Region
from feeds.claims import Extractor
from feeds.claims.rulers import Rulers
from feeds.entry import Entry
from feeds.tag import Tagger
from tests.build import entry


def actor(key: str, name: str, side: str | None, *aliases: str, kind: str = "other") -> Actor:
    return Actor(id=key, name=name, side=side, aliases=aliases, kind=kind)  # type: ignore[arg-type]


def beat(*actors: Actor, parties: tuple[str, ...] = ()) -> Beat:
    harrow = Region(id="harrow", name="Harrow", side=None, places=())
    return Beat(
        id="marks", name="Marks", zone=None, zone_name=None, actors=actors, regions=(harrow,),
        episodes=(), parties=parties,
    )  # fmt: skip


MARKS = beat(
    actor("norland", "Norland", "Norland", "Norlandish", "Norlandish army"),
    actor("lions", "Red Lions", "Lions", "Lions"),
    actor("corps", "Free Corps", "Corps", "Arak Army"),
    actor("watch", "Harbour Watch", None),
    actor("un", "United Nations", "UN", "UN"),
)


def told(body: str) -> list[tuple[int | None, str, str | None]]:
    tagger = Tagger(MARKS)
    made: Entry = entry(body)
    made = Entry(
        **{f: getattr(made, f) for f in made.__slots__} | {"mentions": tagger.tag(None, body)}
    )
    return [(c.low, c.victim, c.claimant_side) for c in Extractor(MARKS).claims(made)]


def test_a_country_governs_and_a_group_with_an_army_for_a_name_does_not() -> None:
    rulers = Rulers(MARKS)
    assert rulers.governs("Norland")
    assert not rulers.governs("Lions")
    assert not rulers.governs("Corps")
    assert rulers.only == "Norland"


def test_where_two_parties_have_a_state_none_is_the_only_one() -> None:
    sudland = actor("sudland", "Sudland", "Sudland", "Sudland's defence ministry")
    assert Rulers(beat(*MARKS.actors, sudland)).only is None


def test_ministries_that_bear_a_peoples_name_rule_it() -> None:
    rulers = Rulers(
        beat(
            actor("people", "Norland", "people", "Norlandish", kind="state"),
            actor("power", "Norland government", "power", kind="state"),
            actor("mod", "Norlandish Ministry of Defence", "power", kind="ministry"),
        )
    )
    assert rulers.of("people") == "power"
    assert rulers.of("power") == "power"


def test_the_army_beside_a_groups_name_is_the_states() -> None:
    assert told("The army said it had killed 20 Red Lions fighters.") == [(20, "Lions", "Norland")]
    assert told("Red Lions gunmen killed 40 people in Harrow, the governor said.") == [
        (40, "Norland", "Norland")
    ]


def test_an_office_by_its_adjective_alone_is_of_that_side() -> None:
    assert told("Norlandish police said 12 people died.")[0][2] == "Norland"


def test_the_army_that_fights_one_state_and_one_group_counts_the_others() -> None:
    assert told("The Lions said they had captured 14 soldiers.") == [(14, "Norland", "Lions")]


def test_the_army_is_no_people_s_without_one() -> None:
    rulers = Rulers(
        beat(
            actor("norland", "Norland", "Norland", "Norlandish", "Norlandish army"),
            actor("hillmen", "Hillmen", "Hillmen", "Hillmen's health ministry"),
        )
    )
    assert rulers.governs("Hillmen")
    assert not rulers.has_army("Hillmen")
    assert rulers.only_army == "Norland"
