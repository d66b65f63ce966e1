"""Rules: which entries should be told aloud, and how; as the settings give them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal, cast, get_args

from feeds.lined import Listed, Mapped
from feeds.waits import seconds_of

Channel = Literal["bell", "terminal", "desktop", "command"]
"""The terminal's bell; its own notification; the desktop's; a command of the reader's own."""

CHANNELS: tuple[Channel, ...] = get_args(Channel)
COOL_DOWN = timedelta(minutes=1)
MOST_RULES = 50
_KEYS = ("name", "query", "by", "cool_down", "command")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What rings."""

    name: str
    query: str
    """In the query language; asked of every version that comes in."""

    by: tuple[Channel, ...] = ("bell", "terminal")
    """How, beside the message on the screen."""

    cool_down: timedelta = COOL_DOWN
    """After it rang: what comes within is told together, at its end."""

    command: tuple[str, ...] = ()
    """Program and arguments that take the alert as JSON on standard input; no shell runs them."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When nothing rings, on the reader's clock; what comes is held, and told at their end."""

    start: time
    end: time
    """Past midnight where it is not after `start`."""

    def hold(self, wall: datetime) -> bool:
        """True for a time on the reader's clock that lies within."""
        clock = wall.time()
        if self.start < self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def until(self, wall: datetime) -> datetime | None:
        """When those end that hold at `wall`, on the same clock; None where none do."""
        if not self.hold(wall):
            return None
        ends = datetime.combine(wall.date(), self.end, wall.tzinfo)
        return ends if ends > wall else ends + timedelta(days=1)


def rules_of(value: object) -> tuple[Rule, ...]:
    """The rules of a list in the settings.

    Raises:
        ValueError: it is no such list; says which line, and how to write it.
    """
    if value is None:
        return ()
    if not isinstance(value, Listed):
        raise ValueError("is not a list of `- query: ...` lines")
    if len(value) > MOST_RULES:
        raise ValueError(f"has {len(value)} rules; {MOST_RULES} at the most")
    rules = tuple(_rule(item, line) for item, line in zip(value, value.lines, strict=True))
    names = [rule.name for rule in rules]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f"has two rules named {twice!r}; give each a name of its own")
    return rules


def _rule(item: object, line: int) -> Rule:
    if isinstance(item, str):
        return Rule(name=item, query=item)
    if not isinstance(item, Mapped) or not isinstance(item.get("query"), str):
        raise ValueError(f"(line {line}) needs a `query:`, as in `query: claims:killed`")
    if unknown := next((key for key in item if key not in _KEYS), None):
        raise ValueError(f"(line {line}) has no {unknown!r}; there are {', '.join(_KEYS)}")
    query = str(item["query"])
    command = _words(item.get("command"))
    by = _channels(item.get("by"), line, has_command=bool(command))
    return Rule(
        name=str(item.get("name") or query),
        query=query,
        by=by,
        cool_down=_cool_down(item.get("cool_down"), line),
        command=command,
    )


def _channels(value: object, line: int, *, has_command: bool) -> tuple[Channel, ...]:
    """Those of `by:`; a command that is named rings, too."""
    its_own = ("command",) if has_command else ()
    told = (*_words(value), *its_own) or ("bell", "terminal")
    if unknown := next((word for word in told if word not in CHANNELS), None):
        raise ValueError(f"(line {line}) rings by {', '.join(CHANNELS)}, not {unknown!r}")
    if "command" in told and not has_command:
        raise ValueError(f"(line {line}) rings by command, and has no `command:`")
    return cast("tuple[Channel, ...]", tuple(dict.fromkeys(told)))


def _cool_down(value: object, line: int) -> timedelta:
    if value is None:
        return COOL_DOWN
    try:
        return timedelta(seconds=seconds_of(str(value)))
    except ValueError as error:
        raise ValueError(f"(line {line}) cool_down: {error}") from error


def _words(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, Listed) else str(value or "").replace(",", " ").split()
    return tuple(str(part) for part in parts if part)


def quiet_hours_of(value: object) -> QuietHours | None:
    """`23:30-07:00`.

    Raises:
        ValueError: it is no such thing.
    """
    if value in (None, "", "none"):
        return None
    first, dash, last = str(value).partition("-")
    try:
        found = QuietHours(time.fromisoformat(first.strip()), time.fromisoformat(last.strip()))
    except ValueError:
        found = None
    if not dash or found is None or found.start == found.end:
        raise ValueError(f"is {value!r}, no span such as 23:30-07:00")
    return found
