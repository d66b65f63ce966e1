"""The id of a source that was typed: of its name, and the same for ever in one archive."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from feeds.archive import MEMORY, Archive, followed_place, id_of, names_of_path
from feeds.archive.exchange import export, take
from feeds.following.opening import Asked, sources_of
from feeds.options import Options
from tui.__main__ import main

HEADLINES = {"one": "Shelling near Sotk", "two": "A bridge is closed", "three": "Talks in Brussels"}


def write(path: Path, told: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    entry = {"id": told, "time": "2022-09-13T12:00:00Z", "headline": HEADLINES[told]}
    path.write_text(json.dumps(entry) + "\n", encoding="utf-8")
    return path


def page(path: Path, told: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"{HEADLINES[told]}\n\n13 September 2022, 12:00\n\nNothing more was said by noon.\n"
    path.write_text(text, encoding="utf-8")
    return path


def sources(file: str = "a.db") -> dict[str, list[str]]:
    """The headlines of each source in the archive."""
    found: dict[str, list[str]] = {}
    with Archive.open(file, write=False) as archive:
        for entry in archive.entries(archive.docs(0, 100)):
            found.setdefault(entry.source, []).append(entry.headline or "")
    return found


def typed(archive: Archive, *paths: str) -> list[str]:
    found = sources_of(Asked(sources=paths), None, Options(), archive)
    return [source.id for source in found]


@pytest.mark.parametrize("put", [write, page])
@pytest.mark.parametrize("command", [("import",), ("collect", "--once")])
def test_two_files_of_one_name_are_two_sources_over_several_runs(
    own_folder: Path, command: Sequence[str], put: Callable[[Path, str], Path]
) -> None:
    for name in ("one", "two", "three"):
        put(own_folder / name / "feed.txt", name)
    for names in (("one/feed.txt",), ("two/feed.txt",), ("three/feed.txt", "one/feed.txt")):
        assert main([*command, *names, "--archive", "a.db"]) == 0
    assert sources() == {
        "feed": [HEADLINES["one"]],
        "two-feed": [HEADLINES["two"]],
        "three-feed": [HEADLINES["three"]],
    }
    put(own_folder / "two" / "feed.txt", "three")  # the file is another, the source is not
    assert main([*command, "two/feed.txt", "--archive", "a.db"]) == 0
    assert len(sources()["two-feed"]) == 2


def test_a_file_that_is_imported_and_then_followed_is_one_source(own_folder: Path) -> None:
    write(own_folder / "b" / "feed.jsonl", "one")
    write(own_folder / "a" / "feed.jsonl", "two")
    assert main(["import", "b/feed.jsonl", "--archive", "a.db"]) == 0
    assert main(["collect", "--once", "a/feed.jsonl", "b/feed.jsonl", "--archive", "a.db"]) == 0
    assert main(["import", str(own_folder / "a" / "feed.jsonl"), "--archive", "a.db"]) == 0
    assert sources() == {"feed": [HEADLINES["one"]], "a-feed": [HEADLINES["two"]]}


def test_files_of_a_folder_that_is_imported_go_by_their_own_names(own_folder: Path) -> None:
    for day in ("mon", "tue"):
        write(own_folder / day / "wire.jsonl", "one")
        write(own_folder / day / "mod.jsonl", "two")
        assert main(["import", day, "--archive", "a.db"]) == 0
    assert sorted(sources()) == ["mod", "tue-mod", "tue-wire", "wire"]


def test_what_is_typed_twice_is_one_source_however_it_is_spelled(own_folder: Path) -> None:
    path = write(own_folder / "a" / "feed.jsonl", "one")
    (own_folder / "link.jsonl").symlink_to(path)
    with Archive.open(MEMORY) as archive:
        assert typed(archive, "a/feed.jsonl", "./a/../a/feed.jsonl", "link.jsonl") == ["feed"]


@pytest.mark.usefixtures("own_folder")
def test_addresses_that_would_be_called_alike_are_told_apart() -> None:
    first, other = "https://ridge.example/live/1", "https://ridge.example/live-1"
    with Archive.open(MEMORY) as archive:
        assert typed(archive, first, other) == ["ridge-example-live-1", "ridge-example-live-1-2"]
        assert typed(archive, other) == ["ridge-example-live-1-2"]
        assert typed(archive, first) == ["ridge-example-live-1"]


def test_no_secret_of_an_address_is_kept(own_folder: Path) -> None:
    with Archive.open("a.db") as archive:
        typed(archive, "https://ridge.example/live?key=hunter2")
    assert b"hunter2" not in b"".join(p.read_bytes() for p in own_folder.glob("a.db*"))


@pytest.mark.usefixtures("own_folder")
def test_what_an_archive_followed_before_keeps_the_id_that_it_had() -> None:
    """There was no list then: those of one name were numbered in the order of typing."""
    with Archive.open(MEMORY) as archive:
        for id, path in (("feed", "x/feed.xml"), ("feed-2", "y/feed.xml")):
            archive.fetches.put_state(id, "{}")
            archive.set_cursor(followed_place(id, path), "{}")
        assert typed(archive, "y/feed.xml", "z/feed.xml") == ["feed-2", "z-feed"]
        assert typed(archive, "x/feed.xml") == ["feed"]


def test_what_an_archive_imported_before_keeps_the_id_that_it_had(own_folder: Path) -> None:
    path, other = own_folder / "x" / "feed.jsonl", own_folder / "y" / "feed.jsonl"
    with Archive.open(MEMORY) as archive:
        archive.set_cursor(str(path), "{}")
        archive.fetches.put_state("feed", "{}")  # a source of the pack has the same id
        assert id_of(archive, str(other), names_of_path(other)) == "y-feed"
        assert id_of(archive, str(path), names_of_path(path)) == "feed"


def test_ids_come_back_from_an_export_whichever_is_typed_first(own_folder: Path) -> None:
    one, two = own_folder / "x" / "feed.jsonl", own_folder / "y" / "feed.jsonl"
    with Archive.open(MEMORY) as first, Archive.open(MEMORY) as then:
        for path in (one, two):
            assert id_of(first, str(path), names_of_path(path))
            first.set_cursor(str(path), "{}")
        took = take(then, [json.dumps(record) for record in export(first)], source="e.jsonl")
        assert not took.problems
        assert id_of(then, str(two), names_of_path(two)) == "y-feed"
        assert id_of(then, str(one), names_of_path(one)) == "feed"


def test_an_export_takes_no_id_from_a_place_that_has_it(own_folder: Path) -> None:
    one, two = own_folder / "x" / "feed.jsonl", own_folder / "y" / "feed.jsonl"
    with Archive.open(MEMORY) as first, Archive.open(MEMORY) as then:
        assert id_of(first, str(two), names_of_path(two)) == "feed"
        assert id_of(then, str(one), names_of_path(one)) == "feed"
        take(then, [json.dumps(record) for record in export(first)], source="e.jsonl")
        assert id_of(then, str(one), names_of_path(one)) == "feed"
        assert id_of(then, str(two), names_of_path(two)) == "y-feed"


@pytest.mark.usefixtures("own_folder")
def test_a_number_stands_behind_where_names_do_not_tell_apart() -> None:
    with Archive.open(MEMORY) as archive:
        found = typed(archive, *(f"{top}/night/feed.xml" for top in "abc"))
        assert found == ["feed", "night-feed", "feed-2"]
