"""Placing: a draft gains its time, its zone and its id, and becomes an Entry."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timezone, tzinfo
from hashlib import blake2s
from itertools import pairwise

from feeds.entry import Draft, Entry, Stamp, TimeBasis
from feeds.errors import Problem
from feeds.folding import fold

OPENING = 80
"""Characters of a body that name an entry without a headline."""

NAME_BYTES, WORDS_BYTES = 6, 4
"""Bytes of an id that was made from a headline, and of the words that tell it from others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """What is decided for all drafts of a document."""

    source: str
    """Name of the document: the source of entries that name none."""

    zone: tzinfo
    """Zone of stamps that carry none."""

    label: str
    """What problems call the document: its path, where it has one."""

    day: date | None
    """`--date`: the day of drafts without a stamp; None leaves them undated."""

    part: int | None = None
    """Of a document that is read in parts: how many lines came before it. None for a whole."""

    of_records: bool = False
    """True for records (`Reader.of_records`), in parts or whole: parts know nothing of each other,
    so an entry without an id is named by itself alone, its stamp included."""


def place(drafts: Sequence[Draft], by: Placement) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Entries in the order of the drafts, and what was odd about their times.

    An entry without a stamp, or with a date alone, stands at the end of its day (TALLY.md R1).
    `sequence` grows with time where stamps are equal, whichever way round the page runs.
    """
    drafts, problems = _without_impossible_years(drafts, by)
    ids = [d.id or own_name(d) for d in drafts] if by.of_records else _ids(drafts)
    times = [_time(draft, by) for draft in drafts]
    steps = _steps(drafts, [when for when, _ in times])
    newest_first = _is_newest_first(steps)
    entries = []
    for position, (draft, name, stands) in enumerate(zip(drafts, ids, times, strict=True)):
        sequence = _sequence(position, len(drafts), newest_first, by.part)
        if draft.role == "page":
            sequence = len(drafts) + 1
        entry = _entry(draft, name, stands, sequence, by)
        entries.append(entry)
        if draft.stamp and entry.time and not _exists(draft.stamp, entry.zone):
            what = (
                f"the clock showed {draft.stamp.text!r} twice or never (summer time); read anyway"
            )
            problems.append(Problem(source=by.label, line=draft.line, what=what, lost=False))
    return tuple(entries), (*problems, *_turns(steps, newest_first, by))


def _sequence(position: int, count: int, newest_first: bool, part: int | None) -> int:
    """Higher is later; over all parts of a document as well."""
    if not newest_first:
        return (part or 0) + position
    return count - position if part is None else -part - position


def _without_impossible_years(
    drafts: Sequence[Draft], by: Placement
) -> tuple[Sequence[Draft], list[Problem]]:
    """A zone can push the first and the last year over the calendar's edge: no news is of them."""
    stamps = (stamp for d in drafts for stamp in (d.stamp, d.revised) if stamp)
    if all(map(_is_of_news, stamps)):
        return drafts, []
    kept, problems = [], []
    for draft in drafts:
        impossible = [s for s in (draft.stamp, draft.revised) if s and not _is_of_news(s)]
        for wrong in impossible:
            what = f"{wrong.text!r} is no time of any news; kept without it"
            problems.append(Problem(source=by.label, line=draft.line, what=what))
        stamp, revised = (None if s in impossible else s for s in (draft.stamp, draft.revised))
        kept.append(replace(draft, stamp=stamp, revised=revised) if impossible else draft)
    return kept, problems


def _is_of_news(stamp: Stamp) -> bool:
    return date.min.year < stamp.wall.year < date.max.year


_Time = tuple[datetime | None, TimeBasis]
"""When an entry stands, and how that came about."""


def _entry(draft: Draft, name: str, stands: _Time, sequence: int, by: Placement) -> Entry:
    when, basis = stands
    revised = _instant(draft.revised, by.zone) if draft.revised else None
    zone = None
    if when:
        zone = draft.stamp.zone if draft.stamp and draft.stamp.zone else by.zone
    return Entry(
        id=name,
        source=draft.source or by.source,
        time=when,
        zone=zone,
        basis=basis,
        headline=draft.headline,
        body=draft.body,
        url=draft.url,
        role=draft.role,
        byline=draft.byline,
        withdrawn=draft.withdrawn,
        revision=draft.revision,
        revised=revised,
        known=revised or when,
        sequence=sequence,
        line=draft.line and draft.line + (by.part or 0),
        extra=draft.extra,
    )


def _time(draft: Draft, by: Placement) -> _Time:
    if draft.stamp is None:
        if by.day is None:
            return None, "undated"
        return _end_of(by.day, by.zone), "placed"
    if draft.stamp.day_only:
        return _end_of(draft.stamp.wall.date(), draft.stamp.zone or by.zone), "day"
    basis: TimeBasis = "stamped" if draft.stamp.zone else "zone-assumed"
    if draft.stamp.no_earlier:
        basis = "no-earlier"
    return _instant(draft.stamp, by.zone), "page" if draft.role == "page" else basis


