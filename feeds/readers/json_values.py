"""JSON values: the objects of a JSON text one by one, also where it breaks off halfway."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from feeds.readers.json_text import DECODER

_GAP = re.compile(r"[\s,\x1e\ufeff]*")
_START = re.compile(r"[\s\ufeff\x1e]*(\[?)\s*(?=\{)")


@dataclass(slots=True)
class Objects:
    """The objects of a text: one, several one after the other, or a list of them."""

    text: str
    at: int = 0
    """Where to begin."""

    error: str | None = None
    """Why the reading stopped before the end; None where it did not."""

    error_line: int | None = None

    _line: int = field(default=1, init=False)
    _counted: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[tuple[int, dict[str, object]]]:
        """Each object with its line; other values are passed over."""
        start = _START.match(self.text, self.at)
        if start is None:
            return
        in_list, at = bool(start[1]), start.end()
        while at < len(self.text) and not (in_list and self.text[at] == "]"):
            try:
                value, end = DECODER.raw_decode(self.text, at)
            except (ValueError, RecursionError) as error:
                self.error, self.error_line = _why(error), self.line(at)
                return
            if isinstance(value, dict):
                yield self.line(at), value
            gap = _GAP.match(self.text, end)
            at = gap.end() if gap else end
        if in_list and at >= len(self.text):
            self.error, self.error_line = "the list is not closed", self.line(len(self.text))

    def line(self, at: int) -> int:
        """The line of a place; places must not go back."""
        self._line += self.text.count("\n", self._counted, at)
        self._counted = max(at, self._counted)
        return self._line


def first_object(text: str) -> dict[str, object] | None:
    """The first object of a text, or of a list; None where it is no JSON."""
    return next((value for _, value in Objects(text)), None)


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg.lower().removesuffix(" at")
    return "nested too deeply" if isinstance(error, RecursionError) else "a number is too long"
