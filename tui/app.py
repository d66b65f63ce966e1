"""NightdeskApp: builds the screen, has the sources read behind it, and leaves with a status."""

import asyncio
import gc
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.message import Message
from textual.screen import ModalScreen
from textual.scrollbar import ScrollBar, ScrollBarRender

from feeds.clock import Clock, WallClock
from feeds.errors import FeedError, UsageError
from feeds.front import holds_entries
from feeds.marking import OF_ARCHIVE
from feeds.sanitise import clean_line
from tui.drawing import themes
from tui.drawing.scroll_bar import PlainScrollBar
from tui.keys.keymap import OVER_ALL, bindings, keymap, keys_of
from tui.keys.layouts import beside_always
from tui.start import hangup
from tui.start.collecting import CollectError
from tui.start.early_keys import EarlyKeys
from tui.start.opening import Opening
from tui.start.reading_screen import ReadingScreen

if TYPE_CHECKING:  # what the first paint does not need is imported after it
    from textual.command import Provider

    from feeds.replay import Replay
    from tui.desk.desk_screen import ShownDesk
    from tui.settings import Loaded

__all__ = ["NightdeskApp", "Opening"]

GONE_S = 2.0
"""Between two looks whether the terminal is still there."""

HANGUP = 129
"""Exit status where it is not, as if the signal had come."""

COMPLETE_S = 2.0
"""How long the desk may take to be complete before it is told of keys all the same."""

Progress = Callable[[str, int], None]
Load = Callable[[Opening, Progress], "ShownDesk"]


def _desk_commands() -> "type[Provider]":
    from tui.screens.command_palette import DeskCommands  # noqa: PLC0415 - when the palette opens

    return DeskCommands


