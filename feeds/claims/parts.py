"""Numbers inside numbers: "including", "of them", appositions and lists that add up (R7, R8)."""

from collections.abc import Mapping, Sequence

from feeds.claim import Kind
from feeds.claims.lists import list_among, list_beside, subjects_before
from feeds.claims.loss import Loss
from feeds.claims.losses import LossFinder
from feeds.claims.quantity import Quantity
from feeds.claims.tokens import Sentence, Token

_LIST_SIGNS = frozenset({",", ":", "(", "-", "–", "—", "and", ";"})
_LISTS = frozenset({"including", "among"})
_OF = frozenset({"of_these", "of_dead", "whose"})
_MOST_GAP = 4
_LATER = 5
_UNIONS = ("casualties", "killed_or_missing")


def find_parts(
    sentence: Sentence, finder: LossFinder, last: Loss | None, said: Mapping[str, Loss]
) -> None:
    """Marks losses that are parts of another, and adds those that only a list says.

    `last` is the loss said before this sentence, for "six of them"; `said` the last ones by kind,
    for "among the dead".
    """
    ts = sentence.tokens
    _split_appositions(finder)
    if not _LISTS.isdisjoint(sentence.roles):
        _find_listed(ts, finder, said)
    for loss in list(finder.losses):
        _listed_after(ts, finder, loss)
    for at, token in enumerate(ts[:-1] if not _OF.isdisjoint(sentence.roles) else ()):
        if "of_these" in token.roles:
            _were_among(ts, finder, at)
        if "of_dead" in token.roles:
            _of_whom(ts, finder, at + 1, last)
        elif token.low == "of" and _leads(ts, at) and (whole := _counted_at(ts, finder, at + 1)):
            _of_whom(ts, finder, whole.end + 1, last)
        elif token.low == "of" and _is_of_them(ts, at) and not _is_after_others(finder, at):
            _of_whom(ts, finder, at + 2, last)
    _partitives(ts, finder, last)
    _ones(finder, last)


def _find_listed(ts: Sequence[Token], finder: LossFinder, said: Mapping[str, Loss]) -> None:
    for at, token in enumerate(ts):
        if "including" in token.roles:
            _included(ts, finder, at)
        elif "among" in token.roles:
            _among(ts, finder, at, said)


def _split_appositions(finder: LossFinder) -> None:
    """As in "three elderly people, two women and a man, had died" are three."""
    for loss in list(finder.losses):
        first, rest = loss.items[0], loss.items[1:]
        if len(rest) > 1 and first.number.written == sum(q.number.written for q in rest):
            loss.items = [first]
            for quantity in rest:
                _add_part(finder, quantity, loss)


def _add_part(finder: LossFinder, quantity: Quantity, head: Loss) -> Loss:
    part = Loss(
        head.kind, head.frame, [quantity], quantity.start, quantity.start, quantity.end,
        modality=head.modality, is_part=True, head=head,
    )  # fmt: skip
    part.rules.append("R7.part")
    return finder.add(part)


def _included(ts: Sequence[Token], finder: LossFinder, at: int) -> None:
    """The list after "including", or before "among them"."""
    listed = list_beside(ts, finder.quantities, at)
    head = _head(finder, listed, at)
    if listed and head is not None:
        _mark(finder, listed, head)


def _among(ts: Sequence[Token], finder: LossFinder, at: int, said: Mapping[str, Loss]) -> None:
    """Parts of the number said before, of the same kind; losses by themselves where none was."""
    kind: Kind = ts[at].roles["among"]  # type: ignore[assignment]
    listed = [q for q in list_among(ts, finder.quantities, at) if finder.is_free(q)]
    same = [x for x in finder.losses if x.kind == kind and not x.is_part]
    head = same[-1] if same else said.get(kind)
    if not listed:
        return
    start, end = min(at, listed[0].start), max(at + 1, listed[-1].end)
    loss = Loss(kind, "subject", listed, at, start, end)
    loss.rules.append(f"P.{kind}.among")
    if head is not None and not _are_others(listed, head):
        loss.is_part, loss.head = True, head
    elif head is None:
        loss.is_part = "among" in ts[at].low or "includ" in ts[at].low  # of a number said elsewhere
    finder.add(loss)


