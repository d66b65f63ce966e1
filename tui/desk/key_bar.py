"""KeyBar: the keys that matter where the reader is now; a click on one does what it does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from textual.reactive import var

from tui.drawing.hint_bar import Hint, HintBar
from tui.filter.facet_rows import DigitKind
from tui.keys.actions import BY_ID

Where = Literal["feed", "filter", "field", "tally", "detail", "prompt", "other"]
"""Which pane the keys go to; `field`: the filter's search field; `prompt`: the line that asks."""

_PANES: Mapping[Where, tuple[str, ...]] = {
    "feed": ("open", "find", "filter", "tally"),
    "filter": ("open", "filter", "chips_all", "close"),
    "field": ("open", "close"),
    "tally": ("open", "review", "close"),
    "detail": ("open", "copy", "open_link", "close"),
    "prompt": ("open", "close"),
    "other": (),
}
"""What can be done in each pane, most wanted first."""

_WORDS: Mapping[tuple[Where, str], str] = {
    ("feed", "open"): "read",
    ("filter", "open"): "choose",
    ("filter", "filter"): "type a filter",
    ("filter", "chips_all"): "show all",
    ("field", "open"): "to the list",
    ("field", "close"): "drop the words",
    ("tally", "open"): "ledger",
    ("detail", "open"): "claims",
    ("prompt", "open"): "go there",
    ("prompt", "close"): "never mind",
    ("filter", "close"): "back",
    ("tally", "close"): "back",
    ("detail", "close"): "back",
}
"""Better words for a label in one place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What decides which keys matter."""

    where: Where = "feed"
    playing: bool = False
    replaying: bool = False
    can_play: bool = False
    """False where nothing has a time."""

    unseen: bool = False
    finding: bool = False
    filtered: bool = False
    zoomed: bool = False

    on_change: bool = False
    """True where the feed's cursor is on a change of a figure, which opens its ledger."""

    digits: DigitKind = "actor"


class KeyBar(HintBar):
    """The footer: what the moment asks for; `?` has the rest."""

    moment: var[Moment] = var(Moment())
    """What is going on."""

    def __init__(self, keymap: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(keymap, last=("help", "keys"))

    def watch_moment(self) -> None:
        """Other keys matter."""
        self.refresh()

    def hints(self) -> Sequence[Hint]:
        """The keys of the moment."""
        return hints(self.moment)


def hints(moment: Moment) -> list[Hint]:
    """Action ids with their words, most wanted first; `digits` stands for the nine digits."""
    first: dict[str, str] = {}
    for id, words in _hints(moment):
        first.setdefault(id, words)
    return list(first.items())


def _hints(moment: Moment) -> Iterator[Hint]:
    if moment.where == "prompt":  # all other keys are letters there
        yield from ((id, _WORDS["prompt", id]) for id in _PANES["prompt"])
        return
    if moment.unseen:
        yield "top" if moment.replaying else "to_end", "show new"
    if moment.finding:
        yield "find_next", "next"
        yield "find_previous", "previous"
        yield "close", "end find"
    for id in _PANES[moment.where]:
        opens = moment.on_change and (moment.where, id) == ("feed", "open")
        yield id, "ledger" if opens else _WORDS.get((moment.where, id), BY_ID[id].label)
    if moment.filtered and moment.where != "filter":
        yield "chips_all", "show all"
    if moment.where == "field":
        return  # the other keys are letters there
    play, *others = list(_replay(moment)) or [("digits", "")]
    yield "digits", "actors" if moment.digits == "actor" else "regions"
    yield play
    yield "chips_kind", "to regions" if moment.digits == "actor" else "to actors"
    yield from others
    if moment.zoomed:
        yield "zoom", "unzoom"
    rest = ("review", "zone", "zoom", "copy", "open_link", "go_to", "next_pane", "back")
    for id in (*rest, "filter_list"):
        if id not in _PANES[moment.where] and not (id == "zoom" and moment.zoomed):
            yield id, BY_ID[id].label


def _replay(moment: Moment) -> Iterator[Hint]:
    if not moment.can_play:
        return
    yield "play_pause", "pause" if moment.playing else "play" if moment.replaying else "replay"
    if moment.replaying:
        yield "step_previous", "back"
        yield "step_next", "step"
        yield "slower", "slower"
        yield "faster", "faster"
        yield "skip_gaps", "skip gaps"
        yield "to_end", "to the end"
