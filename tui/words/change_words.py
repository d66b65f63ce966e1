"""Change words: how a figure moved, said in words alone: for pipes and for ears."""

from collections.abc import Iterator

from feeds.beat import Beat
from feeds.change import Change, Standing
from feeds.claim import Category
from tui.words import figures


def said(standing: Standing | None, *, ascii_only: bool = False) -> str:
    """The figure as short as it can be said; its grade where it has no number of its own."""
    if standing is None:
        return figures.NO_FIGURE
    if _is_bare(standing):
        told = (figures.bounds(*bounds, ascii_only=ascii_only) for bounds in standing.others)
        return f"{figures.grade(standing.grade)} {' / '.join(told)}".rstrip()
    high = standing.upper if standing.high is None else standing.high
    return figures.bounds(standing.low, standing.best, high, ascii_only=ascii_only)


def remarks(change: Change, beat: Beat) -> Iterator[str]:
    """What there is to say beside the two figures."""
    if change.places:
        yield f"{', '.join(figures.name(beat, p) for p in change.places)} only"
    if change.was is not None:
        yield f"was {figures.category(change.was)}"
    yield from (f"overtakes {said(s)} {_what(c)}" for c, s in change.took)
    if change.way == "disputed":
        yield f"disputed {change.size}".strip()
    elif change.size:
        yield change.size
    elif change.way == "closed":
        yield "the entry was edited or withdrawn" if change.by_edit else "overtaken"
    elif change.way == "other" and change.after is not None and not _is_bare(change.after):
        yield figures.grade(change.after.grade)


def _is_bare(standing: Standing) -> bool:
    return standing.low is None and standing.best is None and standing.high is None


def _what(category: Category) -> str:
    return figures.category(category, short=True) or f"({figures.category(category)})"


def in_full(change: Change, beat: Beat) -> str:
    """The change with who claims it, and what its sign of a derived line means."""
    meaning = "Derived (* for short): nightdesk worked it out, nobody said it."
    return f"{in_words(change, beat)}. {meaning}"


def in_words(change: Change, beat: Beat) -> str:
    """`Armenia killed, military: 49+ to 105, up 56, by Nikol Pashinyan (derived)`."""
    by = (f"by {figures.name(beat, change.by)}",) if change.by else ()
    return f"{', '.join((moved(change, beat), *by))} (derived)"


def moved(change: Change, beat: Beat) -> str:
    """The same without who claims it: `Armenia killed, military: 49+ to 105, up 56`."""
    category = figures.category(change.category)
    what = f"{figures.name(beat, change.victim)} {figures.kind(change.kind)}, {category}"
    stood = f"{said(change.before, ascii_only=True)} to {said(change.after, ascii_only=True)}"
    return f"{what}: {', '.join((stood, *remarks(change, beat)))}"
