"""Drafts become claims: ids, bounds, confidence and the rules that fired."""

from collections.abc import Sequence
from hashlib import blake2b

from feeds.claim import UNATTRIBUTED, Claim, Qualifier, Relation
from feeds.claims.confidence import confidence, traits
from feeds.claims.drafts import Draft
from feeds.claims.numbers import Number
from feeds.entry import Entry


def compose(entry: Entry, drafts: Sequence[Draft]) -> tuple[Claim, ...]:
    """One claim a draft, in the order given."""
    ids = _ids(entry, drafts)
    wording = entry.wording if drafts else ""
    return tuple(_claim(entry, draft, ids, wording) for draft in drafts)


def _ids(entry: Entry, drafts: Sequence[Draft]) -> dict[int, str]:
    """Ids that stay the same when the entry is read again; a second of the same words counts up."""
    ids: dict[int, str] = {}
    used: dict[str, int] = {}
    for d in drafts:
        words = [entry.source, entry.id, str(entry.revision), d.field, str(d.start), str(d.end)]
        words += [d.loss.kind, d.victim.side, str(d.number.written)]
        made = blake2b("\0".join(words).encode(errors="replace"), digest_size=8).hexdigest()
        used[made] = used.get(made, 0) + 1
        ids[id(d)] = made if used[made] == 1 else f"{made}-{used[made]}"
    return ids


def _claim(entry: Entry, draft: Draft, ids: dict[int, str], wording: str) -> Claim:
    number, qualifier = _final(draft)
    source = draft.source
    relation = _relation(draft)
    text = entry.text(draft.field)
    rules = tuple(dict.fromkeys(_rules(draft)))
    return Claim(
        id=ids[id(draft)],
        entry=entry.id,
        source=entry.source,
        time=entry.time,
        known=entry.known,
        field=draft.field,
        start=draft.start,
        end=draft.end,
        quote=text[draft.start : draft.end],
        kind=draft.loss.kind,
        low=number.low,
        best=number.best,
        high=number.high,
        qualifier=qualifier,
        victim=draft.victim.side,
        category=draft.category,
        group=draft.group,
        claimant=source.claimant if source else UNATTRIBUTED,
        claimant_side=source.side if source else None,
        claimant_text=(source.text or None) if source else None,
        relay=source.relay if source else (),
        place=draft.scope.place,
        incident=draft.scope.incident,
        as_of=draft.scope.as_of or entry.time,
        period=draft.scope.period,
        relation=relation,
        components=draft.components,
        component_categories=draft.component_categories,
        denied=draft.denied,
        modality="denied" if draft.denied else draft.modality,
        confidence=confidence(draft, rules),
        rules=rules,
        within=ids.get(id(draft.within)) if draft.within else None,
        not_final=draft.not_final,
        refers_back=draft.scope.refers_back,
        day_only=entry.day_only and draft.scope.as_of is None,
        wording=wording,
    )


def _final(draft: Draft) -> tuple[Number, Qualifier]:
    """As in "49" whose text says that it will rise is at least 49 (TALLY.md, 2)."""
    number = draft.number
    if draft.not_final and number.qualifier == "exact" and number.written:
        return Number(number.low, number.best, None, "at_least", number.written), "at_least"
    return number, number.qualifier


def _relation(draft: Draft) -> Relation:
    if draft.loss.is_part:
        return "component"
    if draft.is_increment:
        return "increment"
    return draft.scope.relation


def _rules(draft: Draft) -> list[str]:
    rules = [f"Q.{draft.number.qualifier}", *draft.loss.rules, *traits(draft), draft.victim.rule]
    rules.append("C.none" if draft.source is None else "C.source")
    rules += [*draft.scope.rules, *draft.rules]
    if len(draft.components) > 1:
        rules.append("R7")
    if draft.not_final:
        rules.append("R17.not_final")
    if draft.is_increment:
        rules.append("R9")
    return rules
