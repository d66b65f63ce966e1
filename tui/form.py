"""Form: lines that are asked for together, each with what is known and what it makes of words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from feeds.errors import UsageError
from feeds.folding import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Values that are known by name, in the order in which keys go through them."""

    names: Mapping[str, str]
    """Name as shown, and the value that it stands for."""

    what: str
    """What they are, for a message: `kind`."""

    takes_words: bool = False
    """Whether any other words are taken as they stand."""

    def read(self, typed: str) -> str:
        """The value of a name, of its beginning where no other begins so, or of itself.

        Raises:
            UsageError: none is meant, or several could be.
        """
        wanted = fold(" ".join(typed.split()))
        whole = [v for name, v in self.names.items() if wanted in (fold(name), fold(v))]
        if whole and wanted:
            return whole[0]
        if not wanted and "" in self.names.values():
            return ""
        known = self.names.items() if wanted else ()
        begun = {value: name for name, value in known if fold(name).startswith(wanted)}
        if len(begun) == 1:
            return next(iter(begun))
        if self.takes_words and wanted and not begun:
            return " ".join(typed.split())
        raise UsageError(self._trouble(typed, list(begun.values())))

    def _trouble(self, typed: str, begun: Sequence[str]) -> str:
        if begun:
            return f"{typed!r} could be {', '.join(begun)}"
        what = f"{typed!r} is no {self.what}" if typed.strip() else f"a {self.what} is missing"
        names = list(self.names)
        left = len(names) - _MOST_NAMED
        more = f" and {left} more" if left > 0 else ""
        return f"{what}; there are {', '.join(names[:_MOST_NAMED])}{more}"

    def beside(self, typed: str, by: int) -> str:
        """The name `by` places on from what was typed, round the end."""
        names = list(self.names)
        wanted = fold(typed.strip())
        place = next((n for n, name in enumerate(names) if fold(name) == wanted), None)
        if place is None:
            return names[0 if by > 0 else -1]
        return names[(place + by) % len(names)]

    def hint(self, typed: str, room: int, more: str) -> str:
        """The names that hold what was typed, as many as have room; all where it is one of them."""
        wanted = fold(typed.strip())
        is_known = any(fold(name) == wanted for name in self.names)
        fitting = [n for n in self.names if is_known or wanted in fold(n)]
        if self.takes_words and wanted and not fitting:
            return f"not in the pack: kept as the {self.what} as you typed it"
        fitting = fitting or list(self.names)
        told: list[str] = []
        for name in fitting:
            left = len(fitting) - len(told) - 1
            if len("  ".join([*told, name])) + (_MORE if left else 0) > room:
                return f"{'  '.join(told)}  {more} {left + 1} more"
            told.append(name)
        return "  ".join(told)


_MOST_NAMED = 8
"""Names that a message lists."""

_MORE = 12
"""Characters kept for how many more there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One line."""

    label: str
    value: str
    """What stands there at first."""

    hint: str = ""
    """What can be typed."""

    choices: Choices | None = None
    """What is known; None where anything is typed."""


class FieldError(UsageError):
    """What was typed on one line cannot be."""

    def __init__(self, place: int, words: str) -> None:
        super().__init__(words)
        self.place = place
        """Which line, from 0."""


def read_at(place: int, read: Callable[[str], str], typed: str) -> str:
    """`read(typed)`, its error pointing at the line."""
    try:
        return read(typed)
    except UsageError as error:
        raise FieldError(place, str(error)) from error


def named(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Names and values; of two that share a name, the second with its value beside it."""
    names: dict[str, str] = {}
    for name, value in pairs:
        names[name if name not in names else f"{name} ({value})"] = value
    return names
