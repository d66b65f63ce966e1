"""Matching: versions that came in are held against the rules' queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from feeds.alerts.ringing import Hit
from feeds.alerts.rules import Rule
from feeds.beat import Beat
from feeds.claim import Claim
from feeds.entry import Entry
from feeds.folding import spaced
from feeds.passing import Beside, test_of
from feeds.query import Query
from feeds.snapshot import EntryKey

MOST_WORDS = 200
"""Characters of a text that stand for its headline where it has none."""

OLD = timedelta(hours=1)
"""Between publication and retrieval, from which on news is told as old: a source's first window."""


@dataclass(frozen=True, eq=False)
class Arrived:
    """One version that came in."""

    entry: Entry
    claims: tuple[Claim, ...]
    """As the machine read them."""

    doc: int
    """The archive's number of it."""

    first: EntryKey
    """The first report of the same text; its own key where it has no copies."""

    touched: Collection[str] = ()
    """What the edit touched that made it (`Edit.names`); empty for an entry's first words."""

    source_name: str = ""
    """Its source's name as shown; empty: the one that the entry names."""

    @cached_property
    def spaced(self) -> tuple[str, str]:
        """The words of headline and body, as `feeds.folding.spaced` gives them."""
        return spaced(self.entry.headline or ""), spaced(self.entry.body)

    @property
    def event(self) -> str:
        """The same for copies of one text; another one for each edit."""
        if self.entry.revision == 1:
            return " ".join(self.first)
        return f"{' '.join(self.entry.key)} {self.entry.revision}"


Watch = tuple[Rule, Query]
"""A rule, and what its query means on the beat."""


def hits_of(watch: Watch, arrived: Sequence[Arrived], beat: Beat) -> list[Hit]:
    """The versions that a rule asks for, in the order in which they came."""
    touched = {id(one.entry): one.touched for one in arrived}
    test = test_of(watch[1], beat, Beside(touched=lambda entry: touched.get(id(entry), ())))
    return [_hit(one) for one in arrived if test(one)]


def _hit(one: Arrived) -> Hit:
    entry = one.entry
    late = entry.fetched - entry.known if entry.fetched and entry.known else timedelta(0)
    return Hit(
        event=one.event,
        source=entry.source,
        source_name=one.source_name,
        id=entry.id,
        headline=entry.headline or entry.body[:MOST_WORDS],
        late_s=int(late.total_seconds()) if late >= OLD else 0,
        edit=next(iter(one.touched), ""),
        time=entry.time.isoformat() if entry.time else None,
        url=entry.url,
    )
