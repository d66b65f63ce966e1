"""A source is told by its name: in rows where there are several, in the text, in a citation."""

from dataclasses import replace

import pytest

from feeds.alerts.rules import Rule
from feeds.archive import Archive
from feeds.archived.desk import ArchiveDesk
from feeds.desk import Desk
from tests import build
from tests.screen import seated
from tests.test_watch import NOW, followed, ok
from tui.alerts.alerting import Alerting
from tui.alerts.notifying import record_of, words_of
from tui.detail.detail_text import is_told_by
from tui.words.citation import cite


def two_sources() -> ArchiveDesk:
    archive = Archive.open(":memory:")
    for source, minute in (("mod", 10), ("ridge-live", 20)):
        entry = build.entry(
            f"Guns at {source}.", id=source, source=source, time=f"2025-12-31 12:{minute}"
        )
        archive.add([(entry, ())])
    followed(archive, ok("mod"))
    followed(archive, replace(ok("ridge-live"), name="Ridge Live\x1b[2J of the Southern Valley"))
    return ArchiveDesk(archive, build.beat())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_each_row_names_its_source_where_there_are_several(size: tuple[int, int]) -> None:
    async with seated(two_sources(), size=size) as seat:
        right = seat.desk.feed.region.right
        ends = [line[:right].rstrip(" │") for line in seat.lines()]
        assert sum(end.endswith(" mod") for end in ends) == 1
        assert sum("Ridge Live" in end and end.endswith("…") for end in ends) == 1
        await seat.press("j")
        assert "mod · 31 Dec 2025 12:10" in seat.text()
        await seat.press("k")
        assert "(ridge-live)" in seat.text()


async def test_no_row_names_the_only_source() -> None:
    async with seated() as seat:
        assert "Night desk" not in "\n".join(seat.lines()[3:10])


async def test_files_that_are_opened_side_by_side_are_told_apart() -> None:
    entries = [
        build.entry("One.", id="a", source="paper"),
        build.entry("Two.", id="b", source="wire"),
    ]
    desk = Desk(build.beat())
    desk.add(entries)
    async with seated(desk, size=(80, 24)) as seat:
        lines = [line[: seat.desk.feed.region.right].rstrip(" │") for line in seat.lines()]
        assert [line.rpartition(" ")[2] for line in lines if line.endswith(("paper", "wire"))] == [
            "wire",
            "paper",
        ]


@pytest.mark.parametrize(
    ("id", "name", "told"),
    [
        ("ridge-live", "Ridge Live", True),
        ("127-0-0-1-a-xml", "127.0.0.1/a.xml", True),
        ("mod", "Northern Ministry of Defence", False),
    ],
)
def test_an_id_that_says_no_more_than_the_name_is_left_out(id: str, name: str, told: bool) -> None:
    assert is_told_by(id, name) is told


def test_a_citation_gives_the_name() -> None:
    words = cite(build.entry("x"), mode="source", source_zone=None, source="Ridge Live")
    assert "(Ridge Live, 13 Sep 2022" in words


def test_an_alert_gives_the_name_and_keeps_the_id() -> None:
    desk = two_sources()
    alerting = Alerting(desk, [Rule(name="guns", query="guns")])
    alerting._upto = 0
    [ring] = alerting.look(NOW, NOW)
    assert words_of(ring)[1].endswith("Ridge Live␛ of the Southern Valley")
    assert record_of(ring)["entries"][-1]["source"] == "ridge-live"
