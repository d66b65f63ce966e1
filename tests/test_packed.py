"""What is stored of what was worked out is read again, as it was written by any version."""

import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.packed import dumps, loads

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)


@given(values)
def test_what_is_stored_is_read_again(value: object) -> None:
    assert loads(dumps(value)) == value


@pytest.mark.parametrize("level", [1, 6, 9])
def test_what_was_stored_at_another_level_or_with_blanks_is_read(level: int) -> None:
    value = {"format": 1, "upto": 7, "groups": [[[5, "wire", "Գորիս"]]]}
    assert loads(zlib.compress(json.dumps(value).encode(), level)) == value


def test_nothing_is_read_as_nothing() -> None:
    assert loads(None) is None
