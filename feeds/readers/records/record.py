"""Record: one entry given as keys and values (JSON Lines, YAML) becomes a draft (CONTRACT.md)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo
from typing import Any, get_args

from feeds.entry import Draft, Role, Stamp
from feeds.errors import Problem
from feeds.readers.common.stamps import read_stamp
from feeds.readers.records.seen import Seen

_TEXTS = (
    "id",
    "source",
    "time",
    "published",
    "headline",
    "body",
    "url",
    "role",
    "byline",
    "withdrawn",
)
KNOWN = frozenset((*_TEXTS, "revision", "revised"))
"""Keys of an entry that nightdesk reads; it keeps the others aside."""

TWINS: Mapping[str, tuple[str, ...]] = {
    "body": ("text", "content"),
    "headline": ("title",),
    "time": ("date", "timestamp"),
    "url": ("link",),
}
"""Names that others give to our keys; read where ours is not there, and said once a document."""

_ALL_TWINS = frozenset(twin for twins in TWINS.values() for twin in twins)

_ROLES: tuple[Role, ...] = get_args(Role)
_HALF_PAIR = re.compile("[\ud800-\udfff]")
MOST_PROBLEMS = 10_000
"""Problems of a document that are told one by one; of those beyond, how many: a document of nothing
else would take sixty times its own size."""

_LONGEST_NUMBER = 9
"""Digits of a revision: no newsroom made a billion of one entry."""


@dataclass(slots=True, kw_only=True)
class Records:
    """Reads records of one document one after the other; `problems` fills as it goes."""

    source: str
    """Name of the document, for problems."""

    day: date | None = None
    """Day of a time that is a clock alone."""

    zone: tzinfo | None = None
    """Zone of times that name none; None leaves it to the desk."""

    last: int | None = None
    """Last line of the document: YAML counts U+2028 as a line end too, and may point below it."""

    defaults: Mapping[str, str] = field(default_factory=dict)
    """`source` and `url` of records that have none."""

    problems: list[Problem] = field(default_factory=list)

    _seen: Seen = field(default_factory=Seen)
    """What stood under an id so far."""

    _more: int = 0
    """Problems beyond `MOST_PROBLEMS`."""

    _twins: set[str] = field(default_factory=set)
    """Names of others that were said to be read."""

    def read(
        self, record: Mapping[str, object], line: int | None, lines: Mapping[str, int] | None = None
    ) -> Draft | None:
        """The draft; None where it has no text, or repeats an earlier one to the letter.

        `lines` gives the line of each key, where that is known.
        """
        record, lines = self._in_our_names(record, line, lines or {})
        at = _Keys(self, record, line, lines)
        told = len(self.problems)
        headline, body = at.text("headline") or None, at.text("body") or ""
        if not headline and not body:
            self._say_empty(at, told)
            return None
        stamp = at.stamp("time" if record.get("time") is not None else "published", self.day)
        draft = Draft(
            headline=headline,
            body=body,
            stamp=stamp,
            role=at.role(),
            id=at.name("id"),
            source=at.text("source") or self.defaults.get("source"),
            url=at.text("url") or self.defaults.get("url"),
            line=self.line(line),
            revision=at.revision(),
            revised=at.stamp("revised", self.day),
            byline=at.text("byline") or None,
            withdrawn=at.text("withdrawn") or None,
            extra=at.extra(stamp),
        )
        return self._once(draft)

    def _in_our_names(
        self, record: Mapping[str, object], line: int | None, lines: Mapping[str, int]
    ) -> tuple[Mapping[str, object], Mapping[str, int]]:
        """The record with our keys in place of their twins."""
        if _ALL_TWINS.isdisjoint(record):
            return record, lines
        has_time = "time" in record or "published" in record
        missing = [k for k in TWINS if k not in record and not (k == "time" and has_time)]
        found = {
            twin: key
            for key in missing
            if (twin := next((t for t in TWINS[key] if isinstance(record.get(t), str)), None))
        }
        if not found:
            return record, lines
        for twin, key in found.items():
            if twin not in self._twins:
                self._twins.add(twin)
                self.say(lines.get(twin, line), f"the key {twin!r} is read as {key!r}")
        renamed = {found.get(key, key): value for key, value in record.items()}
        return renamed, {found.get(key, key): at for key, at in lines.items()}

    def _say_empty(self, at: "_Keys", told: int) -> None:
        """One problem for a record without a text: what was said since `told` is its reason."""
        reasons = [problem.what.removesuffix("; left out") for problem in self.problems[told:]]
        del self.problems[told:]
        why = f" ({', '.join(reasons)})" if reasons else ""
        at.say("headline", f"has neither headline nor body{why}; left out")

    def _once(self, draft: Draft) -> Draft | None:
        kept, wrong = self._seen.once(draft)
        if wrong:
            self.say(draft.line, wrong)
        return kept

    def say(self, line: int | None, what: str, *, lost: bool = False) -> None:
        """Note a problem."""
        at = self.line(line) if line else None
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(source=self.source, line=at, what=what, lost=lost))
        else:
            self._leave_untold(at, lost=lost)

    def _leave_untold(self, line: int | None, *, lost: bool) -> None:
        """Count it, in the one problem that stands for all of them."""
        first = self.problems.pop() if len(self.problems) > MOST_PROBLEMS else None
        self._more += 1
        self.problems.append(
            Problem(
                source=self.source,
                line=first.line if first else line,
                what=f"from here on problems are only counted: {self._more:,}",
                lost=lost or (first is not None and first.lost),
            )
        )

    def line(self, line: int | None) -> int | None:
        """The line, never below the last one; None for a format without lines."""
        return min(line, self.last) if self.last and line else line


@dataclass(slots=True)
class _Keys:
    """The values of one record, each checked as it is asked for."""

    records: Records
    record: Mapping[str, object]
    line: int | None
    lines: Mapping[str, int]

    def say(self, key: str, what: str, *, lost: bool = True) -> None:
        self.records.say(self.lines.get(key, self.line), what, lost=lost)

    def text(self, key: str) -> str | None:
        """A text, line ends made plain; None where there is none, or no text."""
        value = self.record.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self.say(key, f"{key} is no text ({_kind(value)}); left out")
            return None
        if "\r" in value:
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        if not value.isascii() and _HALF_PAIR.search(value):
            self.say(key, f"{key} holds half a character; shown as \ufffd", lost=False)
            value = _HALF_PAIR.sub("\ufffd", value)
        return value

    def name(self, key: str) -> str | None:
        """An id: a text, or a whole number as its digits."""
        value = self.record.get(key)
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return str(value) if is_number else self.text(key) or None

    def stamp(self, key: str, day: date | None) -> Stamp | None:
        """A time; None where there is none, or none that can be read.

        A format with times of its own gives a Stamp.
        """
        given = self.record.get(key)
        if isinstance(given, Stamp):
            return given
        value = self.text(key)
        if value is None:
            return None
        stamp, wrong = read_stamp(value, day=day)
        if wrong:
            what = f"{key}: {wrong}" + ("" if stamp else "; kept without it")
            self.say(key, what, lost=stamp is None)
        if stamp and stamp.zone is None and self.records.zone:
            return replace(stamp, zone=self.records.zone)
        return stamp

    def revision(self) -> int:
        """The number of the version, from 1."""
        value = self.record.get("revision")
        if isinstance(value, str) and value.isdecimal() and len(value) <= _LONGEST_NUMBER:
            value = int(value)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 1):
            return value or 1
        self.say("revision", "revision is no whole number from 1; read as 1", lost=False)
        return 1

    def role(self) -> Role:
        """What the entry is in its document, as an export of nightdesk says it."""
        value = self.record.get("role", "entry")
        return next((role for role in _ROLES if role == value), "entry")

    def extra(self, stamp: Stamp | None) -> dict[str, Any]:
        """What nightdesk does not know, kept aside; and a time that could not be read."""
        if stamp and KNOWN.issuperset(self.record):
            return {}
        kept = {key: value for key, value in self.record.items() if key not in KNOWN}
        if stamp is None:
            for key in ("time", "published"):
                if self.record.get(key) is not None:
                    kept[key] = self.record[key]
        return kept


def _kind(value: object) -> str:
    """What a value is, in the words of the file's author."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return "a list" if isinstance(value, list) else "a mapping"
