"""The JSON Lines reader: one entry a line, or a JSON array of entries (CONTRACT.md)."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from feeds.readers.common.json_text import DECODER
from feeds.readers.reading import Reader, Reading, reading
from feeds.readers.records.record import KNOWN, TWINS, Records

SAMPLE = 300_000
"""Characters in which the format is looked for."""

SAMPLE_LINES = 20
"""Lines of which half must open an object where the text does not begin with one."""

_TEXTS = frozenset(("headline", "body", *TWINS["headline"], *TWINS["body"]))
_TIMES = frozenset(("time", "published", *TWINS["time"]))
_NO_ENTRIES = {
    "claim": "the claims of an export are passed over: claims are read from the text",
    "decision": "the decisions of an export are passed over here: --decisions takes them",
}
"""Lines of `nightdesk export` that hold no entry, by their `type`."""

_FIRST_OBJECT = re.compile(r"[\s\ufeff\x1e]*(?:\[\s*)?(?=\{)")
_GAP = re.compile(r"[\s,\]\x1e\ufeff]*")


@dataclass(frozen=True, slots=True)
class _Broken:
    """Lines that are no JSON."""

    count: int
    why: str


def _fits(text: str) -> bool:
    if first := _FIRST_OBJECT.match(text):
        try:
            return _is_entry(DECODER.raw_decode(text, first.end())[0])
        except (ValueError, RecursionError):
            pass  # the first line may be the broken one
    lines = [line for line in text[:SAMPLE].split("\n") if line.strip()][:SAMPLE_LINES]
    opening = [line for line in lines if line.lstrip().startswith("{")]
    if first is None and len(opening) * 2 < len(lines):
        return False
    return any(_is_entry(value) for _, value in _values("\n".join(opening)))


def _is_entry(value: object) -> bool:
    """True for an object with a text, and with a time or nothing that entries do not have."""
    if not isinstance(value, dict) or _TEXTS.isdisjoint(value):
        return False
    return not _TIMES.isdisjoint(value) or KNOWN.issuperset(value)


def _read(text: str, *, source: str, day: date | None) -> Reading:
    records = Records(source=source, day=day)
    drafts = []
    exported: dict[str, int] = {}
    for line, values in groupby(_values(text), key=itemgetter(0)):
        strays = 0
        for _, value in values:
            kind = value.get("type") if isinstance(value, dict) else None
            if isinstance(kind, str) and kind in _NO_ENTRIES:
                exported.setdefault(kind, line)
            elif isinstance(value, dict):
                if draft := records.read(value, line):
                    drafts.append(draft)
            elif isinstance(value, _Broken):
                many = f"{value.count} lines are" if value.count > 1 else "is"
                records.say(line, f"{many} no JSON ({value.why}); left out", lost=True)
            else:
                strays += 1
        if strays:
            held = f"{strays} values" if strays > 1 else "a value"
            records.say(line, f"holds no entry ({held} without keys); left out", lost=True)
    for kind, line in exported.items():
        records.say(line, _NO_ENTRIES[kind])
    return reading(drafts, records.problems, source)


def _values(text: str) -> Iterator[tuple[int, object]]:
    """Every value with its line; lines that are no JSON one after the other are one `_Broken`."""
    broken, why, first = 0, "", 0
    for line, chunk in _chunks(text):
        values, error = _decoded(chunk)
        if error and not values:
            if not broken:
                first, why = line, error
            broken += 1 + chunk.count("\n")
            continue
        if broken:
            yield first, _Broken(broken, why)
            broken = 0
        for value in values:
            yield line, value
        if error:
            yield line, _Broken(1, error)
    if broken:
        yield first, _Broken(broken, why)


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something; an object laid out over several lines is one chunk."""
    open_lines: list[str] = []
    indent, began = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if open_lines and line.startswith(indent + "{"):  # the open one is never closed
            yield began, "\n".join(open_lines)
            open_lines = []
        if open_lines:
            open_lines.append(line)
            if line.rstrip(" \t,]") == indent + "}":
                yield began, "\n".join(open_lines)
                open_lines = []
        elif bare in ("{", "[{"):
            open_lines, began = [line], number
            indent = line[: len(line) - len(line.lstrip())]
        elif bare not in ("", "[", "]", "],"):
            yield number, line
    if open_lines:
        yield began, "\n".join(open_lines)


def _decoded(chunk: str) -> tuple[list[object], str | None]:
    """The values of a chunk, those of an array one by one; and why the rest is none.

    A line may open an array that goes on in the lines below: its bracket alone is no mistake.
    """
    at = _after_gap(chunk, 0)
    if chunk.startswith("[", at):
        whole, error = _values_from(chunk, at)
        if error is None:
            return whole, None
        at = _after_gap(chunk, at + 1)
    return _values_from(chunk, at)


def _values_from(chunk: str, at: int) -> tuple[list[object], str | None]:
    values: list[object] = []
    try:
        while at < len(chunk):
            value, end = DECODER.raw_decode(chunk, at)
            values += value if isinstance(value, list) else [value]
            at = _after_gap(chunk, end)
    except json.JSONDecodeError as error:
        return values, f"{error.msg.lower().removesuffix(' at')}, character {error.pos + 1}"
    except ValueError:
        return values, "a number in it is too long"
    except RecursionError:
        return values, "nested too deeply"
    return values, None


def _after_gap(chunk: str, at: int) -> int:
    if at == len(chunk) or chunk.startswith("{", at):
        return at  # as most are
    gap = _GAP.match(chunk, at)
    return gap.end() if gap else at


READER = Reader(
    name="jsonlines",
    description="JSON Lines: one entry a line (also a JSON array of entries)",
    fits=_fits,
    read=_read,
    of_records=True,
)
