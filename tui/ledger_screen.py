"""LedgerScreen: the claims that made a number, each with its words and its reason."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from feeds.snapshot import Snapshot
from tui.keymap import bindings_of
from tui.ledger import FOLDED, GroupName, Ledger, Subject, ledger_of
from tui.ledger_rows import ledger_rows
from tui.row_list import Row, RowList
from tui.story_time import ZoneMode, show
from tui.tally_rows import Look

LEAST_CHART, MOST_CHART = 8, 12
"""Lines of the chart on a small and on a large screen."""


class ClaimList(RowList):
    """The rows of one ledger; groups fold."""

    @dataclass
    class ClaimOpened(Message):
        """The reader wants to see a claim in its entry."""

        claim: str

    def __init__(
        self, ledger: Ledger, snapshot: Snapshot, zone_mode: ZoneMode, local: tzinfo | None
    ) -> None:
        super().__init__()
        self._ledger = ledger
        self._snapshot = snapshot
        self._zone_mode = zone_mode
        self._local = local
        names = [group.name for group in ledger.groups]
        self._folded: set[GroupName] = set(FOLDED.intersection(names[1:]))

    def make_rows(self, width: int) -> Sequence[Row]:
        """The rows of the ledger at `width`."""
        look = Look(
            beat=self._snapshot.beat,
            at=self._snapshot.at,
            width=width,
            palette=self.palette,
            marks=self.marks,
            ascii_only=self.ascii_only,
            zone_mode=self._zone_mode,
            local=self._local,
        )
        height = min(max(self.size.height // 3, LEAST_CHART), MOST_CHART)
        lit = self.cursor[1] if isinstance(self.cursor, tuple) else None
        return ledger_rows(self._ledger, self._folded, look, chart_height=height, lit=lit)

    def reached(self, key: Hashable | None) -> None:
        """Bring the claim's figure out in the chart."""
        super().reached(key)
        self.refill()

    def on_mount(self) -> None:
        """Begin at the first claim, not at a group's title."""
        first = next((g for g in self._ledger.groups if g.name not in self._folded), None)
        if first:
            self.cursor = (first.name, first.lines[0].claim.id)

    def chosen(self, key: Hashable) -> None:
        """Fold or unfold a group; ask for a claim's entry."""
        group = next((g.name for g in self._ledger.groups if g.name == key), None)
        if group is not None:
            self._folded ^= {group}
            self.refill()
        elif isinstance(key, tuple):
            self.post_message(self.ClaimOpened(key[1]))


class LedgerScreen(ModalScreen["LedgerScreen.ClaimChosen | None"]):
    """Shows one ledger as of the snapshot; answers with the claim to open, or None."""

    BINDINGS = bindings_of("close", "back")

    DEFAULT_CSS = """
    LedgerScreen {
        align: center middle;
        background: $nd-ground 60%;
        & > Vertical {
            width: 100%;
            max-width: 130;
            height: 100%;
            max-height: 46;
            background: $nd-ground;
            border: round $nd-focus;
            border-title-color: $nd-text;
            border-title-style: bold;
            border-subtitle-color: $nd-quiet;
        }
        & ClaimList { height: 1fr; }
        & Static { height: 1; padding: 0 1; background: $nd-bar; color: $nd-quiet; }
    }
    LedgerScreen.-ascii > Vertical { border: ascii $nd-focus; }
    """

    @dataclass(frozen=True)
    class ClaimChosen:
        """The answer: the claim whose entry is to be opened with its span in view."""

        claim: str

    def __init__(
        self,
        snapshot: Snapshot,
        subject: Subject,
        *,
        zone_mode: ZoneMode = "source",
        local: tzinfo | None = None,
        ascii_only: bool = False,
    ) -> None:
        super().__init__(classes="-ascii" if ascii_only else "")
        self._ledger = ledger_of(snapshot, subject, ascii_only=ascii_only)
        self._claims = ClaimList(self._ledger, snapshot, zone_mode, local)
        self._claims.set_reactive(ClaimList.ascii_only, ascii_only)
        self._when = show(snapshot.at, mode=zone_mode, source_zone=snapshot.beat.zone, local=local)
        if snapshot.at is None:
            self._when = "the end"

    def compose(self) -> ComposeResult:
        """A framed list and the keys that matter."""
        with Vertical() as frame:
            title = f"{self._ledger.title}  {self._ledger.figure}".strip()
            frame.border_title = Content(title)
            frame.border_subtitle = Content(f"as of {self._when}")
            yield self._claims
            yield Static(Content("Enter opens the entry, folds a group   Esc closes"))

    @on(ClaimList.ClaimOpened)
    def _answer(self, message: ClaimList.ClaimOpened) -> None:
        self.dismiss(self.ClaimChosen(message.claim))

    def action_close(self) -> None:
        """Back to the tally."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Back to the tally."""
        self.dismiss(None)
