"""Cut a text into sentences of tokens, each with what it can be; offsets are the text's own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feeds.claims.bending import Roles
from feeds.claims.lexicon import Lexicon, Word
from feeds.entry import Mention

_NOTHING: Roles = {}
_MOST_DIGITS = 9
_YEARS = range(1900, 2100)
_MOST_TOKENS = 500
"""A longer sentence is cut: no honest one is, and the work grows with the square."""
_THOUSANDS = r"\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?!\d|,\d)"
_DECIMAL = r"\d+\.\d+"
_PIECES = (
    r"(?P<plain>[A-Za-z]+(?=[\s,;!?)\]]|[.:](?:\s|$)|$))"  # most words: no other reading
    r"|(?P<web>(?:https?://|www\.)[^\s)\]]+)"
    r"|(?P<money>[$€£]\s?\d[\d.,]*\d|[$€£]\s?\d)"
    r"|(?P<time>\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}(?:\.\d{2})?\s?[ap]\.?m\b\.?)"
    r"|(?P<date>\d{1,4}[./-]\d{1,2}[./-]\d{2,4})"
    r"|(?P<ordinal>\d+(?:st|nd|rd|th)\b)"
    r"|(?P<plus>\d[\d,]*(?:\+|-plus\b))"
    r"|(?P<compound>\d+[-\u2010\u2011][^\W\d_][\w-]*)"
    r"|(?P<unit>\d[\d.,]*\s?(?:km|kg|mm|cm|m|tn|%|percent|C)\b|\d[\d.,]*%|\d+[^\W\d_]\w*)"
    rf"|(?P<digits>{_THOUSANDS}|\d{{1,3}}(?:\.\d{{3}})+(?!\d)|{_DECIMAL}|\d+)"
    r"|(?P<short>(?:[A-Za-z]\.){2,})"
    r"|(?P<code>[A-Za-z]+-?\d[\w-]*)"
    r"|(?P<poss>['’]s\b)"
    r"|(?P<word>[^\W\d_]+(?:[-\u2010\u2011'’](?![sS]\b)[^\W\d_]+)*)"
    r"|(?P<sign>\S)"
)
_PIECE = re.compile(_PIECES)
_PIECE_WITH_COMMA = re.compile(_PIECES.replace(_DECIMAL, r"\d+[.,]\d+"))
"""For a language that writes decimals with a comma: "1,5 тыс."."""

_KINDS = {
    "money": {"money": ""},
    "time": {"time": ""},
    "date": {"date": ""},
    "ordinal": {"ordinal": ""},
    "compound": {"compound": ""},
    "unit": {"unit": ""},
    "poss": {"poss": ""},
    "plus": {"digits": "at_least"},
    "digits": {"digits": ""},
}
_PLAIN = frozenset({"plain", "word", "sign", "short"})
_MOST_KNOWN = 50_000
_PAIR = 2
_FUNCTION = frozenset({"be", "pronoun", "speaker_own"})
_ENDS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’»)]")


@dataclass(slots=True, eq=False)
class Token:
    """A word, a number, a sign, a phrase of the lexicon, or a name of the beat."""

    start: int
    end: int
    low: str
    """Lower case, with straight apostrophes; words of a phrase with one space between. A word that
    the grammar asks for goes by its English name in every language: "и" is "and"."""

    capital: bool
    """True where it begins with a capital letter, or is a name that the language writes small."""

    roles: Roles
    """What it can be."""

    actor: str | None = None
    """Actor id that it names."""

    region: str | None = None
    """Region id that it names (a place names its region)."""

    place: str | None = None
    """Place id, where it names a place inside the region."""

    value: int | None = None
    """Of digits."""


@dataclass(slots=True, eq=False)
class Sentence:
    """Tokens of one sentence, with where it stands."""

    tokens: list[Token]
    paragraph: int
    """Number of its paragraph in the text, from 0."""

    roles: frozenset[str]
    """What any of its tokens can be."""


def sentences(text: str, lexicon: Lexicon, mentions: Sequence[Mention]) -> list[Sentence]:
    """The text's sentences in order; a line break always ends one."""
    pieces = _phrased(_pieces(text, lexicon), lexicon)
    if lexicon.called:
        _mark_since(pieces)
        _call(pieces, lexicon.called)
    pieces = _named(pieces, mentions, lexicon.name_roles)
    return _cut(text, pieces, lexicon)


def _pieces(text: str, lexicon: Lexicon) -> list[Token]:
    found: list[Token] = []
    known = lexicon.known
    pattern = _PIECE_WITH_COMMA if lexicon.decimal_comma else _PIECE
    for match in pattern.finditer(text):
        raw = match.group()
        word = known.get(raw) or _learnt(raw, match.lastgroup or "sign", lexicon)
        low, capital, roles, value = word
        start, end = match.span()
        found.append(Token(start, end, low, capital, roles, None, None, None, value))
    return found


def _learnt(raw: str, kind: str, lexicon: Lexicon) -> Word:
    """What a piece is, kept for when it comes again: a feed says the same words over and over."""
    low = raw.lower().replace("’", "'")
    plain = kind in _PLAIN
    roles = lexicon.words.get(low, _NOTHING) if plain else _KINDS.get(kind, _NOTHING)
    if len(raw) == _PAIR and raw.isupper() and not _FUNCTION.isdisjoint(roles):
        roles = _NOTHING  # IS, US, IT are names
    value = None
    if kind in ("digits", "plus"):
        value = _digits(low)
        if value is None:
            roles, low = {"decimal": ""}, low.replace(",", ".")
    elif not roles and plain and "-" in low:
        roles, value = _hyphened(low, lexicon.words)
    if len(lexicon.known) >= _MOST_KNOWN:
        lexicon.known.clear()
    word = lexicon.known[raw] = (low, raw[0].isupper() or "small" in roles, roles, value)
    return word


