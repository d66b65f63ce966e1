"""Charset: bytes become characters. Signs that say so first, then strict UTF-8, then what the
document or its server declares, then a guess that is said aloud."""

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
_DECLARED = re.compile(
    rb"""\s*<\?xml\b[^>]{0,100}?\sencoding\s*=\s*["']\s*([\w.:-]{2,40})"""
    rb"""|<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 4096
"""Bytes in which an XML or HTML document says its encoding."""

_TEXT_CODECS = re.compile(
    r"(?:utf-8|iso8859-\d+|cp125\d|cp866|cp874|cp932|cp949|koi8-[rut]|mac-\w+|ascii|tis-620|ptcp154"
    r"|gb2312|gbk|gb18030|big5|big5hkscs|shift_jis|euc_jp|euc_kr|iso2022_\w+|johab)$"
)
"""Codecs of plain text, as Python names them: the others make no text, or hide it."""

_ALIASES = {
    "iso-8859-8-i": "iso8859-8",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "x-gbk": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic",
}
"""Names that pages use and Python does not know."""

_MEANT = {
    **{"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"},
    **{"shift_jis": "cp932", "euc_kr": "cp949"},
}
"""What is meant by a declared encoding: the larger one that browsers read it as (WHATWG)."""

DECLARED_WRONGLY = 10
"""Sound characters of UTF-8 for a broken one, from which a text is UTF-8 whatever it declares."""

_SHIFTED = re.compile(rb"\x1b[$(]")
"""What ISO 2022 changes its alphabet with: such text is also valid UTF-8, and no sense in it."""

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


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, str, list[Oddity]]:
    """The text, the name of its encoding, and what was odd. Line ends stay as they are.

    `declared` is what the server calls the encoding: it goes before what the document itself
    declares. Both are believed only where the bytes are no valid UTF-8: in any other encoding
    letters hardly ever make that by chance, and servers declare what they like.

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
    said = _declared(data, declared)
    if said and said.startswith("iso2022") and _SHIFTED.search(data):
        return _as_said(data, said)
    if len(_CONTROL.findall(data[:SAMPLE])) > MOST_CONTROLS * min(len(data), SAMPLE):
        raise NotText("is binary, not text")
    try:
        return data.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start, said)


def charset_named(content_type: str | None) -> str | None:
    """What a `Content-Type` header calls the encoding (RFC 9110, 8.3.2); None: nothing."""
    found = _CHARSET.search(content_type or "")
    return found[1] if found else None


def _declared(data: bytes, by_server: str | None) -> str | None:
    """The codec that server or document names; None where neither names one of text."""
    found = [_DECLARED.match(data[:_DECLARED_WITHIN]), _DECLARED.search(data[:_DECLARED_WITHIN])]
    names = [(one[1] or one[2]).decode("ascii", "replace") for one in found if one]
    for name in (by_server, *names):
        try:
            codec = codecs.lookup(_ALIASES.get(name.lower(), name)).name if name else ""
        except (LookupError, ValueError):  # ValueError: a NUL in a server's name
            continue
        if _TEXT_CODECS.match(codec):
            return _MEANT.get(codec, codec)
    return None


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


def _not_utf8(data: bytes, start: int, declared: str | None) -> tuple[str, str, list[Oddity]]:
    """UTF-8 with a few broken bytes, else as declared, else the likeliest code page."""
    text = data.decode("utf-8", "replace")
    broken = text.count(_LOST)
    sound = len(text) - len(text.encode("ascii", "ignore")) - broken
    is_declared = declared is not None and declared != "utf-8"
    if sound > broken * (DECLARED_WRONGLY if is_declared else 1):
        return text, "utf-8", [_broken(text, "UTF-8")]
    if declared and is_declared:
        return _as_said(data, declared)
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
