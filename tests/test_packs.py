"""Beat packs are read whole, or refused with file, line and reason."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.beat import Beat
from feeds.errors import BeatError, UsageError
from feeds.pack_check import shared_names
from feeds.pack_fields import slug
from feeds.packs import load_beat, read_beat, shipped_beats

HEAD = "name: Test\ntimezone: Asia/Yerevan\n"
ACTORS = "actors:\n- {id: armenia, name: Armenia, side: Armenia}\n"


def read(text: str) -> Beat:
    return read_beat(text, file="a.yaml", id="a")


def test_the_south_caucasus_ships() -> None:
    assert "south-caucasus" in shipped_beats()
    beat = load_beat("south-caucasus")
    assert (beat.id, beat.name, beat.zone_name) == (
        "south-caucasus",
        "South Caucasus",
        "Asia/Yerevan",
    )
    assert beat.parties == ("armenia", "azerbaijan", "nagorno-karabakh")
    assert set(beat.parties) < set(beat.sides)


@pytest.mark.parametrize("name", shipped_beats())
def test_what_ships_is_sound(name: str) -> None:
    beat = load_beat(name)
    assert shared_names(beat) == ()
    assert {region.side for region in beat.regions} <= {*beat.sides, None}
    assert all(actor.side is None for actor in beat.actors if actor.kind == "outlet")
    assert all(actor.office for actor in beat.actors if actor.kind == "official")


def test_the_shipped_episodes_hold_the_days_they_are_about() -> None:
    beat = load_beat("south-caucasus")
    for day, episode in {
        "2016-04-03": "apr-2016",
        "2020-10-15": "war-2020",
        "2022-09-13": "sep-2022",
        "2022-10-03": "sep-2022",
        "2023-09-19": "sep-2023",
    }.items():
        found = beat.episode_at(datetime.fromisoformat(f"{day}T12:00+00:00"))
        assert found is not None
        assert found.id == episode


def test_jermuk_is_in_vayots_dzor_and_goris_in_syunik() -> None:
    region_of = load_beat("south-caucasus").region_of
    assert region_of["jermuk"] == "vayots-dzor"
    assert region_of["goris"] == region_of["kapan"] == "syunik"
    assert region_of["sotk"] == "gegharkunik"


def test_every_pack_to_develop_on_is_read(shared: Path) -> None:
    paths = sorted((shared / "dev" / "beats").glob("*.yaml"))
    assert paths
    for path in paths:
        beat = load_beat(str(path))
        assert beat.id == path.stem
        assert beat.actors
        assert beat.zone is not None


def test_an_unknown_name_is_told_what_ships() -> None:
    with pytest.raises(UsageError, match="south-caucasus"):
        load_beat("south-caucusus")
    with pytest.raises(UsageError, match="no beat pack"):
        load_beat("no\0such")


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("\ufeff" + HEAD + ACTORS, encoding="utf-8")
    assert load_beat(str(path)).id == "mine"


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"name: \xff\xfe")
    with pytest.raises(BeatError, match="UTF-8"):
        load_beat(str(path))


def test_a_side_is_the_slug_of_its_name() -> None:
    beat = read(HEAD + "actors:\n- {id: nk, name: NK, side: Nagorno-Karabakh}\n")
    assert beat.sides == ("nagorno-karabakh",)
    assert slug("Élysée Palace") == "elysee-palace"
    assert slug("Syrian government") == "syrian-government"


def test_the_rest_of_an_actor_is_read() -> None:
    beat = read(
        HEAD + "actors:\n- {id: un, name: UN, kind: organisation, independent: true, tag: UN,"
        " office: none, aliases: [U.N.], cased: [Un], colour: blue}\n"
    )
    (actor,) = beat.actors
    assert (actor.kind, actor.independent, actor.tag, actor.office, actor.side) == (
        "organisation",
        True,
        "UN",
        "none",
        None,
    )
    assert (actor.aliases, actor.cased) == (("U.N.",), ("Un",))


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ('"+04:00"', 4),
        ("+4:00", 4),
        ("+0400", 4),
        ("UTC+4", 4),
        ("GMT-3", -3),
        ("-05:30", -5.5),
        ("UTC", 0),
        ("Asia/Yerevan", 4),
    ],
)
def test_a_zone_is_an_offset_or_a_name(written: str, hours: float) -> None:
    zone = read(f"name: Test\ntimezone: {written}\n{ACTORS}").zone
    assert zone is not None
    assert zone.utcoffset(datetime(2022, 9, 13)) == timedelta(hours=hours)  # noqa: DTZ001


def test_without_a_zone_there_is_none() -> None:
    assert read("name: Test\n" + ACTORS).zone is None


def test_places_are_names_or_mappings() -> None:
    beat = read(
        HEAD
        + ACTORS
        + "regions:\n- id: syunik\n  name: Syunik\n  side: Armenia\n  aliases: [Siwnik]\n"
        + "  places: [Goris, {id: kp, name: Kapan, aliases: [Ghapan]}, {name: Meghri}]\n"
    )
    (region,) = beat.regions
    assert (region.side, region.aliases) == ("armenia", ("Siwnik",))
    assert [(p.id, p.name, p.aliases) for p in region.places] == [
        ("goris", "Goris", ()),
        ("kp", "Kapan", ("Ghapan",)),
        ("meghri", "Meghri", ()),
    ]


def test_two_spellings_with_one_slug_are_one_place() -> None:
    beat = read(HEAD + ACTORS + "regions:\n- {id: r, name: R, places: [El Fasher, El-Fasher]}\n")
    assert [(p.id, p.aliases) for p in beat.regions[0].places] == [("el-fasher", ("El-Fasher",))]


def test_two_regions_may_each_have_their_martuni() -> None:
    beat = read(
        HEAD
        + ACTORS
        + "regions:\n- {id: g, name: G, places: [Martuni]}\n"
        + "- {id: nk, name: NK, places: [Martuni]}\n"
    )
    assert beat.region_of["martuni"] == "g"
    assert beat.region_of["nk-martuni"] == "nk"


def test_an_episode_runs_from_midnight_to_the_end_of_its_last_day() -> None:
    beat = read(
        HEAD
        + ACTORS
        + "episodes:\n- {id: b, name: B, from: 2022-09-13, to: null}\n"
        + "- {name: A War, from: 2020-09-27, to: 2020-11-10}\n"
    )
    first, last = beat.episodes
    assert (first.id, last.id) == ("a-war", "b")
    assert first.start == datetime(2020, 9, 26, 20, tzinfo=UTC)
    assert first.end == datetime(2020, 11, 10, 20, tzinfo=UTC)
    assert last.end is None


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "mapping"),
        ("- a\n", 1, "mapping"),
        ("timezone: UTC\n" + ACTORS, 1, "needs 'name'"),
        ("nmae: Test\n" + ACTORS, 1, "is 'name' meant"),
        (HEAD, 1, "needs actors"),
        (HEAD + "actors: []\n", 3, "needs actors"),
        (HEAD + "actors:\n", 3, "needs actors"),
        (HEAD + "actros: []\n", 3, "is 'actors' meant"),
        (HEAD + "actors: {id: a}\n", 3, "list"),
        (HEAD + "actors: [a]\n", 3, "mapping"),
        (HEAD + "actors:\n- {name: A}\n", 4, "needs 'id'"),
        (HEAD + "actors:\n- {id: a}\n", 4, "needs 'name'"),
        (HEAD + "actors:\n- {id: a, name: [A]}\n", 4, "text"),
        (HEAD + "actors:\n- {id: a, name: ''}\n", 4, "text"),
        (HEAD + "actors:\n- {id: a, name: A, alaises: [B]}\n", 4, "is 'aliases' meant"),
        (HEAD + "actors:\n- {id: a, name: A, aliases: B}\n", 4, "list"),
        (HEAD + "actors:\n- id: a\n  name: A\n  aliases:\n  - ~\n", 7, "texts"),
        (HEAD + "actors:\n- {id: a, name: A, kind: kingdom}\n", 4, "unknown kind"),
        (HEAD + "actors:\n- {id: a, name: A, independent: maybe}\n", 4, "true or false"),
        (HEAD + ACTORS + "- {id: armenia, name: Again}\n", 5, "stands twice"),
        (HEAD + ACTORS + "parties: [Iran]\n", 5, "no actor's side"),
        ("name: T\ntimezone: Mars/Olympus\n" + ACTORS, 2, "time zone"),
        ("name: T\ntimezone: ../../etc\n" + ACTORS, 2, "time zone"),
        ("name: T\ntimezone: Asia\n" + ACTORS, 2, "time zone"),
        ("name: T\ntimezone: +99:00\n" + ACTORS, 2, "time zone"),
        (HEAD + ACTORS + "regions:\n- {name: R}\n", 6, "needs 'id'"),
        (HEAD + ACTORS + "regions:\n- {id: r, name: R}\n- {id: r, name: S}\n", 7, "stands twice"),
        (HEAD + ACTORS + "regions:\n- {id: r, name: R, places: [[a]]}\n", 6, "a place is"),
        (
            HEAD
            + ACTORS
            + "regions:\n- {id: r, name: R, places: [{id: p, name: P}, {id: p, name: Q}]}\n",
            6,
            "stands twice",
        ),
        (HEAD + ACTORS + "episodes:\n- {id: e, name: E}\n", 6, "needs 'from'"),
        (HEAD + ACTORS + "episodes:\n- {id: e, name: E, from: soon}\n", 6, "no day"),
        (HEAD + ACTORS + "episodes:\n- {id: e, name: E, from: 2022-09-31}\n", 6, "no day"),
        (HEAD + ACTORS + "episodes:\n- {id: e, name: E, from: 9999-12-31}\n", 6, "no day"),
        (
            HEAD + ACTORS + "episodes:\n- {id: e, name: E, from: 2022-09-13, to: 2022-09-12}\n",
            6,
            "before it begins",
        ),
        (HEAD + ACTORS + "episodes:\n- {id: e, name: E, form: 2022-09-13}\n", 6, "is 'from' meant"),
        ("name: &a T\n" + ACTORS, 1, "anchors"),
        ("name: T\nname: U\n" + ACTORS, 2, "twice"),
        ("name: [\n", 2, ""),
    ],
)
def test_a_bad_pack_is_refused_with_line_and_reason(text: str, line: int, reason: str) -> None:
    with pytest.raises(BeatError) as caught:
        read(text)
    assert caught.value.file == "a.yaml"
    assert caught.value.line == line
    assert reason in caught.value.problem


def test_unknown_keys_are_let_pass() -> None:
    assert read(HEAD + ACTORS + "colours: {armenia: red}\nscripts: [x]\n").name == "Test"


def test_a_shared_alias_is_reported() -> None:
    beat = read(
        HEAD
        + "actors:\n- {id: a, name: A, aliases: [Smith]}\n- {id: b, name: B, aliases: [smith]}\n"
    )
    [remark] = shared_names(beat)
    assert "a name of a, b:" in remark.words


@given(st.text(alphabet="abid:nmetozacrs- \n[]{},'~", max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        beat = read(text)
    except BeatError:
        return
    assert beat.actors


@given(st.text(max_size=30))
def test_a_slug_is_never_empty_and_settled(name: str) -> None:
    assert slug(name)
    assert slug(slug(name)) == slug(name)


def test_spellings_are_names_by_language() -> None:
    beat = read(
        HEAD + "actors:\n- {id: north, name: North, spellings: {ru: [Север], ar: [الشمال]}}\n"
        "regions:\n- id: ridge\n  name: Ridge\n  spellings: {uk: [Гряда]}\n"
        "  places: [{name: Ford, spellings: {ru: [Брод]}}]\n"
    )
    of_actor = [(s.language, s.name) for s in beat.actors[0].spellings]
    assert of_actor == [("ru", "Север"), ("ar", "الشمال")]
    assert [s.name for s in beat.regions[0].spellings] == ["Гряда"]
    assert [s.name for s in beat.regions[0].places[0].spellings] == ["Брод"]


@pytest.mark.parametrize("written", ["[Север]", "{ru: Север}", "{Russian: [Север]}", "{ru: [[]]}"])
def test_spellings_of_another_shape_are_refused(written: str) -> None:
    with pytest.raises(BeatError) as refused:
        read(HEAD + f"actors:\n- id: north\n  name: North\n  spellings: {written}\n")
    assert refused.value.line == 6
