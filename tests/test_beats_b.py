"""The packs kyrgyz-tajik, myanmar, india-pakistan, and the episodes of south-caucasus."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from feeds.packs import load_beat, shipped_beats
from feeds.recognition import recognise
from feeds.tag import Tagger
from tui.command_line import run

PACKS = ("kyrgyz-tajik", "myanmar", "india-pakistan")


@cache
def tagger(pack: str) -> Tagger:
    return Tagger(load_beat(pack))


def ids(pack: str, text: str) -> list[str]:
    """Place, region or actor id of each mention."""
    return [m.place or m.id for m in tagger(pack).mentions(text, "body")]


@pytest.mark.parametrize(
    ("pack", "zone", "parties"),
    [
        ("kyrgyz-tajik", "Asia/Bishkek", {"kyrgyzstan", "tajikistan"}),
        (
            "myanmar",
            "Asia/Yangon",
            {"myanmar", "nug", "arakan-army", "kia", "knu", "tnla", "mndaa", "karenni", "chin"},
        ),
        ("india-pakistan", "Asia/Kolkata", {"india", "pakistan"}),
    ],
)
def test_the_parties_are_those_who_fight(pack: str, zone: str, parties: set[str]) -> None:
    beat = load_beat(pack)
    assert set(beat.parties) == parties
    assert beat.zone_name == zone
    assert parties <= set(beat.sides)
    assert all(beat.name_of(party) != party for party in parties)


@pytest.mark.parametrize("pack", PACKS)
def test_only_those_who_count_for_themselves_are_independent(pack: str) -> None:
    beat = load_beat(pack)
    counting = {a.id for a in beat.actors if a.independent}
    assert {"un", "ohchr", "icrc", "hrw"} <= counting
    assert not counting & {a.id for a in beat.actors if a.side in beat.parties}
    assert not counting & {a.id for a in beat.actors if a.kind == "outlet"}
    assert "acled" not in counting


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("The Kyrgyz Health Ministry opened a ward.", "kg-moh"),
        ("Kyrgyzstan’s Ministry of Health opened a ward.", "kg-moh"),
        ("a duty officer of the Kyrgyz border service", "kg-border"),
        ("the State Border Service of Kyrgyzstan answered", "kg-border"),
        ("The State Committee for National Security of Kyrgyzstan is silent.", "kg-gknb"),
        ("Tajikistan's State Committee for National Security is silent.", "tj-gknb"),
        ("the Tajik GKNB", "tj-gknb"),
        ("Calls went out to Sadyr Zhaparov.", "japarov"),
        ("Akylbek Japarov cut short his trip.", "akylbek-japarov"),
        ("Kamchybek Tashiyev flew south.", "tashiev"),
        ("Emomali Rakhmon landed at noon.", "rahmon"),
        ("Rustam Emomali opened a park.", "rustam-emomali"),
        ("the Tajik Ministry of Internal Affairs", "tj-interior"),
        ("the Border Troops of Tajikistan", "tj-border"),
        ("the pumping station at Golovnoi", "golovnoy"),
        ("smoke over Kök-Tash", "kok-tash"),
        ("the road to Isfana", "razzakov"),
        ("the market of Khudjand", "khujand"),
        ("families in Chorkukh", "chorku"),
    ],
)
def test_kyrgyz_and_tajik_names(text: str, id: str) -> None:
    assert ids("kyrgyz-tajik", text) == [id]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("the Tatmadaw withdrew at dusk", "tatmadaw"),
        ("The junta gave no figure.", "junta"),
        ("Senior General Min Aung Hlaing toured the base.", "min-aung-hlaing"),
        ("a statement by Zaw Min Tun", "zaw-min-tun"),
        ("the NUG’s Ministry of Defence", "nug-mod"),
        ("a National Unity Government ministry of defense officer", "nug-mod"),
        ("The People’s Defense Force took the post.", "pdf"),
        ("several PDFs took the post", "pdf"),
        ("the AA took the hill", "arakan-army"),
        ("Khine Thu Kha answered", "khaing-thukha"),
        ("Colonel Naw Bu answered", "naw-bu"),
        ("the KNLA took the bridge", "knla"),
        ("the Ta’ang National Liberation Army took the town", "tnla"),
        ("the Karenni Nationalities Defense Force took the town", "kndf"),
        ("the Assistance Association for Political Prisoners counts", "aapp"),
        ("the gate at Chin Shwe Haw", "chinshwehaw"),
        ("the road to Laukkaing", "laukkai"),
        ("schools in Depayin", "tabayin"),
        ("schools in Pa Zi Gyi", "pazigyi"),
        ("the bridge at Myawady", "myawaddy"),
    ],
)
def test_myanmar_names(text: str, id: str) -> None:
    assert ids("myanmar", text) == [id]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("DG ISPR gave a briefing.", "ispr"),
        ("the Inter-Services Public Relations gave a briefing", "ispr"),
        ("Ahmed Sharif Chaudhry gave a briefing.", "ahmed-sharif"),
        ("Field Marshal Asim Munir landed", "asim-munir"),
        ("Shahbaz Sharif spoke for an hour", "shehbaz-sharif"),
        ("the Ministry of External Affairs summoned the envoy", "in-mea"),
        ("India’s Defence Ministry called a briefing", "in-mod"),
        ("Subrahmanyam Jaishankar called his colleague", "jaishankar"),
        ("Wing Commander Vyomika Singh read out the list", "vyomika-singh"),
        ("the IAF kept quiet", "iaf"),
        ("LeT denied it", "lashkar"),
        ("Jaish-e-Muhammad denied it", "jaish"),
        ("The Resistance Front took it back", "trf"),
        ("bunkers along the LoC", "line-of-control"),
        ("homes in Baisaran", "pahalgam"),
        ("homes in Pakistan-administered Kashmir", "azad-kashmir"),
        ("homes in Indian-administered Kashmir", "jammu-and-kashmir"),
        ("a crater at Noor Khan airbase", "nur-khan-air-base"),
        ("a mosque in Ahmedpur Sharqia", "ahmedpur-east"),
    ],
)
def test_indian_and_pakistani_names(text: str, id: str) -> None:
    assert ids("india-pakistan", text) == [id]


@pytest.mark.parametrize(
    ("pack", "text"),
    [
        ("kyrgyz-tajik", "They loaded 24 kg of flour; the border service of the post office."),
        ("kyrgyz-tajik", "The State Committee for National Security met."),
        ("kyrgyz-tajik", "An ark, a sugar mill and the surf."),
        ("myanmar", "Ann saw a pale kale leaf; her chin shook. Ye of little faith!"),
        ("myanmar", "the shan of it, the mon ami, a karen at the till, the irrawaddy flows"),
        ("myanmar", "A sac of rice, a pdf of the map, an aa battery."),
        ("india-pakistan", "Let me be: let us wait at dawn for the wire and the guardian."),
        ("india-pakistan", "The Hindu pilgrims and the raw data; a bagh, a jem, an app."),
        ("india-pakistan", "Sharif, Khan and Singh; PTI said so, and Punjab is large."),
    ],
)
def test_ambiguous_words_are_nobody(pack: str, text: str) -> None:
    assert ids(pack, text) == []


def test_two_sharifs_three_asims_and_two_japarovs_are_kept_apart() -> None:
    text = "Nawaz Sharif, Shehbaz Sharif, Raheel Sharif; Asim Munir, Asim Malik, Asim Bajwa"
    assert ids("india-pakistan", text) == [
        "nawaz-sharif",
        "shehbaz-sharif",
        "raheel-sharif",
        "asim-munir",
        "asim-malik",
        "asim-bajwa",
    ]
    assert ids("kyrgyz-tajik", "Akylbek Japarov met Sadyr Japarov") == [
        "akylbek-japarov",
        "japarov",
    ]


@pytest.mark.parametrize("pack", PACKS)
def test_the_sources_hold_no_false_name(pack: str, shared: Path) -> None:
    """Live blogs of another war name foreign powers and outlets, never who fights here."""
    beat = load_beat(pack)
    elsewhere = set(load_beat("south-caucasus").actor_by_id)
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        mentions = Tagger(beat).mentions(text, "body")
        actors = {m.id for m in mentions if m.what == "actor"}
        assert actors <= elsewhere, actors - elsewhere
        assert not [m for m in mentions if m.what == "region"]


@pytest.mark.parametrize(
    ("pack", "day", "episode"),
    [
        ("kyrgyz-tajik", "2019-09-16", "sep-2019"),
        ("kyrgyz-tajik", "2021-04-29", "apr-2021"),
        ("kyrgyz-tajik", "2021-05-20", "apr-2021"),
        ("kyrgyz-tajik", "2022-01-28", "jan-2022"),
        ("kyrgyz-tajik", "2022-09-14", "sep-2022"),
        ("kyrgyz-tajik", "2022-09-20", "sep-2022"),
        ("kyrgyz-tajik", "2022-10-01", "sep-2022"),
        ("myanmar", "2017-08-25", "rohingya-2017"),
        ("myanmar", "2021-02-01", "coup-2021"),
        ("myanmar", "2021-09-06", "coup-2021"),
        ("myanmar", "2021-09-07", "war-2021"),
        ("myanmar", "2023-10-26", "war-2021"),
        ("myanmar", "2023-10-27", "op-1027"),
        ("myanmar", "2024-01-12", "war-2021"),
        ("myanmar", "2024-07-25", "op-1027-second"),
        ("myanmar", "2025-05-01", "war-2021"),
        ("india-pakistan", "2016-09-18", "uri-2016"),
        ("india-pakistan", "2019-02-15", "pulwama-2019"),
        ("india-pakistan", "2019-02-27", "balakot-2019"),
        ("india-pakistan", "2025-04-22", "pahalgam-2025"),
        ("india-pakistan", "2025-05-07", "sindoor-2025"),
        ("india-pakistan", "2025-05-10", "sindoor-2025"),
        ("india-pakistan", "2025-06-01", "sindoor-2025"),
        ("south-caucasus", "2016-04-02", "apr-2016"),
        ("south-caucasus", "2020-07-14", "jul-2020"),
        ("south-caucasus", "2020-09-27", "war-2020"),
        ("south-caucasus", "2021-05-12", "may-2021"),
        ("south-caucasus", "2021-11-16", "nov-2021"),
        ("south-caucasus", "2022-01-11", "jan-2022"),
        ("south-caucasus", "2022-03-26", "mar-2022"),
        ("south-caucasus", "2022-08-03", "aug-2022"),
        ("south-caucasus", "2022-09-13", "sep-2022"),
        ("south-caucasus", "2022-10-03", "sep-2022"),
        ("south-caucasus", "2023-01-10", "blockade"),
        ("south-caucasus", "2023-04-11", "tegh-2023"),
        ("south-caucasus", "2023-04-20", "blockade"),
        ("south-caucasus", "2023-09-19", "sep-2023"),
        ("south-caucasus", "2023-09-25", "sep-2023"),
        ("south-caucasus", "2024-02-13", "feb-2024"),
        ("south-caucasus", "2025-08-08", "peace-2025"),
    ],
)
def test_the_window_at_a_day(pack: str, day: str, episode: str) -> None:
    found = load_beat(pack).window_at(datetime.fromisoformat(f"{day}T12:00+00:00"))
    assert found is not None
    assert found.id == episode


KYRGYZ_TAJIK = """Live: shooting along the Batken border

