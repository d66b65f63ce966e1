"""ViewsScreen: saved views: show one, save what is shown as one, change or forget one."""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass

from textual import on
from textual.getters import query_one
from textual.message import Message

from feeds.errors import FeedError, QueryError, UsageError
from feeds.marking import View
from feeds.notebook import Notebook
from feeds.query import Query, every, none_of, some
from feeds.sanitise import clean_line
from feeds.snapshot import Filter
from tui.drawing.cells import Piece, cut
from tui.drawing.row_list import Row, RowList
from tui.keys.keymap import bindings_of
from tui.screens.card_screen import CardScreen
from tui.screens.form import Field, FieldError
from tui.screens.form_screen import FormScreen

Read = Callable[[str], Query]
"""What a query means; raises a UsageError where it means nothing."""

MOST_LINES = 16
"""Of the list."""

_SAVE = "save"
"""Key of the row that saves."""

_BETWEEN = ";"
"""What stands between the queries of a mute list, as typed."""


def shown_by(view: View, read: Read) -> Filter:
    """The filter that a view is: its query, without what it mutes.

    Raises:
        UsageError: one of its queries means nothing here: an actor that this beat does not know.
    """
    query = every([read(view.query), none_of(some(map(read, view.mutes)))])
    return Filter(query=query, query_text=view.query, view=view.name)


def view_fields(view: View) -> tuple[Field, ...]:
    """The lines that ask for a view."""
    return (
        Field(label="name", value=view.name, hint="what you call it"),
        Field(label="query", value=view.query, hint="what it shows, as side:armenia claims:killed"),
        Field(
            label="mutes",
            value=f"{_BETWEEN} ".join(view.mutes),
            hint="what it leaves out, as source:tass; football   (queries with ; between)",
        ),
    )


def view_of(typed: Sequence[str], read: Read, taken: Collection[str] = ()) -> View:
    """The view that was typed; `taken` are names of others.

    Raises:
        FieldError: it has no name, one that is taken, or a query that means nothing.
    """
    name, query, mutes = typed
    name = " ".join(name.split())
    if not name:
        raise FieldError(0, "a view needs a name")
    if name in taken:
        raise FieldError(0, f"there is a view {name} already; change that one, or name this anew")
    _check(1, "query", query, 0, read)
    muted = tuple(_parts(mutes))
    for start, text in muted:
        _check(2, "mutes", text, start, read)
    return View(
        name=name,
        query=" ".join(query.split()),
        mutes=tuple(" ".join(text.split()) for _, text in muted),
    )


def words_of(view: View) -> str:
    """What it shows and what it mutes, in one line."""
    words = clean_line(view.query) or "everything"
    if view.mutes:
        words += f", without {f'{_BETWEEN} '.join(map(clean_line, view.mutes))}"
    return words


def _parts(mutes: str) -> Iterator[tuple[int, str]]:
    """The queries of a mute list, each with where it begins in what was typed."""
    start = 0
    for one in mutes.split(_BETWEEN):
        if text := one.strip():
            yield start + one.index(text), text
        start += len(one) + len(_BETWEEN)


def _check(place: int, label: str, text: str, start: int, read: Read) -> None:
    """Refuse a query that means nothing, with its place in the line that it was typed on."""
    try:
        read(text)
    except QueryError as error:
        where = f"{label}, character {start + error.start + 1}"
        raise FieldError(place, f"{where}: {error.problem}") from error
    except UsageError as error:
        raise FieldError(place, str(error)) from error


