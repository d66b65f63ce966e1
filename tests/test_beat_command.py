"""`nightdesk beat new` and `beat check`, as real processes."""

import json
from pathlib import Path

import pytest

from feeds.beat_desk import check, propose
from feeds.options import Options
from feeds.packs import load_beat
from tests.test_command_line import nightdesk

PAGE = """\
Harbour war: live

14 May 2031

The story so far in two sentences.

14 May 2031, 12:30

Norlandic MoD: seven soldiers killed

The Norlandic Ministry of Defence said that at least seven Norlandic soldiers had been killed.
Norlandic Prime Minister Ann Example said that Norland would answer.

14 May 2031, 11:05

Example speaks to the envoy

Sudlandic Foreign Minister Bo Sample said that it was quiet in Dunwick.

13 May 2031, 23:50

Fire on the border

Residents of Dunwick heard artillery in Dunwick, Example said.
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_a_proposal_is_a_pack_that_finds_who_speaks(page: Path, tmp_path: Path) -> None:
    pack = tmp_path / "harbour.yaml"
    done = nightdesk("beat", "new", "Harbour war", "--from", str(page), "--output", str(pack))
    assert str(pack) in done.stdout
    beat = load_beat(str(pack))
    assert beat.name == "Harbour war"
    sides = {actor.name: actor.side for actor in beat.actors}
    assert sides["Ann Example"] == sides["Norlandic Ministry of Defence"] == "norlandic"
    assert [p.name for r in beat.regions for p in r.places] == ["Dunwick"]
    assert str(beat.episodes[0].start.date()) == "2031-05-13"
    claims = nightdesk("claims", str(page), "--beat", str(pack), "--format", "csv").stdout
    assert "norlandic-ministry-of-defence" in claims


def test_the_zone_is_the_stamps_own_and_no_other_wars(tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    said = "Israel's defence minister met the Hezbollah and Hamas chiefs, Lebanon said."
    stamped = '{{"time": "2031-05-0{n}T10:00:00{zone}", "body": "{said}"}}\n'.format
    feed.write_text("".join(stamped(n=n, zone="+07:00", said=said) for n in (1, 2)))
    assert 'timezone: "+07:00"' in propose("x", [str(feed)], Options()).text
    feed.write_text("".join(stamped(n=n, zone="", said=said) for n in (1, 2)))
    assert "timezone: UTC  # to do" in propose("x", [str(feed)], Options()).text


def test_the_ministry_said_twice_in_other_words_is_one_actor(page: Path) -> None:
    made = propose("x", [str(page)], Options())
    assert made.text.count("kind: ministry") == 1


def test_what_is_there_already_is_not_overwritten(page: Path, tmp_path: Path) -> None:
    pack = tmp_path / "mine.yaml"
    pack.write_text("mine", encoding="utf-8")
    words = ("beat", "new", "x", "--from", str(page), "--output", str(pack))
    done = nightdesk(*words, status=2)
    assert "is there already" in done.stderr
    assert pack.read_text(encoding="utf-8") == "mine"


def test_a_name_of_yaml_is_quoted(page: Path, tmp_path: Path) -> None:
    pack = tmp_path / "odd.yaml"
    nightdesk("beat", "new", "No: #1 [x]", "--from", str(page), "--output", str(pack))
    assert load_beat(str(pack)).name == "No: #1 [x]"


def test_a_pack_that_is_refused_says_where(tmp_path: Path) -> None:
    pack = tmp_path / "bad.yaml"
    pack.write_text("name: x\nactors:\n  - {id: a, name: A, kind: nonsense}\n", encoding="utf-8")
    done = nightdesk("beat", "check", str(pack), status=1)
    assert "bad.yaml, line 3" in done.stderr
    assert "nonsense" in done.stderr


ODD = """\
name: Odd
parties: [north]
actors:
  - {id: north, name: Norland, side: north, aliases: [Norlandic]}
  - {id: ann, name: Ann Example, side: north, kind: official, aliases: [Example, May]}
  - {id: bo, name: Bo Example, side: north, kind: official, aliases: [Example]}
  - {id: un, name: Harbour Count, side: north, independent: true}
regions:
  - {id: ridge, name: Ridge, side: nroth, places: [Dunwick]}
  - {id: vale, name: Vale, side: north, places: [Dunwick]}
episodes:
  - {id: one, name: One, from: 2031-05-01, to: 2031-06-01}
  - {id: two, name: Two, from: 2031-05-20, to: null}
"""


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("bo", "'Example' is a name of ann, bo"),
        ("ann", "'May' is a plain word"),
        ("ridge", "side 'nroth', which no actor has"),
        ("vale", "'Dunwick' stands in ridge too"),
        ("un", "cannot be both"),
        ("two", "before one ends"),
    ],
)
def test_what_is_odd_is_explained(tmp_path: Path, about: str, words: str) -> None:
    pack = tmp_path / "odd.yaml"
    pack.write_text(ODD, encoding="utf-8")
    _, found = check(str(pack))
    line = next(n for n, text in enumerate(ODD.splitlines(), 1) if f"id: {about}," in text)
    assert any((at, r.about) == (line, about) and words in r.words for at, r in found), found
    assert "Odd: 4 actors" in nightdesk("beat", "check", str(pack)).stdout
    nightdesk("beat", "check", str(pack), "--strict", status=1)


def test_a_pack_with_nothing_odd_says_so(tmp_path: Path) -> None:
    pack = tmp_path / "plain.yaml"
    pack.write_text(
        "name: Plain\nparties: [north]\n"
        "actors: [{id: north, name: Norland, side: north}]\n"
        "regions: [{id: ridge, name: Ridge, side: north, places: [Dunwick]}]\n"
        "episodes: [{id: one, name: One, from: 2031-05-01, to: null}]\n",
        encoding="utf-8",
    )
    assert "nothing odd" in nightdesk("beat", "check", str(pack), "--strict").stdout


def test_two_states_with_ministries_are_proposed_as_the_parties(tmp_path: Path) -> None:
    page = tmp_path / "page.jsonl"
    said = [
        f"{who} said that nine soldiers were killed."
        for state in ("Northland", "Southland")
        for who in (f"The {state} Ministry of Defence", f"{state} Interior Minister Juno Abara")
    ]
    page.write_text("".join(json.dumps({"body": one}) + "\n" for one in said), encoding="utf-8")
    done = nightdesk("beat", "new", "Harbour war", "--from", str(page), "--output", "-")
    assert "parties: [northland, southland]  # sides at war, a guess" in done.stdout


@pytest.mark.parametrize("name", ["", "  ", "-"])
def test_a_beat_without_a_name_is_refused(page: Path, name: str) -> None:
    done = nightdesk("beat", "new", f"--from={page}", "--", name, status=2)
    assert "a beat needs a name" in done.stderr
