"""DeskJotting: marks, tags, notes and what was read, by keys on the entry that is shown.

What is pushed on top is imported when it is first asked for: the frame is painted sooner.
"""

# ruff: noqa: PLC0415 - see above

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.entry import Entry
from feeds.errors import FeedError
from feeds.sanitise import clean_line
from feeds.snapshot import EntryKey
from tui.desk.desk_filter import DeskFilter
from tui.desk.jotter import Jotter, note_fields, noted

if TYPE_CHECKING:
    from tui.screens.form_screen import FormScreen

_ABOUT = 200
"""Characters of an entry by which a form says what it is about."""


class DeskJotting(DeskFilter):
    """A desk on whose entries the reader leaves something."""

    jotter: Jotter

    here: EntryKey | None = None
    """The entry that the feed's cursor is on, or was on when the panes went."""

    def action_mark(self) -> None:
        """Mark the entry that is shown, or no longer."""
        entry = self.detail.entry
        if entry is None:
            return
        try:
            marking = self.jotter.toggle_mark(entry.key)
        except FeedError as error:
            self.say(str(error))
            return
        self.draw_markings()
        self.say("Marked: is:marked finds it." if marking.marked else "No longer marked.")

    def action_note(self) -> None:
        """Ask for tags and a note on the entry that is shown."""
        from tui.screens.form_screen import FormScreen

        entry = self.detail.entry
        if entry is None:
            return
        form = FormScreen(
            "Tags and a note",
            (entry.headline or entry.body)[:_ABOUT],
            note_fields(self.jotter.marking(entry.key)),
            noted,
            typed=self.jotter.drafts.get(entry.key, ()),
            ascii_only=self.ascii_only,
        )
        self.app.push_screen(form, lambda answer: self._take_note(entry, answer))

    def action_views(self) -> None:
        """Saved views."""
        from tui.screens.views_screen import ViewsScreen

        desk = self.asked_desk
        shown = replace(self.asked, query_text=desk.write_query(self.asked.as_query))
        screen = ViewsScreen(
            self.jotter.notebook, shown, desk.read_query, ascii_only=self.ascii_only
        )
        self.app.push_screen(screen, lambda view: self.ask(view) if view else None)

    def action_next_unread(self) -> None:
        """Go to the next entry down that was not read."""
        if not self.feed.choose_unread(self.jotter.next_unread):
            self.say("Everything that is shown here has been read.")

    def came_to(self, entry: Entry | None) -> None:
        """Another entry's text is shown: the one before may have been read."""
        self.here = entry.key if entry else None
        trouble = self.jotter.leave() if self.feed.by_reader else ""
        is_seen = all(widget.display for widget in self.detail.ancestors_with_self)
        self.jotter.stands_before(entry.key if entry and is_seen else None)
        if trouble:
            self.say(trouble)

    def draw_markings(self) -> None:
        """Draw what is on the entries now."""
        self.feed.refresh()
        self.detail.draw_marking()

    def _take_note(self, entry: Entry, answer: "FormScreen.Answer | None") -> None:
        if answer is None:
            return
        before = tuple(field.value for field in note_fields(self.jotter.marking(entry.key)))
        self.jotter.drafts[entry.key] = answer.typed
        if answer.typed == before:
            del self.jotter.drafts[entry.key]
            self.say("Nothing was changed.")
        elif answer.is_kept:
            self._keep_note(entry, answer.typed)
        else:
            self.say("Nothing was changed; what you typed stands there again under #.")

    def _keep_note(self, entry: Entry, typed: Sequence[str]) -> None:
        """What cannot be kept stands in the form again."""
        try:
            marking = self.jotter.describe(entry.key, *noted(typed))
        except FeedError as error:
            self.say(str(error))
            return
        del self.jotter.drafts[entry.key]
        self.draw_markings()
        told = [f"#{tag}" for tag in sorted(marking.tags)]
        told += ["a note"] if marking.note else []
        self.say(clean_line(f"Kept: {', '.join(told)}." if told else "Tags and note are gone."))
