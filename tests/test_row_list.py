"""RowList: rows of several lines, a cursor that stays on its row."""

from collections.abc import Hashable, Sequence
from dataclasses import replace

from rich.style import Style

from tests.build_tally import OneWidget, drawn
from tui.drawing.row_list import Row, RowList


class Names(RowList):
    """Rows named by letters: lower case takes one line, upper case two, digits cannot be chosen."""

    def __init__(self, names: str) -> None:
        super().__init__()
        self.names = names
        self.opened: list[Hashable] = []

    def make_rows(self, width: int) -> Sequence[Row]:
        """One row a letter."""
        line = (("x" * 3, Style.null()),)
        return [
            Row(n, (((n, Style.null()), *line),) * (2 if n.isupper() else 1), not n.isdigit())
            for n in self.names[:width]
        ]

    def chosen(self, key: Hashable) -> None:
        """Write it down."""
        self.opened.append(key)


def where(names: Names) -> Hashable:
    """The row under the cursor, asked anew."""
    return names.cursor


async def test_the_cursor_stops_on_rows_that_open_and_shows_what_stands_above_the_first() -> None:
    names = Names("1aB2c")
    async with OneWidget(names).run_test(size=(20, 4)) as pilot:
        await pilot.pause()
        assert where(names) == "a"
        assert drawn(names)[0] == " 1xxx"
        await pilot.press("j", "j")
        assert where(names) == "c"
        assert [line[:2] for line in drawn(names)] == [" B", " B", " 2", "▌c"]
        await pilot.press("g", "up", "enter")
        assert names.opened == ["a"]
        assert drawn(names)[0] == " 1xxx"
        await pilot.press("G")
        assert where(names) == "c"


async def test_the_cursor_and_its_place_on_the_screen_survive_new_rows() -> None:
    names = Names("abcdefghijklmnop")
    async with OneWidget(names).run_test(size=(20, 5)) as pilot:
        await pilot.press(*"jjjjjjj")
        place = drawn(names).index("▌hxxx")
        names.names = "ABC" + names.names
        names.refill()
        await pilot.pause()
        assert where(names) == "h"
        assert drawn(names).index("▌hxxx") == place


async def test_a_row_that_is_gone_leaves_the_cursor_at_its_place() -> None:
    names = Names("abcd")
    async with OneWidget(names).run_test(size=(20, 5)) as pilot:
        await pilot.press("j", "j")
        names.names = "abd"
        names.refill()
        await pilot.pause()
        assert where(names) == "d"
        names.names = "1"
        names.refill()
        await pilot.pause()
        assert names.cursor is None
        await pilot.press("j", "k", "G", "g", "ctrl+d", "enter")
        assert names.opened == []


async def test_pages_and_half_pages_move_by_lines() -> None:
    names = Names("abcdefghijklmnopqrstuvwxyz")
    async with OneWidget(names).run_test(size=(20, 6)) as pilot:
        await pilot.press("pagedown")
        assert where(names) == "f"
        await pilot.press("ctrl+d")
        assert where(names) == "i"
        await pilot.press("ctrl+u", "ctrl+b")
        assert where(names) == "a"


async def test_a_row_taller_than_the_list_is_passed_by_a_page_key() -> None:
    names = Names("ABC")
    async with OneWidget(names).run_test(size=(20, 1)) as pilot:
        await pilot.press("pagedown")
        assert where(names) == "B"


async def test_a_click_chooses_and_a_second_one_opens() -> None:
    names = Names("1ab")
    async with OneWidget(names).run_test(size=(20, 5)) as pilot:
        await pilot.click(Names, offset=(3, 2))
        assert (where(names), names.opened) == ("b", [])
        await pilot.click(Names, offset=(3, 2))
        await pilot.click(Names, offset=(3, 0))
        await pilot.click(Names, offset=(3, 4))
        assert (where(names), names.opened) == ("b", ["b"])


async def test_ascii_needs_no_other_sign() -> None:
    names = Names("ab")
    names.ascii_only = True
    async with OneWidget(names).run_test(size=(20, 3)) as pilot:
        await pilot.pause()
        assert "".join(drawn(names)).isascii()


class Headed(Names):
    """Digits are headings."""

    def make_rows(self, width: int) -> Sequence[Row]:
        """As names, the digits over what follows."""
        rows = super().make_rows(width)
        return [replace(row, heads=str(row.key).isdigit()) for row in rows]


async def test_a_heading_stays_over_what_it_heads() -> None:
    names = Headed("1abcdef2ghij")
    async with OneWidget(names).run_test(size=(20, 4)) as pilot:
        await pilot.pause()
        await pilot.press(*"jjjjj")
        assert where(names) == "f"
        assert [line[:2] for line in drawn(names)] == [" 1", " d", " e", "▌f"]
        await pilot.press("j", "j", "j", "j")
        assert [line[:2] for line in drawn(names)] == [" 2", " h", " i", "▌j"]
        await pilot.press("k", "k", "k")
        assert where(names) == "g"
        assert drawn(names)[0][:2] == " 2"
        assert "▌gxxx" in drawn(names)


async def test_what_lies_below_is_told_by_a_scroll_bar() -> None:
    names = Names("abcdefghij")
    async with OneWidget(names).run_test(size=(20, 4)) as pilot:
        await pilot.pause()
        assert names.show_vertical_scrollbar
        assert names.max_scroll_y == 6
