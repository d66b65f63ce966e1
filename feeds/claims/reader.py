"""Reads one text of an entry, sentence by sentence, carrying on who speaks and of whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from feeds.beat import Beat
from feeds.claim import UNKNOWN, Category, Modality
from feeds.claims.claimants import Attribution, Source, SourceReader
from feeds.claims.drafts import Draft
from feeds.claims.lexicon import Lexicon
from feeds.claims.losses import Loss, LossFinder
from feeds.claims.numbers import Number, hedged
from feeds.claims.parts import find_parts
from feeds.claims.sums import mark_sums
from feeds.claims.quantities import Quantity, quantities
from feeds.claims.scope import Scope, ScopeReader
from feeds.claims.silence import silences
from feeds.claims.tokens import Sentence, Token, sentences
from feeds.claims.tolls import Tolls
from feeds.claims.victims import NOBODY, Victim, VictimReader
from feeds.entry import Entry, TextField


@dataclass(slots=True)
class Talk:
    """What the text has said so far."""

    source: Source | None = None
    """Who spoke last."""

    paragraph: int = -1
    """In which paragraph; a new one ends a report that names nobody anew."""

    loss: Loss | None = None
    draft: Draft | None = None
    """The last draft."""

    region: str | None = None
    """What "the region" means."""

    sentence: int = 0


class TextReader:
    """Reads headline or body into drafts."""

    def __init__(
        self, entry: Entry, name: TextField, beat: Beat, lexicon: Lexicon, victims: VictimReader
    ) -> None:
        self.entry = entry
        self.name: TextField = name
        self.text = entry.text(name)
        self.beat = beat
        self.lexicon = lexicon
        self.victims = victims
        self.sources = SourceReader(self.text, beat)
        self.scopes = ScopeReader(entry, beat, victims.located)
        sides = [beat.side_of(m.id) for m in entry.mentions if m.what == "actor"]
        self._victim_of: dict[int, Victim] = {}
        self.only_side = sides[0] if sides and len(set(sides)) == 1 else None

    def drafts(self, talk: Talk) -> list[Draft]:
        """Drafts of the text in order; `talk` is carried on from the headline to the body."""
        mentions = [m for m in self.entry.mentions if m.field == self.name]
        made: list[Draft] = []
        for sentence in sentences(self.text, self.lexicon, mentions):
            made.extend(self._sentence(sentence, talk))
        mark_sums(made)
        self._link(made)
        return made

    def _link(self, made: Sequence[Draft]) -> None:
        """A part knows the draft that contains it, and is of its side and speaker."""
        by_loss = {id(d.loss): d for d in reversed(made)}
        for draft in made:
            head = by_loss.get(id(draft.loss.head)) if draft.loss.head else None
            if head is None or head is draft:
                continue
            draft.within = head
            draft.source = draft.source or head.source
            if not any(q.names for q in draft.loss.items):
                draft.victim = head.victim
            if draft.loss.items[0].has_noun is False and draft.category == "unknown":
                draft.category, draft.group = head.category, head.group
            draft.scope = replace(draft.scope, place=draft.scope.place or head.scope.place)

    def _sentence(self, sentence: Sentence, talk: Talk) -> list[Draft]:
        talk.sentence += 1
        ts = sentence.tokens
        found = self._attributions(ts, talk)
        losses = self._losses(ts, talk) if _may_say(ts) else []
        spans = [(a.source.start, a.source.end) for a in found]
        drafts: list[Draft] = []
        for loss in losses:
            made = self._drafts_of(ts, loss, losses, found, spans, talk, sentence.paragraph)
            drafts.extend(made)
        whole = [x for x in losses if not x.is_part] or losses
        if whole:
            talk.loss = whole[-1]
        drafts += self._silent(ts, found, talk, losses, spans)
        self._note_not_final(ts, talk, drafts)
        self._carry(ts, found, talk, sentence.paragraph)
        return drafts

    def _losses(self, ts: Sequence[Token], talk: Talk) -> list[Loss]:
        finder = LossFinder(ts, quantities(ts))
        tolls = Tolls(ts, finder)
        tolls.find()
        finder.find()
        tolls.finish(talk.loss)
        self._inverted(ts, finder, talk)
        find_parts(ts, finder, talk.loss)
        kept = [x for x in finder.losses if self._is_loss(ts, x)]
        return sorted(kept, key=lambda x: (x.items[0].start, x.at))

    def _inverted(self, ts: Sequence[Token], finder: LossFinder, talk: Talk) -> None:
        """ "So was a villager": what befell the last one."""
        if len(ts) < 3 or ts[0].low != "so" or "be" not in ts[1].roles or talk.loss is None:
            return
        first = next((q for q in finder.quantities if q.start == 2), None)
        if first is not None and finder.is_free(first):
            loss = Loss(talk.loss.kind, "passive", [first], 0, 0, first.end, is_finite=True)
            loss.rules.append("P.so")
            finder.add(loss)

    def _is_loss(self, ts: Sequence[Token], loss: Loss) -> bool:
        """Not an exchange, and not a plain word that only some verbs make a loss."""
        item = loss.items[0]
        word = ts[item.loss_at].low if item.loss_at is not None and item.loss else ""
        if loss.frame == "nominal":
            word = ts[loss.at].low.split()[0]
        needed = self.lexicon.needs.get(word)
        lows = {t.low for t in ts}
        if needed is not None and lows.isdisjoint(needed) and loss.frame == "count":
            return False
        body = word in ("bodies", "body", "remains", "corpses")
        if (loss.kind == "captured" or body) and loss.frame in ("count", "nominal"):
            return not any("returned" in t.roles for t in ts)
        return True

    def _attributions(self, ts: Sequence[Token], talk: Talk) -> list[Attribution]:
        found = self.sources.attributions(ts)
        if self.name == "headline":
            prefix, _ = self.sources.prefix(ts)
            if prefix is not None:
                found.insert(0, prefix)
        return [replace(a, source=self._known(a.source, ts, talk)) for a in found]

    def _known(self, source: Source, ts: Sequence[Token], talk: Talk) -> Source:
        """A pronoun is the last who spoke; a nameless official is of the side spoken of."""
        if source.is_pronoun:
            named = talk.source or self._first_actor(ts)
            if named is None:
                return replace(source, claimant=source.claimant or "unattributed")
            return replace(named, start=source.start, end=source.end)
        if not source.is_official or source.side:
            return source
        same = talk.source
        if same and same.side and same.text and _shares_noun(source.text, same.text):
            return replace(same, start=source.start, end=source.end)
        side = self.victims.home(source.own_side) or self._side_near(ts, source, talk)
        return replace(source, side=side)

    def _side_near(self, ts: Sequence[Token], source: Source, talk: Talk) -> str | None:
        named = [t for t in ts if t.actor or t.region]
        sides = list(dict.fromkeys(s for t in named if (s := self.victims.side_of(t))))
        if len(sides) == 1:
            return sides[0]
        if sides or any(t.region for t in named):
            return None
        return self.only_side or self.victims.home(talk.region)

    def _first_actor(self, ts: Sequence[Token]) -> Source | None:
        for mention in self.entry.mentions:
            if mention.what == "actor" and mention.field == "headline":
                words = self.entry.text("headline")[mention.start : mention.end]
                return Source(mention.id, self.beat.side_of(mention.id), words)
        return None

    def _carry(
        self, ts: Sequence[Token], found: Sequence[Attribution], talk: Talk, paragraph: int
    ) -> None:
        if found:
            talk.source, talk.paragraph = found[-1].source, paragraph
            if talk.source.claimant == "unattributed":
                talk.source = None
        elif self.name == "headline":
            talk.source = None
        regions = [t.region for t in ts if t.region]
        talk.region = regions[-1] if regions else talk.region

    def _speaker(
        self, loss: Loss, found: Sequence[Attribution], talk: Talk, paragraph: int
    ) -> tuple[Source | None, str, bool]:
        """Who says a loss: the source that leads into it, else one that follows, else the last."""
        at = loss.items[0].start if loss.frame != "toll" else loss.at
        if loss.frame == "count" or loss.frame == "passive" or loss.frame == "subject":
            at = min(at, loss.at)
        leading = [a for a in found if a.is_leading and a.source.start <= at and a.at <= loss.end]
        if leading:
            return leading[-1].source, "C.said", leading[-1].denies
        after = [a for a in found if not a.is_leading and a.at >= loss.start]
        if after:
            return after[0].source, "C.said_after", after[0].denies
        before = [a for a in found if not a.is_leading]
        if before:
            return before[-1].source, "C.carried", False
        if talk.source is not None and talk.paragraph == paragraph and self.name == "body":
            return talk.source, "C.carried", False
        return None, "C.none", False

    def _drafts_of(
        self,
        ts: Sequence[Token],
        loss: Loss,
        losses: Sequence[Loss],
        found: Sequence[Attribution],
        spans: Sequence[tuple[int, int]],
        talk: Talk,
        paragraph: int,
    ) -> list[Draft]:
        source, rule, denies = self._speaker(loss, found, talk, paragraph)
        scope = self.scopes.read(ts, loss, losses, spans, self._region(found, talk))
        if rule == "C.carried" and scope.period == "historical":
            source, rule = None, "C.none"
        drafts = []
        for items in self._by_side(ts, loss, source):
            draft = self._draft(ts, loss, items, source, scope, talk)
            draft.rules.append(rule)
            if rule == "C.carried" and source and draft.victim.is_stated:
                if source.side and draft.victim.side not in (source.side, UNKNOWN):
                    if not any(a.source is source for a in found):
                        draft.source = None
            draft.denied = denies or self._is_denied(ts, loss)
            drafts.append(draft)
            drafts.extend(self._parts_of(ts, draft, items))
            if not loss.is_part or talk.draft is None:
                talk.draft = draft
        return drafts

    def _region(self, found: Sequence[Attribution], talk: Talk) -> str | None:
        own = [a.source.own_side for a in found if a.source.own_side]
        return own[-1] if own else talk.region

    def _is_denied(self, ts: Sequence[Token], loss: Loss) -> bool:
        near = ts[max(0, loss.start - 6) : loss.start]
        after = ts[loss.end : loss.end + 3]
        words = {"false", "untrue"}
        return any("denied" in t.roles and t.low not in words for t in near) or any(
            t.low in words for t in after
        )

    def _by_side(
        self, ts: Sequence[Token], loss: Loss, source: Source | None
    ) -> list[list[Quantity]]:
        """Joined numbers about two sides are two claims (R7)."""
        groups: list[tuple[str | None, list[Quantity]]] = []
        for item in loss.items:
            victim = self.victims.item(ts, item, source)
            side = victim.side if victim else None
            if groups and (side is None or groups[-1][0] in (None, side)):
                groups[-1][1].append(item)
                if groups[-1][0] is None:
                    groups[-1] = (side, groups[-1][1])
            else:
                groups.append((side, [item]))
        return [items for _, items in groups]

    def _draft(
        self,
        ts: Sequence[Token],
        loss: Loss,
        items: list[Quantity],
        source: Source | None,
        scope: Scope,
        talk: Talk,
    ) -> Draft:
        number = self._number(loss, items, talk)
        victim = self._victim(ts, loss, items, source, scope, talk)
        categories = _categories(items)
        own = loss if items is loss.items or len(items) == len(loss.items) else None
        start, end = (loss.start, loss.end) if own else (items[0].start, items[-1].end)
        if own is None and items[-1] is loss.items[-1]:
            end = loss.end
        draft = Draft(
            field=self.name,
            start=ts[start].start,
            end=ts[min(end, len(ts)) - 1].end,
            loss=loss if own else _split(loss, items),
            number=number,
            source=source,
            victim=victim,
            category=_category(categories),
            group=items[0].group if len({q.group for q in items}) == 1 else None,
            scope=scope,
            sentence=talk.sentence,
            is_bare=all(not q.has_noun or ts[q.end - 1].low == "men" for q in items),
            components=tuple(q.number.written for q in items) if len(items) > 1 else (),
            component_categories=tuple(categories) if len(items) > 1 else (),
            modality=self._modality(ts, loss),
        )
        self._victim_of[id(loss)] = draft.victim
        self._inherit(draft, talk)
        draft.is_increment = self._is_increment(loss, items, draft, talk)
        return draft

    def _number(self, loss: Loss, items: Sequence[Quantity], talk: Talk) -> Number:
        first = items[0].number
        hedge = first if first.qualifier not in ("exact", "vague", "range") else None
        loss_first = loss.items[0].number
        if hedge is None and items[0] is not loss.items[0]:
            if loss_first.qualifier not in ("exact", "vague", "range"):
                return hedged(first, loss_first.qualifier)
        if len(items) > 1:
            total = sum(q.number.written for q in items)
            return hedged(Number(0, 0, 0, "exact", total), hedge.qualifier if hedge else "exact")
        return self._carried_hedge(loss, first, talk)

    def _carried_hedge(self, loss: Loss, number: Number, talk: Talk) -> Number:
        """ "at least 406 dead and 654 wounded": up to a new verb."""
        before = talk.draft
        if number.qualifier != "exact" or before is None or before.sentence != talk.sentence:
            return number
        joined = loss.items[0].start - before.loss.end <= 1 and not loss.is_finite
        governs = before.number.qualifier in ("at_least", "more_than", "about", "nearly")
        if joined and governs and not before.loss.is_finite and not loss.is_part:
            return hedged(number, before.number.qualifier)
        return number

    def _modality(self, ts: Sequence[Token], loss: Loss) -> Modality:
        if any("alleged" in t.roles for t in ts[max(0, loss.start - 12) : loss.end]):
            return "alleged"
        if any("feared" in t.roles for t in ts[loss.items[-1].end : loss.at]):
            return "feared"
        charged = any(t.low == "claiming" for t in ts[: loss.start])
        return "alleged" if charged and loss.items[0].number.qualifier == "vague" else loss.modality

    def _inherit(self, draft: Draft, talk: Talk) -> None:
        """A bare number keeps the category, place and incident of the one before it."""
        before = talk.draft
        if before is None or draft.sentence - before.sentence > 1:
            return
        if before.field != draft.field and draft.field == "body":
            return
        if (
            draft.is_bare
            and draft.category == "unknown"
            and draft.scope.period == before.scope.period
        ):
            sides = {before.victim.side, draft.victim.side} - {UNKNOWN}
            alike = len(sides) < 2 and _speaks_as(before.source, draft.source)
            if alike or draft.sentence == before.sentence:
                draft.category, draft.group = before.category, before.group
        self._inherit_scope(draft, before)

    def _inherit_scope(self, draft: Draft, before: Draft) -> None:
        scope, last = draft.scope, before.scope
        if scope.relation != "total" or scope.is_whole or last.relation != "subset":
            return
        if scope.period != last.period or draft.loss.frame == "toll":
            return
        if draft.sentence != before.sentence and not draft.is_bare:
            return
        draft.scope = replace(
            scope, relation="subset", place=last.place, incident=last.incident, as_of=last.as_of
        )
        draft.rules.append("S.carried")

    def _is_increment(
        self, loss: Loss, items: Sequence[Quantity], draft: Draft, talk: Talk
    ) -> bool:
        """ "Another 12 died", except after another kind: "four killed and another 43 wounded"."""
        if loss.is_increment is not None:
            return loss.is_increment
        if not items[0].is_increment:
            return False
        before = talk.draft
        near = before is not None and draft.sentence - before.sentence <= 1
        return not (near and before is not None and before.loss.kind != loss.kind)

    def _victim(
        self,
        ts: Sequence[Token],
        loss: Loss,
        items: Sequence[Quantity],
        source: Source | None,
        scope: Scope,
        talk: Talk,
    ) -> Victim:
        for item in items:
            if stated := self.victims.item(ts, item, source):
                return stated
        if loss.model is not None and id(loss.model) in self._victim_of:
            return self._victim_of[id(loss.model)]
        if stated := self.victims.loss(ts, loss, source):
            return stated
        if "P.so" in loss.rules and talk.draft is not None:
            return replace(talk.draft.victim, rule="V.inherited")
        if inherited := self._inherited_victim(loss, items, source, scope, talk):
            return inherited
        if scope.period == "historical":
            return NOBODY
        military = any(q.category == "military" for q in items)
        home = scope.home or self._home_near(ts, loss)
        speaker = self.victims.by_speaker(ts, loss, source)
        if military and speaker.side != UNKNOWN:
            return speaker
        if home is not None:
            return Victim(home, "V.place", False)
        if speaker.side == UNKNOWN and not (source and source.side):
            return self._subject_of_talk(items, talk)
        return speaker

    def _home_near(self, ts: Sequence[Token], loss: Loss) -> str | None:
        for token in ts[loss.start : loss.end + 6]:
            if token.region and not token.actor and (side := self.victims.home(token.region)):
                return side
        return None

    def _subject_of_talk(self, items: Sequence[Quantity], talk: Talk) -> Victim:
        """A bare number right after a loss that was said to be somebody's is theirs too."""
        before = talk.draft
        if before is None or talk.sentence - before.sentence > 1:
            return NOBODY
        if any(q.has_noun for q in items) or before.victim.side == UNKNOWN:
            return NOBODY
        return Victim(before.victim.side, "V.inherited", False)

    def _inherited_victim(
        self,
        loss: Loss,
        items: Sequence[Quantity],
        source: Source | None,
        scope: Scope,
        talk: Talk,
    ) -> Victim | None:
        """A number without a noun, in the same breath, is of the same people."""
        before = talk.draft
        if before is None or before.sentence != talk.sentence:
            return None
        if before.scope.period != scope.period or not before.victim.is_stated:
            return None
        if not _speaks_as(before.source, source) or any(
            q.is_person is None and q.has_noun for q in items
        ):
            return None
        return Victim(before.victim.side, "V.inherited", before.victim.is_stated)

    def _parts_of(
        self, ts: Sequence[Token], draft: Draft, items: Sequence[Quantity]
    ) -> list[Draft]:
        """Parts of different category also stand for themselves, as components of the sum."""
        if len(set(draft.component_categories)) < 2 or draft.loss.is_part:
            return []
        made = []
        for item, category in zip(items, draft.component_categories, strict=True):
            loss = Loss(
                draft.loss.kind, draft.loss.frame, [item], item.start, item.start, item.end,
                is_part=True, head=draft.loss,
            )  # fmt: skip
            loss.rules.append("R7.part")
            made.append(
                replace(
                    draft, start=ts[item.start].start, end=ts[item.end - 1].end, loss=loss,
                    number=hedged(item.number, draft.number.qualifier), category=category,
                    group=item.group, components=(), component_categories=(), within=draft,
                    rules=list(draft.rules),
                )
            )  # fmt: skip
        return made

    def _silent(
        self,
        ts: Sequence[Token],
        found: Sequence[Attribution],
        talk: Talk,
        losses: Sequence[Loss],
        spans: Sequence[tuple[int, int]],
    ) -> list[Draft]:
        drafts = []
        for said in silences(ts):
            loss = Loss(said.kind, "toll", [said.quantity], said.start, said.start, said.end)
            loss.rules.append("P.none")
            scope = self.scopes.read(ts, loss, losses, spans, talk.region)
            leading = [a for a in found if a.at <= said.start] or list(found)
            source = leading[-1].source if leading and not said.is_by_outlet else None
            subject = self._silent_side(ts, said.start, source)
            drafts.append(
                Draft(
                    field=self.name, start=ts[said.start].start, end=ts[said.end - 1].end,
                    loss=loss, number=Number(None, None, None, "none", 0), source=source,
                    victim=subject, category="unknown", group=None, scope=scope,
                    sentence=talk.sentence, is_bare=True, modality="pending",
                )
            )  # fmt: skip
        return drafts

    def _silent_side(self, ts: Sequence[Token], start: int, source: Source | None) -> Victim:
        for token in ts[max(0, start - 2) : start + 3]:
            if token.actor and (side := self.victims.side_of(token)):
                return Victim(side, "V.silent")
        if source is not None and source.side and not source.is_outlet:
            return Victim(source.side, "V.speaker", False)
        return NOBODY

    def _note_not_final(self, ts: Sequence[Token], talk: Talk, drafts: Sequence[Draft]) -> None:
        """ "The figure is not final" keeps the last numbers open (R17)."""
        if not any("not_final" in t.roles for t in ts):
            return
        last = [d for d in drafts if d.scope.period == "current"]
        if not last and talk.draft is not None and talk.sentence - talk.draft.sentence <= 1:
            last = [talk.draft]
        for draft in last:
            if not draft.loss.is_part:
                draft.not_final = True


