"""The one function that feed text passes before it reaches a terminal: `clean`.

An escape sequence becomes one visible sign, any other control or bidi override another: tampering
is news, so it is shown, never silently dropped. To highlight a span, cut the unmodified text at the
span's edges first and clean the pieces: spans are always counted on the unmodified text.
"""

import re

ESCAPE_SIGN = "\u241b"
"""Stands where an escape sequence stood."""

REPLACED_SIGN = "\ufffd"
"""Stands where another control, a bidi override or half a surrogate pair stood."""

MOST_MARKS = 4
"""Combining marks kept on one letter: more would be drawn over the lines above and below."""

_MARK = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb"
_CONTROLS += "\ud800-\udfff\U000e0000-\U000e007f"

_SUSPECT = re.compile(f"[{_CONTROLS}{_BREAKS}{_INVISIBLE}\t{_MARK}]")
_SEQUENCE = re.compile(
    # OSC, DCS and their like
    "(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]{0,4096}(?:\x07|\x1b\\\\|\x9c)?"
    "|(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,16}[@-~]?"  # CSI
    "|\x1b[ -/]{0,16}[0-~]?"  # charset switches and two-byte escapes
)
_BREAK = re.compile(f"\r\n|[{_BREAKS}]")
_INVISIBLE_RUN = re.compile(f"[{_INVISIBLE}]+")
_CONTROL = re.compile(f"[{_CONTROLS}]")
_MARK_PILE = re.compile(f"([{_MARK}]{{{MOST_MARKS}}})[{_MARK}]+")


def clean(text: str) -> str:
    """`text` without anything that a terminal would obey. Honest text comes back as it is.

    Line breaks become newlines, tabs a space. Joiners (U+200C, U+200D) and left-to-right and
    right-to-left marks stay: Persian, Hebrew and emoji need them. Linear in the length.
    """
    if not _SUSPECT.search(text):
        return text
    text = _SEQUENCE.sub(ESCAPE_SIGN, text)
    text = _BREAK.sub("\n", text).replace("\t", " ")
    text = _INVISIBLE_RUN.sub("", text)
    return _MARK_PILE.sub(r"\1", _CONTROL.sub(REPLACED_SIGN, text))


def clean_line(text: str) -> str:
    """`clean`, on one line: line breaks become a space."""
    return clean(text).replace("\n", " ")


def is_tampered(text: str) -> bool:
    """True where `clean` leaves a sign in place of something that a terminal would obey."""
    if text.isprintable():
        return False
    return bool(_SEQUENCE.search(text) or _CONTROL.search(text))
