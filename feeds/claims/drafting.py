"""From a loss to drafts: number, category, modality, and what carries over from the last one."""

from collections.abc import Sequence
from dataclasses import replace

from feeds.claim import BOTH, UNKNOWN, Category, Modality
from feeds.claims.drafts import Draft
from feeds.claims.numbers import Number, hedged
from feeds.claims.quantity import Quantity
from feeds.claims.talk import Said, Talk, speaks_as
from feeds.claims.tokens import Token
from feeds.claims.victims import Victim
from feeds.claims.whose import Whose
from feeds.entry import TextField

_PLAIN = ("exact", "vague", "range")
_UNSURE = frozenset({"alleged", "feared", "charge"})
_DENYING = frozenset({"denied", "untrue"})
_DENIAL_REACH = 6
_JOINTS = frozenset({",", "and", "but"})
_UNSURE_REACH = 6
_SURE = frozenset({"confirmed", "verified"})
_ALLEGED_REACH = 12
_UP_TO_NOW = frozenset({"have", "has"})
_LATE_REACH = 5
_SAME_TOLL = 5
"""How many times the first figure of an incident a later toll of it may be."""


def draft(said: Said, talk: Talk, whose: Whose, name: TextField) -> Draft:
    """The draft of one loss of one side."""
    number = _number(said, talk)
    victim = whose.decide(said, talk)
    categories = _categories(said.ts, said.items)
    joined = len(said.items) > 1
    made = Draft(
        field=name,
        start=said.ts[said.loss.start].start,
        end=said.ts[min(said.loss.end, len(said.ts)) - 1].end,
        loss=said.loss,
        number=number,
        source=said.source,
        victim=victim,
        category=_category(categories),
        group=said.items[0].group if len({q.group for q in said.items}) == 1 else None,
        scope=said.scope,
        sentence=talk.sentence,
        is_bare=all(_is_bare(said.ts, q) for q in said.items),
        components=tuple(q.number.written for q in said.items) if joined else (),
        component_categories=tuple(categories) if joined else (),
        denied=said.denies or _is_denied(said),
        modality=_modality(said),
        rules=[said.rule],
    )
    _set(made, talk)
    talk.victims[id(said.loss)] = made.victim
    _inherit(made, talk)
    _join_occasion(made, talk)
    made.is_increment = _is_increment(said, talk)
    _run_on(made, said.ts)
    _go_back(made, talk)
    if made.scope.is_day_only and (made.is_increment or victim.side == BOTH):
        # The day says when the step was made or the sum was drawn, not which strike (R9, R15).
        made.scope = replace(made.scope, relation="total", incident=None, is_day_only=False)
    return made


def split_parts(whole: Draft, said: Said) -> list[Draft]:
    """Joined numbers of different categories also stand for themselves, as parts (R7)."""
    if whole.category != "mixed" or whole.loss.is_part:
        return []
    made = []
    for item, category in zip(said.items, whole.component_categories, strict=False):
        part = replace(
            said.loss, items=[item], start=item.start, end=item.end, is_part=True,
            head=whole.loss, rules=[*said.loss.rules, "R7.part"],
        )  # fmt: skip
        made.append(
            replace(
                whole, start=said.ts[item.start].start, end=said.ts[item.end - 1].end, loss=part,
                number=_part_number(item, said), category=category,
                group=item.group, components=(), component_categories=(), within=whole,
                rules=list(whole.rules),
            )
        )  # fmt: skip
    return made


def _is_bare(ts: Sequence[Token], item: Quantity) -> bool:
    """No noun says who they were; "men" says no more."""
    if not item.has_noun or item.head is None:
        return not item.has_noun
    return "vague_noun" in ts[item.head].roles


def _number(said: Said, talk: Talk) -> Number:
    first, leading = said.items[0].number, said.lead.number
    hedge = leading.qualifier if leading.qualifier not in _PLAIN else None
    if len(said.items) > 1:
        total = sum(q.number.written for q in said.items)
        if any(q.number.qualifier == "vague" for q in said.items):
            hedge = "at_least"  # "twelve soldiers and several civilians"
        return hedged(Number(0, 0, 0, "exact", total), hedge or "exact")
    if first is not leading and first.qualifier == "exact" and hedge:
        return hedged(first, hedge)
    return _carried_hedge(said, talk, first)


def _part_number(item: Quantity, said: Said) -> Number:
    """A part is hedged as the first number is; a vague one stays vague."""
    lead = said.lead.number.qualifier
    if item.number.qualifier != "exact" or lead in _PLAIN:
        return item.number
    return hedged(item.number, lead)


def _carried_hedge(said: Said, talk: Talk, number: Number) -> Number:
    """At least 406 dead and 654 wounded: a hedge governs what is joined, up to a new verb."""
    before = talk.draft
    if number.qualifier != "exact" or before is None or before.sentence != talk.sentence:
        return number
    joined = said.items[0].start - before.loss.end <= 1 and not said.loss.is_finite
    governs = before.number.qualifier in ("at_least", "more_than", "about", "nearly")
    if joined and governs and not before.loss.is_finite and not said.loss.is_part:
        return hedged(number, before.number.qualifier)
    return number