def _speaks_as(one: Source | None, other: Source | None) -> bool:
    return (one.claimant if one else None) == (other.claimant if other else None)


def _may_say(ts: Sequence[Token]) -> bool:
    return ts[0].low == "so" or any(not _SAYING.isdisjoint(t.roles) for t in ts)


_SAYING = frozenset(
    {
        "participle", "subject", "subject_military", "object", "object_own", "military_captured",
        "count", "of", "toll", "toll_noun", "figure", "including",
    }
)  # fmt: skip


def _split(loss: Loss, items: list[Quantity]) -> Loss:
    return replace(loss, items=items, rules=list(loss.rules))


def _categories(items: Sequence[Quantity]) -> list[Category]:
    """An unnamed part takes the category of the one before it ("42 soldiers and eight of ...")."""
    known: list[Category] = []
    for item in items:
        category = item.category
        if category == "unknown" and not item.has_noun and known:
            category = known[-1]
        known.append(category)
    return known


def _category(categories: Sequence[Category]) -> Category:
    known = set(categories) - {"unknown"}
    if len(known) == 1:
        return known.pop()
    return "mixed" if known else "unknown"


def _shares_noun(one: str, other: str) -> bool:
    """ "The ministry" after "the Northern Health Ministry"."""
    return one.casefold().split()[-1] in other.casefold().split()
