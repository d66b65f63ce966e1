"""Form: lines that are asked for together, each with what is known and what it makes of words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

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

    does: str = ""
    """What comes of other words, to be said before they are kept."""

    aliases: Mapping[str, str] = field(default_factory=dict)
    """Further names, which are read and not offered."""

    def read(self, typed: str) -> str:
        """The value of a name, of its beginning where no other begins so, or of itself.

        Raises:
            UsageError: none is meant, or several could be.
        """
        wanted = fold(" ".join(typed.split()))
        whole = [v for name, v in self.names.items() if wanted in (fold(name), fold(v))]
        whole += [v for name, v in self.aliases.items() if fold(name) == wanted]
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

    def doubt(self, typed: str) -> str:
        """What to ask before words that are no known name are kept; empty where they are one."""
        wanted = fold(" ".join(typed.split()))
        if not self.takes_words or self._is_known(wanted):
            return ""
        near = self._near(wanted)
        mean = f" did you mean {' or '.join(near)}?" if near else ""
        does = f" {self.does};" if self.does else ""
        return f"{typed.strip()!r} is no {self.what} of this beat:{mean}{does} Enter again keeps it"

    def _is_known(self, wanted: str) -> bool:
        try:
            return self.read(wanted) in self.names.values()
        except UsageError:
            return True

    def _near(self, wanted: str) -> list[str]:
        """Names that may be meant, the likeliest first."""
        shown = {value: name for name, value in self.names.items()}
        said = {fold(n): v for n, v in (*self.aliases.items(), *self.names.items())}
        close = get_close_matches(wanted, said, n=_MOST_NEAR, cutoff=_ALIKE)
        return list(dict.fromkeys(shown[said[name]] for name in close if said[name] in shown))

    def beside(self, typed: str, by: int, stem: str = "") -> str:
        """The name `by` places on from what was typed, round the end.

        Of those that begin with `stem`, then those that hold it; of all where none does.
        """
        names = self._holding(fold(stem.strip())) or list(self.names)
        wanted = fold(typed.strip())
        place = next((n for n, name in enumerate(names) if fold(name) == wanted), None)
        if place is None:
            return names[0 if by > 0 else -1]
        return names[(place + by) % len(names)]

    def _holding(self, stem: str) -> list[str]:
        begun = [name for name in self.names if fold(name).startswith(stem)]
        return begun + [n for n in self.names if stem in fold(n) and n not in begun]

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

_MOST_NEAR, _ALIKE = 2, 0.6
"""Names that a question offers, and how alike (from 0 to 1) they are at least."""

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
