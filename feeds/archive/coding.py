"""Coding: entries and claims as rows of the archive, and back, with nothing lost."""

import json
import re
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any, cast, get_args
from zoneinfo import ZoneInfo

from feeds.claim import Claim, Kind
from feeds.entry import Entry, Mention

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

KINDS: tuple[Kind, ...] = get_args(Kind)
"""Kind of claim by its bit in `kinds`."""

Name = tuple[str, str, str | None]
"""What a mention names: actor or region, id, place inside the region."""

Manner = tuple[str, str, str | None]
"""Basis, role and zone of an entry."""

_RAW = -zlib.MAX_WBITS
"""Deflate without header and sum: the file system and SQLite look after whole pages."""

_HALF_PAIR = re.compile("[\ud800-\udfff]")

_LEAST_WINDOW, _LITTLE_MEMORY = 10, 5
"""As zlib counts them: enough for the texts of a wire, to the byte."""

_SHORT = 1 << 16
"""What two bytes hold."""


def microseconds(time: datetime) -> int:
    """Since 1970, exact."""
    return (time - EPOCH) // _MICROSECOND


def maybe_microseconds(time: datetime | None) -> int | None:
    """The same for what may be missing."""
    return None if time is None else microseconds(time)


def moment(microseconds: int) -> datetime:
    """Back again, UTC."""
    return EPOCH + timedelta(microseconds=microseconds)


def maybe_moment(microseconds: int | None) -> datetime | None:
    """The same for what may be missing."""
    return None if microseconds is None else moment(microseconds)


def kinds_of(claims: Iterable[Claim]) -> int:
    """A bit for every kind that is among them."""
    found = 0
    for claim in claims:
        found |= 1 << KINDS.index(claim.kind)
    return found


@lru_cache(maxsize=256)
def zone_text(zone: tzinfo | None) -> str | None:
    """An IANA name, or an offset: +04:00."""
    if zone is None:
        return None
    if isinstance(zone, ZoneInfo):
        return zone.key
    return EPOCH.replace(tzinfo=zone).isoformat()[len("1970-01-01T00:00:00") :]


@lru_cache(maxsize=256)
def zone_of(text: str | None) -> tzinfo | None:
    """Back again."""
    if text is None:
        return None
    if text[0] in "+-":
        return datetime.fromisoformat(f"1970-01-01T00:00:00{text}").tzinfo
    return ZoneInfo(text)


def pack_names(numbers: Sequence[int]) -> bytes | None:
    """`names`: the number of the name of each mention, two bytes each, the low one first."""
    return _bytes(array("H", numbers)) if numbers else None


def pack_spans(mentions: Sequence[Mention]) -> bytes | None:
    """`spans`: start * 2 + (is it the body) and length of each mention.

    Two bytes each, the low one first; four where one of them needs it.
    """
    if not mentions:
        return None
    spans: list[int] = []
    for m in mentions:
        spans += (m.start * 2 + (m.field == "body"), m.end - m.start)
    return _bytes(array("H" if max(spans) < _SHORT else "I", spans))


def names_in(packed: bytes | None) -> "array[int]":
    """The numbers of the names, in the order of the mentions."""
    return _array("H", packed or b"")


def unpack_mentions(
    names: bytes | None, spans: bytes | None, name: Mapping[int, Name]
) -> tuple[Mention, ...]:
    """Back again."""
    if not names or not spans:
        return ()
    numbers = names_in(names)
    values = _array("H" if len(spans) == 4 * len(numbers) else "I", spans)
    made = []
    for number, start, length in zip(numbers, values[::2], values[1::2], strict=True):
        what, id, place = name[number]
        made.append(
            Mention(
                what=what,  # type: ignore[arg-type]
                id=id,
                place=place,
                field="body" if start & 1 else "headline",
                start=start >> 1,
                end=(start >> 1) + length,
            )
        )
    return tuple(made)


def pack_text(headline: str | None, body: str) -> tuple[int | None, str | bytes]:
    """`cut` and `text`: both texts as one, deflated where that is shorter."""
    text = (headline or "") + body
    plain = text.encode()
    packed = _deflated(plain)
    is_shorter = len(packed) < len(plain)
    return None if headline is None else len(headline), packed if is_shorter else text


def _deflated(plain: bytes) -> bytes:
    """With a window no larger than it needs: to make one ready takes longer than a short text.

    Short repeats are passed over: in so short a text its letters by themselves take less room.
    """
    bits = min(max(len(plain).bit_length(), _LEAST_WINDOW), zlib.MAX_WBITS)
    memory = _LITTLE_MEMORY if bits < zlib.MAX_WBITS else zlib.DEF_MEM_LEVEL
    packer = zlib.compressobj(wbits=-bits, memLevel=memory, strategy=zlib.Z_FILTERED)
    return packer.compress(plain) + packer.flush()


UNREADABLE = (zlib.error, ValueError, TypeError)
"""What `unpack_text` raises for a text that was damaged."""


def unpack_text(cut: int | None, text: str | bytes) -> tuple[str | None, str]:
    """Back again: headline and body."""
    plain = text if isinstance(text, str) else zlib.decompress(text, wbits=_RAW).decode()
    return (None, plain) if cut is None else (plain[:cut], plain[cut:])


Rest = str | int | None
"""What `pack_rest` makes."""

WITHDRAWN = "rest LIKE '{%'"
"""Of a version in a statement: true for what was withdrawn."""


def pack_rest(entry: Entry) -> Rest:
    """What few entries have: line, byline, time of the revision, unknown keys; None without.

    A line alone is a number, which takes less room. Of what was withdrawn it is an object, which
    says why, with the others inside.
    """
    if entry.withdrawn is not None:
        return _dumps({"withdrawn": entry.withdrawn, "rest": _rest(entry)})
    if entry.byline is None and entry.revised is None and not entry.extra:
        return entry.line
    return _dumps(_rest(entry))