class NightdeskApp(EarlyKeys):
    """The dashboard. It only builds: the screen holds the state."""

    TITLE = "nightdesk"

    _is_of_another_beat = False
    """True while the archive is opened anew because its beat is known now, or another one."""

    ENABLE_COMMAND_PALETTE = True
    BINDINGS = bindings("app")
    COMMANDS = {_desk_commands}
    """Ours alone: Textual's own would change the theme behind the settings' back."""

    @dataclass
    class SourceRead(Message):
        """The reading has come so far."""

        stage: str
        done: int

        def can_replace(self, message: Message) -> bool:
            """Only the last stage matters."""
            return isinstance(message, NightdeskApp.SourceRead)

    @dataclass
    class DeskOpened(Message):
        """Everything is read."""

        desk: "ShownDesk"

    @dataclass
    class DeskRefused(Message):
        """Nothing can be shown, and why."""

        error: FeedError

    def __init__(
        self,
        opening: Opening,
        *,
        settings: "Loaded",
        load: Load | None = None,
        clock: Clock | None = None,
        local: tzinfo | None = None,
    ) -> None:
        """`load` reads the sources, in a thread; `local` None is the machine's own zone."""
        self._settings = settings.settings
        self._problems = settings.problems
        super().__init__()
        self.animation_level = "none"
        ScrollBar.renderer = PlainScrollBar if self._settings.ascii else ScrollBarRender
        self._opening = opening
        self._load = load or partial(load_desk, with_changes=self._settings.changes)
        self._clock = clock or WallClock()
        self._local = local
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.LIGHT if self._settings.theme == "light" else themes.DARK
        self._yield_typed_keys()
        self.set_keymap(keymap(self._settings.keymap, layouts=beside_always(self._settings.layout)))

    def _yield_typed_keys(self) -> None:
        """A reader's own key that types a character leaves no card in which it is typed."""
        own = self._settings.keymap
        typed = {id for id in OVER_ALL if any(len(key) == 1 for key in own.get(id, ()))}
        for key, bound in self._bindings.key_to_bindings.items():
            plain = [replace(one, priority=one.priority and one.id not in typed) for one in bound]
            self._bindings.key_to_bindings[key] = plain

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our colours in a theme that does not name them."""
        return dict(themes.DEFAULTS)

    def get_default_screen(self) -> ReadingScreen:
        """The frame."""
        layouts = beside_always(self._settings.layout)
        steps = {
            key: rows
            for action, rows in (("down", 1), ("up", -1))
            for key in keys_of(action, self._settings.keymap, layouts)
        }
        return ReadingScreen(
            _what(self._opening),
            ascii_only=self._settings.ascii,
            front=self._opening.front,
            steps=steps,
        )

    async def action_quit(self) -> None:
        """Leave; where the reader is is written down while the panes are there."""
        for screen in self.screen_stack:
            if callable(keep := getattr(screen, "keep_place", None)):
                keep()
        await super().action_quit()

    def action_command_palette(self) -> None:
        """Find any action by its name."""
        from tui.screens.command_palette import DeskPalette  # noqa: PLC0415 - when it is asked for

        if not isinstance(self.screen, DeskPalette):
            self.push_screen(DeskPalette(ascii_only=self._settings.ascii))

    def on_mount(self) -> None:
        """Begin to read once the frame is painted."""
        self.set_interval(GONE_S, self._leave_a_dead_terminal)
        if self._opening.collecting is not None:
            self.set_interval(GONE_S, self._look_after_collector)
        self.call_after_refresh(self.run_worker, self._read, name="read", thread=True)

    def on_unmount(self) -> None:
        """The thread that reads waits for no collector any more."""
        if self._opening.collecting is not None:
            self._opening.collecting.let_go()

    def _read(self) -> None:
        """In a thread: nothing here touches a widget."""
        try:
            desk = self._load(self._opening, self._report)
            import tui.desk.desk_screen  # noqa: F401, PLC0415 - here, where nobody waits for a key
        except FeedError as error:
            self.post_message(self.DeskRefused(error))
        else:
            gc.freeze()  # what was read stays: never look through it for garbage
            self.post_message(self.DeskOpened(desk))

    def _see_begin(self) -> None:
        """In a thread: begin to collect, now that it takes no time from what is shown first.

        What the collector refuses ends the screen.
        """
        assert self._opening.collecting is not None
        try:
            self._opening.collecting.begin_once()
            self._opening.collecting.wait(None)
        except CollectError as error:
            self.post_message(self.DeskRefused(error))

    def _look_after_collector(self) -> None:
        """Where it died it is started again, and the reader is told."""
        assert self._opening.collecting is not None
        if words := self._opening.collecting.look():
            for screen in self.screen_stack:
                if hasattr(screen, "is_starting"):
                    screen.is_starting = False
            self.notify(words, severity="error", markup=False)

    def _leave_a_dead_terminal(self) -> None:
        """A broken connection may send no signal: nobody sees us, and nobody could end us.

        As the signal would: at once. What was decided is on the disk already, and Textual's way
        out waits for a terminal that takes no more (measured: for ever).
        """
        if hangup.is_gone():
            os._exit(HANGUP)

    def _report(self, stage: str, done: int) -> None:
        self.post_message(self.SourceRead(stage, done))

    @on(SourceRead)
    def _say_stage(self, event: SourceRead) -> None:
        if not self.has_ended and isinstance(self.screen, ReadingScreen):
            count = f" {event.done:,}" if event.done else ""
            self.screen.stage = clean_line(f"{event.stage}{count}")

    @on(DeskOpened)
    async def _show(self, event: DeskOpened) -> None:
        from tui.desk.desk_screen import DeskScreen  # noqa: PLC0415 - after the first paint

        if self.has_ended:
            return
        try:
            replay, replaying = begin(event.desk, self._opening, self._clock)
        except FeedError as error:
            self._refuse(self.DeskRefused(error))
            return
        screen = DeskScreen(
            event.desk,
            replay,
            replaying=replaying,
            keymap=self._settings.keymap,
            zone_mode=self._settings.zone_mode,
            ascii_only=self._settings.ascii,
            with_changes=self._settings.changes,
            local=self._settings.own_zone or self._local,
            by=self._settings.name,
            clock=self._clock,
            to_time=not replaying,
            place_of=_place_of(self._opening),
        )
        screen.is_starting = self._opening.is_starting
        screen.take_size(self.size)
        with self.batch_update():
            while isinstance(self.screen, ModalScreen | DeskScreen):
                await self.pop_screen()
            await self.push_screen(screen)
        settings = self._settings
        screen.watch_for(settings.alerts, settings.quiet_hours, settings.desktop_command)
        screen.refresh()
        screen.call_after_refresh(screen.complete)
        with suppress(TimeoutError):
            await asyncio.wait_for(screen.is_complete.wait(), COMPLETE_S)
        if (kept := screen.kept_desk) is not None:
            kept.begin()
        if screen.is_starting:
            self.run_worker(self._see_begin, name="begin", thread=True)
        for problem in self._problems:
            screen.say(problem)
        if self._is_of_another_beat:
            self._is_of_another_beat = False
            screen.say_beat()
        if wanted := _wanted(event.desk, self._opening):
            screen.say_edge(wanted)
        self.call_later(self.answer_early_keys)

    def on_desk_live_pack_came(self) -> None:
        """The sources have told which beat they are about: read the archive anew with it."""
        for screen in self.screen_stack:
            if callable(keep := getattr(screen, "keep_place", None)):
                keep()
        self._is_of_another_beat = True
        self.run_worker(self._read, name="read", thread=True)

    @on(DeskRefused)
    def _refuse(self, event: DeskRefused) -> None:
        """The reason goes to standard error, once the terminal is the reader's again."""
        status = 2 if isinstance(event.error, UsageError) else 1
        if isinstance(event.error, CollectError):
            status = event.error.status
        words = Text(f"nightdesk: {clean_line(str(event.error))}")
        self.exit(return_code=status, message=words)


