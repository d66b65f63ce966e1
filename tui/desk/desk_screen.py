"""DeskScreen: the state of the desk's screen: what was asked for, and the snapshot that answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Protocol

from textual import on
from textual.message import Message

from feeds.beat import Beat
from feeds.change import Change
from feeds.clock import Clock, WallClock, offset
from feeds.entry import Entry
from feeds.marking import OF_ARCHIVE
from feeds.query import EVERYTHING
from feeds.replay import Gap, Replay
from feeds.sighting import Fetched
from feeds.snapshot import EntryKey, Filter, Hits, Opened, Snapshot
from tui.charts.timeline_bar import TimelineBar
from tui.claims.decider import Decider, JudgedDesk
from tui.desk.desk_alerts import DeskAlerts
from tui.desk.desk_compared import ComparedDesk
from tui.desk.desk_filter import AskedDesk
from tui.desk.jotter import JottedDesk, Jotter
from tui.desk.top_bar import Status
from tui.feed.feed_order import zone_of_days
from tui.feed.feed_pane import FeedPane
from tui.filter.facet_rows import FacetKind, numbered
from tui.filter.filter_pane import FacetList
from tui.keys.keymap import bindings
from tui.tally.steady import steady
from tui.words import story_time
from tui.words.story_time import ZoneMode


class ShownDesk(JudgedDesk, AskedDesk, JottedDesk, ComparedDesk, Protocol):
    """What the screen asks of the desk (`feeds.desk.Desk`)."""

    beat: Beat
    opened: Opened

    zone: tzinfo
    """Zone of stamps and typed times that name none."""

    @property
    def times(self) -> Sequence[datetime]:
        """The stops of a replay, sorted."""
        ...

    @property
    def claim_times(self) -> Sequence[datetime]:
        """Those at which a current claim becomes known."""
        ...

    def find(self, text: str, snapshot: Snapshot) -> Hits:
        """Entries of the snapshot that have the words."""
        ...

    def origin(self, entry: Entry) -> Fetched | None:
        """The retrieval that brought a version of an entry."""
        ...

    def follow_changes(self) -> Sequence[Change]:
        """Every change of a figure; snapshots carry them from then on."""
        ...

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Have `changed` called, in any thread, when a snapshot would tell more."""
        ...

    def look(self) -> bool:
        """Take what another program added since; True where there is something."""
        ...


LOOK_S = 0.05
"""Between two looks whether another program added entries."""


