"""Watched files and folders: what is added is read once, what is half written waits."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.clock import VirtualClock
from feeds.errors import SourceError
from feeds.following.files import ABANDONED_S, LOOK_S, RESTLESS_S, SETTLED_S, Piece, Watched, whole
from feeds.following.state import Cursor, cursor_text, read_cursor

START = datetime(2022, 9, 13, 17, tzinfo=UTC)


class Desk:
    """Looks at a path, and keeps the cursors as an archive would."""

    def __init__(self, path: Path, *, is_lines: bool | None = None) -> None:
        self.path = path
        self.clock = VirtualClock(START)
        self.kept: dict[str, str] = {}
        self._is_lines = is_lines
        self.begin()

    def begin(self) -> None:
        """As a program that starts."""
        self.watched = Watched(
            self.path,
            self.clock,
            lambda key: read_cursor(self.kept.get(key)),
            is_lines=self._is_lines,
        )

    def look(self) -> list[bytes]:
        return [piece.data for piece in self.pieces()]

    def pieces(self) -> Iterator[Piece]:
        for piece in self.watched.look():
            self.kept[piece.key] = cursor_text(piece.cursor)
            yield piece
        self.clock.move(LOOK_S)

    def settle(self) -> list[bytes]:
        """Look until what is there must have been given."""
        found = self.look()
        for _ in range(round(SETTLED_S / LOOK_S) + 1):
            found += self.look()
        return found


def line(n: int) -> bytes:
    return json.dumps({"id": str(n), "headline": f"No {n}"}).encode() + b"\n"


def test_lines_are_given_as_they_are_added(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_bytes(line(1))
    desk = Desk(path)
    assert desk.look() == [line(1)]
    assert desk.look() == []
    with path.open("ab") as file:
        file.write(line(2) + line(3))
    [piece] = desk.pieces()
    assert (piece.data, piece.part) == (line(2) + line(3), 1)


def test_a_half_written_line_waits_for_its_end(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_bytes(line(1) + line(2)[:9])
    desk = Desk(path)
    assert desk.look() == [line(1)]
    assert desk.look() == []
    path.write_bytes(line(1) + line(2))
    assert desk.look() == [line(2)]


def test_a_last_line_that_never_ends_is_given_once_it_stands_still(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_bytes(line(1) + line(2).rstrip())
    desk = Desk(path)
    assert desk.settle() == [line(1), line(2).rstrip()]
    with path.open("ab") as file:
        file.write(b"\n" + line(3))
    assert desk.settle() == [line(2) + line(3)]  # it comes again with its end, and is known


def test_a_last_line_that_stays_half_is_given_as_it_is_in_the_end(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_bytes(line(1) + line(2)[:9])
    desk = Desk(path)
    assert desk.settle() == [line(1)]
    desk.clock.move(ABANDONED_S)
    assert desk.look() == [line(2)[:9]]  # its reader tells that it is broken
    assert desk.look() == []


def test_an_entry_over_several_lines_is_given_whole(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    first, second = (json.dumps({"id": n, "headline": "x"}, indent=1).encode() for n in (1, 2))
    path.write_bytes(first + b"\n" + second[:12])
    desk = Desk(path)
    assert desk.look() == [first + b"\n"]
    path.write_bytes(first + b"\n" + second + b"\n")
    assert desk.look() == [second + b"\n"]


def test_a_file_that_was_replaced_is_read_from_its_start(tmp_path: Path) -> None:
    path, other = tmp_path / "wire.jsonl", tmp_path / "new"
    path.write_bytes(line(1) + line(2))
    desk = Desk(path)
    desk.look()
    other.write_bytes(line(3) + line(4) + line(5))
    other.replace(path)
    assert desk.look() == [line(3) + line(4) + line(5)]
    path.write_bytes(line(6))  # cut short and written anew, in place
    assert desk.settle() == [line(6)]


def test_a_program_that_starts_again_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_bytes(line(1))
    desk = Desk(path)
    desk.look()
    with path.open("ab") as file:
        file.write(line(2))
    desk.begin()
    assert desk.settle() == [line(2)]


def test_what_could_not_be_kept_comes_again(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_bytes(line(1))
    desk = Desk(path)
    assert [piece.data for piece in desk.watched.look()] == [line(1)]
    desk.watched.forget()
    assert desk.settle() == [line(1)]


def test_a_document_is_read_whole_once_it_stands_still(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("13 Sep 2022, 21:09\n\nHalf")
    desk = Desk(path)
    assert desk.look() == []
    path.write_text("13 Sep 2022, 21:09\n\nHalf of it, and the rest")
    assert desk.settle() == [b"13 Sep 2022, 21:09\n\nHalf of it, and the rest"]
    path.touch()
    assert desk.settle() == []  # saved again, and the same


def test_a_document_that_never_stands_still_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    desk = Desk(path)
    found: list[bytes] = []
    for n in range(round(RESTLESS_S / LOOK_S) + 2):
        path.write_text("word " * (n + 1))
        found += desk.look()
    assert found


def test_a_folder_gives_the_files_that_come_into_it(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(line(1))
    (tmp_path / ".hidden").write_bytes(line(8))
    (tmp_path / "b.jsonl.part").write_bytes(line(9))
    desk = Desk(tmp_path)
    assert desk.settle() == [line(1)]
    (tmp_path / "b.jsonl.part").rename(tmp_path / "b.jsonl")
    assert desk.settle() == [line(9)]
    assert desk.settle() == []


def test_a_path_that_is_not_there_is_told_and_looked_for_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "later.jsonl")
    with pytest.raises(SourceError, match="there is no such file or folder; it is read once"):
        desk.look()
    desk.path.write_bytes(line(1))
    assert desk.look() == [line(1)]


@given(
    st.lists(st.integers(0, 40), max_size=8),
    st.lists(st.booleans(), max_size=8),
    st.integers(1, 12),
)
def test_whatever_the_cuts_and_restarts_every_line_is_given_once(
    cuts: list[int], restarts: list[bool], count: int
) -> None:
    data = b"".join(line(n) for n in range(count))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "wire.jsonl"
        path.write_bytes(b"")
        desk = Desk(path, is_lines=True)
        given_: list[bytes] = []
        done = 0
        for cut, restart in zip(cuts, [*restarts, *[False] * len(cuts)], strict=False):
            with path.open("ab") as file:
                file.write(data[done : done + cut])
            done = min(done + cut, len(data))
            given_ += desk.look()
            if restart:
                desk.begin()
        with path.open("ab") as file:
            file.write(data[done:])
        given_ += desk.settle()
        whole_lines = [one for one in given_ if one.endswith(b"\n")]
        assert b"".join(whole_lines) == data


@given(st.binary(max_size=200))
def test_what_is_whole_ends_in_a_line(data: bytes) -> None:
    cut = whole(data)
    assert 0 <= cut <= len(data)
    assert cut == 0 or data[cut - 1 : cut] == b"\n"


@given(
    st.builds(
        Cursor,
        etag=st.none() | st.text(max_size=5),
        sha256=st.none() | st.text(max_size=5),
        fetch=st.none() | st.integers(0, 9),
        sign=st.none() | st.tuples(st.integers(), st.integers(), st.integers()),
        end=st.integers(0, 9),
    )
)
def test_a_cursor_comes_back_as_it_was_kept(cursor: Cursor) -> None:
    assert read_cursor(cursor_text(cursor)) == cursor


@given(st.text(max_size=30) | st.sampled_from(['{"etag": 1}', "[]", '{"new": 1}', "null"]))
def test_a_cursor_that_cannot_be_read_begins_anew(text: str) -> None:
    assert isinstance(read_cursor(text), Cursor)
