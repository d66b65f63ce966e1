"""What an entry looks like in full: a pure function from values and a width to lines.

The text is the source's own, unmodified but for what a terminal would obey. Names are coloured by
their side, the words of a claim stand on a ground of their own; below come the claims themselves.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import partial

from rich.style import Style

from feeds.beat import Beat
from feeds.claim import Claim
from feeds.clock import offset
from feeds.decision import Review
from feeds.edit import Edit, Run
from feeds.entry import Entry, TextField
from feeds.folding import find_spans
from feeds.marking import UNMARKED, Marking
from feeds.sanitise import clean, clean_line, is_tampered
from feeds.sighting import Sighting
from tui.drawing.cells import (
    STRUCK,
    Marks,
    Palette,
    Piece,
    Span,
    offsets_of,
    pieces_of,
    side_style,
    wrap,
    wrap_pieces,
)
from tui.words import figures, notice_words, story_time
from tui.words.citation import author
from tui.words.judged_words import judged_lines
from tui.words.links import shown_address
from tui.words.story_time import ZoneMode

MOST_SHOWN = 200_000
"""Characters of a text that are laid out; beyond it stands how many more there are."""

MOST_COPIES = 8
"""Copies that are named; beyond them stands how many more there are."""

Line = list[Piece]

Focus = tuple[TextField, int, int]
"""A span of the unmodified text: field, start, end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the detail is drawn."""

    beat: Beat
    width: int
    """Cells a line has."""

    focus: Focus | None
    """The span to bring out; None: none."""

    words: str
    """Words that are looked for, to bring out; empty: none."""

    palette: Palette
    marks: Marks
    ascii_only: bool
    zone_mode: ZoneMode
    local: tzinfo | None

    marking: Marking = UNMARKED
    """What a person left on the entry."""
    copies: Sequence[Entry] = ()
    """Entries of other sources that are the same text."""

    sighting: Sighting | None = None
    """In which retrievals the entry was; None for what was not fetched."""

    sources: Mapping[str, str] = field(default_factory=dict)
    """Names as shown, by the source that an entry names."""

    edits_key: str = "d"
    """The key that shows what an edit changed."""

    above: str = ""
    """What is told over the entry; empty: nothing."""

    disputed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What stands against a claim, in words, by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """An entry laid out."""

    lines: tuple[Line, ...]
    """Each at most as wide as asked for."""

    span_line: int | None
    """The line where the span in focus begins; None without one."""


def lay_out(
    entry: Entry,
    claims: tuple[Claim, ...],
    how: Reading,
    reviews: Mapping[str, Review] | None = None,
) -> Detail:
    """The entry as lines of at most `how.width` cells; `reviews` by claim id."""
    lines: list[Line] = []
    if how.above:
        lines += [*wrap_pieces([(clean_line(how.above), how.palette.figure)], how.width), []]
    in_headline = _add_text(lines, entry, "headline", claims, how) if entry.headline else None
    for pieces in _facts(entry, how):
        lines += wrap_pieces(pieces, how.width)
    lines.append([])
    in_body = _add_text(lines, entry, "body", claims, how)
    if entry.body[MOST_SHOWN:]:
        rest = f"{how.marks.more} {len(entry.body) - MOST_SHOWN:,} more characters in the source"
        lines += wrap_pieces([(rest, how.palette.alert)], how.width)
    for claim in claims:
        review = reviews.get(claim.id) if reviews else None
        lines += [[], *_claim_lines(claim, review, entry, how)]
    return Detail(lines=tuple(lines), span_line=in_headline if in_body is None else in_body)


def lay_out_edit(edit: Edit, how: Reading) -> Detail:
    """What an edit changed, as lines: what went is struck, what came is underlined."""
    lines: list[Line] = []
    for pieces in (*edit_lines(edit, how), _when(edit.after, how)):
        lines += wrap_pieces(pieces, how.width)
    for runs in (edit.headline, edit.body):
        if told := _runs(runs, how, is_headline=runs is edit.headline):
            lines += [[], *wrap_pieces(told, how.width)]
    return Detail(lines=tuple(lines), span_line=None)


def edit_lines(edit: Edit, how: Reading) -> Iterator[Line]:
    """Which versions are compared, when the later was made, and what the change means."""
    entry, palette = edit.after, how.palette
    made = _time(entry.known, entry, how)
    yield [
        (f"version {edit.before.revision} ", palette.text),
        (f"{how.marks.open} version {entry.revision}", palette.alert),
        (f", known since {made}", palette.text),
    ]
    touched = ", ".join(edit.kinds) or "nothing but its times"
    yield [
        ("touches: ", palette.quiet),
        (touched, palette.alert if edit.is_grave else palette.text),
    ]


def _runs(told: Sequence[Run], how: Reading, *, is_headline: bool) -> list[Piece]:
    """The runs with wdiff's signs around what went and came: not every terminal strikes out."""
    base = how.palette.strong if is_headline else how.palette.text
    pieces: list[Piece] = []
    left = MOST_SHOWN
    for run in told:
        text = clean(run.text[:left])
        left -= len(run.text[:left])
        if run.kind == "same":
            pieces.append((text, base))
        elif run.kind == "removed":
            pieces.append((f"[-{text}-]", how.palette.alert + Style(strike=True)))
        else:
            pieces.append((f"{{+{text}+}}", how.palette.figure + Style(underline=True)))
    return pieces


