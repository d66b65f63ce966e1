"""DeskFilter: the filter line of the desk's screen: what is typed is tried, kept or taken back."""

import asyncio
from abc import abstractmethod
from dataclasses import replace
from functools import cached_property
from typing import Protocol

from textual import on

from feeds.completion import Completion
from feeds.query import Query
from feeds.snapshot import EntryKey, Filter, Snapshot
from tui.desk.desk_layout import PaneName
from tui.desk.desk_review import DeskReview
from tui.filter.query_bar import QueryBar


class AskedDesk(Protocol):
    """What the filter line asks of the desk."""

    def read_query(self, text: str) -> Query:
        """What a query means; raises a QueryError."""
        ...

    def write_query(self, query: Query) -> str:
        """A query in words that `read_query` reads again."""
        ...

    def complete(self, text: str, cursor: int, snapshot: Snapshot) -> Completion:
        """What could be typed at a place of a query, with counts at the snapshot."""
        ...


class DeskFilter(DeskReview):
    """A desk whose filter can be typed."""

    asked = Filter()
    """What the reader wants to see."""

    _before: Filter | None = None
    """What they saw when the filter line opened; None while it is closed."""

    _stood: tuple[EntryKey, str, int | None] | None = None
    """Where the feed stood then, as `FeedPane.come_back` takes it; None where it followed."""

    _came_from: PaneName = "feed"
    """The pane that had the keys then."""

    @abstractmethod
    def ask(self, asked: Filter) -> None:
        """Show only what passes `asked`."""

    @cached_property
    def _found(self) -> asyncio.Event:
        """Set where the snapshot has all that passes the filter."""
        return asyncio.Event()

    @property
    def is_asking(self) -> bool:
        """True while words that were asked for are looked up."""
        return not self._found.is_set()

    async def answered(self) -> None:
        """Wait until they are found."""
        await self._found.wait()

    def watch_snapshot(self, snapshot: Snapshot | None) -> None:
        """Whether some are looked up still."""
        if snapshot is not None and "words" in snapshot.pending:
            self._found.clear()
        else:
            self._found.set()

    @property
    @abstractmethod
    def asked_desk(self) -> AskedDesk:
        """The desk."""

    def ask_query(self) -> None:
        """Let a query be typed; the names are offered with the counts of now."""
        snapshot, desk = self.snapshot, self.asked_desk
        if snapshot is None:
            return
        self._before, self._came_from = self.asked, self.where or "feed"
        self._stood = self._place()
        self.filtering = False
        asked = self.asked
        self.query_bar.ask(
            desk.write_query(asked.query) if asked.view else asked.query_text,
            desk.read_query,
            lambda text, cursor: desk.complete(text, cursor, snapshot),
        )
        self.set_focus(self.query_bar.field)  # at once, as for a pane

    def on_descendant_focus(self) -> None:
        """Whatever else takes the keys closes the line."""
        if self._before is not None and self.focused is not self.query_bar.field:
            self.query_bar.action_close()

    @on(QueryBar.QueryTried)
    def _try_query(self, event: QueryBar.QueryTried) -> None:
        event.stop()
        if self._before is not None:
            self._ask_query(event.query, event.text)

    @on(QueryBar.QuerySubmitted)
    def _keep_query(self, event: QueryBar.QuerySubmitted) -> None:
        event.stop()
        self._before = None
        self._ask_query(event.query, event.text)
        self.go_to_pane("feed")

    @on(QueryBar.Cancelled)
    def _take_query_back(self, event: QueryBar.Cancelled) -> None:
        event.stop()
        before, self._before = self._before, None
        if before is not None and before != self.asked:
            self.ask(before)
            if self._stood is not None:
                self.feed.come_back(*self._stood)
        if self.focused in (None, self.query_bar.field):
            self.go_to_pane(self._came_from)

    def _place(self) -> tuple[EntryKey, str, int | None] | None:
        feed = self.feed
        return None if feed.cursor is None or feed.at_edge else (feed.cursor, *feed.stands)

    def _ask_query(self, query: Query, text: str) -> None:
        if self.asked.view and query == self.asked.query:
            return  # the view, as it was
        asked = replace(self.asked, query=query, query_text=text, view="")
        if asked != self.asked:
            self.ask(asked)
