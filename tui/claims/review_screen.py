"""ReviewScreen: the claims that a person should judge, one after the other, by keys alone."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.widgets import Static

from feeds.beat import Beat
from feeds.snapshot import Snapshot
from tui.claims.asking_screen import AskingScreen
from tui.claims.claim_frame import Manner
from tui.claims.decider import Decider
from tui.claims.review_queue import Queue, following, queue_of
from tui.claims.review_rows import review_rows
from tui.drawing.row_list import Row, RowList
from tui.tally.tally_rows import Look


class QueueList(RowList):
    """The questions of a queue; judged ones stay where they are until the queue is closed."""

    @dataclass
    class ClaimOpened(Message):
        """The reader wants to see a claim in its entry."""

        claim: str

    def __init__(
        self, queue: Queue, beat: Beat, at: datetime | None, manner: Manner, first: str | None
    ) -> None:
        """`first`: the claim on which the cursor begins; the first one where it is not there."""
        super().__init__()
        ids = [question.claim.id for question in queue.questions]
        self.set_reactive(QueueList.cursor, first if first in ids else next(iter(ids), None))
        self._queue = queue
        self._beat = beat
        self._at = at
        self._manner = manner

    def show(self, queue: Queue, claim: str | None) -> None:
        """Draw another queue, the cursor on `claim`."""
        self._queue = queue
        self.refill()
        if claim is not None:
            self.cursor = claim

    def make_rows(self, width: int) -> Sequence[Row]:
        """The rows of the queue at `width`."""
        look = Look(
            beat=self._beat,
            at=self._at,
            width=width,
            palette=self.palette,
            marks=self.marks,
            ascii_only=self.ascii_only,
            zone_mode=self._manner.zone_mode,
            local=self._manner.local,
        )
        return review_rows(self._queue, look)

    def chosen(self, key: Hashable) -> None:
        """Ask for the claim's entry."""
        self.post_message(self.ClaimOpened(str(key)))


class ReviewScreen(AskingScreen):
    """Lists what is doubtful and what is contested; after each verdict comes the next."""

    frame = query_one("#frame", Vertical)

    where = "review"

    def __init__(
        self, snapshot: Snapshot, *, decider: Decider, manner: Manner | None = None
    ) -> None:
        super().__init__(snapshot, decider, manner or Manner())
        self._queue = queue_of(snapshot, decider.entry_of)
        self._listed = QueueList(
            self._queue, snapshot.beat, snapshot.at, self.manner, decider.left_at
        )
        self._listed.set_reactive(QueueList.ascii_only, self.manner.ascii_only)

    def compose(self) -> ComposeResult:
        """A framed list, what was said last, and the keys that matter."""
        with Vertical(id="frame"):
            yield self._listed
            yield Static(id="said")
            yield self.bar(("open", "entry"))

    def on_mount(self) -> None:
        """Say how much is left."""
        self._label()

    @property
    def in_hand(self) -> str | None:
        """Id of the claim under the cursor."""
        cursor = self._listed.cursor
        return None if cursor is None else str(cursor)

    def take(self, snapshot: Snapshot, claim: str) -> None:
        """Draw the queue as it is now; from a claim that is judged the cursor goes on."""
        kept = [question.claim.id for question in self._queue.questions]
        self._queue = queue_of(snapshot, self.decider.entry_of, kept)
        is_open = any(q.is_open for q in self._queue.questions if q.claim.id == claim)
        self._listed.show(self._queue, claim if is_open else self._next(claim))
        self._label()

    def _next(self, claim: str) -> str | None:
        return following(self._queue.questions, claim) or claim

    def _label(self) -> None:
        left, of = self._queue.left, len(self._queue.questions)
        self.frame.border_title = Content(f"Review  {left} left of {of}" if of else "Review")
        self.frame.border_subtitle = Content(f"as of {self.when}")

    @on(QueueList.ClaimOpened)
    def _answer(self, message: QueueList.ClaimOpened) -> None:
        message.stop()
        self.decider.left_at = message.claim
        self.dismiss(self.ClaimChosen(message.claim))
