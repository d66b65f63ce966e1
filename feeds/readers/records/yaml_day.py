"""The YAML day reader: a day kept by hand, with one zone and one source for all its entries."""

import re
from collections.abc import Iterator
from datetime import date

from feeds.entry import Draft
from feeds.lined import Listed, Mapped
from feeds.readers.common.stamps import instant, read_stamp
from feeds.readers.common.zones import zone_called
from feeds.readers.reading import Reader, Reading, reading
from feeds.readers.records.record import TWINS, Records
from feeds.safe_yaml import YamlError, load

SAMPLE = 100_000
"""Characters in which the format is looked for."""

_KEYS = ("day", "zone", "title", "summary", "source", "url", "entries")
_TEXTS = re.compile("|".join(("headline", "body", *TWINS["headline"], *TWINS["body"])))
_FIRST_KEY = re.compile(rf"(?:{'|'.join(_KEYS)})[^\S\n]*:")
_ENTRIES = re.compile(r"^entries[^\S\n]*:[^\S\n]*(?:#[^\n]*)?$", re.MULTILINE)
_ANY_ENTRIES = re.compile(r"^entries[^\S\n]*:(?!\S)", re.MULTILINE)
_ANCHORED = re.compile(r"^[\w.-]+[^\S\n]*:[^\S\n]+&\w+[^\S\n]*(?:[\[{]|$)", re.MULTILINE)
_MARGIN = re.compile(r"[\w.-]+[^\S\n]*:(?!\S)|[\]}-]|\.\.\.")
"""What a line of YAML that is not indented begins with."""

_NEXT_KEY = re.compile(rf"^(?:{'|'.join(_KEYS)})[^\S\n]*:", re.MULTILINE)
_ITEM = re.compile(r"^([^\S\n]*)-[^\S\n]", re.MULTILINE)

_Items = list[tuple[object, int]]
"""Items of `entries`, each with what its line numbers lack."""


def _fits(text: str) -> bool:
    """True for what is meant as a day, also where it is broken or hostile: prose it is not."""
    lines = [line for line in text[:SAMPLE].split("\n") if line.strip()]
    said = [line for line in lines if not line.lstrip().startswith(("#", "---", "%"))]
    has_entries = _ANY_ENTRIES.search(text)
    if not said or not (has_entries or _ANCHORED.search(text)):
        return False
    if has_entries and _FIRST_KEY.match(said[0]):
        return True
    return all(_MARGIN.match(line) for line in said if not line[0].isspace())


def _read(text: str, *, source: str, day: date | None) -> Reading:
    records = Records(source=source, day=day, last=text.count("\n") + 1)
    head, items = _loaded(text, records)
    _take_head(head, records)
    drafts = [draft for item, above in items if (draft := _entry(item, above, records))]
    page = _page(head, drafts, records)
    return reading([*page, *drafts], records.problems, source)


def _entry(item: object, above: int, records: Records) -> Draft | None:
    if not isinstance(item, Mapped):
        records.say(above + 1, "an item of entries has no keys; left out", lost=True)
        return None
    lines = {key: line + above for key, line in item.lines.items()}
    texts = {k: v.rstrip("\n") if isinstance(v, str) else v for k, v in item.items()}
    return records.read(texts, item.line + above, lines)


def _take_head(head: Mapped, records: Records) -> None:
    """What the day file says for all its entries."""
    texts = {key: value for key, value in head.items() if isinstance(value, str)}
    if "day" in texts:
        stamp, wrong = read_stamp(texts["day"])
        if stamp:
            records.day = stamp.wall.date()
        else:
            records.say(head.lines.get("day"), f"day: {wrong}", lost=True)
    if "zone" in texts:
        records.zone = zone_called(texts["zone"])
        if records.zone is None:
            what = f"there is no zone {texts['zone']!r}; write a name such as Asia/Yerevan"
            records.say(head.lines.get("zone"), what, lost=True)
    records.defaults = {key: texts[key] for key in ("source", "url") if key in texts}
    for key in head:
        if key not in _KEYS:
            records.say(head.lines.get(key), f"the key {key!r} is not known; passed over")


