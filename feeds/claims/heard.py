"""Who is heard and which places are named in a text that no beat knows: what a pack grows from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from feeds.beat import NO_BEAT
from feeds.candidate import Heard, Named
from feeds.claims.claimants import SourceReader
from feeds.claims.lexicon import read_lexicon
from feeds.claims.tokens import Token, sentences

_LINKS = frozenset({"of", "the", "and", "for", "'s"})
_DEPARTMENTS_TEXT = """
acting air armed border chief civil coast defence defense deputy emergency energy federal
finance foreign former general health home information interior internal joint justice
land local marine maritime military national naval overall people's permanent prime
provincial public regional republican revolutionary royal security special state supreme
transport vice
"""
_DEPARTMENTS = frozenset(_DEPARTMENTS_TEXT.split())
"""Words before an office that name no state, and may stand before the one that does."""

_MOST_NAMES = 4
_WITH_OFFICE = 3
"""Capitals after "of" from which the last two are a person: "of Harbour Council Ann Example"."""


class Listener:
    """Listens to texts of one language."""

    def __init__(self, language: str = "en") -> None:
        self._lexicon = read_lexicon(language)

    def heard(self, text: str, *, is_headline: bool = False) -> Iterator[Heard]:
        """Everyone who says something in the text, and every place named after a preposition."""
        reader = SourceReader(text, NO_BEAT)
        for sentence in sentences(text, self._lexicon, ()):
            ts = [self._with_office(_freed(token, text)) for token in sentence.tokens]
            told: set[tuple[str, str]] = set()
            prefixes = reader.colons.prefixes(ts, is_headline=True) if is_headline else []
            for prefix in prefixes:
                span = prefix.source.start, prefix.source.end
                yield from _told(_speaker(text, ts[slice(*span)], is_prefix=True), told)
            for made in reader.attributions(ts):
                if not made.source.is_pronoun:
                    noun = ts[made.source.start : made.source.end]
                    yield from _told(_speaker(text, noun), told)
            yield from (h for h in _in_passing(text, ts) if (h.what, h.name) not in told)
            yield from _places(text, ts)

    def _with_office(self, token: Token) -> Token:
        """ "Interior Minister" is an office as its last word is, whatever else it means."""
        *first, last = token.low.split()
        roles = self._lexicon.words.get(last, {}) if first else {}
        if "official" not in roles or "official" in token.roles:
            return token
        return replace(token, roles={**token.roles, "official": roles["official"]})

    def is_plain_word(self, word: str) -> bool:
        """True for a word that means something in a sentence: "may", "bar"."""
        roles = self._lexicon.words.get(word.lower(), {})
        return bool(roles.keys() - {"outlet", "bystander", "voice"})


def _told(heard: Iterable[Heard], told: set[tuple[str, str]]) -> Iterator[Heard]:
    """Those heard, noted down in `told`."""
    for one in heard:
        told.add((one.what, one.name))
        yield one


def _speaker(text: str, noun: Sequence[Token], *, is_prefix: bool = False) -> Iterator[Heard]:
    """The person, body or outlet that a source's words name; none for "officials", "he"."""
    at = next((k for k in range(len(noun) - 1, -1, -1) if "official" in noun[k].roles), None)
    if at is None:
        yield from _without_office(text, noun, is_prefix)
        return
    begin = _office_start(noun, at)
    state = _state(text, noun[begin:at])
    person, end = _person(text, noun, at)
    is_body = "body" in noun[at].roles
    if is_body and (begin < at or end > at + 1 or not person):
        end = _name_end(noun, at)
        if sum(t.capital for t in noun[begin:end]) > 1:
            yield Heard("body", _words(text, noun[begin:end]), None, state, is_prefix)
    if person and not (is_body and _name_end(noun, at) > at + 1):
        office = _words(text, noun[begin:end])
        yield Heard("person", person, office, state, is_prefix)
    elif state and not is_body and "no_post" not in noun[at].roles:
        yield Heard("post", _words(text, noun[begin : at + 1]), None, state, is_prefix)


def _in_passing(text: str, ts: Sequence[Token]) -> Iterator[Heard]:
    """Bodies and people with their posts where nobody says anything, as a name is written out."""
    for at, token in enumerate(ts):
        if "official" not in token.roles:
            continue
        begin = _office_start(ts, at)
        state = _state(text, ts[begin:at])
        if "body" in token.roles:
            end = _name_end(ts, at)
            if token.capital and begin < at and sum(t.capital for t in ts[begin:end]) > 1:
                yield Heard("body", _words(text, ts[begin:end]), None, state)
        elif len(run := _run_at(ts, at + 1)) > 1:
            yield Heard("person", _words(text, run), _words(text, ts[begin : at + 1]), state)


