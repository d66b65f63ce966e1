"""Export and import of a whole archive: nothing is lost, and the same twice adds nothing."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.archive import MEMORY, Archive
from feeds.archive.exchange import export, is_export, take
from feeds.claim import Claim
from feeds.decision import Decision
from feeds.entry import Entry
from feeds.errors import ArchiveError
from feeds.marking import Marking, Place, View
from tests.archives import IDS, MARKINGS, PATIENT, PLACES, READ, VIEWS
from tests.build import claim, decision, entry

Read = tuple[Entry, tuple[Claim, ...]]


def lines_of(archive: Archive) -> list[str]:
    return [json.dumps(record) for record in export(archive)]


def filled(
    read: Sequence[Read],
    marked: dict[tuple[str, str], Marking],
    decisions: Sequence[Decision] = (),
    views: Sequence[View] = (),
    place: Place | None = None,
) -> Archive:
    archive = Archive.open(MEMORY)
    archive.add(read)
    archive.set_meta("beat", "test")
    archive.set_readers({"a": "jsonlines"})
    archive.notebook.keep(marked)
    archive.book.extend(decisions)
    for view in views:
        archive.notebook.keep_view(view)
    if place:
        archive.notebook.keep_place("here", place)
    archive.set_cursor("/a/file", "{}")
    return archive


@PATIENT
@given(
    st.lists(READ, max_size=5),
    st.dictionaries(st.tuples(IDS, IDS), MARKINGS, max_size=3),
    st.lists(VIEWS, max_size=2),
    PLACES,
)
def test_what_is_exported_comes_back_whole(
    read: Sequence[Read],
    marked: dict[tuple[str, str], Marking],
    views: Sequence[View],
    place: Place,
) -> None:
    decisions = (decision("confirm", claim(1)), decision("note", claim(2), note="ну"))
    with filled(read, marked, decisions, views, place) as old, Archive.open(MEMORY) as new:
        lines = lines_of(old)
        taken = take(new, lines, "export")
        assert taken.problems == []
        assert lines_of(new) == lines
        docs = range(1, old.last_doc + 1)
        assert new.entries(docs) == old.entries(docs)
        assert new.claims(docs) == old.claims(docs)
        assert new.notebook.markings() == old.notebook.markings()
        assert new.notebook.views() == old.notebook.views()
        assert new.notebook.place("here") == place
        assert new.book.all() == decisions
        again = take(new, lines, "export")
        assert (again.added.changed, again.decisions) == (0, 0)


def test_a_broken_line_costs_no_other() -> None:
    with filled([(entry("One."), (claim(1),)), (entry("Two.", id="2"), ())], {}) as old:
        lines = lines_of(old)
    at = next(n for n, line in enumerate(lines) if '"One."' in line)
    lines[at] = lines[at][:40]
    with Archive.open(MEMORY) as new:
        taken = take(new, lines, "export.jsonl")
        assert taken.added.new == 1
        assert [problem.line for problem in taken.problems] == [at + 1, at + 2]


def test_a_number_that_cannot_be_costs_its_line_alone() -> None:
    with filled([(entry("One.", line=7), ()), (entry("Two.", id="2"), ())], {}) as old:
        lines = [line.replace('"line": 7', f'"line": {10**30}') for line in lines_of(old)]
    with Archive.open(MEMORY) as new:
        taken = take(new, lines, "export.jsonl")
        assert (taken.added.new, len(taken.problems)) == (1, 1)


def test_an_export_is_told_from_other_json_lines() -> None:
    with filled([], {}) as archive:
        first = lines_of(archive)[0]
    assert is_export(first)
    assert not is_export('{"headline": "One"}')
    assert not is_export("no JSON")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"type": "archive", "format": 2, "meta": {}}, "of a newer nightdesk"),
        ({"type": "archive", "format": 1, "meta": {"beat": "other"}}, "tagged by other"),
    ],
)
def test_what_does_not_fit_is_refused_whole(line: dict[str, object], says: str) -> None:
    with filled([], {}) as archive, pytest.raises(ArchiveError, match=says):
        take(archive, [json.dumps(line), '{"type": "view"}'], "export.jsonl")


def test_half_a_character_is_kept_as_it_is() -> None:
    odd = entry("Words.", extra={"name": "\ud800", "\udc00": [1]}, byline="A\udfff")
    with Archive.open(MEMORY) as archive, Archive.open(MEMORY) as other:
        archive.set_meta("beat", "test")
        archive.add([(odd, ())])
        assert archive.entries([1]) == [odd]
        assert take(other, lines_of(archive), "x").problems == []
        assert other.entries([1]) == [odd]


def test_a_line_that_is_nested_too_deep_is_no_export() -> None:
    assert not is_export('{"type": "archive", "x": ' + "[" * 100_000)
