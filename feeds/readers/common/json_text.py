"""JSON text: values as newsrooms write them, read without trusting them."""

import html
import json
import math
import re
from collections.abc import Iterator, Sequence

EFFORT = 4
"""How often over, at most, the characters of a broken list are decoded in search of its items."""

_WRAPPERS = (
    ("<!--", "-->"),
    ("//<![CDATA[", "//]]>"),
    ("/*<![CDATA[*/", "/*]]>*/"),
    ("<![CDATA[", "]]>"),
)
_STRING_OR_COMMA = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|,(?=\s*[}\]])', re.DOTALL)
_ESCAPED_START = re.compile(r"[\[{\s]{1,50}&(?:quot|#34|#x22);")
_NEXT_OBJECT = re.compile(r"\{")
_WINDOW = 4096
_LONGEST_SIGN = 16
"""Characters of the longest thing in JSON that is wrong when it is cut: a name, an escape."""


def _number(digits: str) -> float | str:
    """A number; as its digits where it is too large for one (JSON writes no infinity)."""
    value = float(digits)
    return value if math.isfinite(value) else digits


# NaN and Infinity, which JSON does not have, arrive as their names.
DECODER = json.JSONDecoder(strict=False, parse_float=_number, parse_constant=str)
"""Decodes JSON with raw line breaks in its strings, and without infinities."""


class NotJsonError(ValueError):
    """A text that is no JSON even with the usual slips mended; the message says where and why."""


def forgiving(text: str) -> object:
    """The value of a text that pages pass for JSON.

    Taken off: a byte order mark, and comments or CDATA marks around it. Mended: a comma after the
    last item, quotes written as entities.

    Raises:
        NotJsonError: it is none all the same, or nested too deep.
    """
    bare = _unwrapped(text)
    try:
        return _decoded(bare)
    except NotJsonError as first:
        for mended in (_without_last_commas(bare), _unescaped(bare)):
            if mended is None:
                continue
            try:
                return _decoded(mended)
            except NotJsonError:
                continue
        raise first from None


def decoded_at(text: str, at: int) -> tuple[object, int]:
    """The value that begins at a place, and where it ends.

    The place of an error is counted from `at`. The library counts the lines above each error from
    the beginning of what it is given: where every brace of a long text is one, that takes the
    square of its length. So it is given a window, which grows while the value may go on below it.

    Raises:
        ValueError: there is no value (JSONDecodeError), or a number in it is too long.
        RecursionError: it is nested too deep.
    """
    size = _WINDOW
    while True:
        piece = text[at : at + size]
        is_all = at + size >= len(text)
        try:
            value, length = DECODER.raw_decode(piece)
            if is_all or length < len(piece):
                return value, at + length
        except json.JSONDecodeError as error:
            may_go_on = error.pos >= len(piece) - _LONGEST_SIGN or error.msg.startswith("Unterm")
            if is_all or not may_go_on:
                raise
        size *= 8


def salvaged(text: str, key: str, having: Sequence[str]) -> list[dict[str, object]]:
    """The objects of the list under `key` that can be read of a text which as a whole cannot.

    Only those that have one of the keys `having`: what stands inside a broken one is none of them.
    Bounded: gives up after decoding `EFFORT` times the characters of the text.
    """
    found = re.search(rf'"{re.escape(key)}"\s*:\s*\[', text)
    if found is None:
        return []
    objects: list[dict[str, object]] = []
    at, left = found.end(), EFFORT * len(text)
    while left > 0 and (opened := _NEXT_OBJECT.search(text, at)):
        try:
            value, at = decoded_at(text, opened.start())
            left -= at - opened.start()
            if isinstance(value, dict) and any(name in value for name in having):
                objects.append(value)
        except json.JSONDecodeError as error:
            left -= error.pos + 1
            at = opened.end()
        except (ValueError, RecursionError):
            break
    return objects


def objects_in(value: object, *, but_under: Sequence[str] = ()) -> Iterator[dict[str, object]]:
    """Every object in a value, itself included, in the order of the text; not those that stand
    under a key of `but_under`. Walks without recursion, whatever the depth."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            inner = [held for key, held in one.items() if key not in but_under]
            waiting += reversed(inner)
        elif isinstance(one, list):
            waiting += reversed(one)


def _decoded(text: str) -> object:
    try:
        value: object = DECODER.decode(text)
    except json.JSONDecodeError as error:
        why = f"{error.msg.lower().removesuffix(' at')}, character {error.pos + 1}"
        raise NotJsonError(why) from error
    except ValueError as error:
        raise NotJsonError("a number in it is too long") from error
    except RecursionError as error:
        raise NotJsonError("nested too deep") from error
    return value


def _unwrapped(text: str) -> str:
    bare = text.strip("\ufeff \t\r\n;")
    for opening, closing in _WRAPPERS:
        if bare.startswith(opening):
            bare = bare.removeprefix(opening).strip().removesuffix(closing).strip(" \t\r\n;/")
    return bare


def _without_last_commas(text: str) -> str:
    return _STRING_OR_COMMA.sub(lambda found: found[0] if found[0] != "," else "", text)


def _unescaped(text: str) -> str | None:
    return html.unescape(text) if _ESCAPED_START.match(text) else None
