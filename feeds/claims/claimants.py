"""Who says it: subjects of saying, "according to", headline prefixes, chains of relay."""

from collections.abc import Sequence
from dataclasses import replace

from feeds.beat import Beat
from feeds.claims.colons import Colons
from feeds.claims.namers import Namer
from feeds.claims.source import Attribution, Source
from feeds.claims.tokens import Token

_SAYING = frozenset({"cite", "say", "according", "revise", "own_count"})
_SPEAKERS = frozenset({"official", "outlet", "voice", "bystander"})
_MOST_NOUN = 16
_MARKS = frozenset(';:“‘"”’«»')
_AGENT_REACH = 6
_PUT = frozenset({"put", "estimated", "given", "reported", "counted", "confirmed"})
_SUBJECT_STOPS = frozenset({"say", "cite", "according", "verb", "be", "clause", "object_own"})
_AUX = frozenset({"have", "be", "modal", "adverb", "negation"})
_LEADING = 3
"""Tokens within which a phrase still opens what it leads into."""


class SourceReader:
    """Reads the attributions of sentences in one text; `text` gives a source its words."""

    def __init__(self, text: str, beat: Beat) -> None:
        self._namer = Namer(text, beat)
        self.colons = Colons(self._namer)

    def attributions(self, ts: Sequence[Token]) -> list[Attribution]:
        """In order. Pronouns are left to whoever knows what was said before."""
        found: list[Attribution] = []
        for at, token in enumerate(ts):
            roles = token.roles
            if _SAYING.isdisjoint(roles):
                continue
            if (
                ("cite" in roles and (made := self._cited(ts, at)))
                or ("say" in roles and (made := self._said(ts, at)))
                or ("according" in roles and (made := self._according(ts, at)))
                or ("revise" in roles and (made := self._revised(ts, at)))
                or ("own_count" in roles and (made := self._counter(ts, at)))
            ):
                found.append(made)
        return _chained(found)

    def _said(self, ts: Sequence[Token], at: int) -> Attribution | None:
        """The subject of a verb of saying: on its left, or after it ("..., said X")."""
        if _is_noun(ts, at):
            return None
        if agent := self._agent(ts, at):
            return agent
        end = at
        while end > 0 and _is_auxiliary(ts[end - 1]):
            end -= 1
        denies = _denies(ts, at)
        if denies and _is_of_deed(ts, end):
            return None
        if end > 0 and "pronoun" in ts[end - 1].roles:
            return self._pronoun(ts, at, end - 1, denies)
        if at and ts[at].low.endswith("ing") and ts[at - 1].low == ",":
            return self._participial(ts, at)
        if end > 1 and ts[end - 1].low in ("and", "but"):
            return self._sharing(ts, at, end - 1, denies)
        end = _before_aside(ts, end)
        start = self._noun_start(ts, end)
        source = self._namer.read(ts, start, end) if start < end else None
        if source is not None and "weapon" in ts[end - 1].roles:
            return None  # "Northern strikes raised the toll"
        if source is not None:
            return Attribution(at, source, not _trails(ts, at, start), denies)
        return self._inverted(ts, at, end)

    def _agent(self, ts: Sequence[Token], at: int) -> Attribution | None:
        """As in "the toll was PUT at 57 BY the doctors"."""
        if at == 0 or "be" not in ts[at - 1].roles or ts[at].low not in _PUT:
            return None
        for k in range(at + 1, min(len(ts), at + _AGENT_REACH)):
            if ts[k].low == "by":
                source = self._namer.read(ts, k + 1, self._noun_end(ts, k + 1))
                return Attribution(at, source, False) if source else None
            if ts[k].low in (",", ";", "."):
                return None
        return None

    def _sharing(
        self, ts: Sequence[Token], at: int, joint: int, denies: bool
    ) -> Attribution | None:
        """As in "NORLAND killed 30 rebels AND SAID that ...": whoever opens the clause."""
        begin = _clause_start(ts, joint)
        says = (k for k in range(begin, joint) if "say" in ts[k].roles)
        made = next((m for k in says if (m := self._said(ts, k))), None)
        made = made or self._opening(ts, at)
        return replace(made, at=at, is_leading=True, denies=denies) if made else None

    def _revised(self, ts: Sequence[Token], at: int) -> Attribution | None:
        """As in "X LOWERED its toll to 28", "X revised down its count"; nothing that strikes."""
        if not _revises(ts, at) or (at and "be" in ts[at - 1].roles):
            return None
        made = self._said(ts, at)
        last = ts[made.source.end - 1].roles if made else {}
        return None if "toll" in last or "event" in last else made

    def _counter(self, ts: Sequence[Token], at: int) -> Attribution | None:
        """As in "NORLAND'S own count IS 16 dead": who counts, says."""
        k = at - 1
        while k > 0 and ("own" in ts[k].roles or "poss" in ts[k].roles or not ts[k].roles):
            k -= 1
        if k < 0 or k == at - 1 or not ts[k].actor or "poss" not in ts[k + 1].roles:
            return None
        source = self._namer.read(ts, k, k + 1)
        return Attribution(at, source, True) if source else None

    def _participial(self, ts: Sequence[Token], at: int) -> Attribution | None:
        """As in "X charged that ..., CLAIMING that ...": whoever spoke before in the sentence."""
        for k in range(at - 1, -1, -1):
            if "say" in ts[k].roles and not ts[k].low.endswith("ing"):
                if made := self._said(ts, k):
                    return replace(made, at=at, denies=_denies(ts, at))
            elif "revise" in ts[k].roles and (made := self._revised(ts, k)):
                return replace(made, at=at)
        return self._opening(ts, at)

    def _opening(self, ts: Sequence[Token], at: int) -> Attribution | None:
        """As in "X mourned its dead, SAYING that ...": who opens the sentence."""
        begin = _clause_start(ts, at)
        first = begin + 1 if "determiner" in ts[begin].roles else begin
        if first >= at or not (ts[first].actor or "band" in ts[first].roles):
            return None
        end = first + 1
        if "weapon" in ts[end].roles or "poss" in ts[end].roles:
            return None
        while end < at and "official" in ts[end].roles:
            end += 1
        source = self._namer.read(ts, begin, end)
        return Attribution(at, source, True) if source else None

    def _pronoun(self, ts: Sequence[Token], at: int, word: int, denies: bool) -> Attribution | None:
        if ts[word].low == "who":
            start = self._noun_start(ts, word)
            source = self._namer.read(ts, start, word)
            return Attribution(at, source, True, denies) if source else None
        source = Source("", None, "", (), word, word + 1, is_pronoun=True)
        return Attribution(at, source, not _trails(ts, at, word), denies)

    def _noun_start(self, ts: Sequence[Token], end: int) -> int:
        start = end
        while start > 0 and end - start < _MOST_NOUN:
            token = ts[start - 1]
            if token.low in _MARKS or self._stops(ts, start - 1, end):
                break
            start -= 1
        while start < end and (
            ts[start].low in (",", "and", "but", "meanwhile", "–", "—", "-")
            or "source_in" in ts[start].roles
        ):
            start += 1
        return start

    def _stops(self, ts: Sequence[Token], k: int, end: int) -> bool:
        roles = ts[k].roles
        if "name" in roles:
            return False
        if not _SUBJECT_STOPS.isdisjoint(roles) and "preposition" not in roles:
            return True
        if ts[k].low == ",":
            return self._starts_anew(ts, k, end)
        return any(r in roles for r in ("participle", "subject", "object", "digits"))

    def _starts_anew(self, ts: Sequence[Token], comma: int, end: int) -> bool:
        """The comma in "12 killed, X says" begins the source, and so does the second one in
        "12 killed, X, the mayor, says"; those in "X, the mayor, says" do not."""
        inside = sum(t.low == "," for t in ts[comma + 1 : end])
        closed = ts[end - 1].low == ","
        if inside < (2 if closed else 0):
            return False
        return any(not _CLAUSE.isdisjoint(t.roles) for t in ts[:comma])

    def _inverted(self, ts: Sequence[Token], at: int, end: int) -> Attribution | None:
        if end < at:
            return None  # "the government, which ..., HAS NAMED a commission"
        opened = end == 0 or ts[end - 1].low in (",", "”", "’", '"', "'", "–", "—", "!", "?")
        if not opened:
            return None
        begin = at + 1
        if begin < len(ts) and "source_in" in ts[begin].roles:
            begin += 1
        source = self._namer.read(ts, begin, self._noun_end(ts, begin))
        return Attribution(at, source, False) if source else None

    def _noun_end(self, ts: Sequence[Token], start: int) -> int:
        stop = start
        while stop < len(ts) and stop - start < _MOST_NOUN:
            token = ts[stop]
            if token.low in (".", ";", ":", ")", "“", "‘"):
                break
            if token.low == "," and not self._apposes(ts, stop):
                break
            stops = {"say", "verb", "be", "have", "clause", "participle", "digits", "number"}
            if "name" not in token.roles and not stops.isdisjoint(token.roles):
                break
            stop += 1
        return stop

    def _apposes(self, ts: Sequence[Token], comma: int) -> bool:
        """As in "according to X, the mayor of Y, ...": an office follows the comma."""
        after = ts[comma + 1 : comma + 6]
        return any("official" in t.roles for t in after) and "determiner" in after[0].roles

    def _according(self, ts: Sequence[Token], at: int) -> Attribution | None:
        near = ts[max(0, at - _REVISED_REACH) : at] if ts[at].low == "attributed to" else ()
        if any("weapon" in t.roles or "event" in t.roles for t in near):
            return None  # "a strike ATTRIBUTED TO Northland": who did it
        stop = self._noun_end(ts, at + 1)
        source = self._namer.read(ts, at + 1, stop)
        if source is None and stop < len(ts) and "relative" in ts[stop].roles:
            source = self._namer.read(ts, stop + 1, self._noun_end(ts, stop + 1))
        leading = at == 0 or (ts[at - 1].low in (",", "“", "‘") and at < _LEADING)
        return Attribution(at, source, leading) if source else None

    def _cited(self, ts: Sequence[Token], at: int) -> Attribution | None:
        """As in "Interfax quotes the ministry as saying": the ministry says, Interfax relays."""
        stop = self._noun_end(ts, at + 1)
        for k in range(at + 1, stop):
            if ts[k].low == "as":
                stop = k
                break
        source = self._namer.read(ts, at + 1, stop)
        if source is None:
            return self._said(ts, at) if "say" in ts[at].roles else None
        end = at - 1 if at and ts[at - 1].low == "," else at
        start = self._noun_start(ts, end)
        outer = self._namer.read(ts, start, end) if start < end else None
        relay = (outer.claimant,) if outer else ()
        leading = not (start > 0 and any(not _LOSSY.isdisjoint(t.roles) for t in ts[:start]))
        return Attribution(at, replace(source, relay=relay), leading)


