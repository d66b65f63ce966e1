"""YAML arrives as text with lines, and what is dangerous is refused with its line."""

from contextlib import suppress
from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from feeds import safe_yaml
from feeds.lined import Listed, Mapped
from feeds.safe_yaml import YamlError, load

# Every one of these, a number, a truth value or a date to YAML itself.
AS_WRITTEN = [
    "+4:00",
    "+10:00",
    "-5:00",
    "10:30",
    "12:30",
    "9:05",
    "09:30",
    "1:30:00",
    "no",
    "NO",
    "off",
    "yes",
    "on",
    "Y",
    "2022-09-13",
    "1_000",
    "0930",
    "049",
    "1e3",
    "0o17",
    "12",
    "1.5",
    ".inf",
    "=",
    "<<",
    "2022-09-13T21:09:00+04:00",
]


def mapped(text: str) -> Mapped:
    value = load(text, source="a.yaml")
    assert isinstance(value, Mapped)
    return value


@pytest.fixture(params=["c", "python"])
def either_loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "python":
        monkeypatch.setattr(safe_yaml, "_LOADER", yaml.SafeLoader)


@pytest.mark.parametrize(
    "written",
    AS_WRITTEN,
)
@pytest.mark.usefixtures("either_loader")
def test_every_scalar_arrives_as_written(written: str) -> None:
    assert mapped(f"a: {written}")["a"] == written


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
@pytest.mark.usefixtures("either_loader")
def test_a_plain_null_is_none(written: str) -> None:
    assert mapped(f"a: {written}")["a"] is None


@pytest.mark.usefixtures("either_loader")
def test_a_quoted_null_or_nothing_is_text() -> None:
    assert mapped("a: 'null'\nb: \"\"\nc: '~'") == {"a": "null", "b": "", "c": "~"}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_text_is_none(text: str) -> None:
    assert load(text, source="a.yaml") is None


@pytest.mark.usefixtures("either_loader")
def test_keys_items_and_values_know_their_lines() -> None:
    value = mapped("a: 1\n\nb:\n  - x\n  - {c: d}\n")
    assert (value.line, value.lines) == (1, {"a": 1, "b": 3})
    inner = value["b"]
    assert isinstance(inner, Listed)
    assert (inner.line, inner.lines) == (4, [4, 5])
    assert isinstance(inner[1], Mapped)
    assert inner[1].line == 5


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: &x 1\nb: *x\n", 1, "anchor"),
        ("a: 1\nb: *x\n", 2, "alias"),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "tags"),
        ("a: !!int 3\n", 1, "tags"),
        ("a: 1\nb: 2\na: 3\n", 3, "twice, first on line 1"),
        ("a: 1\n? [b]\n: 2\n", 2, "key"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: 1\nb: [1, 2\n", 3, "expected"),
        ("a: 1\n\tb: 2\n", 2, ""),
        ("a: 1\nb: \x07\n", 2, "character"),
        ("a: 1\nb: \ud800\n", 2, "character"),
    ],
)
@pytest.mark.usefixtures("either_loader")
def test_what_is_refused_names_its_line_and_reason(text: str, line: int, word: str) -> None:
    with pytest.raises(YamlError) as caught:
        load(text, source="a.yaml")
    assert caught.value.source == "a.yaml"
    assert caught.value.line in {line, line - 1} if "[1, 2" in text else [line]
    assert word in caught.value.problem
    assert str(caught.value).startswith(f"a.yaml, line {caught.value.line}: ")


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 10_000])
@pytest.mark.usefixtures("either_loader")
def test_bottomless_nesting_is_refused_and_does_not_crash(text: str) -> None:
    with pytest.raises(YamlError):
        load(text, source="a.yaml")


def test_nesting_up_to_the_limit_is_read() -> None:
    assert load("[" * 32 + "]" * 32, source="a.yaml") is not None
    with pytest.raises(YamlError, match="deeper"):
        load("[" * 34 + "]" * 34, source="a.yaml")


def test_an_alias_bomb_is_refused() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("abcd"))
    with pytest.raises(YamlError, match="anchor"):
        load(bomb, source="a.yaml")


def test_too_large_a_text_is_refused() -> None:
    with pytest.raises(YamlError, match="5 MB"):
        load("a" * 5_000_001, source="a.yaml")


def test_too_many_pieces_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_yaml, "MOST_EVENTS", 50)
    with pytest.raises(YamlError, match="more than 50"):
        load("[" + "1," * 60 + "]", source="a.yaml")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(YamlError):
        load(text, source="a.yaml")


@given(st.text(alphabet="ab:- \n[]{}&*!?#'\"|>%@~\t,", max_size=120))
def test_any_yaml_like_text_is_read_or_refused(text: str) -> None:
    with suppress(YamlError):
        load(text, source="a.yaml")
