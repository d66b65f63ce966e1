"""FormScreen: a few lines to fill in by keys, over what they are about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus, Paste
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from feeds.sanitise import clean_line
from tui.drawing.hint_bar import HintBar
from tui.keys.keymap import bindings_of
from tui.screens.form import Field, FieldError

Check = Callable[[Sequence[str]], object]
"""Raises a FieldError where what was typed cannot be."""

_WIDEST = 90
"""Cells that the form takes at most."""

_LINE_END = " / "
"""What stands where a pasted text began another line."""

_MOVES = {"down": 1, "up": -1}
_KNOWN = {"pagedown": 1, "pageup": -1}


class FormScreen(ModalScreen["FormScreen.Answer"]):
    """Answers with what was typed, also where it was left: nothing typed is lost."""

    BINDINGS = [
        *bindings_of("close"),
        *(Binding(key, f"move({by})") for key, by in _MOVES.items()),
        *(Binding(key, f"known({by})") for key, by in _KNOWN.items()),
    ]

    DEFAULT_CSS = """
    FormScreen {
        align: center middle;
        background: $nd-ground 60%;
        & > Vertical {
            width: 100%;
            max-width: 90;
            height: auto;
            max-height: 100%;
            background: $nd-ground;
            border: round $nd-focus;
            border-title-color: $nd-text;
            border-title-style: bold;
        }
        & #about { height: auto; max-height: 4; padding: 0 1; color: $nd-quiet; }
        & #lines { height: auto; max-height: 14; scrollbar-size-vertical: 1; }
        & #lines > Horizontal { height: 1; }
        & #lines Static { width: 14; padding: 0 1; color: $nd-quiet; }
        & #lines .-here Static { color: $nd-first; text-style: bold; }
        & #hint { height: auto; max-height: 3; padding: 0 1; color: $nd-quiet; }
        & #trouble { height: auto; max-height: 4; padding: 0 1; color: $nd-alert; display: none; }
        &.-troubled #trouble { display: block; }
        &.-troubled #hint { display: none; }
        & Input { width: 1fr; background: $nd-ground; color: $nd-text; padding: 0; }
        & Input:focus { background: $nd-chosen; }
        & Input > .input--placeholder, & Input > .input--suggestion { color: $nd-quiet; }
    }
    FormScreen.-ascii > Vertical { border: ascii $nd-focus; }
    """

    @dataclass(frozen=True)
    class Answer:
        """What was typed on each line, and whether it is to be kept."""

        typed: tuple[str, ...]
        is_kept: bool

    def __init__(
        self,
        title: str,
        about: str,
        fields: Sequence[Field],
        check: Check,
        *,
        typed: Sequence[str] = (),
        ascii_only: bool = False,
    ) -> None:
        """`typed`: what stood there when the form was left last; else the fields' values."""
        super().__init__(classes="-ascii" if ascii_only else "")
        self._title = clean_line(title)
        self._about = clean_line(about)
        self._fields = tuple(fields)
        self._check = check
        self._begun = tuple(typed) or tuple(field.value for field in fields)
        self._asked: set[tuple[int, str]] = set()
        """Lines and words of which it was asked whether they are meant."""
        self._stem, self._offered = "", ""
        """What was typed before keys went through the known values, and the last one offered."""
        knows = any(field.choices is not None for field in fields)
        self._bar = HintBar(told=(*_HINTS, _KNOWN_HINT) if knows else _HINTS, typing=True)
        self._bar.set_reactive(HintBar.ascii_only, ascii_only)

    def compose(self) -> ComposeResult:
        """What it is about, the lines, what can be typed, and the keys."""
        with Vertical() as frame:
            frame.border_title = Content(self._title)
            yield Static(Content(self._about), id="about")
            with VerticalScroll(id="lines", can_focus=False):
                for field, value in zip(self._fields, self._begun, strict=True):
                    with Horizontal():
                        yield Static(Content(field.label))
                        yield _input(field, value)
            yield Static(id="hint")
            yield Static(id="trouble")
            yield self._bar

    @property
    def lines(self) -> list[Input]:
        """The fields in order."""
        return list(self.query(Input))

    @property
    def typed(self) -> tuple[str, ...]:
        """What stands on the lines now."""
        return tuple(line.value for line in self.lines)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say what can be typed on this line."""
        for line, field in zip(self.lines, self._fields, strict=True):
            is_here = line is event.widget
            if line.parent is not None:
                line.parent.set_class(is_here, "-here")
            if is_here:
                self._hint(field, line.value)

    def _hint(self, field: Field, typed: str) -> None:
        """What can be typed, or what is known that holds what was typed."""
        hint = self.query_one("#hint", Static)
        words = field.hint
        if field.choices is not None:
            room = 2 * (min(self.size.width, _WIDEST) - 6)
            words = field.choices.hint(typed, room, "~" if self.has_class("-ascii") else "…")
        hint.update(Content(clean_line(words)))

    @on(Input.Changed)
    def _follow(self, event: Input.Changed) -> None:
        event.stop()
        self.remove_class("-troubled")
        if event.input.has_focus and event.input in self.lines:
            self._hint(self._fields[self.lines.index(event.input)], event.value)

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_open()

    @on(HintBar.KeyClicked)
    async def _do(self, event: HintBar.KeyClicked) -> None:
        event.stop()
        await self.run_action(event.action)

    def action_open(self) -> None:
        """Keep it, or point at the line that cannot be; what was typed stays."""
        try:
            self._check(self.typed)
        except FieldError as error:
            self._point_at(error.place, str(error))
            return
        for place, (field, typed) in enumerate(zip(self._fields, self.typed, strict=True)):
            doubt = field.choices.doubt(typed) if field.choices and typed != field.value else ""
            if doubt and (place, typed) not in self._asked:
                self._asked.add((place, typed))
                self._point_at(place, doubt)
                return
        self.dismiss(self.Answer(self.typed, is_kept=True))

    def _point_at(self, place: int, words: str) -> None:
        self.query_one("#trouble", Static).update(Content(clean_line(words)))
        self.add_class("-troubled")
        self.set_focus(self.lines[place])

    def action_close(self) -> None:
        """Leave it; what was typed is handed back."""
        self.dismiss(self.Answer(self.typed, is_kept=False))

    def action_down(self) -> None:
        """The next line."""
        self.action_move(1)

    def action_page_down(self) -> None:
        """The next known value."""
        self.action_known(1)

    def action_move(self, by: int) -> None:
        """Another line, round the end."""
        lines = self.lines
        here = next((n for n, line in enumerate(lines) if line.has_focus), 0)
        self.set_focus(lines[(here + by) % len(lines)])

    def action_known(self, by: int) -> None:
        """Another of the values that are known for this line, of those that hold what was typed."""
        for line, field in zip(self.lines, self._fields, strict=True):
            if line.has_focus and field.choices is not None:
                if line.value != self._offered:
                    self._stem = "" if line.value in field.choices.names else line.value
                self._offered = field.choices.beside(line.value, by, self._stem)
                line.value = self._offered
                line.action_select_all()


_HINTS = (("open", "keep"), ("down", "next line"))
_KNOWN_HINT = ("page_down", "known values")


class TypedLine(Input):
    """One line; of a pasted text it keeps every line, one after the other."""

    def on_paste(self, event: Paste) -> None:
        """Put it in place of what is selected."""
        event.stop()
        event.prevent_default()
        lines = (line.strip() for line in event.text.splitlines())
        self.replace(_LINE_END.join(filter(None, lines)), *self.selection)


def _input(field: Field, value: str) -> Input:
    names = list(field.choices.names) if field.choices else []
    suggester = SuggestFromList(names, case_sensitive=False) if names else None
    line = TypedLine(clean_line(value), suggester=suggester, compact=True, select_on_focus=True)
    line.cursor_blink = False
    return line