def _are_others(listed: Sequence[Quantity], head: Loss) -> bool:
    """Civilians are none of twelve soldiers."""
    sides = {"military", "civilian"}
    return {listed[0].category, head.items[0].category} == sides and listed[0].group != "women"


def _were_among(ts: Sequence[Token], finder: LossFinder, at: int) -> None:
    """As in "FIVE JOURNALISTS WERE AMONG at least 20 people killed"."""
    if at == 0 or "be" not in ts[at - 1].roles:
        return
    head = next((x for x in finder.losses if x.items[0].start in (at + 1, at + 2)), None)
    for quantity in subjects_before(ts, finder.quantities, at - 1):
        if head is not None and finder.is_free(quantity):
            _add_part(finder, quantity, head).rules[-1] = "R8.among"


def _head(finder: LossFinder, listed: Sequence[Quantity], at: int) -> Loss | None:
    """The loss that the list is a part of: the one it stands in, the last one, the next one."""
    whole = [x for x in finder.losses if not x.is_part and not _is_only(x, listed)]
    inside = [x for x in whole if any(q is i for q in x.items for i in listed)]
    before = [x for x in whole if x.items[0].start < at]
    found = inside or before[-1:] or whole
    return found[0] if found else None


def _is_only(loss: Loss, listed: Sequence[Quantity]) -> bool:
    return all(any(q is i for i in listed) for q in loss.items)


def _mark(finder: LossFinder, listed: Sequence[Quantity], head: Loss) -> None:
    for quantity in listed:
        owner = finder.loss_of(quantity)
        if owner is None:
            _add_part(finder, quantity, head).rules[-1] = "R8.including"
        elif owner is head and len(owner.items) > 1:
            owner.items.remove(quantity)
            _add_part(finder, quantity, head).rules[-1] = "R8.including"
        elif owner is not head:
            owner.is_part, owner.head = True, head
            owner.rules.append("R8.including")


def _leads(ts: Sequence[Token], at: int) -> bool:
    return at == 0 or ts[at - 1].low in (",", "(", "–", "—")


def _of_whom(ts: Sequence[Token], finder: LossFinder, at: int, last: Loss | None) -> None:
    """As in "1,034 died, OF WHOM 428 were soldiers and 606 civilians"."""
    whole = [x for x in finder.losses if not x.is_part and x.start < at]
    head = whole[-1] if whole else last
    if head is None:
        return
    for quantity in finder.quantities:
        if quantity.start < at or not finder.is_free(quantity) or quantity.is_person is False:
            continue
        gap = ts[at : quantity.start]
        if len(gap) > _MOST_GAP or not all(_lists(t) for t in gap):
            return
        if _are_alive(ts, quantity, head):
            return
        _describe(ts, finder, quantity)
        _add_part(finder, quantity, head)
        at = quantity.end


def _is_of_them(ts: Sequence[Token], at: int) -> bool:
    return "them" in ts[at + 1].roles and _leads(ts, at)


def _is_after_others(finder: LossFinder, at: int) -> bool:
    """As in "killed 40 and arrested 600, OF WHOM 300 are held": of a number that is no loss."""
    before = [q for q in finder.quantities if q.end <= at and not finder.is_included(q)]
    last = before[-1] if before else None
    return (
        last is not None and finder.is_free(last) and not last.has_noun and last.number.written > 1
    )


def _counted_at(ts: Sequence[Token], finder: LossFinder, at: int) -> Loss | None:
    """As in "OF THE 54 PEOPLE KILLED, 31 were women": the whole, up to its comma."""
    at += "determiner" in ts[at].roles
    found = next((x for x in finder.losses if x.start == at and not x.is_part), None)
    return found if found and found.end < len(ts) and ts[found.end].low == "," else None


