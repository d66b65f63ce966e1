"""DeskLayout: the frame of the desk's screen: which panes stand where, which has the keys.

From 100 columns all panes but the filter stand side by side, from 120 the filter too. Below that
the feed stands over one of tally and text, and the filter lies over all when it is asked for.
"""

import asyncio
from collections.abc import Mapping
from datetime import tzinfo
from typing import Literal, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.dom import DOMNode
from textual.geometry import Size
from textual.getters import query_one
from textual.reactive import var
from textual.timer import Timer
from textual.widget import Widget

from feeds.snapshot import Snapshot
from tui.charts.timeline_bar import TimelineBar
from tui.desk.key_bar import KeyBar, Moment, Where
from tui.desk.prompt_bar import PromptBar
from tui.desk.replay_keys import ReplayKeys
from tui.desk.too_small import LEAST_HEIGHT, LEAST_WIDTH, TooSmall
from tui.desk.top_bar import Status, TopBar
from tui.detail.detail_pane import DetailPane
from tui.drawing.frame_timer import FRAME_S, FrameTimer
from tui.drawing.hint_bar import HintBar
from tui.drawing.kept_compositor import KeptCompositor
from tui.drawing.palette import Drawn
from tui.feed.feed_pane import FeedPane
from tui.filter.facet_rows import DigitKind
from tui.filter.filter_bar import FilterBar
from tui.filter.filter_pane import FilterPane
from tui.filter.query_bar import QueryBar
from tui.keys.key_words import first_key
from tui.tally.tally_pane import TallyPane
from tui.words.story_time import ZoneMode

_Pane = TypeVar("_Pane", bound=Drawn)

PaneName = Literal["filter", "feed", "tally", "detail"]

ORDER: tuple[PaneName, ...] = ("filter", "feed", "tally", "detail")
"""In which Tab goes round."""

_NAMES: Mapping[type[DOMNode], PaneName] = {
    FilterPane: "filter",
    FeedPane: "feed",
    TallyPane: "tally",
    DetailPane: "detail",
}