def _without_office(text: str, noun: Sequence[Token], is_prefix: bool) -> Iterator[Heard]:
    outlet = next((k for k, t in enumerate(noun) if "outlet" in t.roles), None)
    runs = _runs(noun)
    if not runs:
        return
    run = runs[-1]
    if outlet is None:
        what: Named = "person" if len(run) == 2 else "name"  # noqa: PLR2004 - given and family name
        yield Heard(what, _words(text, run), None, None, is_prefix)
    elif run[0].start > noun[outlet].start or noun[outlet].capital or _owns(noun, run):
        after = noun.index(run[-1]) + 1
        if after == outlet and noun[outlet].capital:  # "Harbour Monitor" is all of its name
            run = [*run, noun[outlet]]
        yield Heard("outlet", _words(text, run), None, None, is_prefix)


def _owns(noun: Sequence[Token], run: Sequence[Token]) -> bool:
    """As in "Harbour Post's correspondent"."""
    after = noun.index(run[-1]) + 1
    return after < len(noun) and "poss" in noun[after].roles


def _office_start(noun: Sequence[Token], at: int) -> int:
    """Where the office begins: capitals and links right before its word, no comma between."""
    begin = at
    while begin > 0 and (_names_office(noun[begin - 1]) or noun[begin - 1].low in _LINKS):
        begin -= 1
    while begin < at and noun[begin].low in _LINKS:
        begin += 1
    return begin


def _names_office(token: Token) -> bool:
    return _is_name(token) or (token.capital and token.low in _DEPARTMENTS)


def _state(text: str, before: Sequence[Token]) -> str | None:
    """The first word before an office that is more than a department, where it is a name."""
    first = next((token for token in before if token.low not in _DEPARTMENTS), None)
    return _words(text, [first]) if first is not None and _is_name(first) else None


def _person(text: str, noun: Sequence[Token], at: int) -> tuple[str | None, int]:
    """The name after an office, and where the office ends: "minister X Y", "head of Z, X Y"."""
    comma = next((k for k in range(at + 1, len(noun)) if noun[k].low == ","), None)
    if comma is not None:
        run = _run_at(noun, comma + 1)
        return (_words(text, run), comma) if len(run) > 1 else (None, at + 1)
    run = _run_at(noun, at + 1)
    if run:
        return _words(text, run), at + 1
    run = next(iter(_runs(noun[at + 1 :])), [])
    if len(run) >= _WITH_OFFICE:
        return _words(text, run[-2:]), noun.index(run[-2])
    return None, at + 1


def _places(text: str, ts: Sequence[Token]) -> Iterator[Heard]:
    """Names after "in", "near" and the like, and those joined to them."""
    for at, token in enumerate(ts[:-1]):
        if "where" not in token.roles:
            continue
        start = at + 1
        while run := _run_at(ts, start):
            yield Heard("place", _words(text, run))
            after = start + len(run)
            joins = after < len(ts) and ts[after].low in (",", "and", "or")
            start = after + 1 if joins else len(ts)


def _run_at(ts: Sequence[Token], start: int) -> list[Token]:
    """The capitals from `start` on; what is a plain word goes on a name, and begins none."""
    end = start
    while end < len(ts) and end - start < _MOST_NAMES and _is_name(ts[end], end > start):
        end += 1
    return list(ts[start:end])


def _runs(ts: Sequence[Token]) -> list[list[Token]]:
    """Runs of capitals that are no listed word, in order."""
    found: list[list[Token]] = []
    at = 0
    while at < len(ts):
        run = _run_at(ts, at)
        if run:
            found.append(run)
        at += max(len(run), 1)
    return found


def _name_end(noun: Sequence[Token], at: int) -> int:
    """One past a body's name: with "of Foreign Affairs" after its word, or without."""
    end = look = at + 1
    if look >= len(noun) or noun[look].low not in _LINKS:
        return end
    while look < len(noun) and (noun[look].capital or noun[look].low in _LINKS):
        look += 1
        if noun[look - 1].capital:
            end = look
    return end


def _freed(token: Token, text: str) -> Token:
    """Capitals alone are a name, whatever the word means in small letters: "US", "WHO"."""
    if token.end - token.start > 1 and text[token.start : token.end].isupper():
        kept = {role: v for role, v in token.roles.items() if role in ("official", "body")}
        return replace(token, roles=kept)
    return token


def _is_name(token: Token, goes_on: bool = False) -> bool:
    if not token.capital or not token.low[0].isalpha() or token.end - token.start == 1:
        return False
    return not token.roles.keys() - (_ALSO_NAMES | _GO_ON if goes_on else _ALSO_NAMES)


_ALSO_NAMES = frozenset({"abbreviation", "bystander", "voice", "spot"})
_GO_ON = frozenset({"thing", "event", "war", "group"})


def _words(text: str, tokens: Sequence[Token]) -> str:
    return " ".join(text[tokens[0].start : tokens[-1].end].split()).replace("’", "'")