class ViewList(RowList):
    """Views by name."""

    @dataclass
    class ViewChosen(Message):
        """The reader wants to see it; None: to save what is shown."""

        view: View | None

    views: Sequence[View] = ()
    shown: Filter = Filter()

    def make_rows(self, width: int) -> Sequence[Row]:
        """What is shown first, to be saved; then every view over its query."""
        asked = clean_line(self.shown.query_text) or "everything"
        save: list[Piece] = [
            ("Save what is shown: ", self.palette.first),
            (cut(asked, max(width - 20, 1), self.marks.more), self.palette.text),
        ]
        rows = [Row(_SAVE, (tuple(save), ()))]
        rows += [self._row(view, width) for view in self.views]
        if not self.views:
            none = (("No view is saved yet.", self.palette.quiet),)
            rows.append(Row("none", (none,), opens=False))
        return rows

    def _row(self, view: View, width: int) -> Row:
        is_shown = view.name == self.shown.view
        mark = f"{self.marks.judged} " if is_shown else ""
        name = cut(clean_line(f"{mark}{view.name}"), width, self.marks.more)
        under = cut(f"  {words_of(view)}", width, self.marks.more)
        style = self.palette.strong
        return Row(("view", view.name), (((name, style),), ((under, self.palette.quiet),)))

    def chosen(self, key: Hashable) -> None:
        """Say which."""
        self.post_message(self.ViewChosen(self.view_at(key)))

    def view_at(self, key: Hashable | None) -> View | None:
        """The view of a row."""
        return next((view for view in self.views if ("view", view.name) == key), None)


class ViewsScreen(CardScreen[Filter]):
    """Answers with the filter to show, or None."""

    BINDINGS = bindings_of("correct", "reject")

    views = query_one(ViewList)

    def __init__(
        self, notebook: Notebook, shown: Filter, read: Read, *, ascii_only: bool = False
    ) -> None:
        """`shown` is the filter that is on; `read` understands queries."""
        self._notebook = notebook
        self._shown = shown
        self._read = read
        self._drafts: dict[str, tuple[str, ...]] = {}
        self._list = ViewList()
        self._list.shown = shown
        self._list.views = notebook.views()
        hints = (("open", "show"), ("correct", "change"), ("reject", "forget"))
        super().__init__("Views", self._list, *hints, lines=MOST_LINES, ascii_only=ascii_only)

    @on(ViewList.ViewChosen)
    def _choose(self, event: ViewList.ViewChosen) -> None:
        event.stop()
        if event.view is None:
            self._ask(View(name="", query=self._shown.query_text), "save")
            return
        try:
            self.dismiss(shown_by(event.view, self._read))
        except UsageError as error:
            self._say(f"{event.view.name}: {error}")

    def action_correct(self) -> None:
        """Change the view under the cursor."""
        if view := self.views.view_at(self.views.cursor):
            self._ask(view, view.name)

    def action_reject(self) -> None:
        """Forget the view under the cursor; what it was is said, so that it can be typed again."""
        view = self.views.view_at(self.views.cursor)
        if view is None:
            return
        if self._tried(lambda: self._notebook.drop_views([view.name])):
            self._say(f"{view.name} is forgotten; it was: {words_of(view)}")
            self._list_again()

    def _ask(self, view: View, draft: str) -> None:
        """A form; what is typed stands there again where it was left."""
        others = {one.name for one in self._notebook.views()} - {view.name}
        form = FormScreen(
            "A view",
            "What a view shows is a query; what it mutes are others, left out of it.",
            view_fields(view),
            lambda typed: view_of(typed, self._read, others),
            typed=self._drafts.get(draft, ()),
            ascii_only=self.has_class("-ascii"),
        )

        def answered(answer: FormScreen.Answer | None) -> None:
            if answer is None:
                return
            self._drafts[draft] = answer.typed
            if answer.is_kept and self._kept(view_of(answer.typed, self._read), view.name):
                del self._drafts[draft]

        self.app.push_screen(form, answered)

    def _kept(self, view: View, before: str) -> bool:
        """True where it is on the disk; one that was given another name has it instead."""

        def keep() -> None:
            self._notebook.keep_view(view)
            if before and before != view.name:
                self._notebook.drop_views([before])

        if not self._tried(keep):
            return False
        self._list_again()
        self.views.cursor = ("view", view.name)
        return True

    def _tried(self, act: Callable[[], None]) -> bool:
        try:
            act()
        except FeedError as error:
            self._say(str(error))
            return False
        return True

    def _list_again(self) -> None:
        self._list.views = self._notebook.views()
        self._list.refill()

    def _say(self, words: str) -> None:
        self.notify(clean_line(words), markup=False)