def _modality(said: Said) -> Modality:
    loss, ts = said.loss, said.ts
    if "negation" in said.roles and (_is_unsaid(ts, loss.start) or _is_unsure(ts, loss.end)):
        return "alleged"
    if _UNSURE.isdisjoint(said.roles):
        return loss.modality
    if any("alleged" in t.roles for t in ts[max(0, loss.start - _ALLEGED_REACH) : loss.end]):
        return "alleged"
    if any("feared" in t.roles for t in ts[loss.items[-1].end : loss.at]):
        return "feared"
    charged = any("charge" in t.roles for t in ts[: loss.start])
    is_vague = loss.items[0].number.qualifier == "vague"
    return "alleged" if charged and is_vague else loss.modality


def _is_unsaid(ts: Sequence[Token], start: int) -> bool:
    """As in "has NOT CONFIRMED the death of the general"."""
    for k in range(max(0, start - _DENIAL_REACH), start - 1):
        if "negation" in ts[k].roles and any("say" in t.roles for t in ts[k + 1 : k + 3]):
            return True
    return False


def _is_unsure(ts: Sequence[Token], end: int) -> bool:
    """As in "reports of 12 deaths COULD NOT BE CONFIRMED"."""
    near = ts[end : end + _UNSURE_REACH]
    k = next((n for n, t in enumerate(near) if "negation" in t.roles), len(near))
    auxiliaries = all("modal" in t.roles or "have" in t.roles for t in near[:k])
    rest = near[k + 1 :]
    return (
        auxiliaries and bool(rest) and "be" in rest[0].roles and any(t.low in _SURE for t in rest)
    )


def _is_denied(said: Said) -> bool:
    """Denied before it, or called untrue right after it."""
    if _DENYING.isdisjoint(said.roles):
        return False
    loss = said.loss
    before = said.ts[max(0, loss.start - _DENIAL_REACH) : loss.start]
    after = said.ts[loss.end : loss.end + 3]
    if any(
        ("untrue" in t.roles and not _is_adjective(before, k))
        or ("denied" in t.roles and not _says_after(before, k))
        for k, t in enumerate(before)
    ):
        return True
    if after and "be" in after[0].roles and any("denied" in t.roles for t in after):
        return True  # "claims that 300 had died WERE DISMISSED"
    return any("untrue" in t.roles for t in after)


def _is_adjective(near: Sequence[Token], untrue: int) -> bool:
    """As in "over a FAKE video": not the number is untrue."""
    after = near[untrue + 1] if untrue + 1 < len(near) else None
    return after is not None and not after.roles and after.low[0].isalpha()


def _says_after(near: Sequence[Token], denied: int) -> bool:
    """As in "DENIED the claim, SAYING that four were hurt": the four are no longer denied."""
    joint = next((k for k in range(denied, len(near)) if near[k].low in _JOINTS), len(near))
    says = (t.roles for t in near[joint:] if "say" in t.roles)
    return any("denied" not in roles and "say_noun" not in roles for roles in says)


def _inherit(made: Draft, talk: Talk) -> None:
    """A bare number keeps the category, place and incident of the one before it."""
    before = talk.fresh
    if before is None or before.field != made.field or before.loss.head is made.loss:
        return
    same_period = made.scope.period == before.scope.period
    counted = made.loss.frame == "count" and made.sentence == before.sentence
    says_nothing = made.category == "unknown" and (made.is_bare or counted)
    if says_nothing and same_period and _is_alike(made, before) and not _is_apart(made, before):
        made.category, made.group = before.category, before.group
    _inherit_scope(made, before)


def _join_occasion(made: Draft, talk: Talk) -> None:
    """As in "a raid killed nine, X said. ... Y SAID 12 WERE KILLED": of the one that is told."""
    scope, told = made.scope, talk.occasion
    if told is None or told.field != made.field or scope.relation != "total" or scope.is_whole:
        return
    if scope.period == "historical" or made.loss.is_perfect or made.loss.names:
        return
    held = made.loss.kind == "captured" != told.loss.kind  # whoever is held is held since long
    if not held and made.number.written <= _SAME_TOLL * max(told.number.written, 1):
        last = told.scope
        made.scope = replace(scope, relation="subset", place=last.place, incident=last.incident)
        made.rules.append("S.occasion")


def _is_apart(made: Draft, before: Draft) -> bool:
    """As in "a WOMAN and nine OTHERS": who one was says nothing of the rest."""
    others = any(q.is_other for q in made.loss.items)
    return before.group is not None and (others or before.loss.items[0].is_single)


def _is_alike(made: Draft, before: Draft) -> bool:
    if made.sentence == before.sentence:
        return True
    differ = made.victim.side != before.victim.side
    if differ and UNKNOWN not in (made.victim.side, before.victim.side):
        return False
    return speaks_as(before.source, made.source)


