"""DeskPlace: an archive opens where the reader left it, and tells what came in meanwhile.

What is pushed on top is imported when it is first asked for: the frame is painted sooner.
"""

# ruff: noqa: PLC0415 - see above

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import Protocol, get_args, runtime_checkable

from textual.worker import Worker, WorkerState

from feeds.catch_up import CatchUp
from feeds.clock import Clock
from feeds.entry import Entry
from feeds.errors import FeedError, UsageError
from feeds.marking import OF_ARCHIVE, Front, Place
from feeds.replay import check_speed
from feeds.snapshot import Filter
from tui.desk.desk_jotting import DeskJotting
from tui.desk.desk_layout import PaneName
from tui.feed.feed_pane import FeedPane
from tui.feed.late_rows import MOST as MOST_LATE
from tui.words.story_time import ZoneMode

KEPT_S = 4.0
"""Between two times that the place is written down: a connection may break at any moment."""

_CATCH_UP = "catch up"


@runtime_checkable
class KeptDesk(Protocol):
    """A desk over an archive: what came into it since can be told."""

    @property
    def newest(self) -> int:
        """The archive's own number of the version that came in last."""
        ...

    @property
    def keeps(self) -> bool:
        """False where nothing can be kept in the archive."""
        ...

    def begin(self) -> None:
        """The first screen stands: what takes longer than a frame may be worked out."""
        ...

    @property
    def last_doc(self) -> int:
        """The same of the last one that is in the archive, seen here or not yet."""
        ...

    def came(self, after: int, most: int) -> Sequence[Entry]:
        """Entries whose first version came in after a version, but for a source's first window."""
        ...

    def since(self, seen: int) -> CatchUp:
        """What came in after a version; in any thread."""
        ...