class DeskLayout(ReplayKeys):
    """Panes, their focus, and what lies on top."""

    HORIZONTAL_BREAKPOINTS = [
        (0, "-tiny"),
        (LEAST_WIDTH, "-narrow"),
        (100, "-middle"),
        (120, "-wide"),
        (160, "-vast"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LEAST_HEIGHT, "-low"), (28, "-tall"), (50, "-high")]

    AUTO_FOCUS = "FeedPane"

    snapshot: var[Snapshot | None] = var(None)
    """What the panes draw; None while the sources are read."""

    status: var[Status | None] = var(None)
    """What the top bar says."""

    zone_mode: var[ZoneMode] = var[ZoneMode]("source")
    """Whose clock all times are on."""

    digits: var[DigitKind] = var[DigitKind]("actor")
    """What the digits toggle."""

    ascii_only = var(False)
    """Draw with ASCII signs."""

    with_changes = var(True)
    """Show the changes of figures in the feed."""

    zoomed: var[PaneName | None] = var[PaneName | None](None)
    """The pane that has the whole screen; None: each has its place."""

    lower: var[PaneName] = var[PaneName]("detail")
    """Which of tally and detail is in view where there is room for one."""

    filtering = var(False, toggle_class="-filtering")
    """True while the filter lies over the other panes, where it has no place of its own."""

    filter_pane = query_one(FilterPane)
    feed = query_one(FeedPane)
    tally_pane = query_one(TallyPane)
    detail = query_one(DetailPane)
    prompt = query_one(PromptBar)
    query_bar = query_one(QueryBar)
    key_bar = query_one(KeyBar)

    def __init__(
        self, keymap: Mapping[str, tuple[str, ...]], *, local: tzinfo | None = None
    ) -> None:
        """`keymap`: the reader's own keys by action; `local` None is the machine's own zone."""
        super().__init__()
        self._compositor = KeptCompositor()
        self._frames: FrameTimer | None = None
        self.keymap = keymap
        self.local = local
        self.is_complete = asyncio.Event()
        """Set once all of it is there."""

    def compose(self) -> ComposeResult:
        """All panes; what is rarely seen is mounted by `complete`."""
        cls = DeskLayout
        drawn = (cls.snapshot, cls.zone_mode, cls.ascii_only)
        yield TopBar().data_bind(cls.status, cls.ascii_only)
        yield self._keyed(FilterBar()).data_bind(cls.snapshot, cls.ascii_only)
        with Horizontal(id="panes"):
            yield FilterPane().data_bind(cls.snapshot, cls.digits, cls.ascii_only)
            yield self._keyed(FeedPane(local=self.local)).data_bind(*drawn, cls.with_changes)
            with Vertical(id="beside"):
                yield TallyPane(local=self.local).data_bind(*drawn)
                yield self._keyed(DetailPane(local=self.local)).data_bind(*drawn)
        yield TimelineBar(local=self.local).data_bind(*drawn)
        yield KeyBar(self.keymap).data_bind(cls.ascii_only)

    def _keyed(self, pane: _Pane) -> _Pane:
        """A pane that names the reader's own keys."""
        pane.keymap = self.keymap
        return pane

    def key_of(self, id: str) -> str:
        """The key of an action, as the panes name it."""
        return first_key(id, self.keymap, ascii_only=self.ascii_only)

    async def complete(self) -> None:
        """Mount what is rarely seen, right after the first paint; then keys are answered."""
        query_bar = QueryBar()
        query_bar.set_reactive(QueryBar.ascii_only, self.ascii_only)
        await self.mount(PromptBar(), query_bar, before=self.key_bar)
        await self.mount(TooSmall(self.key_of("back")))
        self.is_complete.set()

    @property
    def _update_timer(self) -> Timer:
        """What draws the screen."""
        if self._frames is None:
            draw = self._on_timer_update
            self._frames = FrameTimer(self, FRAME_S, name="frames", callback=draw, pause=True)
            self._frames._start()
            self._timers.add(self._frames)
        return self._frames

    def _compositor_refresh(self) -> None:
        """Nothing is shown in the midst of a batch, and nothing drawn for it: a screen takes 50 ms.

        Textual draws it and throws it away. What is to be painted stays marked.
        """
        if not self.app._batch_count:
            super()._compositor_refresh()

    def take_size(self, size: Size) -> None:
        """Stand in the classes of the breakpoints before the first layout, not after it."""
        for cells, points in (
            (size.width, self.HORIZONTAL_BREAKPOINTS),
            (size.height, self.VERTICAL_BREAKPOINTS),
        ):
            self.add_class(next(name for least, name in reversed(points) if least <= cells))

    def pane(self, name: PaneName) -> Widget:
        """The widget of a pane that takes the keys."""
        match name:
            case "filter":
                return self.filter_pane.facets
            case "feed":
                return self.feed
            case "tally":
                return self.tally_pane
            case "detail":
                return self.detail

    @property
    def where(self) -> PaneName | None:
        """The pane that has the keys: known at once, while `has_focus` takes a message."""
        around = self.focused.ancestors_with_self if self.focused else ()
        return next((_NAMES[type(node)] for node in around if type(node) in _NAMES), None)

    def go_to_pane(self, name: PaneName) -> None:
        """Bring a pane into view and give it the keys."""
        if name in ("tally", "detail"):
            self.lower = name
        if name == "filter":
            self.filtering = True
        if self.zoomed and self.zoomed != name:
            self.zoomed = name
        self.set_focus(self.pane(name))  # at once: `focus()` waits, and a quick key goes astray

    def watch_zoomed(self, now: PaneName | None) -> None:
        """One pane alone, or all."""
        self.set_class(now is not None, "-zoomed")
        for name in ORDER:
            self.set_class(now == name, f"-zoom-{name}")
        self.tell_keys()

    def watch_lower(self) -> None:
        """The other one of the two."""
        self.set_class(self.lower == "tally", "-lower-tally")

    def watch_filtering(self) -> None:
        """Gone with the filter are its keys."""
        self.tell_keys()

    def on_descendant_focus(self) -> None:
        """The footer follows the keys; an overlay that lost them goes."""
        where = self.where
        if where and where != "filter":
            self.filtering = False
        if where in ("tally", "detail"):
            self.lower = where
        self.feed.held = where == "detail" or self.detail.first_line > 0
        self.tell_keys()

    def tell_keys(self) -> None:
        """Tell the footer what is going on."""
        if self.is_mounted and self.snapshot is not None:
            self.key_bar.moment = self.moment()

    def moment(self) -> Moment:
        """What decides which keys matter."""
        where: Where = self.where or "other"
        if where == "filter" and self.focused is self.filter_pane.field:
            where = "field"
        elif self.focused and any(isinstance(w, PromptBar) for w in self.focused.ancestors):
            where = "prompt"
        state, feed = self.state, self.feed
        return Moment(
            where=where,
            playing=state == "playing",
            replaying=self.replaying,
            can_play=self.replay is not None,
            unseen=feed.unseen + feed.unseen_below > 0,
            finding=feed.finding,
            filtered=self.snapshot is not None and not self.snapshot.filter.is_empty,
            zoomed=self.zoomed is not None,
            on_change=feed.on_change,
            digits=self.digits,
        )

    def close_top(self) -> bool:
        """Close the topmost thing; False where only the feed is left."""
        if self.filter_pane.leave_field():
            return True
        if self.zoomed:
            self.zoomed = None
            return True
        if self.filtering or self.where not in ("feed", None):
            self.set_focus(self.feed)
            return True
        if self.feed.finding:
            self.end_find()
            return True
        return False

    def end_find(self) -> None:
        """Nothing is looked for any more."""
        raise NotImplementedError

    def action_next_pane(self) -> None:
        """The pane to the right, round the end."""
        self._turn_to(1)

    def action_previous_pane(self) -> None:
        """The pane to the left."""
        self._turn_to(-1)

    def action_zoom(self) -> None:
        """Give the pane the whole screen, or take it back."""
        self.zoomed = None if self.zoomed else self.where or "feed"

    def action_detail_down(self) -> None:
        """The text further, without leaving the list."""
        self._scroll_text(2)

    def action_detail_up(self) -> None:
        """The text back."""
        self._scroll_text(-2)

    def action_filter(self) -> None:
        """To the line in which a filter is typed."""
        self.ask_query()

    def action_filter_list(self) -> None:
        """To the list of sides, actors and regions."""
        self.go_to_pane("filter")

    def ask_query(self) -> None:
        """Let the filter be typed."""
        raise NotImplementedError

    def action_tally(self) -> None:
        """To the tally; from the tally, back to the feed."""
        self.go_to_pane("feed" if self.where == "tally" else "tally")

    def action_close(self) -> None:
        """Close what is on top; never quits, never clears a filter."""
        self.close_top()

    @on(HintBar.KeyClicked)
    async def _do(self, event: HintBar.KeyClicked) -> None:
        event.stop()
        await self.run_here(event.action)

    async def run_here(self, action: str) -> None:
        """Run a Textual action on the pane that has the keys, else on the screen."""
        if not (self.focused and await self.app.run_action(action, self.focused)):
            await self.app.run_action(action, self)

    def _turn_to(self, by: int) -> None:
        open_filter = self.filter_pane.display or self.filtering
        names = [name for name in ORDER if name != "filter" or open_filter]
        here = self.where
        place = names.index(here) if here in names else names.index("feed")
        self.go_to_pane(names[(place + by) % len(names)])

    def _scroll_text(self, by: int) -> None:
        self.lower = "detail"
        self.detail.scroll_text(by)
        self.feed.held = self.detail.first_line > 0
