"""The packs of Ukraine, Israel, Sudan and Syria: names, sides, windows, and claims end to end."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.desk import open_desk
from feeds.lined import Listed, Mapped
from feeds.options import Options
from feeds.packs import load_beat
from feeds.safe_yaml import load
from feeds.tag import Tagger

ISRAEL = "israel-palestine-lebanon"
PACKS = ("ukraine", ISRAEL, "sudan", "syria")
BEATS = {name: load_beat(name) for name in PACKS}
TAGGERS = {name: Tagger(beat) for name, beat in BEATS.items()}
TO_DEVELOP_ON = {"ukraine": "ukraine", "gaza": ISRAEL, "sudan": "sudan", "syria": "syria"}


def ids(pack: str, text: str) -> list[str]:
    """Ids of the actors and places named, each once, in their order."""
    mentions = TAGGERS[pack].mentions(text, "body")
    return list(dict.fromkeys(m.place or m.id for m in mentions))


@pytest.mark.parametrize(("name", "pack"), TO_DEVELOP_ON.items())
def test_the_sides_of_the_beats_to_develop_on_are_sides_here(
    name: str, pack: str, shared: Path
) -> None:
    other = load_beat(str(shared / "dev" / "beats" / f"{name}.yaml"))
    assert {side.replace(" ", "-") for side in other.sides} <= set(BEATS[pack].sides)


@pytest.mark.parametrize(("name", "pack"), TO_DEVELOP_ON.items())
def test_who_is_named_there_is_named_here_on_the_same_side(
    name: str, pack: str, shared: Path
) -> None:
    for actor in load_beat(str(shared / "dev" / "beats" / f"{name}.yaml")).actors:
        named = [m.id for m in TAGGERS[pack].mentions(actor.name, "body") if m.what == "actor"]
        assert BEATS[pack].side_of(named[0]) == actor.side, actor.name


@pytest.mark.parametrize(
    ("pack", "actor", "side"),
    [
        ("ukraine", "ua-gs", "ukraine"),
        ("ukraine", "gladkov", "russia"),
        ("ukraine", "rdk", "ukraine"),
        ("ukraine", "pushilin", "russia"),
        ("ukraine", "hrmmu", "un"),
        ("ukraine", "mediazona", None),
        (ISRAEL, "gaza-moh", "palestinians"),
        (ISRAEL, "qassam", "hamas"),
        (ISRAEL, "lb-moh", "lebanon"),
        (ISRAEL, "nasrallah", "hezbollah"),
        (ISRAEL, "saree", "houthis"),
        ("sudan", "burhan", "sudan"),
        ("sudan", "minnawi", "sudan"),
        ("sudan", "hemedti", "rsf"),
        ("sudan", "doctors-network", None),
        ("syria", "sy-mod", "syrian-government"),
        ("syria", "jolani", "syrian-rebels"),
        ("syria", "al-sharaa", "syrian-government"),
        ("syria", "abdi", "sdf"),
        ("syria", "sohr", None),
    ],
)
def test_an_actor_is_on_its_side(pack: str, actor: str, side: str | None) -> None:
    assert BEATS[pack].actor_by_id[actor].side == side


@pytest.mark.parametrize(
    ("pack", "independent"),
    [
        ("ukraine", {"ohchr", "hrmmu", "icrc", "mediazona", "ualosses"}),
        (ISRAEL, {"ohchr", "icrc", "airwars", "btselem"}),
        ("sudan", {"ohchr", "icrc", "emergency-lawyers", "doctors-union"}),
        ("syria", {"sohr", "snhr", "airwars", "icrc"}),
    ],
)
def test_only_who_counts_for_himself_is_independent(pack: str, independent: set[str]) -> None:
    marked = {actor.id: actor for actor in BEATS[pack].actors if actor.independent}
    assert independent <= set(marked)
    assert {actor.side for actor in marked.values()} <= {None, "un"}
    assert not set(marked) & {"gaza-moh", "isw", "uk-mod", "unrwa", "doctors-network"}


@pytest.mark.parametrize(
    ("pack", "place", "side"),
    [
        ("ukraine", "bucha", "ukraine"),
        ("ukraine", "kharkiv", "ukraine"),
        ("ukraine", "shebekino", "russia"),
        ("ukraine", "horlivka", None),
        ("ukraine", "sevastopol", None),
        (ISRAEL, "khan-younis", "palestinians"),
        (ISRAEL, "jenin", "palestinians"),
        (ISRAEL, "sderot", "israel"),
        (ISRAEL, "nabatieh", "lebanon"),
        (ISRAEL, "majdal-shams", None),
        (ISRAEL, "hodeidah", None),
        ("sudan", "el-fasher", "sudan"),
        ("sudan", "nyala", "sudan"),
        ("sudan", "adre", "chad"),
        ("syria", "jaramana", "syria"),
        ("syria", "kobani", "syria"),
    ],
)
def test_a_place_is_home_to_a_side(pack: str, place: str, side: str | None) -> None:
    beat = BEATS[pack]
    assert beat.region_by_id[beat.region_of[place]].side == side


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ukraine's General Staff gave no number.", ["ua-gs"]),
        ("The General Staff of the Armed Forces of Ukraine spoke.", ["ua-gs"]),
        ("Moscow's defence ministry kept silent.", ["ru-mod"]),
        ("A drone fell on Kharkov, said Oleg Sinegubov.", ["kharkiv", "synehubov"]),
        ("Zelenskyy flew to Kupyansk.", ["zelensky", "kupiansk"]),
        ("Britain's Ministry of Defence sees no change.", ["uk-mod"]),
        ("The Belgorod governor spoke of Graivoron.", ["gladkov", "grayvoron"]),
        ("Andriy Nebytov named the street in Bila Tserkva.", ["nebitov", "bila-tserkva"]),
        ("A shell hit the Donetsk region, not Donetsk.", ["donetsk", "donetsk-occupied-donetsk"]),
        ("The Zaporizhzhia nuclear plant lost power.", ["zaporizhzhia-nuclear-power-plant"]),
        ("Mediazona and the BBC counted names.", ["mediazona"]),
        (
            "Governor Ivan Fedorov met minister Mykhailo Fedorov.",
            ["ivan-fedorov", "mykhailo-fedorov"],
        ),
    ],
)
def test_names_of_ukraine(text: str, expected: list[str]) -> None:
    assert ids("ukraine", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The health ministry in Gaza counted again.", ["gaza-moh"]),
        ("The Hamas-run health ministry counted again.", ["gaza-moh"]),
        ("The Palestinian Health Ministry in Ramallah spoke.", ["ps-moh"]),
        ("Lebanon's Ministry of Public Health spoke.", ["lb-moh"]),
        ("Israel's army struck Khan Yunis.", ["idf", "khan-younis"]),
        ("Hizbullah named Sheikh Naim Qassem.", ["hezbollah", "naim-qassem"]),
        ("Kataib Hezbollah is not meant.", ["iraq-resistance"]),
        ("Yahya Sinwar and his brother Mohammed Sinwar.", ["yahya-sinwar", "mohammed-sinwar"]),
        ("Beirut's southern suburbs were hit.", ["dahiyeh"]),
        ("Al-Shifa Hospital took in the hurt.", ["al-shifa-hospital"]),
        ("Rafah crossing is shut; so is Rafah.", ["rafah-crossing", "rafah"]),
        ("The Houthi-run health ministry spoke.", ["houthi-moh"]),
        ("Volker Türk asked Israel Katz to answer.", ["volker-turk", "katz"]),
    ],
)
def test_names_of_israel_and_its_neighbours(text: str, expected: list[str]) -> None:
    assert ids(ISRAEL, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army left El-Fasher.", ["saf", "el-fasher"]),
        ("Sudan's military is back in Bahri.", ["saf", "khartoum-north"]),
        ("The paramilitary RSF took al-Fashir.", ["rsf", "el-fasher"]),
        ("Hemedti and al-Burhan have not met.", ["hemedti", "burhan"]),
        ("Abdel Rahim Dagalo spoke in Geneina.", ["abdelrahim-dagalo", "el-geneina"]),
        ("Sudan's health ministry counted.", ["sd-moh"]),
        ("The Sudan Doctors' Network counted.", ["doctors-network"]),
        ("Shells fell on Zamzam displacement camp.", ["zamzam"]),
        ("Tasis has its seat in Nyala.", ["tasis", "nyala"]),
        ("South Kordofan is not South Sudan.", ["south-kordofan", "south-sudan"]),
        ("Wad Medani lies in Gezira.", ["wad-madani", "gezira"]),
    ],
)
def test_names_of_sudan(text: str, expected: list[str]) -> None:
    assert ids("sudan", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Syria's defence ministry spoke.", ["sy-mod"]),
        ("The Defense Ministry in Damascus spoke.", ["sy-mod"]),
        ("The Observatory counted in Suwayda.", ["sohr", "sweida"]),
        ("Kurdish-led Syrian Democratic Forces hold Kobane.", ["sdf", "kobani"]),
        ("Turkish-backed Syrian National Army men took Tel Rifaat.", ["sna", "tal-rifaat"]),
        ("Abu Mohammed al-Golani became Ahmed al-Sharaa.", ["jolani", "al-sharaa"]),
        ("Bashar al-Assad and Maher al-Assad fled.", ["bashar-al-assad", "maher-al-assad"]),
        ("Daesh left Deir Ezzor.", ["isis", "deir-ez-zor"]),
        ("Bedouin tribes met Druze militias.", ["bedouin", "druze"]),
        ("Government forces shelled Ain al-Arab.", ["syrian-government", "kobani"]),
        ("Sheikh Maqsood and Ashrafiyeh lie in Aleppo.", ["sheikh-maqsoud", "ashrafieh", "aleppo"]),
    ],
)
def test_names_of_syria(text: str, expected: list[str]) -> None:
    assert ids("syria", text) == expected


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize(
    "text",
    [
        "Who may say at what time he will march to the bar, the mall or the tavern?",
        "They polish the marble, as the most important stories tell; an insider agrees.",
        "For us, who have no price, peace now is a local call away.",
        "It was a hot shot: they took an acre of land and a bout of flu, and mash for lunch.",
        "He was brought to the emergency room; the joint forces of wind and rain did it.",
        "A nova, a hare, a tine, a rota, a mine, a tower, a saree: none is a name; salam.",
    ],
)
def test_common_words_are_no_names(pack: str, text: str) -> None:
    assert ids(pack, text) == []


@pytest.mark.parametrize(
    ("pack", "day", "window"),
    [
        ("ukraine", "2014-03-01", "crimea-2014"),
        ("ukraine", "2022-02-23", "donbas-war"),
        ("ukraine", "2022-02-24", "full-scale"),
        ("ukraine", "2026-11-01", "full-scale"),
        (ISRAEL, "2021-05-15", "may-2021"),
        (ISRAEL, "2023-10-06", "jenin-2023"),
        (ISRAEL, "2023-10-07", "gaza-war"),
        (ISRAEL, "2024-10-01", "lebanon-2024"),
        (ISRAEL, "2025-03-18", "gaza-war"),
        (ISRAEL, "2025-06-20", "iran-2025"),
        (ISRAEL, "2025-07-01", "gaza-war"),
        (ISRAEL, "2025-11-01", "gaza-ceasefire"),
        (ISRAEL, "2026-03-10", "iran-2026"),
        ("sudan", "2023-04-14", "coup-2021"),
        ("sudan", "2023-04-15", "war-2023"),
        ("sudan", "2025-10-27", "war-2023"),
        ("syria", "2013-08-21", "civil-war"),
        ("syria", "2018-03-01", "ghouta-2018"),
        ("syria", "2024-12-08", "fall-of-assad"),
        ("syria", "2025-01-15", "transition"),
        ("syria", "2025-03-08", "coast-2025"),
        ("syria", "2025-07-16", "sweida-2025"),
        ("syria", "2025-12-01", "transition"),
    ],
)
def test_a_day_has_its_window(pack: str, day: str, window: str) -> None:
    found = BEATS[pack].window_at(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC))
    assert found is not None
    assert found.id == window


SAID: dict[str, list[tuple[str, str]]] = {
    "ukraine": [
        (
            "Ukraine's General Staff said 1,300 Russian soldiers were killed over the past day.",
            "killed 1300 russia ukraine",
        ),
        (
            "Governor Oleh Synehubov said two people died in the strike on Kharkiv.",
            "killed 2 ukraine ukraine",
        ),
        (
            "A Russian missile strike on Kyiv killed three people, Mayor Vitali Klitschko said.",
            "killed 3 ukraine ukraine",
        ),
        (
            "Vyacheslav Gladkov said three people were injured in Shebekino.",
            "wounded 3 russia russia",
        ),
        (
            "The Russian Defence Ministry said Ukrainian forces lost 400 troops near Kupyansk.",
            "killed 400 ukraine russia",
        ),
        ("Russian strikes killed six people across Ukraine overnight.", "killed 6 ukraine None"),
        (
            "The UN human rights monitoring mission said 174 civilians were killed in Ukraine.",
            "killed 174 ukraine un",
        ),
        (
            "Denis Pushilin said four people were wounded by Ukrainian shelling of Horlivka.",
            "wounded 4 russia russia",
        ),
    ],
    ISRAEL: [
        (
            "Gaza's Health Ministry said 36,550 Palestinians have been killed since October 7.",
            "killed 36550 palestinians palestinians",
        ),
        (
            "The Israeli military said four of its soldiers were killed in Rafah.",
            "killed 4 israel israel",
        ),
        ("Hezbollah announced the death of two of its fighters.", "killed 2 hezbollah hezbollah"),
        (
            "Lebanon's health ministry said nine people were killed in a strike on Nabatieh.",
            "killed 9 lebanon lebanon",
        ),
        (
            "The IDF said it had killed 30 Hamas militants in Jabalia.",
            "killed 30 hamas israel",
        ),
        (
            "Magen David Adom said two people were wounded by rocket fire in Kiryat Shmona.",
            "wounded 2 israel israel",
        ),
        (
            "Mahmud Bassal of the civil defence agency said 12 people were killed in Gaza City.",
            "killed 12 palestinians palestinians",
        ),
        (
            "The Houthi-run health ministry said six people were killed in Hodeidah.",
            "killed 6 houthis houthis",
        ),
    ],
    "sudan": [
        (
            "The RSF shelled the Zamzam camp, killing 31 people, the Sudan Doctors Network said.",
            "killed 31 sudan None",
        ),
        ("The army said it had killed 40 RSF fighters near El Obeid.", "killed 40 rsf sudan"),
        (
            "The Rapid Support Forces said an army air strike killed 15 civilians in Nyala.",
            "killed 15 sudan rsf",
        ),
        ("Minni Minnawi said 57 people were killed by RSF shelling.", "killed 57 sudan sudan"),
        ("Hemedti said his forces had lost 12 men.", "killed 12 rsf rsf"),
        (
            "Army spokesman Nabil Abdullah said seven soldiers were killed in Babanusa.",
            "killed 7 sudan sudan",
        ),
    ],
    "syria": [
        (
            "The Syrian Observatory for Human Rights said 203 people were killed in Sweida.",
            "killed 203 syria None",
        ),
        (
            "Syria's defence ministry said 18 of its soldiers were killed.",
            "killed 18 syrian-government syrian-government",
        ),
        (
            "The SDF said five of its fighters were killed by Turkish drones near Kobani.",
            "killed 5 sdf sdf",
        ),
        ("SOHR reported that 18 Bedouin fighters had died.", "killed 18 bedouin None"),
        (
            "Israeli strikes on Damascus killed three people, the Syrian health ministry said.",
            "killed 3 syria syrian-government",
        ),
        (
            "Rebels said they had killed 12 government soldiers in Aleppo.",
            "killed 12 syrian-government syrian-rebels",
        ),
    ],
}


@pytest.mark.parametrize("pack", PACKS)
def test_a_live_blog_finds_its_pack_and_says_whose_dead_and_who_counts(
    pack: str, tmp_path: Path
) -> None:
    source = tmp_path / "day.jsonl"
    rows = [
        {"id": f"e{n:02}", "time": f"2024-05-14T{n:02}:00:00Z", "body": text}
        for n, (text, _) in enumerate(SAID[pack])
    ]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    desk = open_desk([str(source)])
    assert desk.beat.id == pack
    read = {
        claim.entry: f"{claim.kind} {claim.best} {claim.victim} {claim.claimant_side}"
        for entry in desk.all_entries()
        for claim in desk.claims_of(entry.key)
    }
    assert read == {f"e{n:02}": said for n, (_, said) in enumerate(SAID[pack])}


def test_the_toll_of_gaza_is_the_war_s_and_a_strike_there_a_part(tmp_path: Path) -> None:
    source = tmp_path / "day.jsonl"
    texts = (
        "The toll in Gaza is 54,607 dead since October 7, the health ministry in Gaza said.",
        "An Israeli strike in Gaza killed 12 people on Tuesday, the Gaza health ministry said.",
    )
    rows = [{"time": f"2025-06-04T{n:02}:00:00Z", "body": t} for n, t in enumerate(texts)]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    desk = open_desk([str(source)], Options(beat=ISRAEL))
    found = [claim for entry in desk.all_entries() for claim in desk.claims_of(entry.key)]
    assert [(c.best, c.relation, c.place) for c in found] == [
        (54607, "total", None),
        (12, "subset", "gaza"),
    ]


def test_of_two_packs_that_know_as_many_names_the_one_whose_war_it_is_is_taken(
    tmp_path: Path,
) -> None:
    source = tmp_path / "day.jsonl"
    text = "Zelensky said that Russia lied. Ukraine waits for Donald Trump and Emmanuel Macron."
    row = {"time": "2025-03-01T10:00:00Z", "body": text}
    source.write_text(json.dumps(row) + "\n")
    assert open_desk([str(source)]).beat.id == "ukraine"


def _spellings(value: object) -> list[tuple[str, list[object]]]:
    if isinstance(value, Listed):
        return [found for item in value for found in _spellings(item)]
    if not isinstance(value, Mapped):
        return []
    found = value.get("spellings")
    pairs = found.items() if isinstance(found, Mapped) else ()
    own = [(key, list(names)) for key, names in pairs if isinstance(names, Listed)]
    return own + [
        one for key, item in value.items() if key != "spellings" for one in _spellings(item)
    ]


@pytest.mark.parametrize("pack", PACKS)
def test_names_in_the_war_s_own_languages_are_texts_by_language(pack: str) -> None:
    path = Path(__file__).parent.parent / "feeds" / "beats" / f"{pack}.yaml"
    found = _spellings(load(path.read_text(encoding="utf-8"), source=str(path)))
    assert len(found) > 50
    assert {language for language, _ in found} <= {"uk", "ru", "ar", "he"}
    assert all(isinstance(name, str) and name.strip() for _, names in found for name in names)


def test_a_text_without_capitals_finds_its_pack_too(tmp_path: Path) -> None:
    source = tmp_path / "day.jsonl"
    row = {"time": "2025-03-01T10:00:00Z", "body": "hemedti and burhan met in khartoum, un says"}
    source.write_text(json.dumps(row) + "\n")
    assert open_desk([str(source)]).beat.id == "sudan"
