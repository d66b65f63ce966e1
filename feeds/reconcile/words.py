"""A cell's sum in words, for `tally --explain` and the ledger (R20)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo

from feeds.beat import Beat
from feeds.claim import UNATTRIBUTED, Claim, Kind, Qualifier
from feeds.reconcile.marks import by_whom
from feeds.reconcile.reading import shown
from feeds.reconcile.sums import made_of
from feeds.reconcile.totals import is_left_out, is_nobodys, standing_figure
from feeds.sanitise import clean_line
from feeds.tally import Cell, Check, Dispute, Figure, LedgerRow, PlaceFigure, Silence, Tally

SAME_IN_HEADLINE = "H.same"
"""Rule of a claim whose number its entry's headline gives too."""

_FLOORS: dict[Qualifier, str] = {
    "at_least": "said as at least",
    "more_than": "said as more than",
    "vague": "a vague word",
}


def explain(
    cell: Cell,
    claims: Mapping[str, Claim],
    beat: Beat,
    zone: tzinfo | None = None,
    told: Tally | None = None,
) -> tuple[str, ...]:
    """How the cell came about, one line a figure, then what is against it and the rules.

    "50 = 42 soldiers + 8 border guards, Azerbaijan, 13 Sep 2022 21:09 +04; agrees with the
    headline; 2 copies, 1 source". Times are in `zone` (None: the beat's, else UTC), which each
    names. `told` is the cell's tally, for its checks, disputes and background. Claimants' words
    from a text are cleaned for a terminal.
    """
    return tuple(clean_line(line) for line in _Explaining(claims, beat, zone, told).cell(cell))


def explain_silence(
    silence: Silence, claims: Mapping[str, Claim], beat: Beat, zone: tzinfo | None = None
) -> str:
    """ "no figure since 13 Sep 2022 00:00 +04: never counted as 0; nobody has said so"."""
    words = _Explaining(claims, beat, zone, None)
    since = f" since {words.clock(silence.since)}" if silence.since else ""
    said = [words.said(claim) for i in silence.claims if (claim := claims.get(i))]
    stated = f"stated by {'; '.join(said)}" if said else "stated by no text"
    return clean_line(f"no figure{since}, which is never counted as 0 (R14); {stated}")


def explain_beside(
    told: Tally, claims: Mapping[str, Claim], beat: Beat, zone: tzinfo | None = None
) -> tuple[str, ...]:
    """What is said over several cells: totals of a kind (R18), and sums held against them (R15)."""
    words = _Explaining(claims, beat, zone, told)
    return tuple(clean_line(line) for line in (*words.totals(told), *words.checks(told)))


