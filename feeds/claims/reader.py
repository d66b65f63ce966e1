"""Reads one text of an entry, sentence by sentence, into drafts."""

from collections.abc import Sequence
from dataclasses import replace

from feeds.beat import Beat
from feeds.claim import UNATTRIBUTED, UNKNOWN
from feeds.claims.drafting import draft, split_parts
from feeds.claims.drafts import Draft
from feeds.claims.lexicon import Lexicon
from feeds.claims.loss import Loss
from feeds.claims.quantity import Quantity
from feeds.claims.scope import ScopeReader
from feeds.claims.silence import Silence, silences
from feeds.claims.source import Attribution, Source
from feeds.claims.speakers import Speakers
from feeds.claims.spotting import find_losses, is_unarmed, says_loss
from feeds.claims.sums import mark_named, mark_steps, mark_sums, share_categories
from feeds.claims.talk import Said, Talk
from feeds.claims.tokens import Sentence, Token, sentences
from feeds.claims.victims import NOBODY, Victim, VictimReader
from feeds.claims.whose import Whose, is_of_strangers
from feeds.entry import Entry, TextField

_QUOTES = frozenset('"“”«»')
_COUNTS = frozenset({"toll", "toll_noun", "toll_open", "figure", "count", "pronoun"})
_SUBJECT = 8
_MOST_QUOTED = 8
"""Sentences that one quotation may have."""