def _inherit_scope(made: Draft, before: Draft) -> None:
    scope, last = made.scope, before.scope
    same = made.sentence == before.sentence or scope.refers_back
    if same and scope.relation == last.relation == "subset":
        if scope.place is None and last.place and scope.period == last.period:
            made.scope = replace(scope, place=last.place, incident=last.incident)
        return
    if scope.relation != "total" or scope.is_whole or last.relation != "subset":
        return
    if scope.period != last.period or not _is_of_one(made, before):
        return
    apart = made.loss.is_perfect and made.victim.side != before.victim.side
    goes_on = _goes_on(made) or made.loss.frame == "toll"
    if made.sentence == before.sentence or (made.is_bare and not apart) or goes_on:
        made.scope = replace(
            scope, relation="subset", place=last.place, incident=last.incident, as_of=last.as_of
        )
        made.rules.append("S.carried")


def _is_of_one(made: Draft, before: Draft) -> bool:
    """As in "a raid killed nine. THE TOLL later ROSE TO 12"; a war's whole toll is far higher."""
    far = made.number.written > _SAME_TOLL * max(before.number.written, 1)
    if made.loss.frame != "toll":
        return not (far and made.loss.is_perfect and made.sentence != before.sentence)
    same = made.loss.kind == before.loss.kind and not made.loss.names and made.loss.own is None
    known = same and before.loss.frame != "toll" and not before.scope.is_day_only
    return known and not far


def _go_back(made: Draft, talk: Talk) -> None:
    """As in "In 2020 shells killed 40 there. ANOTHER 60 WERE HURT": then, too."""
    before = talk.fresh
    if before is None or before.scope.period != "historical" or made.scope.period == "historical":
        return
    goes_on = made.sentence == before.sentence or any(q.is_increment for q in made.loss.items)
    if goes_on and made.is_bare and made.scope.relation == "total" and not made.loss.is_perfect:
        made.scope = replace(made.scope, period="historical")
        made.rules.append("R2.carried")


def _set(made: Draft, talk: Talk) -> None:
    """As in "A shell HIT HARROW. Three people were killed": there, and then."""
    scope = made.scope
    if talk.setting is None or scope.relation != "total" or scope.is_whole or scope.as_of:
        return
    if scope.period == "historical" or not _goes_on(made):
        return
    place, home, event = talk.setting
    incident = " ".join(filter(None, (event, talk.day))) or None
    made.scope = replace(scope, relation="subset", place=place, incident=incident)
    made.rules.append("S.setting")
    if home is not None and not made.victim.is_stated and made.victim.side == UNKNOWN:
        made.victim = Victim(home, "V.place", is_stated=False)


def _goes_on(made: Draft) -> bool:
    """As in "a strike killed four. Two medics WERE hurt": told of the same moment."""
    loss = made.loss
    if loss.frame == "active":
        return not loss.is_perfect
    return loss.is_finite and not loss.is_perfect and loss.frame in ("passive", "subject")


def _run_on(made: Draft, ts: Sequence[Token]) -> None:
    """As in "the toll in Harrow REACHED 80", "80 HAVE BEEN KILLED there SINCE Monday": a running
    total of the place, whatever day it is told, and no incident of its own (R4)."""
    scope, loss = made.scope, made.loss
    if scope.place is None or scope.relation != "subset" or made.is_increment or loss.is_part:
        return
    if scope.is_dated or scope.refers_back or scope.as_of or made.source is None:
        return
    counted = loss.is_perfect and any(t.low in _UP_TO_NOW for t in ts[loss.start : loss.at])
    if loss.frame == "toll" or scope.is_whole or counted:
        made.scope = replace(scope, incident=None, refers_back=True)
        made.rules.append("R4.running")


def _is_late_death(said: Said) -> bool:
    """As in "a man wounded in Harrow DIED IN HOSPITAL": one more of whom was hurt before (R9)."""
    loss = said.loss
    if loss.kind != "killed" or loss.frame != "subject" or len(said.items) > 1:
        return False
    if said.items[0].number.written != 1 or loss.is_part:
        return False
    near = said.ts[loss.at : loss.at + _LATE_REACH]
    return any("late_death" in t.roles for t in near)


def _is_increment(said: Said, talk: Talk) -> bool:
    """Another 12 died is one; four killed and another 43 wounded is not: the kind changes (R9)."""
    if said.loss.is_increment is not None:
        return said.loss.is_increment
    before = talk.fresh
    changes = before is not None and before.loss.kind != said.loss.kind
    return (said.items[0].is_increment and not changes) or _is_late_death(said)


def _categories(ts: Sequence[Token], items: Sequence[Quantity]) -> list[Category]:
    """A bare part takes the category of the one before it: 42 soldiers and eight of the guard."""
    known: list[Category] = []
    for item in items:
        carries = item.category == "unknown" and _is_bare(ts, item) and known
        known.append(known[-1] if carries else item.category)
    return known


def _category(categories: Sequence[Category]) -> Category:
    known = set(categories) - {"unknown"}
    if len(known) > 1:
        return "mixed"
    return known.pop() if known else "unknown"