def _rest(entry: Entry) -> list[Any]:
    revised = maybe_microseconds(entry.revised)
    values = [entry.line, entry.byline, revised, dict(entry.extra) or None]
    while values and values[-1] is None:
        values.pop()
    return values


def says_revised(rest: Rest) -> bool:
    """True for a version that says when it was revised."""
    return isinstance(rest, str) and unpack_rest(rest)["revised"] is not None


def unpack_rest(rest: Rest) -> dict[str, Any]:
    """Fields of the entry that `pack_rest` kept."""
    if rest is None or isinstance(rest, int):
        return {"line": rest}
    told = json.loads(rest)
    found: dict[str, Any] = {}
    if isinstance(told, dict):
        found, told = {"withdrawn": told["withdrawn"]}, told["rest"]
    line, byline, revised, extra = [*told, None, None, None, None][:4]
    found |= {"line": line, "byline": byline, "revised": maybe_moment(revised)}
    return found | ({"extra": extra} if extra else {})


def withdrawn_in(rest: Rest) -> str | None:
    """Why a version was withdrawn; None for one that was not."""
    is_object = isinstance(rest, str) and rest.startswith("{")
    return json.loads(rest)["withdrawn"] if is_object else None  # type: ignore[arg-type]


_LISTED = (
    *("field", "start", "end", "quote", "kind", "low", "best", "high", "qualifier", "victim"),
    *("category", "claimant", "claimant_side", "claimant_text", "place", "modality"),
    *("confidence", "period", "relation", "rules", "as_of", "day_only", "group", "incident"),
    *("relay", "components", "denied", "within", "component_categories", "not_final"),
    *("refers_back", "wording"),
)
"""Fields of a claim in the order kept; the row or its version holds the others."""

_LISTS = ("rules", "relay", "components", "component_categories")


def claim_text(claim: Claim) -> str:
    """A claim as a list of values, without what its version says: source, entry, time, known."""
    values = [getattr(claim, name) for name in _LISTED]
    at = _LISTED.index("as_of")
    if values[at] is not None:
        values[at] = microseconds(values[at]) - (microseconds(claim.time) if claim.time else 0)
    values[-1] = values[-1] or None  # no wording is none
    while values[-1] is None or values[-1] is False or values[-1] == ():
        values.pop()
    return _dumps(values)


def named_apart(source: str, id: str, text: str) -> tuple[str, str]:
    """Id and text of a claim whose entry's id another source uses too: `source:id`."""
    mark = f"{source}:"
    if id.startswith(mark):
        return id, text
    values = json.loads(text)
    at = _LISTED.index("within")
    if len(values) > at and values[at]:
        values[at] = mark + values[at]
    return mark + id, _dumps(values)


def claim_of(
    id: str, text: str, key: tuple[str, str], time: int | None, known: int | None
) -> Claim:
    """Back again; `time` and `known` of its version, in microseconds.

    What many claims have alike they share: a war has a hundred thousand.
    """
    values: list[Any] = json.loads(text)
    values += [None] * (len(_LISTED) - len(values))
    found = dict(zip(_LISTED, values, strict=True))
    for name, value in found.items():
        if isinstance(value, str):
            found[name] = sys.intern(value)
    for name in _LISTS:
        found[name] = _shared(tuple(found[name] or ()))
    for name in ("day_only", "denied", "not_final", "refers_back"):
        found[name] = bool(found[name])
    found["wording"] = found["wording"] or ""
    when = maybe_moment(time)
    if found["as_of"] is not None:
        found["as_of"] = (
            moment(found["as_of"] + (time or 0)) if found["as_of"] or not time else when
        )
    source, entry = key
    return Claim(
        id=id,
        entry=entry,
        source=sys.intern(source),
        time=when,
        known=when if known == time else maybe_moment(known),
        **found,
    )


@lru_cache(maxsize=1024)
def _shared(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same tuple for equal ones."""
    return values


def known_after(entry: Entry) -> int | None:
    """`known` as a version keeps it: after `time`, or after 1970."""
    if entry.known is None:
        return None
    if entry.known is entry.time:
        return 0
    return microseconds(entry.known) - (microseconds(entry.time) if entry.time else 0)


VERSION_COLUMNS = "revision, time, known, sequence, names, spans, cut, text, url, rest"
"""What `entry_of` reads."""


def entry_of(
    row: Sequence[Any],
    key: tuple[str, str],
    manner: Manner,
    name: Mapping[int, Name],
    fetched: int | None,
) -> Entry:
    """The entry of a row of `VERSION_COLUMNS`, fetched at `fetched` microseconds."""
    revision, time, known, sequence, names, spans, cut, text, url, rest = row
    headline, body = unpack_text(cut, text)
    basis, role, zone = manner
    return Entry(
        id=key[1],
        source=key[0],
        time=maybe_moment(time),
        zone=zone_of(zone),
        basis=cast(Any, basis),
        headline=headline,
        body=body,
        url=url,
        role=cast(Any, role),
        revision=revision,
        known=maybe_moment(None if known is None else known + (time or 0)),
        sequence=sequence,
        mentions=unpack_mentions(names, spans, name),
        fetched=maybe_moment(fetched),
        **unpack_rest(rest),
    )


def _dumps(value: object) -> str:
    """As JSON; half a character, which SQLite does not take, is written as an escape."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _HALF_PAIR.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _bytes(values: "array[int]") -> bytes:
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()


def _array(code: str, packed: bytes) -> "array[int]":
    values = array(code, packed)
    if sys.byteorder == "big":
        values.byteswap()
    return values