class TextReader:
    """Reads a headline or a body."""

    def __init__(
        self, entry: Entry, name: TextField, beat: Beat, lexicon: Lexicon, victims: VictimReader
    ) -> None:
        self.name: TextField = name
        self.text = entry.text(name)
        self.mentions = [m for m in entry.mentions if m.field == name]
        self._is_quoting = any(mark in self.text for mark in ('"', "“", "«"))
        self.lexicon = lexicon
        self.victims = victims
        self.whose = Whose(victims)
        self.speakers = Speakers(entry, name, beat, victims)
        self.scopes = ScopeReader(entry, beat, victims)

    def drafts(self, talk: Talk) -> list[Draft]:
        """Drafts of the text in order; `talk` is carried on from the headline to the body."""
        made: list[Draft] = []
        talk.day = self.scopes.today.isoformat() if self.scopes.today else None
        listed = sentences(self.text, self.lexicon, self.mentions)
        for place in range(_told(listed, talk)):
            talk.sentence += 1
            if self._is_quoting:
                self._open_quote(listed, place, talk)
            made.extend(self._sentence(listed[place], talk))
        mark_steps(made)
        mark_sums(made)
        mark_named(made)
        share_categories(made)
        _link(made)
        return made

    def _open_quote(self, listed: Sequence[Sentence], place: int, talk: Talk) -> None:
        """As in "“Ten died. It is a pity,” X said.": X says the first sentence too."""
        here = listed[place]
        if not _opens_quote(here):
            return
        for sentence in listed[place + 1 : place + _MOST_QUOTED]:
            close = next((k for k, t in enumerate(sentence.tokens) if t.low in _QUOTES), None)
            if close is None or sentence.paragraph != here.paragraph:
                continue
            found = self.speakers.attributions(sentence, talk)
            source = next((a.source for a in found if a.source.start > close), None)
            if source is not None and source.claimant != UNATTRIBUTED:
                talk.source, talk.paragraph = source, here.paragraph
            return

    def _sentence(self, sentence: Sentence, talk: Talk) -> list[Draft]:
        ts = sentence.tokens
        found = self.speakers.attributions(sentence, talk)
        losses = find_losses(sentence, talk.loss, talk.said, self.lexicon)
        if talk.is_natural and is_unarmed(sentence):
            losses = []
        losses = [x for x in losses if not _is_retold(x, talk)]
        drafts: list[Draft] = []
        for loss in losses:
            for said in self._said(sentence, loss, losses, found, talk):
                made = draft(said, talk, self.whose, self.name)
                drafts += [made, *split_parts(made, said)]
                if not loss.is_part or talk.draft is None:
                    talk.draft = made
                if _is_occasion(made):
                    talk.occasion = talk.occasion or made
        whole = [x for x in losses if not x.is_part] or losses
        talk.loss = whole[-1] if whole else talk.loss
        drafts = _counted_denials(drafts)
        talk.said.update((x.kind, x) for x in whole)
        for silence in silences(sentence):
            if not any(x.start <= silence.start < x.end for x in losses):
                drafts.append(self._silent(ts, silence, losses, found, talk))
        if "not_final" in sentence.roles and (drafts or _is_of_toll(ts)):
            _note_not_final(talk, drafts)
        self.speakers.carry(sentence, found, talk)
        talk.is_natural = "natural" in sentence.roles and is_unarmed(sentence)
        talk.setting = None if drafts else self.scopes.setting(sentence)
        return drafts

    def _said(
        self,
        sentence: Sentence,
        loss: Loss,
        losses: Sequence[Loss],
        found: Sequence[Attribution],
        talk: Talk,
    ) -> list[Said]:
        """The loss with its source and scope; once for each side that it is about."""
        ts = sentence.tokens
        source, rule, denies = self.speakers.of(loss, found, talk, sentence.paragraph)
        seats = (self.victims.seat(a.source) for a in reversed(found))
        region = next(filter(None, seats), talk.region)
        spans = [(a.source.start, a.source.end) for a in found]
        scope = self.scopes.read(ts, loss, losses, spans, region)
        if rule == "C.carried" and (
            scope.period == "historical"
            or (self._is_of_another(ts, loss, source) and not _is_aside(ts, found))
        ):
            source, rule = None, "C.none"
        return [
            Said(
                ts,
                _of_side(loss, items),
                items,
                source,
                scope,
                rule,
                loss.items[0],
                denies,
                sentence.roles,
            )
            for items in self._by_side(ts, loss, source)
        ]

    def _is_of_another(self, ts: Sequence[Token], loss: Loss, source: Source | None) -> bool:
        """Whoever spoke last does not go on to count another side's people unasked."""
        if source is None or source.side is None:
            return False
        stated = self.victims.item(ts, loss.items[0], source)
        stated = stated or self.victims.loss(ts, loss, source)
        return stated is not None and stated.side not in (source.side, UNKNOWN)

    def _by_side(
        self, ts: Sequence[Token], loss: Loss, source: Source | None
    ) -> list[list[Quantity]]:
        """Joined numbers about two sides are two claims (R7)."""
        if len(loss.items) == 1:
            return [loss.items]
        groups: list[tuple[str | None, list[Quantity]]] = []
        for item in loss.items:
            victim = self.victims.item(ts, item, source)
            side = victim.side if victim else None
            apart = side is None and source is not None and source.side is not None
            foes = apart and groups and _are_enemies(ts, groups[-1][1][-1], item)
            if foes or _is_apart(ts, groups, side, item):
                groups.append((side, [item]))
            elif groups and (side is None or groups[-1][0] in (None, side)):
                before, items = groups[-1]
                groups[-1] = (before or side, [*items, item])
            else:
                groups.append((side, [item]))
        return [items for _, items in groups]

    def _silent(
        self,
        ts: Sequence[Token],
        said: Silence,
        losses: Sequence[Loss],
        found: Sequence[Attribution],
        talk: Talk,
    ) -> Draft:
        """The draft of a statement that there is no figure yet."""
        loss = Loss(said.kind, "toll", [said.quantity], said.start, said.start, said.end)
        loss.rules.append("P.none")
        leading = [a for a in found if a.at <= said.start] or list(found)
        source = leading[-1].source if leading and not said.is_by_outlet else None
        return Draft(
            field=self.name,
            start=ts[said.start].start,
            end=ts[said.end - 1].end,
            loss=loss,
            number=said.quantity.number,
            source=source,
            victim=self._silent_side(ts, said.start, source),
            category="unknown",
            group=None,
            scope=self.scopes.read(ts, loss, losses, [], talk.region),
            sentence=talk.sentence,
            is_bare=True,
            modality="pending",
        )

    def _silent_side(self, ts: Sequence[Token], start: int, source: Source | None) -> Victim:
        for token in ts[max(0, start - 2) : start + 3]:
            if token.actor and (side := self.victims.side_of(token)):
                return Victim(side, "V.silent")
        return self.victims.by_speaker(source) if source else NOBODY


def _is_occasion(made: Draft) -> bool:
    scope = made.scope
    return scope.relation == "subset" and not scope.is_day_only and scope.period == "current"


def _opens_quote(sentence: Sentence) -> bool:
    """True where a quotation begins that the sentence does not end."""
    marks = [t.low for t in sentence.tokens if t.low in _QUOTES]
    return len(marks) % 2 == 1 and marks[-1] not in ("”", "»")


def _is_aside(ts: Sequence[Token], found: Sequence[Attribution]) -> bool:
    """As in "the Front, ACCORDING TO NORTHLAND, has 30 dead": said of all that follows."""
    end = found[-1].source.end if found else len(ts)
    aside = end + 1 < len(ts) and ts[end].low == ","
    return aside and not {"have", "be"}.isdisjoint(ts[end + 1].roles)