def _page(head: Mapped, drafts: list[Draft], records: Records) -> list[Draft]:
    """The entry of the day itself, dated by its newest stamp; none without a summary."""
    title, summary = head.get("title"), head.get("summary")
    if not isinstance(summary, str) or not summary.strip():
        return []
    stamps = [draft.stamp for draft in drafts if draft.stamp]
    page = Draft(
        headline=title if isinstance(title, str) else None,
        body=summary.strip("\n"),
        stamp=max(stamps, key=instant, default=None),
        role="page",
        line=records.line(head.lines["summary"]),
    )
    return [page]


def _loaded(text: str, records: Records) -> tuple[Mapped, _Items]:
    """The head and the items; where the file as a whole is refused, item by item."""
    try:
        whole = load(text, source=records.source)
    except YamlError as error:
        return _salvaged(text, error, records)
    if not isinstance(whole, Mapped):
        records.say(1, "holds no keys; a day has day, zone and entries", lost=True)
        return Mapped(1), []
    entries = whole.get("entries")
    if isinstance(entries, Listed):
        return whole, [
            (item, 0 if isinstance(item, Mapped) else line - 1)
            for item, line in zip(entries, entries.lines, strict=True)
        ]
    records.say(whole.lines.get("entries"), "entries is no list of entries", lost=True)
    return whole, []


def _salvaged(text: str, error: YamlError, records: Records) -> tuple[Mapped, _Items]:
    """What can be read of a file that is not sound: its head line by line, its items one by one."""
    start = _ENTRIES.search(text)
    if start is None:
        records.say(error.line, f"{error.problem}; nothing is read", lost=True)
        return Mapped(1), []
    after = _NEXT_KEY.search(text, start.end())
    end = after.start() if after else len(text)
    items: _Items = []
    bad = 0
    for chunk, above in _chunks(text, start.end(), end):
        if not _TEXTS.search(chunk):  # dear to read, and nothing in it
            bad += 1
            records.say(above + 1, "has neither headline nor body; left out", lost=True)
            continue
        try:
            loaded = load(chunk, source=records.source)
            items += [(item, above) for item in loaded] if isinstance(loaded, Listed) else []
        except YamlError as broken:
            bad += 1
            what = f"{broken.problem}; the entry that begins on line {above + 1} is left out"
            records.say(broken.line + above, what, lost=True)
    what = (
        f"not sound YAML ({error.problem}); read entry by entry: {len(items)} kept, {bad} left out"
    )
    records.say(error.line, what, lost=not bad)
    return _salvaged_head(text[: start.start()], text[end:], text.count("\n", 0, end)), items


def _chunks(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """The items of a list as texts of their own, each with the number of lines above it."""
    found = list(_ITEM.finditer(text, start, end))
    if not found:
        return
    begins = [item.start() for item in found if item[1] == found[0][1]]
    above, counted = 0, 0
    for begin, stop in zip(begins, [*begins[1:], end], strict=True):
        above += text.count("\n", counted, begin)
        counted = begin
        yield text[begin:stop], above


def _salvaged_head(before: str, after: str, above_after: int) -> Mapped:
    """The keys that stand whole on one line."""
    head = Mapped(1)
    numbered = [*enumerate(before.split("\n"), 1), *enumerate(after.split("\n"), above_after + 1)]
    for number, line in numbered:
        if not _FIRST_KEY.match(line):
            continue
        try:
            loaded = load(line, source="")
        except YamlError:
            continue
        if isinstance(loaded, Mapped):
            head.update(loaded)
            head.lines |= dict.fromkeys(loaded, number)
    return head


READER = Reader(
    name="yaml-day",
    description="a day kept in YAML: day, zone, entries (see the shipped sample)",
    fits=_fits,
    read=_read,
)
