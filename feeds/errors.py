"""The errors a user can act on: each names the source, the place in it, and what to do."""

import shlex
from dataclasses import dataclass, replace

LONGEST = 1_000
"""Characters of a message; words of the source that it quotes may be of any length."""

_TAIL = 300
"""Those of its end, where it says what to do."""


def clipped(message: str) -> str:
    """`message` in at most `LONGEST` characters: its middle left out, and how much that was."""
    if len(message) <= LONGEST:
        return message
    sign = f" [... {len(message):,} characters in all ...] "
    return message[: LONGEST - _TAIL - len(sign)] + sign + message[-_TAIL:]


class FeedError(Exception):
    """Something in the user's input is wrong, and the message says where and what to do.

    Everything that feeds raises on bad input is of this family; anything else is a bug.
    """

    def __init__(self, message: str) -> None:
        super().__init__(clipped(message))


class SourceError(FeedError):
    """A source that cannot be read at all: missing, empty, binary, unrecognised."""

    def __init__(self, source: str, problem: str, remedy: str, *, line: int | None = None) -> None:
        """`line`: where in the source, from 1; None where no one line is to blame."""
        place = f"{source}, line {line}" if line is not None else source
        super().__init__(f"{place}: {problem}; {remedy}")
        self.source = source
        self.problem = clipped(problem)
        self.remedy = remedy
        self.line = line


class BeatError(FeedError):
    """A beat pack that is refused: names the file, the line (from 1), the reason."""

    def __init__(self, file: str, line: int | None, problem: str) -> None:
        place = f"{file}, line {line}" if line is not None else file
        super().__init__(f"{place}: {problem}")
        self.file = file
        self.line = line
        self.problem = clipped(problem)


class DecisionError(FeedError):
    """A decision that could not be kept: names the file; nothing shows it as kept."""

    def __init__(self, file: str, problem: str, remedy: str) -> None:
        super().__init__(f"{file}: the decision is not kept: {problem}; {remedy}")
        self.file = file
        self.problem = problem
        self.remedy = remedy


class ArchiveError(FeedError):
    """The archive cannot do as asked: names the file, what is wrong with it, and what to do."""

    def __init__(self, file: str, problem: str, remedy: str) -> None:
        super().__init__(f"{file}: {problem}; {remedy}")
        self.file = file
        self.problem = problem
        self.remedy = remedy


class ArchiveBusyError(ArchiveError):
    """Another program writes to it for longer than we wait; nothing has changed."""


class ArchiveFullError(ArchiveError):
    """The disk took no more: what was acknowledged stands, the rest was rolled back whole."""


class ArchiveBrokenError(ArchiveError):
    """Its pages are damaged, or the disk does not give them."""


def care(file: str, *words: str) -> str:
    """The command that does something to an archive, to be typed as it stands.

    Without the file it would be done to the one in the data folder.
    """
    return f"`nightdesk archive {shlex.join((*words, '--archive', file))}`"


class UsageError(FeedError):
    """A request that makes no sense as asked (an unknown actor, a time that cannot be read)."""


class QueryError(UsageError):
    """A query that cannot be understood: names the place in its text, and what to do."""

    def __init__(self, text: str, start: int, end: int, problem: str) -> None:
        """`text[start:end]` is what cannot be; both ends are `len(text)` where something lacks."""
        super().__init__(f"query, character {start + 1}: {problem}")
        self.text = text
        self.start = start
        self.end = end
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing in a source that was not read as it stands; the rest of the source was.

    Problems are counted, kept and shown: they never stop the reading.
    """

    source: str
    """Name of the source, as the user gave it."""

    line: int | None
    """Line in the source, from 1; None where the format has no lines."""

    what: str
    """What is wrong, in the reader's words, and what was kept or left out; `clipped`."""

    lost: bool = True
    """True where something was left out; False for a mere notice (a guessed encoding)."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "what", clipped(self.what))

    def moved(self, lines: int) -> "Problem":
        """The same, of a part before which so many lines of its document came."""
        return self if self.line is None else replace(self, line=self.line + lines)

    def __str__(self) -> str:
        place = f"{self.source}, line {self.line}" if self.line is not None else self.source
        return f"{place}: {self.what}"
