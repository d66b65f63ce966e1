"""Comparing: what an edit means, from the words that changed and from the claims in them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from feeds.claim import Claim
from feeds.claims.languages import nearest
from feeds.claims.tokens import Token, sentences
from feeds.edit import EDIT_KINDS, Edit, EditKind, Run
from feeds.edits.wording import runs
from feeds.entry import Entry, TextField

_TIME = frozenset({"time", "date", "month", "weekday", "day"})
_NUMBER = frozenset(
    {"digits", "number", "multiplier", "vague", "qualifier", "decimal", "ordinal", "compound"}
    | {"unit", "money", "none", "fraction", "hedge_after", "increment", "not_final"}
)
_ATTRIBUTION = frozenset(
    {"say", "cite", "according", "alleged", "reported", "feared", "denied", "official", "body"}
)
_SMALL = frozenset({"a", "an"})
"""Articles count as one in the lexicon; a changed article is no number."""

_FIELDS: tuple[TextField, ...] = ("headline", "body")


def compare(
    before: Entry, after: Entry, was: Sequence[Claim] = (), now: Sequence[Claim] = ()
) -> Edit:
    """One version against the one before; `was` and `now` are the claims of each.

    Pure. The kinds come from the words that are in one version alone (numbers, names, verbs of
    saying and denying, clocks and dates, by the lexicon of the text's language), and from claims
    whose figure, claimant or denial changed in words that stayed.
    """
    found: set[EditKind] = set(_of_claims(was, now))
    if after.withdrawn is not None and before.withdrawn is None:
        found = {"withdrawn"}
    told: dict[TextField, tuple[Run, ...]] = {}
    for field in _FIELDS:
        told[field] = runs(before.text(field), after.text(field))
        found |= set(_of_words(before, after, field, told[field]))
    if before.time != after.time:
        found.add("time")
    if found - {"typography"}:
        found.discard("typography")
    return Edit(
        before=before,
        after=after,
        kinds=tuple(kind for kind in EDIT_KINDS if kind in found),
        headline=told["headline"],
        body=told["body"],
    )


def _of_claims(was: Sequence[Claim], now: Sequence[Claim]) -> Iterator[EditKind]:
    """A figure that is no longer said so; only claims that are in both texts can be compared."""
    if Counter(map(_figure, was)) != Counter(map(_figure, now)):
        yield "number"
    if Counter(map(_voice, was)) != Counter(map(_voice, now)) and len(was) == len(now):
        yield "attribution"


def _figure(claim: Claim) -> tuple[object, ...]:
    return (claim.kind, claim.low, claim.best, claim.high, claim.victim, claim.category)


def _voice(claim: Claim) -> tuple[object, ...]:
    return (claim.claimant, claim.relay, claim.denied, claim.modality)


def _of_words(
    before: Entry, after: Entry, field: TextField, told: Sequence[Run]
) -> Iterator[EditKind]:
    """What the words are that went or came; wording where one is nothing graver, typography where
    all of them are the same again."""
    went = _tokens(before, field, _spans(told, "added"))
    came = _tokens(after, field, _spans(told, "removed"))
    old, new = (Counter(t.low for t in tokens if _is_word(t)) for tokens in (went, came))
    if old == new:
        if any(run.kind != "same" for run in told):
            yield "typography"
        return
    for tokens, only in ((went, old - new), (came, new - old)):
        for token in tokens:
            if token.low in only:
                yield from tuple(_of_token(token)) or ("wording",)


def _is_word(token: Token) -> bool:
    return any(map(str.isalnum, token.low))


def _of_token(token: Token) -> Iterator[EditKind]:
    roles = token.roles.keys()  # a word for a place, as in `near Goris`, may stand before a number
    if not _TIME.isdisjoint(roles):
        yield "time"
    elif not _NUMBER.isdisjoint(roles) and token.low not in _SMALL and "where" not in roles:
        yield "number"
    if not _ATTRIBUTION.isdisjoint(roles):
        yield "attribution"
    if token.actor or token.region or "name" in roles or (token.capital and not roles):
        yield "name"


def _spans(told: Iterable[Run], without: str) -> list[tuple[int, int]]:
    """Where the changed runs of one version stand in its text."""
    found, at = [], 0
    for run in told:
        if run.kind == without:
            continue
        if run.kind != "same":
            found.append((at, at + len(run.text)))
        at += len(run.text)
    return found


def _tokens(entry: Entry, field: TextField, spans: Sequence[tuple[int, int]]) -> list[Token]:
    """The tokens of a text that lie in these spans, even in part."""
    if not spans:
        return []
    text = entry.text(field)
    mentions = [m for m in entry.mentions if m.field == field]
    listed = (t for s in sentences(text, nearest(text), mentions) for t in s.tokens)
    return [t for t in listed if any(t.start < end and start < t.end for start, end in spans)]
