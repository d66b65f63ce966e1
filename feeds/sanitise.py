"""The one function that feed text passes before it reaches a terminal.

Escape sequences become one visible sign (U+241B), other controls and bidi overrides another
(U+FFFD): tampering is news, so it is shown and counted, never silently dropped. Spans are counted
on the unmodified text; `clean_aligned` keeps its length so that they still hold.
"""

import re
from dataclasses import dataclass

ESCAPE_SIGN = "\u241b"
REPLACED_SIGN = "\ufffd"
MOST_MARKS = 4
"""Combining marks kept on one letter: more is an attack on the lines above and below."""

_SEQUENCE = re.compile(
    "(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\\\|\x9c)?"  # strings
    "|(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,16}[@-~]?"  # CSI
    "|\x1b[ -/]{0,16}[0-~]?"  # charset switches and two-byte escapes
)
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_BREAK = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_MARKS = re.compile("([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{%d})"
                    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+" % MOST_MARKS)
_SUSPECT = re.compile(_CONTROL.pattern[:-1] + "\u2028\u2029\t\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Text fit for a terminal, and what it took."""

    text: str
    replaced: int
    """How many sequences and characters were replaced; 0 for honest text."""
