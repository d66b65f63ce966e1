"""ReplayKeys: the playhead of the desk's screen, the keys that move it, and its one timer."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic

from textual.screen import Screen
from textual.timer import Timer

from feeds.clock import Clock
from feeds.replay import Gap, Replay
from feeds.sanitise import clean_line
from tui.desk.top_bar import State
from tui.drawing.frame_timer import next_frame

JUMP = timedelta(minutes=15)
"""Story time of one jump."""

SAID_S = 4.0
"""How long a message stands, at least."""

READ_A_SECOND = 15
"""Characters that a reader takes in beside other work."""


class ReplayKeys(Screen[None]):
    """A screen with a playhead; away from a replay it stands at the end, undated entries too."""

    replay: Replay | None = None
    """None where nothing has a time, or nothing is read yet."""

    replaying = False
    """True from the first move of the playhead until the reader goes to the end."""

    times: Sequence[datetime] = ()
    """The stops of the replay."""

    claim_times: Sequence[datetime] = ()
    """Where current claims become known: the stops of the key events."""

    clock: Clock
    """By which a replay goes."""

    _timer: Timer | None = None

    _frame_s = 0.0
    """When the last move of the playhead was due, in seconds of the machine's clock."""

    @property
    def at(self) -> datetime | None:
        """The playhead, aware, UTC; None is the end."""
        return self.replay.at if self.replay and self.replaying else None

    @property
    def state(self) -> State:
        """What the playhead does, worked out from where it stands."""
        return self.replay.state if self.replay and self.replaying else "complete"

    def moved(self, gap: Gap | None = None) -> None:
        """The playhead has moved or its state has changed; `gap` is what it jumped."""
        raise NotImplementedError

    def tick(self) -> None:
        """Move to where the clock says, and sleep until something is due."""
        gap = self.replay.advance() if self.replay else None
        self._turn(gap)

    def action_play_pause(self) -> None:
        """Play or pause; from the end, play again from the start."""
        if self.replay is None:
            self.say_no_times()
            return
        if self.state in ("complete", "ended"):
            self.replay.seek(self.times[0])
            self.replay.play()
        else:
            self.replay.toggle()
        self.replaying = True
        self._turn()

    def action_step_next(self) -> None:
        """Let the next entry come."""
        self._step(1)

    def action_step_previous(self) -> None:
        """Take the newest entry back."""
        self._step(-1)

    def action_faster(self) -> None:
        """The next higher speed."""
        if self.replay:
            self.replay.faster()
            self._turn()

    def action_slower(self) -> None:
        """The next lower speed."""
        if self.replay:
            self.replay.slower()
            self._turn()

    def action_jump_forward(self) -> None:
        """15 minutes of story time on."""
        self._jump(JUMP)

    def action_jump_back(self) -> None:
        """15 minutes of story time back."""
        self._jump(-JUMP)

    def action_next_key_event(self) -> None:
        """Where the next claim becomes known."""
        self.go_to_claim(1)

    def action_previous_key_event(self) -> None:
        """Where the claim before became known."""
        self.go_to_claim(-1)

    def action_skip_gaps(self) -> None:
        """Jump quiet stretches, or play through them."""
        if self.replay:
            self.replay.toggle_skipping()
            self._turn()

    def seek(self, time: datetime) -> None:
        """Put the playhead at `time`, paused."""
        if self.replay is None:
            self.say_no_times()
            return
        self.replay.pause()
        self.replay.seek(time)
        self.replaying = True
        self._turn()

    def follow_times(self) -> None:
        """Entries came in; with the first of them there is something to replay."""
        if self.replay is not None and self.times:
            self.replay.follow(self.times)
        elif self.times:
            self.replay = Replay(self.times, self.clock, playing=False)
            self.replay.to_end()

    def leave_replay(self) -> None:
        """Stand at the end: everything there is."""
        if self.replay:
            self.replay.to_end()
        self.replaying = False
        self._turn()

    def go_to_claim(self, by: int) -> None:
        """Put the playhead where the next (1) or previous (-1) claim becomes known."""
        if self.replay is None or not self.claim_times:
            self.say_no_times()
            return
        here = self.replay.at
        if by > 0:
            place = bisect_right(self.claim_times, here)
            if place < len(self.claim_times):
                self.seek(self.claim_times[place])
        else:
            place = bisect_left(self.claim_times, here) - 1
            if place >= 0:
                self.seek(self.claim_times[place])

    def _step(self, by: int) -> None:
        if self.replay is None:
            self.say_no_times()
            return
        self.replay.step(by)
        self.replaying = True
        self._turn()

    def _jump(self, by: timedelta) -> None:
        if self.replay is None:
            self.say_no_times()
            return
        self.replay.jump(by)
        self.replaying = True
        self._turn()

    def say_no_times(self) -> None:
        """Nothing has a time, so nothing can be replayed."""
        self.say("Nothing here has a time to replay by.")

    def say(self, words: str) -> None:
        """A short message; feed text in it is cleaned, never read as markup."""
        stands_s = max(SAID_S, len(words) / READ_A_SECOND)
        self.app.clear_notifications()  # what was said before is told by now
        self.notify(clean_line(words), markup=False, timeout=stands_s)

    def _turn(self, gap: Gap | None = None) -> None:
        """Set the timer anew, and tell."""
        if self._timer:
            self._timer.stop()
            self._timer = None
        wait_s = self._wait_s()
        if wait_s is not None:
            self._timer = self.set_timer(wait_s, self.tick)
        self.moved(gap)

    def _wait_s(self) -> float | None:
        """Until the next entry or the next minute of the story; None while nothing plays."""
        due_s = self.replay.due_s() if self.replay and self.replaying else None
        if due_s is None or self.replay is None:
            return None
        at = self.replay.at
        minute_s = (60 - at.second - at.microsecond / 1e6) / self.replay.speed
        now_s = monotonic()
        self._frame_s = next_frame(self._frame_s, now_s)
        return max(min(due_s, minute_s), self._frame_s - now_s)