def _claim_lines(claim: Claim, review: Review | None, entry: Entry, how: Reading) -> Iterator[Line]:
    """The first line of a claim, and the others under it: what people decided comes last."""
    told = list(_claim(claim, entry, how))
    told += judged_lines(claim, review, how)
    yield from wrap_pieces(told[0], how.width)
    indent: Piece = ("  ", how.palette.text)
    for other in told[1:]:
        yield from ([indent, *part] for part in wrap_pieces(other, max(how.width - 2, 1)))


def _add_text(
    lines: list[Line], entry: Entry, name: TextField, claims: tuple[Claim, ...], how: Reading
) -> int | None:
    """Add a text's lines; returns the line where the focus begins, if it is in this text."""
    raw = entry.text(name)[:MOST_SHOWN]
    base = how.palette.strong if name == "headline" else how.palette.text
    base += STRUCK if entry.withdrawn is not None else Style.null()
    spans = [*_names(entry, name, how), *_claimed(claims, name, how)]
    spans += [(*span, how.palette.hit) for span in find_spans(raw, how.words)]
    focus = how.focus if how.focus and how.focus[0] == name else None
    if focus:
        spans.append((focus[1], focus[2], how.palette.hit))
    first = len(lines)
    lines += wrap_pieces(pieces_of(raw, spans, base, washed=clean), how.width)
    if not focus:
        return None
    place = offsets_of(raw, spans, base, washed=clean).get(focus[1], 0)
    text = "".join(t for t, _ in pieces_of(raw, spans, base, washed=clean))
    return first + sum(end <= place for _, end in wrap(text, how.width))


def _names(entry: Entry, name: TextField, how: Reading) -> Iterator[Span]:
    bold = Style(bold=True)
    for mention in entry.mentions:
        if mention.field != name:
            continue
        if mention.what == "actor":
            style = side_style(how.beat, how.beat.side_of(mention.id), how.palette)
        else:
            region = how.beat.region_by_id.get(mention.id)
            style = side_style(how.beat, region.side if region else None, how.palette)
            style += Style(underline=True)
        yield mention.start, mention.end, style + bold


def _claimed(claims: tuple[Claim, ...], name: TextField, how: Reading) -> Iterator[Span]:
    for claim in claims:
        if claim.field == name:
            yield claim.start, claim.end, how.palette.span


def _facts(entry: Entry, how: Reading) -> Iterator[Line]:
    palette = how.palette
    yield _when(entry, how)
    if writer := author(entry):
        yield [("by ", palette.quiet), (writer, palette.text)]
    clock = partial(_clock, entry=entry, how=how)
    yield from ([(f"! {words}", palette.alert)] for words in notice_words.warnings(entry, clock))
    if said := f" {_dot(how)} ".join(notice_words.remarks(entry)):
        yield [(said, palette.quiet)]
    if entry.revision > 1:
        made = _time(entry.known, entry, how)
        told = f", known since {made}; {how.edits_key} shows what changed"
        yield [(f"version {entry.revision}", palette.alert), (told, palette.quiet)]
    if how.copies:
        yield _copies(how)
    if how.sighting is not None:
        yield from _seen(how.sighting, entry, how)
    if entry.url:
        yield [(shown_address(entry.url), palette.quiet)]
    yield from _left_on_it(how)
    if is_tampered(entry.headline or "") or is_tampered(entry.body):
        yield [("! this text holds control codes; they are shown as signs", palette.alert)]


def _when(entry: Entry, how: Reading) -> Line:
    """Source and time, and what was assumed about it; the source's id where its name is another."""
    palette = how.palette
    name = clean_line(how.sources.get(entry.source, entry.source))
    id = clean_line(entry.source)
    return [
        (name, palette.text),
        ("" if is_told_by(id, name) else f" ({id})", palette.quiet),
        (f" {_dot(how)} ", palette.quiet),
        (_time(entry.time, entry, how, with_year=True), palette.text),
        (_basis(entry), palette.quiet),
    ]


def is_told_by(id: str, name: str) -> bool:
    """True where a source's id says no more than its name: letters, digits, and signs between."""
    one, other = ("".join(c for c in text.casefold() if c.isalnum()) for text in (id, name))
    return one == other


