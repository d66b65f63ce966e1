"""DetailPane: the chosen entry in full, and the claims that it carries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import lru_cache, partial

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.reactive import var
from textual.selection import Selection
from textual.strip import Strip

from feeds.change import Change
from feeds.claim import Claim
from feeds.decision import Review
from feeds.edit import Edit
from feeds.entry import Entry, TextField
from feeds.marking import UNMARKED, Marking
from feeds.sighting import Sighting
from feeds.snapshot import EntryKey, Snapshot
from tui.detail.detail_text import Detail, Focus, Reading, lay_out, lay_out_edit
from tui.drawing.cells import line
from tui.drawing.light_strip import LightStrip
from tui.drawing.lines_pane import LinesPane
from tui.keys.keymap import bindings
from tui.words.change_words import in_full
from tui.words.disputes import disputed_by
from tui.words.story_time import ZoneMode, show

_EMPTY = Detail(lines=(), span_line=None)


class DetailPane(LinesPane, inherit_bindings=False):
    """The entry under the feed's cursor."""

    DEFAULT_CSS = """
    DetailPane { padding: 0 1; }
    """

    BINDINGS = bindings("move")

    snapshot: var[Snapshot | None] = var(None)
    """Where the claims and the beat come from."""

    zone_mode: var[ZoneMode] = var[ZoneMode]("source")
    """Whose clock the times are on."""

    words = var("")
    """Words that are looked for: brought out in the text; empty: none."""

    entry: var[Entry | None] = var(None)
    """What to show; None shows nothing."""

    change: var[Change | None] = var[Change | None](None)
    """A change of a figure to tell in full over the entry that caused it; None tells none."""

    edit: var[Edit | None] = var[Edit | None](None)
    """An edit to show in the place of the text; None shows the text."""

    @dataclass
    class ClaimsOpened(Message):
        """The reader wants the entry's claims as a list, to judge them."""

    marking_of: Callable[[EntryKey], Marking] = staticmethod(lambda _key: UNMARKED)
    """What a person left on an entry."""

    copies_of: Callable[[Entry], Sequence[Entry]] = staticmethod(lambda _entry: ())
    """The entries of other sources that are the same text."""

    sighting_of: Callable[[EntryKey], Sighting | None] = staticmethod(lambda _key: None)
    """In which retrievals an entry was, as known at the playhead."""

    def __init__(self, *, local: tzinfo | None = None, id: str | None = None) -> None:
        """`local` None is the machine's own zone."""
        super().__init__(id=id)
        self._local = local
        self._detail = _EMPTY
        self._strips: dict[int, Strip] = {}
        self._focus: Focus | None = None
        self._claims: tuple[Claim, ...] = ()
        self._reviews: Mapping[str, Review] = {}
        self.has_newer_edit = False
        """True where the entry was edited again since an edit of it is shown."""

    def focus_span(self, field: TextField, start: int, end: int) -> None:
        """Bring a span of the unmodified text into view and make it stand out."""
        self._focus = (field, start, end)
        self._lay_out()
        if self._detail.span_line is not None:
            height = self.room.height
            self.scroll_to_line(self._detail.span_line - height // 3)

    def draw_marking(self) -> None:
        """Something else was left on the entry: the text stays where it is."""
        self._lay_out()

    def scroll_text(self, by: int) -> None:
        """Scroll by so many lines."""
        self.scroll_to_line(self.first_line + by)

    def watch_entry(self, before: Entry | None, now: Entry | None) -> None:
        """Another entry begins at its top."""
        same = before is not None and now is not None and before.key == now.key
        if not same:
            self._focus = None
            self.set_reactive(DetailPane.edit, None)
        elif before is not None and now is not None and now.revision > before.revision:
            self.has_newer_edit = self.edit is not None
        self._lay_out()
        if not same:
            self.scroll_to_line(0)

    def watch_edit(self) -> None:
        """Another comparison, or the text again."""
        self.has_newer_edit = False
        self._lay_out()
        self.scroll_to_line(0)

    def watch_change(self) -> None:
        """Another line over the text."""
        self._lay_out()

    def watch_snapshot(self, before: Snapshot | None, now: Snapshot | None) -> None:
        """The claims that are known may be others now."""
        if self.entry is None:
            return
        known = self._known_claims(), self._known_reviews()
        told = [s.tally.disputes if s and self._claims else () for s in (before, now)]
        names = [s.sources if s else {} for s in (before, now)]
        has_changed = told[0] != told[1] or names[0] != names[1]
        if before is None or known != (self._claims, self._reviews) or has_changed:
            self._lay_out()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Less lies below."""
        super().watch_scroll_y(old_value, new_value)
        self._label()

    def watch_words(self) -> None:
        """Others are brought out."""
        self._lay_out()

    def watch_zone_mode(self) -> None:
        """Another clock."""
        self._lay_out()

    def on_resize(self) -> None:
        """Another width: the lines break elsewhere."""
        self._lay_out()

    def notify_style_update(self) -> None:
        """Another theme: the pieces carry its styles."""
        super().notify_style_update()
        if self.is_attached and self.entry is not None:
            self.call_later(self._lay_out)

    def render_line(self, y: int) -> Strip:
        """Line `y` of what is in view."""
        return self._strip(y + self.first_line)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text that the mouse marked."""
        text = "\n".join("".join(t for t, _ in pieces) for pieces in self._detail.lines)
        return selection.extract(text), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002 - Textual's
        """Draw what is marked."""
        self._strips.clear()
        self.refresh()

    def action_open(self) -> None:
        """Ask for the claims."""
        self.post_message(self.ClaimsOpened())

    def action_down(self) -> None:
        """One line down."""
        self.scroll_text(1)

    def action_up(self) -> None:
        """One line up."""
        self.scroll_text(-1)

    def action_top(self) -> None:
        """The headline."""
        self.scroll_to_line(0)

    def action_bottom(self) -> None:
        """The last claim."""
        self.scroll_to_line(len(self._detail.lines))

    def action_page_down(self) -> None:
        """One page down."""
        self.scroll_text(self._page)

    def action_page_up(self) -> None:
        """One page up."""
        self.scroll_text(-self._page)

    def action_half_down(self) -> None:
        """Half a page down."""
        self.scroll_text(max(self._page // 2, 1))

    def action_half_up(self) -> None:
        """Half a page up."""
        self.scroll_text(-max(self._page // 2, 1))

    @property
    def _page(self) -> int:
        return max(self.room.height - 1, 1)

    def _known_claims(self) -> tuple[Claim, ...]:
        """Those of the version that is shown: another one's stand elsewhere in its text."""
        if self.snapshot is None or self.entry is None:
            return ()
        claims = self.snapshot.claims_of.get(self.entry.key, ())
        return tuple(c for c in claims if c.known == self.entry.known)

    def _known_reviews(self) -> Mapping[str, Review]:
        """What people decided about them."""
        if self.snapshot is None or not self.snapshot.reviews:
            return {}
        reviews = self.snapshot.reviews
        return {c.id: reviews[c.id] for c in self._known_claims() if c.id in reviews}

    def _lay_out(self) -> None:
        self._strips.clear()
        self._claims, self._reviews = self._known_claims(), self._known_reviews()
        width = self.room.width
        if self.entry is None or self.snapshot is None or width <= 0:
            self._detail = _EMPTY
        else:
            reading = self._reading(width)
            self._detail = self._of_edit(reading) or lay_out(
                self.entry, self._claims, reading, self._reviews
            )
        self.set_lines(len(self._detail.lines))
        self._label()
        self.refresh()

    def _of_edit(self, reading: Reading) -> Detail | None:
        return lay_out_edit(self.edit, reading) if self.edit is not None else None

    def _reading(self, width: int) -> Reading:
        assert self.snapshot is not None
        return Reading(
            beat=self.snapshot.beat,
            width=width,
            focus=self._focus,
            words=self.words,
            palette=self.palette,
            marks=self.marks,
            ascii_only=self.ascii_only,
            zone_mode=self.zone_mode,
            local=self._local,
            marking=self.marking_of(self.entry.key) if self.entry else UNMARKED,
            disputed=self._disputed(),
            copies=self.copies_of(self.entry) if self.entry else (),
            sighting=self.sighting_of(self.entry.key) if self.entry else None,
            sources=self.snapshot.sources,
            edits_key=self.key_of("edits"),
            above=in_full(self.change, self.snapshot.beat) if self.change else "",
        )

    def _disputed(self) -> dict[str, tuple[str, ...]]:
        """What stands against each claim of the entry."""
        if self.snapshot is None or self.entry is None:
            return {}
        clock = partial(show, mode=self.zone_mode, source_zone=self.entry.zone, local=self._local)
        told = partial(disputed_by, self.snapshot, ascii_only=self.ascii_only, clock=clock)
        return {c.id: words for c in self._claims if (words := told(c.id))}

    def _label(self) -> None:
        """How many claims there are, and how much lies below the last line in view."""
        parts = ["Entry" if self.edit is None else "Edit"]
        if self.edit is not None and self.has_newer_edit:
            parts.append(f"edited again, {self.key_of('edits')} shows it")
        if self._claims:
            parts.append(f"{len(self._claims)} claim{'s' if len(self._claims) > 1 else ''}")
        below = len(self._detail.lines) - self.first_line
        below -= self.room.height
        if below > 0:
            keys = f"{self.key_of('detail_down')} {self.key_of('detail_up')}"
            parts.append(f"{below} more line{'s' if below > 1 else ''}, {keys} scroll")
        self.say_title("  ".join(parts))

    def _strip(self, y: int) -> Strip:
        strip = self._strips.get(y)
        if strip is None:
            width = self.room.width
            pieces = self._detail.lines[y] if y < len(self._detail.lines) else []
            strip = LightStrip(line(pieces, width, self.marks.more, self.palette.ground), width)
            strip = _placed(self._marked(strip, y), y)
            self._strips[y] = strip
        return strip

    def _marked(self, strip: Strip, y: int) -> Strip:
        """The strip with what the mouse marked on a ground of its own."""
        selection = self.text_selection
        span = selection.get_span(y) if selection else None
        if span is None:
            return strip
        start, end = span[0], strip.cell_length if span[1] == -1 else span[1]
        before, marked, after = (
            strip.crop(0, start),
            strip.crop(start, end),
            strip.crop(end, strip.cell_length),
        )
        return Strip.join([before, marked.apply_style(self.palette.chosen), after])


def _placed(strip: Strip, y: int) -> Strip:
    """The strip with its place in every style, by which Textual finds what the mouse marks.

    Textual makes a new style for every run, whose codes are worked out anew; here the same one
    stands in the same place of every entry.
    """
    segments, x = [], 0
    for text, style, _ in strip:
        segments.append(Segment(text, _at(style or Style.null(), x, y)))
        x += len(text)
    return LightStrip(segments, strip.cell_length)


@lru_cache(maxsize=2048)
def _at(style: Style, x: int, y: int) -> Style:
    return style + Style.from_meta({"offset": (x, y)})
