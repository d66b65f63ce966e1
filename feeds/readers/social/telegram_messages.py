"""Telegram messages: the messages of an export one by one, mended where it is no sound JSON.

A broken message costs no other, and no export is in memory twice. What is decoded in vain is
bounded: no text takes more than a few times its length.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from feeds.readers.common.json_text import DECODER
from feeds.readers.common.oddities import Oddities

MESSAGES = re.compile(r'(?<!\\)"messages"\s*:\s*\[')
"""Where the messages of a chat begin; quotes inside a text have a backslash before them."""

_EFFORT = 4
"""How often over, at most, the characters of a broken export are decoded."""

_WIDE = 20_000
"""Characters of a line that holds one message."""

_HEAD = 4_000
"""Characters before a list of messages that tell of its chat."""

_GAP = re.compile(r"[\s,]*")
_SLIP = re.compile(r'(\\\\)|\\x([0-9A-Fa-f]{2})|("document_id"\s*:\s*)(?!["{\[])([^\n,}"]+)')
"""C escapes (tdesktop issue 27571), and a path without quotes (issue 24961)."""


@dataclass(slots=True)
class Export:
    """The text of an export, read from its beginning to its end."""

    text: str
    odd: Oddities
    at: int = 0
    _line: int = 1
    _counted: int = 0
    _left: int = field(init=False)
    """Characters that may still be decoded in vain."""
    _braces: dict[str, int] = field(default_factory=dict)
    """By how far in it stands: where the next closing brace is, the text's end for none."""

    def __post_init__(self) -> None:
        self._left = _EFFORT * len(self.text)

    def chats(self) -> Iterator[str]:
        """The text before the messages of each chat; `messages` then gives those."""
        while found := MESSAGES.search(self.text, self.at):
            self.at = found.end()
            yield self.text[max(found.start() - _HEAD, 0) : found.start()]

    def messages(self) -> Iterator[tuple[int, Mapping[str, object]]]:
        """Each message of the list that was begun, with its line."""
        while self._left > 0:
            gap = _GAP.match(self.text, self.at)
            self.at = gap.end() if gap else self.at
            before = self.at
            if not self.text.startswith("{", before):
                break
            line = self._line_here()
            message = self._one(line)
            if self.at == before:
                break
            if message is not None:
                yield line, message
        if not self.text.startswith("]", self.at):
            what = "the list of messages breaks off here; the rest of the chat is left out"
            self.odd.say(what, self._line_here())

    def _one(self, line: int) -> Mapping[str, object] | None:
        """The message that begins here, mended where it must be; None for one that is lost.

        Its layout shows where it ends, whatever is in it: line breaks in texts are escapes. Where
        no layout does, what is to be decoded ends with the text.
        """
        end = self._end()
        if end is None:
            return self._of_the_rest(line)
        piece = self.text[self.at : end]
        value, length = _decoded(piece)
        if length is not None:
            self._left -= len(piece) - length
            self.at += length
            return value
        self._left -= len(piece)
        value, length = _decoded(_SLIP.sub(_mended, piece))
        if length is None and not self.text.startswith(("]", ",", "\n"), end):
            return self._of_the_rest(line)
        self.at = end
        self._say(line, is_mended=length is not None)
        return value

    def _of_the_rest(self, line: int) -> Mapping[str, object] | None:
        """The same, decoded from a text of unknown layout; stays where it is when in vain."""
        try:
            value, self.at = DECODER.raw_decode(self.text, self.at)
        except (ValueError, RecursionError):
            self._left -= len(self.text)
            mended = _SLIP.sub(_mended, self.text[self.at :])
            value, length = _decoded(mended)
            if length is None:
                return None
            self._say(line, is_mended=True)
            self.text = self.text[: self.at] + mended
            self.at += length
        return value if isinstance(value, dict) else None

    def _say(self, line: int, *, is_mended: bool) -> None:
        if is_mended:
            what = "a message is no sound JSON; mended (control signs and paths written wrongly)"
            self.odd.say(what, line, lost=False)
        else:
            self.odd.say("a message is no JSON; left out", line)

    def _end(self) -> int | None:
        """Where the layout says that the message ends: at the brace that stands as far in as its
        first, else at the end of the line; None where it says nothing."""
        start = self.text.rfind("\n", max(self.at - _HEAD, 0), self.at) + 1
        indent = self.text[start : self.at] if start else "?"
        if self.text.startswith("{\n", self.at) and not indent.strip(" "):
            closed = self._braces.get(indent, -1)
            if closed < self.at:
                closed = self.text.find(f"\n{indent}}}", self.at)
                closed = len(self.text) if closed < 0 else closed + len(indent) + 2
                self._braces[indent] = closed
            return closed if closed < len(self.text) else None
        line = self.text.find("\n", self.at, self.at + _WIDE)
        return line if line >= 0 else None

    def _line_here(self) -> int:
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line


def _decoded(piece: str) -> tuple[Mapping[str, object] | None, int | None]:
    """The object at the beginning of a piece, and its length; no length where it is no JSON."""
    try:
        value, length = DECODER.raw_decode(piece)
    except (ValueError, RecursionError):
        return None, None
    return (value if isinstance(value, dict) else None), length


def _mended(found: re.Match[str]) -> str:
    if found[1]:
        return found[1]
    if found[2]:
        return f"\\u00{found[2]}"
    path = found[4].strip().replace("\\", "\\\\")
    return f'{found[3]}"{path}"'
