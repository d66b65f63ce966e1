"""Read YAML for packs, day files and settings: text and nothing but text, with every line number.

No implicit types: `10:30`, `no` and `2022-09-13` arrive as written, and the schema of each file
converts them. What makes YAML dangerous (aliases, anchors, tags, bottomless nesting) is refused
while the events stream by, before anything is built from it.
"""

from collections.abc import Callable
from typing import Any

import yaml

from feeds.errors import FeedError
from feeds.lined import Listed, Mapped

MOST_CHARACTERS = 5_000_000
MOST_EVENTS = 500_000
MOST_DEPTH = 32

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlError(FeedError):
    """A YAML text that is refused: names the source, the line (from 1) and the reason."""

    def __init__(self, source: str, line: int, problem: str) -> None:
        super().__init__(f"{source}, line {line}: {problem}")
        self.source = source
        self.line = line
        self.problem = problem


def load(text: str, *, source: str) -> object:
    """What `text` says: `Mapped`, `Listed`, str, or None (an empty text, `~`, a plain `null`).

    `source` is the name that errors give. Raises YamlError for broken YAML and for what is refused:
    aliases, anchors, tags, a key twice, nesting deeper than 32, a second document, more than 5 MB.
    """
    if len(text) > MOST_CHARACTERS:
        raise YamlError(source, 1, f"larger than {MOST_CHARACTERS // 1_000_000} MB")
    try:
        return _Builder(text, source).document()
    except yaml.MarkedYAMLError as error:
        raise YamlError(source, *_blamed(error, text)) from error
    except (yaml.YAMLError, UnicodeEncodeError) as error:  # half a surrogate pair is no UTF-8
        at = getattr(error, "position", getattr(error, "start", 0))
        line = text.count("\n", 0, at) + 1
        raise YamlError(source, line, "holds a character that YAML does not allow") from error


def _blamed(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """Line and reason of broken YAML; what never ends is to blame where it begins."""
    problem = str(error.problem or error.context)
    mark = error.problem_mark or error.context_mark
    if error.context_mark and mark and mark.line > text.rstrip().count("\n"):
        mark, problem = error.context_mark, f"{error.context}, {problem}"
    return (mark.line + 1 if mark else 1), problem


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


class _Builder:
    """Builds values from the event stream in one pass; never deeper than `MOST_DEPTH` calls."""

    def __init__(self, text: str, source: str) -> None:
        self._event: Callable[[], Any] = _LOADER(text).get_event
        self._source = source
        self._left = MOST_EVENTS

    def document(self) -> object:
        self._next()  # the stream's start
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        value = self._value(self._next(), 0)
        self._next()  # the document's end
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._refuse(after, "holds a second document; one is expected")
        return value

    def _next(self) -> Any:
        event = self._event()
        self._left -= 1
        if self._left < 0:
            raise self._refuse(event, f"holds more than {MOST_EVENTS} pieces")
        return event

    def _value(self, event: Any, depth: int) -> object:
        self._check(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            is_null = event.implicit[0] and event.value in _NULLS
            return None if is_null else event.value
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth + 1)
        return self._sequence(event, depth + 1)

    def _check(self, event: Any, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise self._refuse(event, f"aliases (*{event.anchor}) are not read; write it out")
        if event.anchor is not None:
            raise self._refuse(event, f"anchors (&{event.anchor}) are not read; write it out")
        if event.tag is not None:
            raise self._refuse(event, f"tags ({event.tag}) are not read; leave the tag out")
        if depth > MOST_DEPTH:
            raise self._refuse(event, f"is nested deeper than {MOST_DEPTH}")

    def _mapping(self, start: Any, depth: int) -> Mapped:
        made = Mapped(_line(start))
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            self._check(event, depth)
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refuse(event, "a key must be plain text")
            key = event.value
            if key in made:
                first = made.lines[key]
                raise self._refuse(event, f"the key {key!r} stands twice, first on line {first}")
            made.lines[key] = _line(event)
            made[key] = self._value(self._next(), depth)
        return made

    def _sequence(self, start: Any, depth: int) -> Listed:
        made = Listed(_line(start))
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            made.append(self._value(event, depth))
            made.lines.append(_line(event))
        return made

    def _refuse(self, event: Any, problem: str) -> YamlError:
        return YamlError(self._source, _line(event), problem)