def _is_apart(
    ts: Sequence[Token],
    groups: Sequence[tuple[str | None, Sequence[Quantity]]],
    side: str | None,
    item: Quantity,
) -> bool:
    """As in "12 of Norland's, nine of Sudland's and A FARMER", "19 soldiers and 40 RGF men"."""
    if side is None:
        return len(groups) > 1 and item.category == "civilian"
    nameless = bool(groups) and groups[-1][0] is None
    if nameless and any(is_of_strangers(ts, q) for q in groups[-1][1]):
        return True  # "three WESTRAVIAN and two Sudlandic soldiers"
    if not nameless or item.head is None or not all(q.has_noun for q in groups[-1][1]):
        return False
    return any(name.start < ts[item.head].start for name in item.names)


def _are_enemies(ts: Sequence[Token], one: Quantity, other: Quantity) -> bool:
    """As in "27 of its men and 70 ENEMY troops", "five soldiers and 40 MILITANTS"."""
    civilian = "civilian" in (one.category, other.category)
    return _is_foe(ts, one) != _is_foe(ts, other) and not civilian


def _is_foe(ts: Sequence[Token], item: Quantity) -> bool:
    inside = ts[item.count_end : item.end]
    return any("enemy" in t.roles or "foe" in t.roles for t in inside)


def _counted_denials(drafts: list[Draft]) -> list[Draft]:
    """Who denies any loss and then a number denies once: the number."""
    counted = {d.loss.kind for d in drafts if d.denied and not d.number.is_any}
    return [d for d in drafts if not (d.number.is_any and d.loss.kind in counted)]


def _is_retold(loss: Loss, talk: Talk) -> bool:
    """As in "the man died" after "a man was killed": somebody counted already."""
    known = loss.kind in talk.said or (
        talk.sentence == 1 and loss.start == 0 and loss.items[0].is_pronoun
    )
    return known and all(q.is_definite for q in loss.items)


def _of_side(loss: Loss, items: list[Quantity]) -> Loss:
    """The loss itself, or a copy with only these of its quantities."""
    if len(items) == len(loss.items):
        return loss
    start = loss.start if items[0] is loss.items[0] else items[0].start
    end = loss.end if items[-1] is loss.items[-1] else items[-1].end
    return replace(loss, items=items, start=start, end=end, rules=list(loss.rules))


def _link(made: Sequence[Draft]) -> None:
    """A part knows the draft that contains it, and is of its side and speaker."""
    by_loss = {id(d.loss): d for d in reversed(made)}
    for part in made:
        head = by_loss.get(id(part.loss.head)) if part.loss.head else None
        if head is None or head is part:
            continue
        item = part.loss.items[0]
        part.within = head
        part.source = part.source or head.source
        if item.is_foreign:
            part.victim = NOBODY
        elif not item.names and part.victim.rule not in ("V.of", "V.possessive"):
            part.victim = head.victim
        if part.category == "unknown" and (not item.has_noun or head.category != "mixed"):
            part.category = head.category
            part.group = part.group if item.has_noun else head.group
        if part.group and head.category == "military":
            part.category = "military"  # two women among the soldiers are soldiers (R8)
        part.scope = replace(part.scope, place=part.scope.place or head.scope.place)


def _told(listed: Sequence[Sentence], talk: Talk) -> int:
    """How many sentences there are to read: up to one after the last that may say a loss."""
    for place in range(len(listed) - 1, -1, -1):
        if says_loss(listed[place]):
            return min(place + 2, len(listed))
    return min(1, len(listed)) if talk.draft is not None or talk.sentence == 0 else 0


def _is_of_toll(ts: Sequence[Token]) -> bool:
    """As in "THE NUMBER will rise", "THE DEATH TOLL may grow"; prices rise, and so do refugees."""
    end = next(k for k, t in enumerate(ts) if "not_final" in t.roles)
    words = ts[max(0, end - _SUBJECT) : end]
    if any("person" in t.roles and "toll_noun" not in t.roles for t in words):
        return False
    return any(not _COUNTS.isdisjoint(t.roles) for t in words)


def _note_not_final(talk: Talk, drafts: Sequence[Draft]) -> None:
    """A figure that is not final, by the same sentence or the next, stays open (R17)."""
    last = [d for d in drafts if d.scope.period == "current"]
    if not last and talk.fresh is not None:
        last = [talk.fresh]
    for said in last:
        said.not_final = not said.loss.is_part