class DeskScreen(DeskAlerts):
    """Holds the state, takes what the panes say, and asks the desk for snapshots."""

    BINDINGS = bindings("panes", "screen", "judge", "replay")

    CSS_PATH = "nightdesk.tcss"

    words = ""
    """What is looked for; empty: nothing."""

    @dataclass
    class DeskChanged(Message):
        """The desk has more to tell than it had."""

        def can_replace(self, message: Message) -> bool:
            """One snapshot tells it all."""
            return isinstance(message, DeskScreen.DeskChanged)

    _read: Entry | None = None
    """The entry that the feed's cursor is on, in the version that is known at the playhead."""

    gap: Gap | None = None
    """The quiet stretch that the playhead jumped last; None once it has moved on."""

    def __init__(
        self,
        desk: ShownDesk,
        replay: Replay | None = None,
        *,
        replaying: bool = False,
        keymap: Mapping[str, tuple[str, ...]],
        zone_mode: ZoneMode = "source",
        ascii_only: bool = False,
        with_changes: bool = True,
        local: tzinfo | None = None,
        by: str = "",
        clock: Clock | None = None,
        to_time: bool = True,
        place_of: str = OF_ARCHIVE,
    ) -> None:
        """Show a desk: from its replay's playhead, or complete.

        `to_time`: an archive's playhead stands where it stood last, under the name `place_of`.

        `keymap`: the reader's own keys by action; `local` None is the machine's own zone; `by` is
        the reader's name, for decisions.
        """
        super().__init__(keymap, local=local)
        self.desk = desk
        self.clock = clock or WallClock()
        self.jotter = Jotter(desk, self.clock)
        self._to_time = to_time
        self.place_of = place_of
        self.decider = Decider(desk, by, changed=self.refresh_snapshot)
        self.replay = replay
        self.replaying = replaying and replay is not None
        self.times = desk.times
        self.claim_times = desk.claim_times
        self.set_reactive(DeskScreen.zone_mode, zone_mode)
        self.set_reactive(DeskScreen.ascii_only, ascii_only)
        self.set_reactive(DeskScreen.with_changes, with_changes)
        self.set_class(ascii_only, "-ascii")

    def on_mount(self) -> None:
        """All panes are there: let them draw, and let the replay run.

        The cursor is watched, not told of: a message comes a frame later (a key took 38 ms to its
        last byte in a terminal of 120x40, watched 13).
        """
        self.feed.marking_of = self.detail.marking_of = self.jotter.marking
        self.feed.edit_of, self.feed.copies_of = self.touched, self.copies
        self.detail.copies_of, self.detail.sighting_of = self.copies, self.sighting
        self.feed.gone_of = self.is_gone
        self.watch(self.feed, "cursor", self._show_entry, init=False)
        self.watch(self.feed, "on_change", self.tell_keys, init=False)
        self.watch(self.feed, "change", self._show_change, init=False)
        self.tally_pane.now = self.end
        self._unwatch = self.desk.watch(self._tell_change)
        self.set_interval(LOOK_S, self.desk.look)
        self.come_back(to_time=self._to_time)
        self._turn()
        self.go_back()
        self.say_without_beat()
        self.say_what_is_not_kept()

    def on_unmount(self) -> None:
        """Nobody looks any more."""
        self._unwatch()

    def _tell_change(self) -> None:
        """In any thread."""
        self.post_message(self.DeskChanged())

    @on(DeskChanged)
    def _take_news(self, event: DeskChanged) -> None:
        """What was in work is done, or entries came in."""
        event.stop()
        if self.leave_for_pack():
            return  # by the old beat it would stand here for a moment, without names
        if self.desk.times is not self.times:
            self.times, self.claim_times = self.desk.times, self.desk.claim_times
            self.tally_pane.now = self.end
            self.follow_times()
        self.jotter.forget()
        self.feed.came_in(self.came())
        self.refresh_snapshot()
        self.say_without_beat()

    def moved(self, gap: Gap | None = None) -> None:
        """Show what is known at the playhead now."""
        self.refresh_snapshot()
        if gap or self.state != "playing":
            self.gap = gap
            self._say_gap()

    def refresh_snapshot(self) -> None:
        """Ask the desk anew, and let the panes draw."""
        self.snapshot = steady(self.snapshot, self._ask_desk())
        if self._read is not None and self.detail.entry is self._read:
            self._read = self.desk.entry(self._read.key, self.at)
            self.detail.entry = self._read
        if self.words:
            self.feed.show_hits(self.words, self.desk.find(self.words, self.snapshot))
        self.status = self._status(self.snapshot)
        self.tell_keys()

    def _ask_desk(self) -> Snapshot:
        if self.asked.is_empty:
            self.jotter.asked_anew()
        asked = replace(self.asked, left=self.jotter.left)
        return self.desk.snapshot(at=self.at, asked=asked, fold=self.folds)

    def tell_status(self) -> None:
        """Draw the bar anew, and count ages anew."""
        self.tally_pane.now = self.end
        if self.snapshot is not None:
            self.status = self._status(self.snapshot)

    def ask(self, asked: Filter) -> None:
        """Show only what passes `asked`."""
        self.asked = asked
        self.jotter.asked_anew()
        self.refresh_snapshot()

    @property
    def compared_desk(self) -> ComparedDesk:
        """The desk."""
        return self.desk

    def origin_of(self, entry: Entry) -> Fetched | None:
        """The retrieval that brought an entry; None for what was not fetched."""
        return self.desk.origin(entry)

    @property
    def asked_desk(self) -> AskedDesk:
        """The desk."""
        return self.desk

    def find(self, words: str, *, jump: bool) -> None:
        """Highlight words, hiding nothing; with `jump` go to the nearest hit."""
        self.words = words.strip()
        if self.snapshot is None:
            return
        hits = self.desk.find(self.words, self.snapshot) if self.words else Hits()
        self.feed.show_hits(self.words, hits)
        self.detail.words = self.words
        if self.words and jump and not hits.positions and hits.is_whole:
            self.say(f'Nothing known so far has "{self.words}".')
        elif jump and not self.feed.is_on_hit:
            self.feed.choose_hit(1)
        self.tell_keys()

    def end_find(self) -> None:
        """Nothing is looked for any more."""
        self.find("", jump=False)

    @property
    def story_wall(self) -> datetime | None:
        """The playhead on the clock that is shown; None where nothing has a time."""
        return self.status.wall if self.status else None

    def action_find_next(self) -> None:
        """Next hit down the feed."""
        self._next_hit(1)

    def action_find_previous(self) -> None:
        """Next hit up the feed."""
        self._next_hit(-1)

    def action_toggle_chip(self, number: int) -> None:
        """Choose the nth actor or region, or no longer."""
        facets = numbered(self.snapshot, self.digits) if self.snapshot else ()
        if number <= len(facets):
            self._toggle(self.digits, facets[number - 1].id)

    def action_problems(self) -> None:
        """What was not read as it stands, every line of it."""
        problems = self.snapshot.problems if self.snapshot else self.desk.opened.problems
        told = [str(thing) for thing in (*self.desk.opened.failed, *problems, *self.odd_lines)]
        if told:
            self.show_text("Not read as it stands", "\n".join(told))
        else:
            self.say("Everything was read as it stands.")

    def action_chips_all(self) -> None:
        """Show everything."""
        self.filter_pane.drop_search()
        self.ask(Filter())

    def action_chips_kind(self) -> None:
        """The digits choose regions, or actors again."""
        self.digits = "region" if self.digits == "actor" else "actor"
        self.tell_keys()

    def action_zone(self) -> None:
        """The next clock."""
        self.zone_mode = story_time.next_zone(self.zone_mode)
        if self.snapshot:
            self.status = self._status(self.snapshot)
        self._say_gap()

    def action_changes(self) -> None:
        """Changes of figures stand in the feed, or do not."""
        self.with_changes = not self.with_changes
        if self.with_changes:
            self.desk.follow_changes()
            self.refresh_snapshot()
        if not self.with_changes:
            self.say("Changes of figures are hidden.")
        elif self.snapshot is not None and "changes" in self.snapshot.pending:
            self.say("The changes of figures are being worked out.")
        elif self.snapshot is not None and not self.snapshot.changes:
            self.say("No figure has changed so far.")

    def action_to_end(self) -> None:
        """Take what came in; where nothing did, go to the end."""
        if self.replaying or not self.feed.take_new():
            self.leave_replay()
            self.feed.take()
        self.tell_keys()

    def go_to_claim(self, by: int) -> None:
        """In a replay the playhead moves; with everything shown, the cursor."""
        if self.replaying:
            super().go_to_claim(by)
        elif not self.feed.choose_claims(by):
            self.say("No further entry with a claim.")

    def action_back(self) -> None:
        """One step back; at the end ask whether to quit."""
        if self.close_top():
            return
        if self.replaying:
            self.leave_replay()
        else:
            self.ask_to_quit()

    @on(FacetList.FacetToggled)
    def _choose(self, event: FacetList.FacetToggled) -> None:
        event.stop()
        self._toggle(event.kind, event.id)

    def _show_entry(self, key: EntryKey | None) -> None:
        """The text of the entry that the feed's cursor is on."""
        self._read = self.desk.entry(key, self.at) if key else None
        self.came_to(self._read)
        self.detail.entry = self._read
        self.tell_keys()

    def _show_change(self, change: Change | None) -> None:
        """The whole of the line that the feed's cursor is on, over its cause."""
        self.detail.change = change

    @on(FeedPane.EntryOpened)
    def _read_entry(self, event: FeedPane.EntryOpened) -> None:
        event.stop()
        self.go_to_pane("detail")
        if trouble := self.jotter.read(event.key):
            self.say(trouble)

    @on(FeedPane.ChangeOpened)
    def _open_change(self, event: FeedPane.ChangeOpened) -> None:
        event.stop()
        change = event.change
        self.open_ledger(self.cell_now(change.victim, change.kind, change.category))

    @on(TimelineBar.TimeSought)
    def _seek(self, event: TimelineBar.TimeSought) -> None:
        event.stop()
        self.seek(event.at)

    def _toggle(self, kind: FacetKind, id: str) -> None:
        asked = self.asked
        if kind == "text":
            self.ask(replace(asked, text="" if asked.text == id else id))
        elif kind == "query":
            self.ask(replace(asked, query=EVERYTHING, query_text=""))
        elif kind == "side":
            self.ask(replace(asked, sides=asked.sides ^ {id}))
        elif kind == "actor":
            self.ask(replace(asked, actors=asked.actors ^ {id}))
        else:
            self.ask(replace(asked, regions=asked.regions ^ {id}))

    def _next_hit(self, by: int) -> None:
        if not self.feed.choose_hit(by):
            nothing = f"Nothing is looked for: {self.key_of('find')} finds."
            none = "No hit so far; more are looked for." if self.feed.finds_more else "No hit."
            self.say(none if self.words else nothing)

    def _status(self, snapshot: Snapshot) -> Status:
        wall, zone = self._story_wall(snapshot)
        opened = self.desk.opened
        replay = self.replay
        return Status(
            beat=snapshot.beat.name,
            state=self.state,
            speed=replay.speed if replay else 60,
            skipping=bool(replay and replay.skipping),
            wall=wall,
            zone=zone,
            assumed=self.zone_mode == "source" and opened.zone_assumed is not None,
            shown=len(snapshot.entries),
            known=snapshot.known,
            folded=snapshot.folded,
            problems=sum(p.lost for p in snapshot.problems) + len(opened.failed) + self.losing,
            notes=sum(not p.lost for p in snapshot.problems) + len(self.odd) - self.losing,
            is_judged=snapshot.is_judged,
            hidden_undated=snapshot.undated if snapshot.at else 0,
            pending=snapshot.pending,
            followed=len(self.followed) or len(self.healths),
            failing=self.failing,
            is_live=bool(self.followed),
            is_starting=self.is_starting,
        )

    @property
    def end(self) -> datetime | None:
        """What the playhead at the end stands for: the minute it is now while sources are followed,
        else the story's last time."""
        return self.present or (self.times[-1] if self.times else None)

    def _story_wall(self, snapshot: Snapshot) -> tuple[datetime | None, str]:
        """The playhead on the clock that is shown, and that clock's name."""
        at = snapshot.at or self.end
        if at is None:
            return None, ""
        wall = self._wall(at, zone_of_days(snapshot))
        name = getattr(wall.tzinfo, "key", "" if self.zone_mode == "source" else self.zone_mode)
        return wall, "" if name in ("utc", "UTC") else str(name)

    def _wall(self, time: datetime, source_zone: tzinfo | None) -> datetime:
        return story_time.in_zone(
            time, mode=self.zone_mode, source_zone=source_zone, local=self.local
        )

    def _say_gap(self) -> None:
        """The gap that was jumped, on the clock that is shown."""
        if self.gap is None:
            self.feed.note = ""
            return
        zone = self.desk.beat.zone
        start, end = self._wall(self.gap.start, zone), self._wall(self.gap.end, zone)
        clocks = f"{start:%H:%M}-{end:%H:%M} {offset(end)}"
        self.feed.note = f"{clocks} skipped ({story_time.span(self.gap.length)})"