_CLAUSE = frozenset(
    {"participle", "subject", "object", "count", "digits", "be", "have", "verb", "number", "modal"}
)
_LOSSY = frozenset(
    {"participle", "subject", "object", "of", "count", "toll", "toll_noun", "digits"}
)


_REVISED_REACH = 7


def _revises(ts: Sequence[Token], at: int) -> bool:
    """True where a toll follows within the clause."""
    for token in ts[at + 1 : at + _REVISED_REACH]:
        if token.low in (",", ";", "."):
            return False
        if not _TOLLS.isdisjoint(token.roles):
            return True
    return False


_TOLLS = frozenset({"toll", "toll_open", "toll_noun", "figure"})


def _is_auxiliary(token: Token) -> bool:
    """Not a dash, which a language may have for "is": "«Погибли 12», — ЗАЯВИЛ X"."""
    return not _AUX.isdisjoint(token.roles) and not token.actor and token.low[0].isalpha()


def _clause_start(ts: Sequence[Token], at: int) -> int:
    """One past the last semicolon before `at`."""
    return next((k + 1 for k in range(at - 1, 0, -1) if ts[k].low == ";"), 0)


def _is_noun(ts: Sequence[Token], at: int) -> bool:
    """As in "tension between the two STATES since", "REPORTS from the front", "its COUNT": no
    verb."""
    if at and any(r in ts[at - 1].roles for r in ("determiner", "poss", "own", "preposition")):
        return True
    if "say_noun" not in ts[at].roles:
        return False
    after = ts[at + 1] if at + 1 < len(ts) else None
    return after is not None and "preposition" in after.roles and after.low not in _OF_VERBS


