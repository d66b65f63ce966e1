"""An edit is shown word by word, and what it means is told from the words that changed."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.claims import Extractor
from feeds.edit import EDIT_KINDS, Edit
from feeds.edits import compare
from feeds.edits.wording import MOST_PAIRS, runs
from feeds.entry import Entry
from feeds.packs import load_beat
from feeds.tag import Tagger
from tests.build import entry as an_entry

BEAT = load_beat("south-caucasus")
TAGGER, EXTRACTOR = Tagger(BEAT), Extractor(BEAT)

_TEXTS = st.text(alphabet="ab 1.\n’é", max_size=60)


@given(_TEXTS, _TEXTS)
def test_runs_give_back_both_texts(before: str, after: str) -> None:
    found = runs(before, after)
    assert "".join(r.text for r in found if r.kind != "added") == before
    assert "".join(r.text for r in found if r.kind != "removed") == after
    assert all(r.text for r in found)
    assert all(one.kind != other.kind for one, other in itertools.pairwise(found))


@given(_TEXTS)
def test_the_same_text_has_no_change(text: str) -> None:
    assert all(run.kind == "same" for run in runs(text, text))


def test_runs_are_cut_at_words() -> None:
    found = [(r.kind, r.text) for r in runs("At least 1,200 died.", "At least 1,300 died.")]
    assert found == [
        ("same", "At least "),
        ("removed", "1,200"),
        ("added", "1,300"),
        ("same", " died."),
    ]


def test_a_long_text_is_compared_by_paragraphs() -> None:
    """The square of the words would be ten times over the limit."""
    pages = [" ".join(f"w{n}x{k}" for k in range(40)) for n in range(80)]
    after = [page.replace("w40x7", "other") for page in (*pages[:3], *pages[5:])]
    assert 10 * MOST_PAIRS < (80 * 79) ** 2
    found = runs("\n\n".join(("one", *pages, "two")), "\n\n".join(("uno", *after, "dos")))
    changed = [r.text.strip() for r in found if r.kind != "same"]
    assert changed == ["one", "uno", "\n\n".join(pages[3:5]), "w40x7", "other", "two", "dos"]


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("The mayor spoke of 14 houses.", "The mayor spoke of 15 houses.", "number"),
        ("Three roads are shut.", "Four roads are shut.", "number"),
        ("Fire was opened at 16:00.", "Fire was opened at 16:30.", "time"),
        ("Talks begin on Monday.", "Talks begin on Tuesday.", "time"),
        ("Shells fell near Goris.", "Shells fell near Kapan.", "name"),
        ("A column left for Vaskovo.", "A column left for Turanovo.", "name"),
        (
            "Armenia said the road is open.",
            "Armenia denied the road is open.",
            "attribution",
        ),
        ("Shells fell near Goris.", "Many shells hit Kapan.", "number name wording"),
        ("The road is open.", "The road is wide open.", "wording"),
        ("The road is open.", "The road near the river is open.", "wording"),
        ("Around 40 were killed.", "Nearly 40 were killed.", "number wording"),
        ("Around 40 people came.", "Over 40 people came.", "number wording"),
        ("The road is open", "The road is open.", "typography"),
        ("The road — is open.", "The road - is open.", "typography"),
        ("The  road is\nopen.", "The road is open.", "typography"),
        ("The Road is open.", "The road is open.", "typography"),
        ("The road is open.", "The road is open.", ""),
    ],
)
def test_what_an_edit_means(before: str, after: str, kinds: str) -> None:
    assert _edit(before, after).kinds == tuple(kinds.split())


def test_another_figure_is_a_number() -> None:
    edit = _edit(
        "Armenia said 49 of its soldiers were killed.",
        "Armenia said 105 of its soldiers were killed.",
    )
    assert edit.kinds == ("number",)
    assert [(f, r.kind, r.text) for f, r in edit.changed()] == [
        ("body", "removed", "49"),
        ("body", "added", "105"),
    ]


def test_another_claimant_is_an_attribution() -> None:
    before = "Armenia’s defence ministry said 12 soldiers were killed."
    after = "Azerbaijan’s defence ministry said 12 soldiers were killed."
    assert {"attribution", "name"} <= set(_edit(before, after).kinds)


def test_another_time_of_publishing_is_a_time() -> None:
    before = _tagged("The road is open.")
    assert before.time is not None
    after = replace(before, time=before.time.replace(hour=1))
    assert compare(before, after).kinds == ("time",)


def test_the_gravest_comes_first() -> None:
    edit = _edit("Shells fell near Goris at 16:00.", "Two shells fell near Kapan at 17:00!")
    assert edit.kinds == tuple(k for k in EDIT_KINDS if k in edit.kinds)
    assert edit.is_grave
    assert not _edit("The road is open", "The road is open.").is_grave


def test_a_text_in_another_script_is_read_in_its_own() -> None:
    assert "number" in _edit("Погибли трое.", "Погибли четверо.").kinds
    assert "number" in _edit("დაიღუპა 3 ადამიანი", "დაიღუპა 4 ადამიანი").kinds


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_can_be_compared(before: str, after: str) -> None:
    edit = _edit(before, after)
    assert bool(edit.kinds) == (before != after)


def _edit(before: str, after: str) -> Edit:
    old, new = _tagged(before), _tagged(after)
    return compare(old, new, EXTRACTOR.claims(old), EXTRACTOR.claims(new))


def _tagged(body: str) -> Entry:
    entry = an_entry(body=body)
    return replace(entry, mentions=TAGGER.tag(entry.headline, entry.body))
