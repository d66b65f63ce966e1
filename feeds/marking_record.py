"""Markings, views and places as JSON objects and back, for the archive and its exchange."""

from datetime import datetime
from typing import Any, TypeGuard

from feeds.marking import Front, Marking, Place, View

Record = dict[str, Any]


def marking_record(marking: Marking) -> Record:
    """What was left on an entry; keys that say nothing are left out."""
    record: Record = {
        "marked": marking.marked,
        "tags": sorted(marking.tags),
        "note": marking.note,
        "read": marking.read,
    }
    return {key: value for key, value in record.items() if value}


def read_marking(record: Record) -> Marking:
    """Back again; what is not there says nothing.

    Raises:
        ValueError: a value is not what it should be; says which.
    """
    return Marking(
        marked=_of(record, "marked", bool, False),
        tags=frozenset(_texts(record, "tags")),
        note=_of(record, "note", str, ""),
        read=_of(record, "read", int, 0),
    )


def view_record(view: View) -> Record:
    """A view; its name too."""
    return {"name": view.name, "query": view.query, "mutes": list(view.mutes)}


def read_view(record: Record) -> View:
    """Back again.

    Raises:
        ValueError: a value is not what it should be; says which.
    """
    name = _of(record, "name", str, "")
    if not name:
        raise ValueError("name is missing")
    return View(name=name, query=_of(record, "query", str, ""), mutes=_texts(record, "mutes"))


def place_record(place: Place) -> Record:
    """Where a session stood; keys that say nothing are left out."""
    record: Record = {
        "source": place.source,
        "id": place.id,
        "change": place.change,
        "query": place.query,
        "view": place.view,
        "zoomed": place.zoomed,
        "zone": place.zone,
        "speed": place.speed,
        "seen": place.seen,
        "at": place.at and place.at.isoformat(),
        "looked": place.looked and place.looked.isoformat(),
        "front": place.front and front_record(place.front),
    }
    record = {key: value for key, value in record.items() if value}
    return record if place.line is None else record | {"line": place.line}


def read_place(record: Record) -> Place:
    """Back again; what is not there says nothing.

    Raises:
        ValueError: a value is not what it should be; says which.
    """
    texts = ("source", "id", "change", "query", "view", "zoomed", "zone")
    return Place(
        **{key: _of(record, key, str, "") for key in texts},
        speed=float(_of(record, "speed", float | int, 0.0)),
        seen=_of(record, "seen", int, 0),
        line=_of(record, "line", int, 0) if "line" in record else None,
        at=_time(record, "at"),
        looked=_time(record, "looked"),
        front=read_front(record["front"]) if "front" in record else None,
    )


def front_record(front: Front) -> Record:
    """The feed as it stood."""
    return {
        "size": list(front.size),
        "at": list(front.at),
        "lines": list(front.lines),
        "rows": [list(row) for row in front.rows],
        "chosen": front.chosen,
    }


def read_front(record: Record) -> Front:
    """Back again; one of before rows were told of has none.

    Raises:
        ValueError: a value is not what it should be.
    """
    if not isinstance(record, dict):
        raise ValueError("front is not what it should be")
    size, at = record.get("size"), record.get("at")
    if not _is_pair(size) or not _is_pair(at):
        raise ValueError("front is not what it should be")
    lines, rows, chosen = _texts(record, "lines"), record.get("rows", []), record.get("chosen")
    if not isinstance(rows, list) or not all(_are_lines(row, len(lines)) for row in rows):
        raise ValueError("rows are not what they should be")
    is_among = isinstance(chosen, int) and 0 <= chosen < len(rows)
    return Front(
        size=(size[0], size[1]),
        at=(at[0], at[1]),
        lines=lines,
        rows=tuple((row[0], row[1]) for row in rows),
        chosen=chosen if is_among else None,
    )


def _are_lines(value: object, count: int) -> bool:
    return _is_pair(value) and 0 <= value[0] < value[1] <= count


def _is_pair(value: object) -> TypeGuard[list[int]]:
    return isinstance(value, list) and [*map(type, value)] == [int, int]


def _of(record: Record, key: str, kind: Any, without: Any) -> Any:
    value = record.get(key, without)
    if not isinstance(value, kind):
        raise ValueError(f"{key} is not what it should be")
    return value


def _texts(record: Record, key: str) -> tuple[str, ...]:
    values = _of(record, key, list, [])
    if not all(isinstance(value, str) for value in values):
        raise ValueError(f"{key} is no list of texts")
    return tuple(values)


def _time(record: Record, key: str) -> datetime | None:
    if key not in record:
        return None
    try:
        time = datetime.fromisoformat(_of(record, key, str, ""))
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise ValueError(f"{key} is no ISO 8601 time with an offset")
    return time