_OF_VERBS = frozenset({"to", "on", "at", "over", "about", "under", "as"})


def _before_aside(ts: Sequence[Token], end: int) -> int:
    """Where the noun ends in "X, who speaks for Northland, told", "X, citing the police, said"."""
    if end == 0 or ts[end - 1].low != ",":
        return end
    for k in range(end - 2, max(0, end - _MOST_NOUN), -1):
        if ts[k].low == ",":
            aside = ts[k + 1]
            cites = "cite" in aside.roles and not any(_speaks(t) for t in ts[k + 2 : end])
            related = "determiner" in aside.roles and any("relative" in t.roles for t in ts[k:end])
            return k if cites or related or "relative" in aside.roles else end
    return end


def _denies(ts: Sequence[Token], at: int) -> bool:
    return "denied" in ts[at].roles


def _is_of_deed(ts: Sequence[Token], end: int) -> bool:
    """As in "12 died in a strike THAT THE ARMY DENIES": not the number."""
    for k in range(end - 1, max(0, end - _REVISED_REACH), -1):
        if ts[k].low in ("that", "which"):
            near = ts[max(0, k - _LEADING) : k]
            return any("weapon" in t.roles or "event" in t.roles for t in near)
    return False


def _speaks(token: Token) -> bool:
    return token.actor is not None or not _SPEAKERS.isdisjoint(token.roles)