class DeskPlace(DeskJotting):
    """A desk that is left and come back to."""

    clock: Clock

    place_of: str = OF_ARCHIVE
    """What the place is kept under: a day or a replay of an archive has its own."""

    _came_upto = 0
    """The version up to which the feed was told what came in."""

    _left: Place | None = None
    """What was written down last."""

    _began: Place | None = None
    """What the last session wrote down."""

    _written: tuple[Filter, str] | None = None
    """The last filter that was put in words, and these."""

    @cached_property
    def kept_desk(self) -> KeptDesk | None:
        """The desk, where it is an archive's; to look whether it is asks the archive."""
        desk = self.asked_desk
        return desk if isinstance(desk, KeptDesk) else None

    def come_back(self, *, to_time: bool) -> None:
        """Stand where the last session over this archive stood, before anything is drawn.

        `to_time`: at its playhead too; else where the command line says.
        """
        if self.kept_desk is None:
            return
        self._came_upto = self.kept_desk.last_doc
        place = self.jotter.notebook.place(self.place_of)
        self.set_interval(KEPT_S, self.keep_place)
        if place is None:
            return
        self._left = self._began = place
        self._ask_again(place)
        if place.zone in get_args(ZoneMode):
            self.zone_mode = place.zone  # type: ignore[assignment]
        if place.zoomed in get_args(PaneName):
            self.zoomed = place.zoomed  # type: ignore[assignment]
        if to_time and place.at is not None and self.replay is not None:
            self.replay.pause()
            self.replay.seek(place.at)
            self.replaying = True
        if self.replay is not None and place.speed:
            with suppress(ValueError):
                self.replay.set_speed(check_speed(place.speed))

    def go_back(self) -> None:
        """Put the cursor where it was, and look for what came in since."""
        desk, place = self.kept_desk, self._began
        if desk is None or place is None:
            return
        self.feed.come_back((place.source, place.id), place.change, place.line)
        if place.seen and desk.newest > place.seen:
            seen = place.seen
            self.run_worker(lambda: desk.since(seen), name=_CATCH_UP, thread=True)

    def came(self) -> Sequence[Entry]:
        """What came in since this was asked last."""
        desk = self.kept_desk
        if desk is None or desk.newest <= self._came_upto:
            return ()
        after, self._came_upto = self._came_upto, desk.newest
        return desk.came(after, MOST_LATE)

    def say_what_is_not_kept(self) -> None:
        """Nothing, where the archive may not be written."""
        if self.kept_desk is not None and not self.kept_desk.keeps:
            self.say("This archive may not be written: nothing that you mark or decide is kept.")

    def keep_place(self) -> None:
        """Write down where the reader is, where that is another place than before."""
        desk = self.kept_desk
        if desk is None or not desk.keeps or self.snapshot is None:
            return
        source, id = self.here or ("", "")
        change, line = self._chosen()
        place = Place(
            source=source,
            id=id,
            change=change,
            line=line,
            query=self._query_text(),
            view=self.asked.view,
            zoomed=self.zoomed or "",
            zone=self.zone_mode,
            speed=self.replay.speed if self.replay else 0.0,
            at=self.at,
            seen=desk.newest,
            looked=self._left.looked if self._left else None,
            front=self._front() or (self._left.front if self._left else None),
        )
        if place == self._left:
            return
        place = replace(place, looked=self.clock.now())
        try:
            self.jotter.notebook.keep_place(self.place_of, place)
        except FeedError as error:
            self.say(str(error))
        else:
            self._left = place

    def _query_text(self) -> str:
        """The filter in words; written once a filter."""
        if self._written is None or self._written[0] is not self.asked:
            self._written = self.asked, self.asked_desk.write_query(self.asked.as_query)
        return self._written[1]

    def _chosen(self) -> tuple[str, int | None]:
        """The change under the cursor, and its line; of last time where the panes are gone."""
        if self.query(FeedPane):
            return self.feed.stands
        is_same = self._left is not None and self.here == (self._left.source, self._left.id)
        return (self._left.change, self._left.line) if self._left and is_same else ("", None)

    def _front(self) -> Front | None:
        """The feed as it stands on the screen; None where the panes are gone or lie under."""
        if not self.is_current or not self.query(FeedPane):
            return None
        region = self.feed.content_region
        rows = self.feed.rows_in_view()
        return Front(
            size=(self.app.size.width, self.app.size.height),
            at=(region.x, region.y),
            lines=tuple(self.feed.render_line(y).text for y in range(region.height)),
            rows=tuple((lines.start, lines.stop) for _, lines in rows),
            chosen=next((n for n, (row, _) in enumerate(rows) if row == self.feed.row), None),
        )

    def on_unmount(self) -> None:
        """The last word; the panes are gone by now, and what stood in them was kept before."""
        self.keep_place()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What came in since is there, or could not be told."""
        if event.worker.name != _CATCH_UP:
            return
        event.stop()
        if event.state is WorkerState.SUCCESS and isinstance(event.worker.result, CatchUp):
            self._tell(event.worker.result)
        elif event.state is WorkerState.ERROR:
            self.say(f"What came in since you looked could not be told: {event.worker.error}")

    def _ask_again(self, place: Place) -> None:
        """The filter of last time: the saved view as it is now, else the query."""
        view = next((v for v in self.jotter.notebook.views() if v.name == place.view), None)
        read = self.asked_desk.read_query
        try:
            if place.view and view is not None:
                from tui.screens.views_screen import shown_by

                self.asked = shown_by(view, read)
            elif place.query:
                asked = Filter.of(read(place.query))
                text = self.asked_desk.write_query(asked.query)
                self.asked = replace(asked, query_text=text)
        except UsageError as error:
            self.say(f"The filter of last time is dropped: {error}")

    def _tell(self, told: CatchUp) -> None:
        from tui.screens.catch_up_screen import CatchUpScreen

        if told.is_empty or self.snapshot is None:
            return
        self.feed.came_since(told.edge, told.below)
        card = CatchUpScreen(
            told,
            self.snapshot.beat,
            looked=self._began.looked if self._began else None,
            zone_mode=self.zone_mode,
            local=self.local,
            ascii_only=self.ascii_only,
        )
        self.app.push_screen(card, lambda go: self._go_to_first(told) if go else None)

    def _go_to_first(self, told: CatchUp) -> None:
        if told.first is not None and not self.feed.choose(told.first):
            key = self.key_of("chips_all")
            self.say(f"The first new entry is hidden by the filter: {key} shows all.")
