"""Values in a text of JSON: as the library reads them, at a cost that grows with the text alone."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.readers.common import json_text
from feeds.readers.common.json_text import DECODER, decoded_at, salvaged
from tests.json_readers import CUTS, mutated

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(
    value=VALUES,
    before=st.text("[{ \n", max_size=5),
    after=st.sampled_from(["", ",", "}", " 1"]),
    cuts=CUTS,
    window=st.integers(1, 50),
)
def test_a_window_gives_what_the_library_gives(
    value: object, before: str, after: str, cuts: list[tuple[int, int, str]], window: int
) -> None:
    text = before + mutated(json.dumps(value, ensure_ascii=False), cuts) + after
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_text, "_WINDOW", window)
        assert _read(lambda: decoded_at(text, len(before)), 0) == _read(
            lambda: DECODER.raw_decode(text, len(before)), len(before)
        )


def _read(decode: object, start: int) -> object:
    """The value and its end, or the error and its place."""
    try:
        return decode()  # type: ignore[operator]  # one of two
    except json.JSONDecodeError as error:
        return error.msg, error.pos - start
    except ValueError as error:
        return str(error)


def test_a_list_of_nothing_but_braces_takes_a_time_that_grows_with_it_alone() -> None:
    def took_s(size: int) -> float:
        text = '{"items": [' + '{"' * size
        began = time.process_time()
        assert salvaged(text, "items", ("id",)) == []
        return time.process_time() - began

    once = min(took_s(10_000) for _ in range(3))
    assert min(took_s(80_000) for _ in range(3)) < 20 * once