class _Explaining:
    def __init__(
        self,
        claims: Mapping[str, Claim],
        beat: Beat,
        zone: tzinfo | None,
        told: Tally | None,
    ) -> None:
        self._claims = claims
        self._beat = beat
        self._zone = zone or beat.zone or UTC
        self._told = told
        self._days: Sequence[datetime] = ()
        """As-ofs of which only the day is known."""

    def cell(self, cell: Cell) -> Iterator[str]:
        self._days = cell.days
        if cell.own is not None:
            yield self._figure(cell.own)
        for figure in cell.independent:
            yield f"independent count: {self._figure(figure)}"
        for figure in cell.claimed:
            yield f"claimed by {self._name(figure.by)}: {self._figure(figure)}"
        for figure in cell.others:
            yield f"also said: {self._figure(figure)}"
        yield from map(self._place, cell.places)
        yield from self._support(cell)
        if self._told is not None:
            yield from self._against(cell, self._told)
        yield from (row.note for row in cell.ledger if self._is_told(row, cell))
        yield from self._struck(cell)
        yield from cell.why

    def _is_told(self, row: LedgerRow, cell: Cell) -> bool:
        """A drift; a part (R8) where the figure that it lies in stands."""
        claim = self._claims.get(row.claim)
        if "(R8)" not in row.note or claim is None:
            return row.role == "drift"
        figures = (*((cell.own,) if cell.own else ()), *cell.independent, *cell.claimed)
        standing = (self._claims.get(f.claims[0]) for f in figures if f.claims)
        return any(c.entry_key == claim.entry_key for c in standing if c is not None)

    def _struck(self, cell: Cell) -> Iterator[str]:
        """What an edited entry had said before (R1)."""
        for row in cell.ledger:
            claim = self._claims.get(row.claim)
            if row.role == "struck" and claim is not None:
                number = shown(claim.low, claim.best, claim.high)
                yield f"{number}, {self.said(claim)}: {row.note}"

    def totals(self, told: Tally) -> Iterator[str]:
        by_key = {c.key: c for c in told.cells}
        for total in told.totals:
            parts = [by_key[victim, total.kind, category] for victim, category in total.cells]
            added = " + ".join(f"{_as_said(c)} ({self._name(c.victim)})" for c in parts)
            kind = total.kind.replace("_", " ")
            number = shown(total.low, total.best, total.high)
            words = f"all sides, {kind}: {number} = {added}, derived; like with like (R18)"
            yield words + self._left_out(told, total.kind)

    def _left_out(self, told: Tally, kind: Kind) -> str:
        """Figures of people whose side nobody names, and of sides that are no party (R18)."""
        cells = [c for c in told.cells if c.kind == kind and c.low is not None]
        out = [
            shown(c.low, c.best, c.high)
            + (" of a side that is not said" if is_nobodys(c) else f" of {self._name(c.victim)}")
            for c in cells
            if is_left_out(c, self._beat.parties)
        ]
        return f"; left out: {', '.join(out)}" if out else ""

    def checks(self, told: Tally) -> Iterator[str]:
        for check in told.checks:
            claim = self._claims.get(check.claim)
            if claim is not None and check.rule == "R15":
                result = check.result.replace("_", " ")
                yield f"{self.said(claim)}: {result}: {check.detail} (R15)"

    def clock(self, time: datetime | None) -> str:
        """`13 Sep 2022 21:09 +04`."""
        if time is None:
            return "undated"
        how = "%d %b %Y, no hour given" if time in self._days else "%d %b %Y %H:%M %Z"
        return time.astimezone(self._zone).strftime(how)

    def said(self, claim: Claim) -> str:
        """Who said a claim, and when."""
        return f"{self._name(claim.claimant)}, {self.clock(claim.time)}"

    def _figure(self, figure: Figure) -> str:
        number = shown(figure.low, figure.best, figure.high)
        first = self._claims.get(figure.claims[0]) if figure.claims else None
        words = [f"{number}{made_of(figure, self._claims)}", self._name(figure.claimant)]
        words.append(self.clock(figure.as_of))
        if first is not None and first.relay:
            words.append(f"relayed by {', '.join(map(self._name, first.relay))}")
        if first is not None and first.judged is not None:
            words.append(f"{first.judged.ruling}{by_whom(first.judged)}")
        return "; ".join((", ".join(words), *self._remarks(figure, first)))

    def _remarks(self, figure: Figure, first: Claim | None) -> Iterator[str]:
        """Why it is open, what of its own text bears it out, and how often it was said."""
        if first is not None:
            if figure.high is None and (words := _floor_words(first)):
                yield words
            checks = self._told.checks if self._told is not None else ()
            yield from (w for c in checks if c.claim == first.id and (w := _check_words(c)))
            if SAME_IN_HEADLINE in first.rules:
                yield "agrees with the headline"
        if figure.copies > 1 or not figure.sources:
            yield support(figure.copies, figure.sources)

    def _support(self, cell: Cell) -> Iterator[str]:
        """Where more than one source bears the cell out, or only one with many copies."""
        if cell.sources > 1:
            yield f"borne out together: {support(cell.copies, cell.sources)} (R11)"

    def _against(self, cell: Cell, told: Tally) -> Iterator[str]:
        for dispute in told.disputes:
            if (dispute.victim, dispute.kind, dispute.category) == cell.key:
                yield self._dispute(dispute)
        kept = [c for i in told.background if (c := self._claims.get(i))]
        count = sum((c.victim, c.kind) == cell.key[:2] for c in kept)
        if count:
            claims = "claim" if count == 1 else "claims"
            yield f"{count} {claims} of other wars or earlier clashes kept apart (R2)"

    def _dispute(self, dispute: Dispute) -> str:
        claim, other = self._claims.get(dispute.claim), self._claims.get(dispute.other)
        if claim is None or other is None:
            return dispute.why
        against = shown(other.low, other.best, other.high)
        if dispute.size == "denied":
            return f"{against} by {self.said(other)}: denied by {self.said(claim)}"
        return f"disputed by {self.said(other)}: {against}; {dispute.size}"

    def _place(self, part: PlaceFigure) -> str:
        where = ", ".join(w for w in (self._name(part.place), part.incident) if w)
        number = shown(part.low, part.low, part.high)
        by = f", {self._name(part.by)}" if part.by else ""
        inside = f"in part: {where}" if where else "more, on top of no figure"
        return f"{number} {inside}{by}, {self.clock(part.as_of)}"

    def _name(self, key: str) -> str:
        return "the outlet itself" if key == UNATTRIBUTED else self._beat.name_of(key)


def _as_said(cell: Cell) -> str:
    """The figure that stands, as it was said; the cell's bounds where none does alone."""
    figure = standing_figure(cell) or cell
    return shown(figure.low, figure.best, figure.high)


def support(copies: int, sources: int) -> str:
    """`6 copies, 1 source`."""
    said = "1 copy" if copies == 1 else f"{copies} copies"
    if not sources:
        return f"{said}, no source named"
    return f"{said}, {sources} source{'s' if sources > 1 else ''}"


def _floor_words(first: Claim) -> str:
    """Why nothing bounds it above."""
    return "said to be not final" if first.not_final else _FLOORS.get(first.qualifier, "")


def _check_words(check: Check) -> str:
    """What the same entry says of the sum (R7)."""
    if check.rule != "R7" or "the same entry says" not in check.detail:
        return ""
    if check.result == "agrees":
        return "agrees with the total in the same entry"
    return f"does not agree: {check.detail}"