def _lists(token: Token) -> bool:
    """Between the numbers of a list: a comma, "and", another noun for people."""
    return token.low == "," or "conjunction" in token.roles or "person" in token.roles


def _ones(finder: LossFinder, last: Loss | None) -> None:
    """ONE A GIRL OF 15, after a comma: one of the number before."""
    for place, quantity in enumerate(finder.quantities[:-1]):
        following = finder.quantities[place + 1]
        if following.start != quantity.end or not finder.is_included(quantity):
            continue
        head = _whole_of(finder, quantity) or last
        if head is not None and finder.is_free(following) and finder.is_free(quantity):
            finder.take(quantity)
            _add_part(finder, following, head)


def _partitives(ts: Sequence[Token], finder: LossFinder, last: Loss | None) -> None:
    """As in "two of them soldiers", "six of the injured are children"."""
    for quantity in list(finder.quantities):
        if not quantity.is_part:
            continue
        head = _whole_of(finder, quantity) or last
        if head is not None and quantity.number.written > head.items[0].number.written:
            head = None  # "lost 14 men in clashes with the rebels and killed 31 of them"
            quantity.is_part = False
            if (owner := finder.loss_of(quantity)) is not None:
                owner.is_part = False
            continue
        if head is not None and _counts_instead(finder, quantity, head):
            continue
        owner = finder.loss_of(quantity)
        if owner is not None:
            _describe(ts, finder, quantity)
            _describe_later(ts, quantity, quantity.end)
            owner.head = owner.head or _container(head, owner)
            of_dead = quantity.loss_at is not None and "of_dead" in ts[quantity.loss_at].roles
            owner.is_part = owner.head is not None or of_dead
        elif head is not None and finder.is_free(quantity) and not _is_said_of(finder, quantity):
            _add_partitive(ts, finder, quantity, head)


def _add_partitive(ts: Sequence[Token], finder: LossFinder, quantity: Quantity, head: Loss) -> None:
    """As in "six of the injured are children"; of what befell some, the verb may say more."""
    _describe(ts, finder, quantity)
    if head.items[0].start == quantity.end:
        _describe_later(ts, quantity, head.end)
    if _are_alive(ts, quantity, head):
        return
    part = _add_part(finder, quantity, head)
    if quantity.loss:
        part.kind = quantity.loss  # type: ignore[assignment]
    if quantity.end < len(ts) and ts[quantity.end].low == "fatally":
        part.kind = "killed"


def _are_alive(ts: Sequence[Token], quantity: Quantity, head: Loss) -> bool:
    """As in "24 of whom may be ALIVE", of people missing or dead; captives may well be."""
    near = ts[quantity.end : quantity.end + _LATER]
    return head.kind != "captured" and any(t.low == "alive" for t in near)


def _is_said_of(finder: LossFinder, quantity: Quantity) -> bool:
    """As in "Mary Oster, who died here, IS ONE OF THEM": nobody new; "IN ONE OF THEM": a thing."""
    before = finder.ts[quantity.start - 1].roles if quantity.start else {}
    if "locative" in before:
        return True
    counted = any(x.items[0].is_named for x in finder.losses)
    return quantity.number.written == 1 and "be" in before and counted


def _counts_instead(finder: LossFinder, some: Quantity, head: Loss) -> bool:
    """As in "NONE of the 12 was hurt", "30 of the 45 attackers WERE KILLED": the verb is about
    the first number, and says nothing of the second."""
    counted = head.items[0]
    if counted.start != some.end or "them" in finder.ts[some.end - 1].roles:
        return False
    if some.number.written and not _is_of_people(finder.ts, head):
        return False
    some.category, some.group, some.names = counted.category, counted.group, counted.names
    some.is_part, some.has_noun, some.end = False, counted.has_noun, counted.end
    some.is_person, some.head = counted.is_person, counted.head
    head.items[0], head.start = some, some.start
    finder.take(some)
    return True


