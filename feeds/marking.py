"""Marking: what a person left on an entry; View: a query with a name; Place: where they were."""

from dataclasses import dataclass, replace
from datetime import datetime

from feeds.folding import words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """What a person left on an entry: bound to the entry's key, whatever its revision."""

    marked: bool = False
    tags: frozenset[str] = frozenset()
    """Each as `tag_of` writes it."""

    note: str = ""
    read: int = 0
    """The newest revision that was read; 0: none. An entry edited since is unread again."""


def tag_of(typed: str) -> str:
    """A tag as it is kept, folded and without blanks: `Follow up` is follow-up; empty for none."""
    return "-".join(words_of(typed))


UNMARKED = Marking()
"""An entry that nobody touched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A query that was given a name."""

    name: str
    query: str
    """As typed."""

    mutes: tuple[str, ...] = ()
    """Queries whose entries this view leaves out, each as typed: its own mute list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The feed as it stood on the screen: what is shown while everything else is imported."""

    size: tuple[int, int]
    """Columns and lines of the terminal; in one of another size it would jump."""

    at: tuple[int, int]
    """Column and line where the feed begins, from 0."""

    lines: tuple[str, ...]
    """Clean text, each as wide as the feed."""

    rows: tuple[tuple[int, int], ...] = ()
    """Of every row that is whole in view the lines that bear the cursor's sign when it is chosen,
    in their first cell: the first of them, and the one after the last."""

    chosen: int | None = None
    """Which of `rows` the cursor is on; None: on none of them."""

    def moved(self, by: int) -> "Front | None":
        """With the cursor so many rows on, down where positive; None where that is not in view."""
        if self.chosen is None or not 0 <= self.chosen + by < len(self.rows):
            return None
        here, there = self.rows[self.chosen], self.rows[self.chosen + by]
        lines, sign = [*self.lines], self.lines[here[0]][:1]
        for (first, below), drawn in ((here, " "), (there, sign)):
            lines[first:below] = [drawn + text[1:] for text in lines[first:below]]
        return replace(self, lines=tuple(lines), chosen=self.chosen + by)


OF_ARCHIVE = "archive"
"""What the place of an archive is kept under, in the archive itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a session stood when it ended: what the next one begins with."""

    source: str = ""
    """Source and id of the chosen entry; both empty where none was."""

    id: str = ""
    change: str = ""
    """Id of the change of a figure that was chosen, of which that entry is a cause; empty: none."""

    line: int | None = None
    """Line of the feed, from 0, at which what was chosen began; None: its list was at the top."""

    query: str = ""
    """The filter as a query."""

    view: str = ""
    """Name of the saved view; empty for none."""

    zoomed: str = ""
    """Pane that had the whole screen; empty for none."""

    zone: str = ""
    """Mode of the clock; empty for the settings' own."""

    speed: float = 0.0
    """Of the replay; 0 for the settings' own."""

    at: datetime | None = None
    """The playhead; None at the end."""

    seen: int = 0
    """The newest version that the archive had then, by its own number."""

    front: Front | None = None
    """What stood there; None where nothing was drawn."""

    looked: datetime | None = None
    """When the reader was last here, aware: what came in since is "since you looked"."""
