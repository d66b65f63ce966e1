"""DeskAlerts: alerts ring on the screen and beyond it, whatever is shown; a replay runs on."""

# ruff: noqa: PLC0415 - what tells an alert is imported where there are rules

import os
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from feeds.snapshot import EntryKey
from tui.desk.desk_live import DeskLive
from tui.words.story_time import show

if TYPE_CHECKING:
    from feeds.alerts.ringing import Ring
    from feeds.alerts.rules import QuietHours, Rule
    from tui.alerts.alerting import Alerting
    from tui.alerts.alerts_screen import Rung

LOOK_S = 1.0
"""Between two looks at what came in."""


class DeskAlerts(DeskLive):
    """A desk with the reader's rules."""

    alerting: "Alerting | None" = None
    """None where there are no rules, or nothing comes in."""

    def watch_for(
        self, rules: "Sequence[Rule]", quiet: "QuietHours | None", desktop: Sequence[str]
    ) -> None:
        """Ring for what comes in from now on, and for what was held when the reader left."""
        from tui.alerts.alerting import AlertDesk, Alerting

        desk = self.asked_desk
        if not rules or not isinstance(desk, AlertDesk):
            return
        self._desktop = tuple(desktop)
        self.alerting = Alerting(desk, rules, quiet)
        for problem in (*self.alerting.problems, *self._without_program(rules)):
            self.say(problem)
        if self.alerting.is_on:
            self.set_interval(LOOK_S, self.look_for_alerts)

    def _without_program(self, rules: "Sequence[Rule]") -> Iterator[str]:
        """Whose program is not there: better said now than at night."""
        from tui.alerts.notifying import is_there

        for rule in rules:
            for way, command in (("desktop", self._desktop), ("command", rule.command)):
                if way in rule.by and not is_there(command):
                    program = command[0] if command else "none"
                    yield f"The alert {rule.name!r} cannot ring by {way}: no program {program}."

    def look_for_alerts(self) -> None:
        """Tell what rings now."""
        if self.alerting is None:
            return
        now = self.clock.now()
        for ring in self.alerting.look(now, now.astimezone(self.local)):
            self._tell_aloud(ring)

    def action_alerts(self) -> None:
        """What rang in this session, and what waits."""
        from tui.alerts.alerts_screen import AlertsScreen

        if self.alerting is None or not self.alerting.is_on:
            self.say("No alert is set: `alerts:` in the settings, see the README.")
            return
        card = AlertsScreen(
            partial(self._rung, self.alerting), self._on_clock, ascii_only=self.ascii_only
        )
        self.app.push_screen(card, self._go_to_alert)

    def _rung(self, alerting: "Alerting") -> "Rung":
        from tui.alerts.alerts_screen import Rung

        until = alerting.quiet_until(self.clock.now().astimezone(self.local))
        words = show(until, mode="local", source_zone=None, local=self.local) if until else ""
        return Rung(tuple(alerting.log), tuple(alerting.failed), alerting.held, words)

    def _go_to_alert(self, key: EntryKey | None) -> None:
        if key is not None:
            self.leave_replay()
            if not self.feed.choose(key):
                keys = f"{self.key_of('chips_all')}, {self.key_of('copies')}"
                self.say(
                    f"The filter hides that entry, or it is folded under another: {keys} show all."
                )

    def _tell_aloud(self, ring: "Ring") -> None:
        from tui.alerts.notifying import words_of

        title, body = words_of(ring)
        self.notify(body, title=f"Alert: {title}", severity="warning", markup=False, timeout=20)
        by = ring.rule.by
        if ("terminal" in by and not self._tell_terminal(title, body)) or "bell" in by:
            self.app.bell()
        if "desktop" in by or "command" in by:
            self.run_worker(lambda: self._run(ring), thread=True, name="alert")

    def _tell_terminal(self, title: str, body: str) -> bool:
        """False where the terminal takes no notifications."""
        from tui.alerts.notifying import escape, sequence_of

        which, driver = sequence_of(os.environ), self.app._driver
        if which is None or driver is None:
            return False
        driver.write(escape(title, body, which, in_tmux=bool(os.environ.get("TMUX"))))
        driver.flush()
        return True

    def _run(self, ring: "Ring") -> None:
        """In a thread: what cannot be run is said."""
        from tui.alerts.notifying import run_command, run_desktop

        wrong = []
        if "desktop" in ring.rule.by:
            wrong.append(run_desktop(self._desktop, ring))
        if "command" in ring.rule.by:
            wrong.append(run_command(ring.rule.command, ring))
        for words in filter(None, wrong):
            self.app.call_from_thread(self._say_failed, ring, words)

    def _say_failed(self, ring: "Ring", words: str) -> None:
        """Once aloud, and in the list for as long as it is there: the reader may be away."""
        if self.alerting is not None:
            self.alerting.failed.append((ring, words))
        self.say(f"The alert {ring.rule.name!r}: {words}")
