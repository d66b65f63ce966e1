"""CatchUp: what came into an archive since the reader was last there."""

from dataclasses import dataclass

from feeds.change import Change
from feeds.snapshot import EntryKey


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUp:
    """Counted by arrival, not by the entries' own times: what was filed late is new, too."""

    entries: int
    """How many entries came in."""

    edits: int
    """How many further versions of entries that were there."""

    first: EntryKey | None
    """The earliest of the new entries, by its own time; None where there is none."""

    edge: EntryKey | None
    """The latest of the entries that were there: what stands above it is new. None for none, and
    where nothing does."""

    below: tuple[EntryKey, ...] = ()
    """The new entries that stand below it all the same: stamped earlier than it. The last of very
    many."""

    late: int = 0
    """How many these are."""

    moved: tuple[Change, ...]
    """How the tally's cells stand otherwise now, each with what moved it."""

    @property
    def is_empty(self) -> bool:
        """True where nothing came in."""
        return not self.entries and not self.edits
