"""The beat of a small archive: what comes in later may tell another one than the first text did."""

from pathlib import Path

from feeds.archive import Archive
from feeds.archived.kept_beat import keep_beat, kept_pack, leave_open, open_since
from feeds.archived.opening import open_archive
from feeds.following.choosing import SETTLED, reconsider
from feeds.options import Options
from feeds.packs import load_beat
from tests import build

FIRST = (
    "The Sudanese army said that the RSF shelled Omdurman; Burhan and Hemedti blamed each other."
)
LATER = (
    "Armenia's Ministry of Defence said that Azerbaijan shelled Goris.",
    "Nikol Pashinyan spoke with Ilham Aliyev; the CSTO was asked for help.",
    "Azerbaijan's Ministry of Defence denied it. Russia called for calm in Nagorno-Karabakh.",
    "Ararat Mirzoyan will travel to New York.",
)


def begun(archive: Archive, *, is_open: bool = True) -> None:
    """As a collector leaves it after the first text."""
    keep_beat(archive, "sudan", load_beat("sudan"))
    archive.add([(build.entry(FIRST, id="first"), ())])
    if is_open:
        leave_open(archive, 1)


def add_later(archive: Archive, count: int = len(LATER)) -> None:
    archive.add([(build.entry(LATER[n % len(LATER)], id=f"later{n}"), ()) for n in range(count)])


def test_more_entries_tell_another_beat_and_all_is_tagged_anew() -> None:
    with Archive.open(":memory:") as archive:
        begun(archive)
        add_later(archive)
        assert reconsider(archive) == "south-caucasus"
        assert kept_pack(archive) == "south-caucasus"
        assert open_since(archive) == 5
        [doc] = archive.docs_of(("test", "later1"))
        assert "pashinyan" in archive.entries([doc])[0].actors


def test_the_same_beat_again_changes_nothing() -> None:
    with Archive.open(":memory:") as archive:
        begun(archive)
        archive.add([(build.entry("Burhan met Hemedti.", id="again"), ())])
        assert reconsider(archive) is None
        assert kept_pack(archive) == "sudan"
        assert open_since(archive) == 2


def test_a_few_entries_more_are_no_reason_to_look_again() -> None:
    with Archive.open(":memory:") as archive:
        begun(archive)
        add_later(archive)
        leave_open(archive, 4)
        assert reconsider(archive) is None
        assert kept_pack(archive) == "sudan"


def test_a_beat_that_was_asked_for_stands() -> None:
    with Archive.open(":memory:") as archive:
        begun(archive, is_open=False)
        add_later(archive)
        assert reconsider(archive) is None
        assert kept_pack(archive) == "sudan"


def test_what_a_person_decided_settles_it() -> None:
    with Archive.open(":memory:") as archive:
        begun(archive)
        add_later(archive)
        archive.book.append(build.decision("confirm", build.claim()))
        assert reconsider(archive) is None
        assert open_since(archive) is None
        assert kept_pack(archive) == "sudan"


def test_many_entries_settle_it() -> None:
    with Archive.open(":memory:") as archive:
        begun(archive)
        add_later(archive, SETTLED)
        assert reconsider(archive) is None
        assert open_since(archive) is None


def test_retagging_by_hand_settles_it() -> None:
    with Archive.open(":memory:") as archive:
        begun(archive)
        keep_beat(archive, "ukraine", load_beat("ukraine"))
        assert open_since(archive) is None


def test_a_desk_knows_that_it_is_to_be_opened_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path) as archive:
        begun(archive)
        desk = open_archive(path, Options())
        assert desk.beat.id == "sudan"
        assert desk.is_beat_open
        assert not desk.has_another_pack
        add_later(archive)
        reconsider(archive)
        assert desk.has_another_pack
        desk.close()
