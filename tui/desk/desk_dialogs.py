"""DeskDialogs: what lies over the desk's screen: prompts, help, the text to copy.

What is pushed on top is imported when it is first asked for: the frame is painted sooner.
"""

# ruff: noqa: PLC0415 - see above

import os
from abc import abstractmethod
from datetime import datetime, tzinfo

from textual import on

from feeds.claim import Category, Kind
from feeds.entry import Entry
from feeds.sighting import Fetched
from tui.desk.desk_layout import DeskLayout
from tui.desk.prompt_bar import PromptBar
from tui.keys.actions import Action
from tui.tally.tally_changes import CellKey, key_of
from tui.words.story_time import show


class DeskDialogs(DeskLayout):
    """A desk that can be asked: opens what lies on top and takes its answers."""

    @abstractmethod
    def find(self, words: str, *, jump: bool) -> None:
        """Highlight words; with `jump` go to the nearest hit. Empty words end it."""

    @property
    @abstractmethod
    def story_wall(self) -> datetime | None:
        """The playhead on the clock that is shown; None where nothing has a time."""

    @abstractmethod
    def origin_of(self, entry: Entry) -> Fetched | None:
        """The retrieval that brought an entry; None for what was not fetched."""

    def action_find(self) -> None:
        """Ask for words."""
        if self.snapshot is not None:
            self.prompt.ask_find()

    def action_go_to(self) -> None:
        """Ask for a time."""
        wall = self.story_wall
        if wall is None or not self.times:
            self.say_no_times()
        else:
            self.prompt.ask_time(wall, (self.times[0], self.times[-1]))

    def action_help(self) -> None:
        """The keys of this pane."""
        from tui.screens.help_screen import HelpScreen

        screen = HelpScreen(self.where or "feed", keymap=self.keymap, ascii_only=self.ascii_only)
        self.app.push_screen(screen, self._run_chosen)

    def action_copy(self) -> None:
        """Copy the entry with its source and time, and show what was copied."""
        from tui.desk.clipboard import copy
        from tui.screens.copy_screen import CopyScreen
        from tui.words.citation import cite

        entry = self.detail.entry
        if entry is None:
            return
        text = cite(
            entry,
            mode=self.zone_mode,
            source_zone=self._zone,
            local=self.local,
            origin=self.origin_of(entry),
            source=self.snapshot.source_name(entry.source) if self.snapshot else None,
        )
        done = copy(text, terminal=self.app.copy_to_clipboard, environ=os.environ)
        self.app.push_screen(CopyScreen("Copied", text, done, ascii_only=self.ascii_only))

    def action_open_link(self) -> None:
        """Show where the entry's link leads, and open it where the reader wants that."""
        from tui.screens.copy_screen import CopyScreen
        from tui.screens.link_screen import LinkScreen
        from tui.words.links import safe_address, why_not_here

        url = self.detail.entry.url if self.detail.entry else None
        address = safe_address(url)
        if address is None:
            self.say("This entry has no link." if not url else f"This link is not opened: {url}")
            return
        if (reason := why_not_here(os.environ)) is not None:
            done = f"not opened: {reason}"
            self.app.push_screen(CopyScreen("Link", address, done, ascii_only=self.ascii_only))
            return
        asking = LinkScreen(address, ascii_only=self.ascii_only)
        self.app.push_screen(asking, lambda opens: self._open(address) if opens else None)

    def _open(self, address: str) -> None:
        from tui.screens.copy_screen import CopyScreen
        from tui.words.links import open_link

        done = open_link(address, os.environ)
        if done.startswith("not opened"):
            self.app.push_screen(CopyScreen("Link", address, done, ascii_only=self.ascii_only))
        else:
            self.say(f"{address} {done}")

    def say_edge(self, wanted: datetime) -> None:
        """Where a time that was asked for lies outside the story, which edge was taken for it."""
        if not self.times or self.times[0] <= wanted <= self.times[-1]:
            return
        begins = wanted < self.times[0]
        edge = show(
            self.times[0 if begins else -1],
            mode=self.zone_mode,
            source_zone=self._zone,
            local=self.local,
        )
        self.say(f"The story {'begins' if begins else 'ends'} {edge}; went there.")

    def show_text(self, title: str, text: str) -> None:
        """A text to read and to select."""
        from tui.screens.copy_screen import CopyScreen

        self.app.push_screen(CopyScreen(title, text, "", ascii_only=self.ascii_only))

    def ask_to_quit(self) -> None:
        """One question."""
        from tui.screens.quit_screen import QuitScreen

        self.app.push_screen(QuitScreen(ascii_only=self.ascii_only), self._leave)

    @on(PromptBar.FindChanged)
    def _find_so_far(self, event: PromptBar.FindChanged) -> None:
        event.stop()
        self.find(event.words, jump=False)

    @on(PromptBar.FindSubmitted)
    def _find(self, event: PromptBar.FindSubmitted) -> None:
        event.stop()
        self.go_to_pane("feed")
        self.find(event.words, jump=True)

    @on(PromptBar.TimeSubmitted)
    def _go(self, event: PromptBar.TimeSubmitted) -> None:
        event.stop()
        self.go_to_pane("feed")
        self.seek(event.at)
        self.say_edge(event.at)

    @on(PromptBar.Cancelled)
    def _cancel(self, event: PromptBar.Cancelled) -> None:
        event.stop()
        self.go_to_pane("feed")
        if event.asked == "find":
            self.find("", jump=False)

    @property
    def _zone(self) -> tzinfo | None:
        return self.snapshot.beat.zone if self.snapshot else None

    def cell_now(self, victim: str, kind: Kind, category: Category) -> CellKey:
        """The cell that a figure stands in now: its category may have become known since."""
        cells = self.snapshot.tally.shown if self.snapshot else ()
        same = [key_of(c) for c in cells if (c.victim, c.kind) == (victim, kind)]
        wanted = CellKey(victim, kind, category)
        return wanted if wanted in same else next(iter(same), CellKey(victim, kind, None))

    async def _run_chosen(self, action: Action | None) -> None:
        if action is not None:
            await self.run_here(action.action)

    def _leave(self, leave: bool | None) -> None:
        if leave:
            self.call_after_refresh(self.app.action_quit)