16 Sep 2022, 22:10

The Kyrgyz Health Ministry said that 24 people had been killed in Batken.

16 Sep 2022, 19:40

Two Kyrgyz border guards were killed near Ak-Sai, the State Border Service of Kyrgyzstan said.

16 Sep 2022, 18:05

Tajikistan’s Foreign Ministry said three civilians were killed in Vorukh.

16 Sep 2022, 15:00

Kamchybek Tashiev said that the Tajik military had lost 20 men.
"""

MYANMAR = """Live: the north of Shan State

29 Oct 2023, 20:00

Zaw Min Tun said that twelve Myanmar soldiers had been killed near Chinshwehaw.

29 Oct 2023, 16:30

An airstrike killed nine civilians in Kanbalu, the National Unity Government said.

29 Oct 2023, 12:00

Lway Yay Oo said two TNLA fighters were killed at Nawnghkio.

29 Oct 2023, 10:00

Ten PDF fighters were killed in Kawlin, the NUG Defence Ministry said.

29 Oct 2023, 09:00

The Arakan Army said that seven junta soldiers had been killed.
"""

INDIA_PAKISTAN = """Live: fire across the Line of Control

8 May 2025, 21:00

Ahmed Sharif Chaudhry said that 31 civilians were killed in Indian strikes.