def _hyphened(low: str, words: Mapping[str, Roles]) -> tuple[Roles, int | None]:
    """As in "forty-nine"; a name with a hyphen counts nothing."""
    parts = [int(words.get(p, _NOTHING).get("number") or 0) for p in low.split("-")]
    if len(parts) == _PAIR and all(parts) and parts[0] % 10 == 0:
        return {"digits": ""}, sum(parts)
    return _NOTHING, None


def _digits(raw: str) -> int | None:
    """As in "6,600", "30 000", "1.500"; a decimal is no whole number, nor are ten digits."""
    raw = raw.removesuffix("+").removesuffix("-plus")
    if re.fullmatch(r"\d+[.,]\d+", raw) and not re.fullmatch(r"\d{1,3}[.,]\d{3}", raw):
        return None
    flat = re.sub(r"\D", "", raw)
    return int(flat) if flat.isascii() and 0 < len(flat) <= _MOST_DIGITS else None


def _phrased(pieces: list[Token], lexicon: Lexicon) -> list[Token]:
    """Phrases of the lexicon become one token each, the longest first."""
    out: list[Token] = []
    at = begin = 0
    last, phrases = len(pieces) - 1, lexicon.phrases
    while at < last:
        if pieces[at].low in phrases:
            for rest, roles in phrases[pieces[at].low].get(pieces[at + 1].low, ()):
                end = at + 2 + len(rest)
                if [p.low for p in pieces[at + 2 : end]] == [*rest]:
                    out += pieces[begin:at]
                    out.append(_merged(pieces[at:end], roles))
                    begin, at = end, end - 1
                    break
        at += 1
    out += pieces[begin:]
    return out


def _merged(words: list[Token], roles: Roles) -> Token:
    first = words[0]
    low = " ".join(w.low for w in words)
    return Token(first.start, words[-1].end, low, first.capital, roles)


def _mark_since(pieces: list[Token]) -> None:
    """A preposition that before a date says since when: "С 7 октября", "С 2020 года"."""
    for token, number, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        dated = number.value in _YEARS or (number.value is not None and "month" in after.roles)
        if dated and "since_date" in token.roles:
            token.roles = {**token.roles, "since": ""}


def _call(pieces: list[Token], called: Mapping[str, str]) -> None:
    for token in pieces:
        token.low = called.get(token.low, token.low)


def _named(pieces: list[Token], mentions: Sequence[Mention], besides: Roles) -> list[Token]:
    """Tokens inside a mention become one token that knows the actor or the region."""
    if not mentions:
        return pieces
    by_start = sorted(mentions, key=lambda m: (m.start, -m.end))
    out: list[Token] = []
    at, count = 0, len(pieces)
    for mention in by_start:
        begin = at
        while at < count and pieces[at].start < mention.start:
            at += 1
        out += pieces[begin:at]
        end = at
        while end < count and pieces[end].end <= mention.end:
            end += 1
        if end > at:
            out.append(_name(pieces[at:end], besides))
            at = end
            _mark(out[-1], mention)
        elif out and out[-1].start <= mention.start < out[-1].end:
            _mark(out[-1], mention)
    out.extend(pieces[at:])
    return out


def _name(pieces: list[Token], besides: Roles) -> Token:
    """A name keeps what its last word can be among people and sources ("Northern officials")."""
    first, last = pieces[0], pieces[-1]
    kept = {r: v for r, v in last.roles.items() if r in _KEPT}
    if len(pieces) == 1 and not first.capital:
        kept = dict(first.roles)
    low = " ".join(p.low for p in pieces)
    return Token(first.start, last.end, low, first.capital, {"name": "", **besides, **kept})


_KEPT = ("person", "one", "many", "group", "official", "outlet", "bystander", "side_word")


def _mark(token: Token, mention: Mention) -> None:
    if "name" not in token.roles:
        return
    if mention.what == "actor" and token.actor is None:
        token.actor = mention.id
    elif mention.what == "region" and token.region is None:
        token.region, token.place = mention.id, mention.place


def _cut(text: str, pieces: list[Token], lexicon: Lexicon) -> list[Sentence]:
    out: list[Sentence] = []
    begin = paragraph = before = 0
    has_breaks = "\n" in text
    for n, token in enumerate(pieces):
        if has_breaks and n and "\n" in text[before : token.start]:
            _close(out, pieces[begin:n], paragraph)
            begin, paragraph = n, paragraph + 1
        before = token.end
        low = token.low
        if low in _ENDS:
            ends = _is_end(pieces, n, lexicon)
        else:
            ends = low in _CLOSERS and n > 0 and pieces[n - 1].low in _ENDS
        if ends or n + 1 - begin >= _MOST_TOKENS:
            _close(out, pieces[begin : n + 1], paragraph)
            begin = n + 1
    _close(out, pieces[begin:], paragraph)
    return out


def _close(out: list[Sentence], tokens: list[Token], paragraph: int) -> None:
    if tokens:
        roles = frozenset().union(*[t.roles for t in tokens if t.roles])
        out.append(Sentence(tokens, paragraph, roles))


def _is_end(pieces: list[Token], n: int, lexicon: Lexicon) -> bool:
    """A full stop ends a sentence where a capital, a digit or a quotation mark follows."""
    token = pieces[n]
    if n + 1 == len(pieces):
        return True
    following = pieces[n + 1]
    if following.low in _CLOSERS and following.start == token.end:
        return False
    if token.low == "." and n:
        before = pieces[n - 1]
        if before.end == token.start and (before.low in lexicon.abbreviations):
            return False
        if before.end == token.start and before.capital and before.end - before.start == 1:
            return False
    return following.start > token.end or following.capital