def _instant(stamp: Stamp, zone: tzinfo) -> datetime:
    return stamp.wall.replace(tzinfo=stamp.zone or zone).astimezone(UTC)


def _end_of(day: date, zone: tzinfo) -> datetime:
    """The last second of the day in the zone."""
    return _instant(
        Stamp(wall=datetime.combine(day, time(23, 59, 59)), zone=zone, text=str(day)), zone
    )


def _exists(stamp: Stamp, zone: tzinfo | None) -> bool:
    """True where the wall clock showed the stamp exactly once."""
    if stamp.day_only or zone is None or isinstance(zone, timezone):
        return True
    early = stamp.wall.replace(tzinfo=zone, fold=0)
    return early.utcoffset() == stamp.wall.replace(tzinfo=zone, fold=1).utcoffset()


_Step = tuple[int, int | None]
"""From an update to the one below it: 1 forward in time, -1 back, 0 neither; and its line."""


def _steps(drafts: Sequence[Draft], whens: Sequence[datetime | None]) -> list[_Step]:
    """`whens`: where each of them stands."""
    dated = [
        (d.stamp, when, d.line)
        for d, when in zip(drafts, whens, strict=True)
        if d.stamp and when and d.role == "entry"
    ]
    return [
        (_way(above, first, below, second), line)
        for (above, first, _), (below, second, line) in pairwise(dated)
    ]


def _way(above: Stamp, first: datetime, below: Stamp, second: datetime) -> int:
    """By Greenwich where both stamps have a zone; by days where one has no clock."""
    if above.day_only or below.day_only:
        first, second = (datetime.combine(stamp.wall, time()) for stamp in (above, below))
    elif not (above.zone and below.zone):
        first, second = above.wall, below.wall
    return (second > first) - (second < first)


def _is_newest_first(steps: Sequence[_Step]) -> bool:
    return sum(way for way, _ in steps) < 0


def _turns(steps: Sequence[_Step], newest_first: bool, by: Placement) -> list[Problem]:
    """A notice where the times of a document turn against the way that most of them run."""
    way = -1 if newest_first else 1
    turns = [line for step, line in steps if step == -way]
    if not turns:
        return []
    order = "newest first" if newest_first else "oldest first"
    count = "once" if len(turns) == 1 else f"{len(turns)} times"
    what = f"time turns against the document's order ({order}) {count}, first here; sorted by time"
    return [Problem(source=by.label, line=turns[0], what=what, lost=False)]


def _ids(drafts: Sequence[Draft]) -> list[str]:
    """The ids given, else ones made from the words, so that the page and the file agree.

    The time is left out: a zone set later must not rename everything. Where one headline stands
    over several texts the oldest keeps the plain id, and each of the others adds its own words: no
    entry before or between them renames it.
    """
    oldest_first = sorted(
        range(len(drafts)),
        key=lambda i: (s.wall if (s := drafts[i].stamp) else datetime.min, i),  # noqa: DTZ901 - walls are naive
    )
    used: Counter[str] = Counter()
    ids = [""] * len(drafts)
    for position in oldest_first:
        ids[position] = drafts[position].id or _made(drafts[position], used)
    return ids


def _made(draft: Draft, used: Counter[str]) -> str:
    """An id of its headline; a used one is told apart by the words, the same words by the time.

    What is the same in all three is counted: which of them is which makes no difference.
    """
    name, words = _headline_name(draft), _plain(draft.body)
    told = [name, f"{name}-{_digest(words)}", f"{name}-{_digest(f'{words} {_wall(draft)}')}"]
    made = next((one for one in told if not used[one]), told[-1])
    used[made] += 1
    return made if used[made] == 1 else f"{made}-{used[made]}"


def own_name(draft: Draft) -> str:
    """An id of its headline and its clock; of its words where it has no clock.

    So an edit of a record without an id is a version of it, unless its headline is edited too.
    """
    name, words = _headline_name(draft), _plain(draft.body)
    if draft.stamp is None:
        return f"{name}-{_digest(words)}"
    of_day = f"{words} {_wall(draft)}"
    return f"{name}-{_digest(of_day if draft.stamp.day_only else _wall(draft))}"


def former_name(draft: Draft) -> str | None:
    """What `own_name` was in archives of before; None for the same."""
    if draft.stamp is None:
        return _headline_name(draft)
    if draft.stamp.day_only:
        return f"{_headline_name(draft)}-{_digest(_wall(draft))}"
    return None


def _headline_name(draft: Draft) -> str:
    return _digest(f"{draft.role}\n{_plain(draft.headline or draft.body[:OPENING])}", NAME_BYTES)


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def _wall(draft: Draft) -> str:
    return draft.stamp.wall.isoformat() if draft.stamp else ""


def _digest(words: str, size: int = WORDS_BYTES) -> str:
    return blake2s(words.encode(errors="replace"), digest_size=size).hexdigest()
