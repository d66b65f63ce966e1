"""Charset: bytes become characters. Signs that say so first, then strict UTF-8, then a guess that
is said aloud."""

import codecs
import re
from dataclasses import dataclass

SAMPLE = 100_000
"""Bytes from which a code page is guessed."""

MOST_CONTROLS = 0.05
"""Share of control characters over which bytes are no text."""

STRAY_NULS = 0.001
"""Share of NUL bytes that a damaged text may hold."""

FEW_NULS = 10
"""NUL bytes that even a short text may hold, where little else in it is a control."""

PLAIN_SHARE = 0.9
"""Share of everyday characters over which a reading as UTF-16 is believed."""

CYRILLIC_RUN = 3.0
"""Mean run of bytes over 127 from which a text is in a non-Latin script: in Western text they stand
alone between plain letters."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "is a PDF"),
    (b"PK\x03\x04", "is a zip or office file"),
    (b"\x1f\x8b", "is compressed (gzip)"),
    (b"\x89PNG", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"GIF8", "is a picture"),
    (b"SQLite format 3", "is a database"),
    (b"\x7fELF", "is a program"),
)
_NAMES = {"cp1252": "Windows-1252", "cp1251": "Windows-1251 (Cyrillic)", "koi8-r": "KOI8-R"}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LOWER_LETTER, _UPPER_LETTER = re.compile(rb"[\xc0-\xdf]"), re.compile(rb"[\xe0-\xff]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_PLAIN = re.compile(r"[\t\n\r -~\u00a0-\u024f\u0400-\u052f\u0530-\u06ff\u10a0-\u10ff\u2010-\u2044]")
_LOST = "\ufffd"


class NotText(ValueError):
    """Bytes that are no text in any encoding; the message says what they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """What was not read as it stands."""

    line: int | None
    what: str
    lost: bool


def decode(data: bytes) -> tuple[str, str, list[Oddity]]:
    """The text, the name of its encoding, and what was odd. Line ends stay as they are.

    Raises NotText for a known kind of binary file, and for bytes that no encoding makes text of.
    """
    for sign, encoding in _BOMS:
        if data.startswith(sign):
            return _as_said(data[len(sign) :], encoding)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise NotText(kind)
    if b"\x00" in data:
        return _with_nuls(data)
    if len(_CONTROL.findall(data[:SAMPLE])) > MOST_CONTROLS * min(len(data), SAMPLE):
        raise NotText("is binary, not text")
    try:
        return data.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start)


def _as_said(data: bytes, encoding: str) -> tuple[str, str, list[Oddity]]:
    """Read as the file's own sign says, broken pieces replaced."""
    try:
        return data.decode(encoding), encoding, []
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return text, encoding, [_broken(text, encoding.upper())]


def _with_nuls(data: bytes) -> tuple[str, str, list[Oddity]]:
    """UTF-16 without its sign, or a text with a few stray NULs."""
    best = max(("utf-16-le", "utf-16-be"), key=lambda encoding: _plainness(data, encoding))
    if _plainness(data, best) >= PLAIN_SHARE:
        text, _, odd = _as_said(data, best)
        return text, best, [*odd, _guessed(best.upper(), None)]
    count = data.count(b"\x00")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotText("is binary, not text") from None
    controls = len(_CONTROL.findall(data[:SAMPLE])) > MOST_CONTROLS * min(len(data), SAMPLE)
    if controls or count > max(FEW_NULS, STRAY_NULS * len(data)):
        raise NotText("is binary, not text")
    line = text.count("\n", 0, text.index("\x00")) + 1
    return (
        text,
        "utf-8",
        [Oddity(line=line, what=f"NUL characters in the text: {count}", lost=False)],
    )


def _plainness(data: bytes, encoding: str) -> float:
    """Share of everyday characters when the start is read so."""
    text = data[: SAMPLE // 2 * 2].decode(encoding, "replace")
    return len(_PLAIN.findall(text)) / len(text) if text else 0.0


def _not_utf8(data: bytes, start: int) -> tuple[str, str, list[Oddity]]:
    """UTF-8 with a few broken bytes, else the likeliest code page."""
    text = data.decode("utf-8", "replace")
    broken = text.count(_LOST)
    sound = len(text) - len(text.encode("ascii", "ignore")) - broken
    if sound > broken:
        return text, "utf-8", [_broken(text, "UTF-8")]
    encoding = _code_page(data)
    line = _line_ends(data[:start]) + 1
    return data.decode(encoding, "replace"), encoding, [_guessed(_NAMES[encoding], line)]


def _code_page(data: bytes) -> str:
    """Cyrillic where the letters over 127 stand in runs, as whole words do; else Western.

    Small letters are the upper half of the high bytes in Windows-1251, the lower in KOI8-R.
    """
    start = next(_HIGH_RUN.finditer(data)).start()
    runs = _HIGH_RUN.findall(data[start : start + SAMPLE])
    high = b"".join(runs)
    if len(high) / len(runs) < CYRILLIC_RUN:
        return "cp1252"
    upper, lower = len(_UPPER_LETTER.findall(high)), len(_LOWER_LETTER.findall(high))
    if upper + lower < PLAIN_SHARE * len(high):
        return "cp1252"
    return "cp1251" if upper > lower else "koi8-r"


def _line_ends(data: bytes) -> int:
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")


def _broken(text: str, encoding: str) -> Oddity:
    count = text.count(_LOST)
    above = text[: text.index(_LOST)] if count else ""
    line = above.count("\n") + above.count("\r") - above.count("\r\n") + 1
    what = f"characters that are broken {encoding}, shown as {_LOST}: {count}; the rest is read"
    return Oddity(line=line, what=what, lost=True)


def _guessed(name: str, line: int | None) -> Oddity:
    what = f"the encoding is guessed: read as {name}; check the letters with accents"
    return Oddity(line=line, what=what, lost=False)