def _trails(ts: Sequence[Token], at: int, start: int) -> bool:
    """As in "12 were killed, X said.": what it says is before it."""
    if start == 0 or not any(not _LOSSY.isdisjoint(t.roles) for t in ts[:start]):
        return False
    after = ts[at + 1] if at + 1 < len(ts) else None
    if after is None or after.low in (".", ";", ":", ",", "”", "’", ")", "!"):
        return True
    if ts[start - 1].low in (";", ":") or "clause" in after.roles or after.low == "that":
        return False
    if "conjunction" in ts[start - 1].roles or "clause" in ts[start - 1].roles:
        return False
    return ts[start - 1].low in (",", "–", "—", "”", "’", '"') and (
        not any(not _LOSSY.isdisjoint(t.roles) for t in ts[at + 1 : _said_end(ts, at)])
    )


def _said_end(ts: Sequence[Token], at: int) -> int:
    """Where "X said" ends with what goes with it: before a semicolon, ", REVISING its toll"."""
    for k in range(at + 1, len(ts)):
        revises = "revise" in ts[k].roles and ts[k].low.endswith("ing") and ts[k - 1].low == ","
        if ts[k].low == ";" or revises:
            return k
    return len(ts)


def _chained(found: list[Attribution]) -> list[Attribution]:
    """As in "X reported that Y said": an outlet that leads into a source is its relay."""
    out: list[Attribution] = []
    for made in found:
        if out and out[-1].is_leading and made.is_leading and out[-1].source.is_outlet:
            outer = out[-1].source
            if made.source.start > outer.end and made.source.start - out[-1].at <= _LEADING:
                relay = (*outer.relay, outer.claimant, *made.source.relay)
                out[-1] = replace(made, source=replace(made.source, relay=relay))
                continue
        out.append(made)
    return out
