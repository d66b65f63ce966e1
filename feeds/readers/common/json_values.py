"""JSON values: the objects of a JSON text one by one, also where it is broken or breaks off."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from feeds.readers.common.json_text import EFFORT, decoded_at

_GAP = re.compile(r"[\s,\x1e\ufeff]*")
_START = re.compile(r"[\s\ufeff\x1e]*+(\[?)\s*+(?=\{)")
_NEXT_OBJECT = re.compile(r"\{")
_LEAST_EFFORT = 100
"""Characters that an attempt to read on counts as, at the least."""

MOST_LISTS = 20
"""Lists of one name in which the objects are looked for."""


@dataclass(slots=True)
class Objects:
    """The objects of a text: one, several one after the other, or a list of them."""

    text: str
    at: int = 0
    """Where to begin."""

    error: str | None = None
    """What was broken first; None where nothing was."""

    error_line: int | None = None

    _line: int = field(default=1, init=False)
    _counted: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[tuple[int, dict[str, object]]]:
        """Each object with its line; other values are passed over.

        After a broken one those are read that have half of the keys of the last sound one.
        """
        start = _START.match(self.text, self.at)
        if start is None:
            return
        in_list, at = bool(start[1]), start.end()
        keys: set[str] = set()
        left = EFFORT * len(self.text)
        while 0 <= at < len(self.text) and not self._ends(in_list, at):
            try:
                value, end = decoded_at(self.text, at)
            except (ValueError, RecursionError) as error:
                left -= self._note(error, at)
                at = self._next(at) if keys and left > 0 else -1
                continue
            if isinstance(value, dict) and (self.error is None or _is_like(value, keys)):
                keys = set(value)
                yield self.line(at), value
            elif self.error:
                left -= end - at
            gap = _GAP.match(self.text, end)
            at = gap.end() if gap else end
            if self.error and not self.text.startswith("{", at):
                at = self._next(at)
        if in_list and at >= len(self.text) and not self.error:
            self.error, self.error_line = "the list is not closed", self.line(len(self.text))

    def first(self) -> dict[str, object] | None:
        """The first object alone; None where there is none."""
        return next((value for _, value in islice(self, 1)), None)

    def line(self, at: int) -> int:
        """The line of a place; places must not go back."""
        self._line += self.text.count("\n", self._counted, at)
        self._counted = max(at, self._counted)
        return self._line

    def _ends(self, in_list: bool, at: int) -> bool:
        """True at the bracket that closes the list; after a broken object any may be another's."""
        return in_list and self.error is None and self.text[at] == "]"

    def _note(self, error: Exception, at: int) -> int:
        """Keep what was broken first; how far the attempt went, in characters."""
        if self.error is None:
            self.error, self.error_line = _why(error), self.line(at)
        gone = error.pos if isinstance(error, json.JSONDecodeError) else len(self.text)
        return max(gone, _LEAST_EFFORT)

    def _next(self, at: int) -> int:
        """Where the next object may begin; -1 where none does."""
        found = _NEXT_OBJECT.search(self.text, at + 1)
        return found.start() if found else -1


def first_object(text: str) -> dict[str, object] | None:
    """The first object of a text, or of a list; None where it is no JSON."""
    return Objects(text).first()


def objects_under(text: str, key: str, having: frozenset[str]) -> Objects:
    """The objects of the list under a key, the first such list whose objects have keys of `having`.

    Works in a text that breaks off. No objects where there is no such list.
    """
    lists = re.finditer(rf'"{re.escape(key)}"\s*:\s*(?=\[)', text)
    for found in islice(lists, MOST_LISTS):
        first = Objects(text, found.end()).first()
        if first and not having.isdisjoint(first):
            return Objects(text, found.end())
    return Objects(text, len(text))


def _is_like(value: dict[str, object], keys: set[str]) -> bool:
    return 2 * len(keys & value.keys()) >= len(keys)


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg.lower().removesuffix(" at")
    return "nested too deeply" if isinstance(error, RecursionError) else "a number is too long"


def objects_in(value: object) -> list[dict[str, Any]]:
    """The objects of a list; none of anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