def _is_of_people(ts: Sequence[Token], head: Loss) -> bool:
    """Not in "some of the 68 civilians WHO were killed": those are all of the second number."""
    counted = head.items[0]
    if any("relative" in t.roles for t in ts[counted.end : head.at]):
        return False
    return head.is_finite and counted.loss is None


def _whole_of(finder: LossFinder, quantity: Quantity) -> Loss | None:
    """ONE of the 12 wounded is of the twelve; ONE of them is of the last number said."""
    for loss in finder.losses:
        if any(q.start == quantity.end for q in loss.items):
            return loss
    before = [x for x in finder.losses if x.items[0].end <= quantity.start and not x.is_part]
    return before[-1] if before else None


def _container(head: Loss | None, part: Loss) -> Loss | None:
    if head is None or (head.kind != part.kind and head.kind not in _UNIONS):
        return None
    return head


def _describe(ts: Sequence[Token], finder: LossFinder, quantity: Quantity) -> None:
    """What "two of them" were: the noun that follows, with or without "are" or "a"."""
    k = quantity.end
    while k < len(ts) and k < quantity.end + 3:
        token = ts[k]
        if "person" in token.roles:
            category = token.roles["person"]
            quantity.category = category  # type: ignore[assignment]
            quantity.group = token.roles.get("group")
            _absorb(finder, quantity, k)
            quantity.end, quantity.head = k + 1, k
            return
        if token.actor:
            quantity.names.append(token)  # "nine of them WESTRIAN"
            quantity.end = k + 1
        elif token.capital and not token.roles and token.low.isalpha():
            quantity.is_foreign, quantity.end = True, k + 1  # "three of them WESTRAVIANS"
            return
        elif not ("be" in token.roles or "determiner" in token.roles or token.low == "from"):
            return
        k += 1


def _describe_later(ts: Sequence[Token], quantity: Quantity, start: int) -> None:
    """As in "16 of the 23 killed on Thursday WERE CHILDREN"."""
    for k in range(start, min(len(ts) - 1, start + _LATER)):
        if "be" in ts[k].roles:
            category = ts[k + 1].roles.get("person")
            if category and quantity.category == "unknown":
                quantity.category = category  # type: ignore[assignment]
                quantity.group = ts[k + 1].roles.get("group")
            return


def _absorb(finder: LossFinder, quantity: Quantity, k: int) -> None:
    for other in finder.quantities:
        if other is not quantity and other.start <= k < other.end and finder.is_free(other):
            finder.take(other)


def _listed_after(ts: Sequence[Token], finder: LossFinder, loss: Loss) -> None:
    """As in "eight were wounded: a sapper, a guard and six others": they add up to it."""
    if len(loss.items) != 1:
        return
    total, run = 0, list[Quantity]()
    for quantity in finder.quantities:
        inside = quantity.start < loss.items[0].end
        if inside or quantity.is_person is False or _is_led(ts, quantity):
            continue
        if not finder.is_free(quantity):
            break
        total += quantity.number.written
        run.append(quantity)
        if total == loss.items[0].number.written:
            break
    if len(run) > 1 and _opens(ts, run[0].start) and _adds_up(ts, loss, run, total):
        for part in run:
            _add_part(finder, part, loss)


def _adds_up(ts: Sequence[Token], loss: Loss, run: Sequence[Quantity], total: int) -> bool:
    """To the number itself; after a colon, to what its hedge allows: "over 1,300: 830 ..."."""
    number = loss.items[0].number
    if total == number.written:
        return True
    hedged = number.qualifier in ("at_least", "more_than", "about", "nearly")
    near = number.written * 9 <= total * 10 <= number.written * 11
    return hedged and near and ts[run[0].start - 1].low == ":"


def _is_led(ts: Sequence[Token], quantity: Quantity) -> bool:
    """As in "92 hillmen, OF WHOM 28 civilians, and 18 herders": inside another of the list."""
    before = ts[quantity.start - 1].roles if quantity.start else {}
    return quantity.is_part or "them" in before


def _opens(ts: Sequence[Token], start: int) -> bool:
    return start > 0 and ts[start - 1].low in _LIST_SIGNS
