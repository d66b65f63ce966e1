"""Queried desk: what every desk does with queries: read, written again, completed.

The language is imported with the first query: most openings ask for none.
"""

# ruff: noqa: PLC0415 - see above

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from feeds.beat import Beat
from feeds.completion import Completion
from feeds.query import Query
from feeds.snapshot import Snapshot

if TYPE_CHECKING:
    from feeds.queries import Vocabulary


class QueriedDesk:
    """A beat, its sources and tags, and what their names mean in a query."""

    beat: Beat
    zone: tzinfo
    """Zone of stamps and typed times that name none."""

    _words: "Vocabulary | None" = None
    """None until a query is asked, and after whatever it is made of changed."""

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """First and last moment at which something became known; None when nothing has a time."""
        raise NotImplementedError

    def read_query(self, text: str) -> Query:
        """What a query means here: names of the beat and of the sources, times in `zone`.

        Raises:
            QueryError: it cannot be understood; says where and what to do.
        """
        from feeds import queries

        return queries.parse(text, self._vocabulary)

    def write_query(self, query: Query) -> str:
        """A query in words that `read_query` reads again."""
        from feeds import queries

        return queries.write(query, self.zone)

    def complete(self, text: str, cursor: int, snapshot: Snapshot) -> Completion:
        """What could be typed at `cursor`, a place in `text`, with counts at the snapshot."""
        from feeds import queries

        return queries.complete(text, cursor, self._vocabulary, queries.counts_of(snapshot))

    @property
    def _vocabulary(self) -> "Vocabulary":
        from feeds import queries

        if self._words is None:
            span = self.span
            self._words = queries.Vocabulary(
                beat=self.beat,
                zone=self.zone,
                last_day=span[1].astimezone(self.zone).date() if span else None,
                span=span,
                sources=tuple(sorted(self._source_names())),
                tags=tuple(sorted(self._tags())),
            )
        return self._words

    def _source_names(self) -> Iterable[str]:
        """Names of the sources."""
        raise NotImplementedError

    def _tags(self) -> Iterable[str]:
        """The tags that were given, each once."""
        raise NotImplementedError
