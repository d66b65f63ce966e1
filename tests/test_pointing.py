"""Carets under the place where a query cannot be understood."""

from feeds.errors import QueryError
from tui.pointing import point


def test_carets_stand_under_the_place() -> None:
    assert point(QueryError("is:makred x", 3, 9, "")) == ("is:makred x", "   ^^^^^^")


def test_at_the_end_one_caret_stands_where_something_lacks() -> None:
    assert point(QueryError("actor:", 6, 6, "")) == ("actor:", "      ^")


def test_wide_signs_take_two_carets() -> None:
    assert point(QueryError("中文 actor:中x", 9, 11, "")) == ("中文 actor:中x", "           ^^^")


def test_a_long_text_is_cut_around_the_place() -> None:
    text = f"{'a ' * 200}is:makred{' b' * 200}"
    shown, carets = point(QueryError(text, 403, 409, ""))
    assert len(shown) < 90
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "makred"
    assert shown.startswith("...")
    assert shown.endswith("...")


def test_nothing_that_a_terminal_obeys_is_printed() -> None:
    shown, _ = point(QueryError("\x1b[31mx\u202e", 0, 5, ""))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