def load_desk(opening: Opening, progress: Progress, *, with_changes: bool = True) -> "ShownDesk":
    """Read the sources, `with_changes`: and how the figures moved; or open the archive."""
    if opening.archive is not None:
        from feeds.archived.opening import open_archive  # noqa: PLC0415 - see below

        live = opening.collecting
        if live is not None and not holds_entries(opening.archive):
            live.wait()  # it may be about to make the archive
        found = open_archive(
            opening.archive, opening.options, day=opening.day, waits=False, held=True
        )
        found.follow_changes()
        return found
    from feeds.desk import open_desk  # noqa: PLC0415 - after the first paint, in a thread

    desk = open_desk(opening.sources, opening.options, stdin=opening.piped, progress=progress)
    if with_changes:
        progress("changes", 0)
        desk.follow_changes()
    return desk


def begin(desk: "ShownDesk", opening: Opening, clock: Clock) -> "tuple[Replay | None, bool]":
    """The replay of a desk, and whether it begins as one (else everything is shown).

    Raises:
        UsageError: a time that was asked for makes no sense here.
    """
    from feeds.replay import Replay  # noqa: PLC0415 - after the first paint

    wanted = _wanted(desk, opening)
    if not desk.times:
        if wanted:
            raise UsageError("nothing here has a time; --date gives undated documents their day")
        return None, False
    replaying = opening.replaying or wanted is not None
    replay = Replay(
        desk.times,
        clock,
        start=wanted,
        speed=opening.speed,
        quiet=opening.quiet,
        playing=opening.replaying,
    )
    if not replaying:
        replay.to_end()
    return replay, replaying


def _wanted(desk: "ShownDesk", opening: Opening) -> datetime | None:
    """The typed time to begin at, on the story's clock; a clock alone is on its last day."""
    typed = opening.at or opening.start
    if typed is None:
        return None
    last = desk.times[-1].astimezone(desk.zone).date() if desk.times else date(2000, 1, 1)
    return typed.resolve(desk.zone, last, at_end=True)


def _place_of(opening: Opening) -> str:
    """What the place of the session is kept under, in an archive."""
    of = "replay" if opening.replaying else OF_ARCHIVE
    return f"{of} {opening.day}" if opening.day else of


def _what(opening: Opening) -> str:
    if opening.archive is not None:
        return clean_line(f"opening {opening.archive}")
    count = len(opening.sources)
    what = opening.sources[0] if count == 1 else f"{count} sources"
    return clean_line(f"reading {what}")