def _seen(sighting: Sighting, entry: Entry, how: Reading) -> Iterator[Line]:
    """When it was fetched; that it is no longer where it was, and since when."""
    first, last = (_clock(at, entry, how) for at in (sighting.first.at, sighting.last.until))
    still = f", still there {last}" if sighting.gone is None and last != first else ""
    yield [(f"fetched {first}{still}", how.palette.quiet)]
    if sighting.gone is not None:
        absent = _clock(sighting.gone, entry, how)
        gone = f"present at {last}, absent at {absent}"
        if last == absent:
            gone = f"present and then absent within the minute of {absent}"
        yield [(f"! {gone}", how.palette.alert)]


def _copies(how: Reading) -> Line:
    """Who else has the text, and when: one report, however many print it."""
    named = [(how.sources.get(e.source, e.source), e) for e in how.copies[:MOST_COPIES]]
    told = (f"{name} {_time(e.time, e, how)}" for name, e in named)
    more = len(how.copies) - MOST_COPIES
    words = clean_line(f" {_dot(how)} ".join(told)) + (f" and {more} more" if more > 0 else "")
    return [("same text: ", how.palette.quiet), (words, how.palette.text)]


def _left_on_it(how: Reading) -> Iterator[Line]:
    """Mark and tags on a line, the note below."""
    marking, palette = how.marking, how.palette
    if marking.marked or marking.tags:
        mark = [f"{how.marks.marked} marked"] if marking.marked else []
        yield [("  ".join([*mark, *(f"#{tag}" for tag in sorted(marking.tags))]), palette.alert)]
    if marking.note:
        sign: Piece = (f"{how.marks.noted} ", palette.alert)
        yield [sign, (clean_line(marking.note), palette.text + Style(italic=True))]


def _basis(entry: Entry) -> str:
    """What was assumed about the time; nothing where the source stamped it in full."""
    return "" if entry.basis == "stamped" else f" ({story_time.basis_words(entry.basis)})"


def _claim(claim: Claim, entry: Entry, how: Reading) -> Iterator[Line]:
    """The claim in words: the figure, who says it, where it stands in the text, why it was read."""
    palette, beat = how.palette, how.beat
    sign = how.marks.claim if claim.period == "current" else how.marks.background
    yield [
        (f"{sign} ", palette.figure),
        (figures.as_written(claim, ascii_only=how.ascii_only), palette.figure + Style(bold=True)),
        (f" {figures.kind(claim.kind)} ", palette.strong),
        (figures.name(beat, claim.victim), side_style(beat, claim.victim, palette)),
        (_whose(claim, how), palette.text),
    ]
    yield _said(claim, entry, how)
    yield from ([(words, palette.alert)] for words in how.disputed.get(claim.id, ()))
    open_quote, close_quote = ('"', '"') if how.ascii_only else ("“", "”")
    yield [(f"{open_quote}{clean_line(claim.quote)}{close_quote}", palette.quiet)]
    why = [figures.relation(claim.relation), f"{claim.confidence} confidence", *claim.rules]
    yield [(f" {_dot(how)} ".join(why[:2]) + f" {_dot(how)} " + " ".join(why[2:]), palette.quiet)]


def _whose(claim: Claim, how: Reading) -> str:
    words = [figures.category(claim.category)]
    if claim.group:
        words.append(claim.group)
    if claim.place:
        words.append(figures.name(how.beat, claim.place))
    if claim.period == "historical":
        words.append("background")
    if claim.modality not in ("stated", "pending"):
        words.append(claim.modality)
    return f", {', '.join(clean_line(word) for word in words)}"


def _said(claim: Claim, entry: Entry, how: Reading) -> Line:
    palette, beat = how.palette, how.beat
    line: Line = [
        ("says ", palette.quiet),
        (figures.name(beat, claim.claimant), side_style(beat, claim.claimant_side, palette)),
    ]
    if claim.relay:
        through = ", ".join(figures.name(beat, key) for key in claim.relay)
        line.append((f", through {through}", palette.quiet))
    if claim.as_of:
        line.append((f", as of {_time(claim.as_of, entry, how)}", palette.quiet))
    return line


def _time(time: datetime | None, entry: Entry, how: Reading, *, with_year: bool = False) -> str:
    shown = story_time.show(
        time, mode=how.zone_mode, source_zone=entry.zone, local=how.local, basis=entry.basis
    )
    if not with_year or time is None or entry.basis == "undated":
        return shown
    wall = story_time.in_zone(time, mode=how.zone_mode, source_zone=entry.zone, local=how.local)
    return shown.replace(story_time.day(wall), story_time.long_day(wall), 1)


def _clock(time: datetime, entry: Entry, how: Reading) -> str:
    """A time that the source gives in full, with its year: on its clock, or the one chosen."""
    wall = story_time.in_zone(time, mode=how.zone_mode, source_zone=entry.zone, local=how.local)
    return f"{story_time.long_day(wall)} {wall:%H:%M} {offset(wall)}"


def _dot(how: Reading) -> str:
    return "-" if how.ascii_only else "·"