8 May 2025, 19:00

The Indian Army said that 16 civilians had been killed by Pakistani shelling in Poonch.

8 May 2025, 13:00

One Indian soldier was killed in Akhnoor, the White Knight Corps said.

8 May 2025, 11:00

ISPR said 40 to 50 Indian soldiers had been killed along the Line of Control.
"""

LIVE_BLOGS = {
    "kyrgyz-tajik": KYRGYZ_TAJIK,
    "myanmar": MYANMAR,
    "india-pakistan": INDIA_PAKISTAN,
}

LOSSES = {
    "kyrgyz-tajik": [
        (20, "tajikistan", "kyrgyzstan", None),
        (3, "tajikistan", "tajikistan", "vorukh"),
        (2, "kyrgyzstan", "kyrgyzstan", "ak-sai"),
        (24, "kyrgyzstan", "kyrgyzstan", "batken"),
    ],
    "myanmar": [
        (7, "myanmar", "arakan-army", None),
        (10, "nug", "nug", "kawlin"),
        (2, "tnla", "tnla", "nawnghkio"),
        (9, "myanmar", "nug", "kanbalu"),
        (12, "myanmar", "myanmar", "chinshwehaw"),
    ],
    "india-pakistan": [
        (40, "india", "pakistan", "line-of-control"),
        (1, "india", "india", "akhnoor"),
        (16, "india", "india", "poonch"),
        (31, "pakistan", "pakistan", None),
    ],
}


@pytest.mark.parametrize("pack", PACKS)
def test_a_live_blog_is_known_by_its_names_and_counted(
    pack: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "live.txt"
    path.write_text(LIVE_BLOGS[pack], encoding="utf-8")
    assert run(["claims", str(path), "--format", "jsonl"]) == 0
    printed = capsys.readouterr()
    assert f"beat: {pack} (" in printed.err
    claims = [json.loads(line) for line in printed.out.splitlines()]
    found = [(c["low"], c["victim"], c["claimant_side"], c["place"]) for c in claims]
    assert found == LOSSES[pack]
    assert {c["kind"] for c in claims} == {"killed"}
    assert {c["period"] for c in claims} == {"current"}


@pytest.mark.parametrize("pack", PACKS)
def test_the_choice_is_that_of_reading_every_pack(pack: str) -> None:
    text = LIVE_BLOGS[pack]
    counts = {name: len(tagger(name).actors_in(text)) for name in shipped_beats()}
    assert max(counts, key=lambda name: counts[name]) == pack
    found = recognise(text.split("\n\n"))
    assert found is not None
    assert found.beat.id == pack
