"""All losses of a sentence: running totals, loss words, numbers inside numbers, in their order."""

from collections.abc import Mapping, Sequence

from feeds.claims.free_order import FreeOrderFinder
from feeds.claims.lexicon import Lexicon
from feeds.claims.loss import Loss
from feeds.claims.losses import LossFinder
from feeds.claims.parts import find_parts
from feeds.claims.quantities import quantities
from feeds.claims.quantity import Quantity
from feeds.claims.tokens import Sentence, Token
from feeds.claims.tolls import Tolls

_SAYING = frozenset(
    {
        "participle", "subject", "subject_military", "object", "object_own", "military_captured",
        "count", "of", "toll", "toll_noun", "figure", "including", "among",
        "puts_it", "of_dead",
    }
)  # fmt: skip
_BREAKS = frozenset({",", ";", ":", ".", "–", "—"})
_REPEATS = frozenset({"passive", "subject", "active"})
_DAYS = frozenset({"weekday", "day", "month"})


def find_losses(
    sentence: Sentence, last: Loss | None, said: Mapping[str, Loss], lexicon: Lexicon
) -> list[Loss]:
    """Losses in text order; `last` is the one said before this sentence, `said` those by kind."""
    if not says_loss(sentence):
        return []
    ts = sentence.tokens
    inverted = ts[0].low == "so"
    finder = FreeOrderFinder(ts, quantities(ts))
    tolls = Tolls(sentence, finder)
    tolls.find()
    finder.find()
    tolls.finish(last)
    _find_gapped(ts, finder)
    if inverted and last is not None:
        _find_inverted(ts, finder, last)
    if finder.quantities:
        find_parts(ts, finder, last, said)
    kept = [x for x in finder.losses if _is_loss(ts, x, lexicon)]
    return sorted(kept, key=lambda x: (x.items[0].start, x.at))


def says_loss(sentence: Sentence) -> bool:
    """False where no word of the sentence can say a loss: most are done with here."""
    return not _SAYING.isdisjoint(sentence.roles) or sentence.tokens[0].low == "so"


def is_unarmed(sentence: Sentence) -> bool:
    """No weapon and no event of war in it."""
    return "weapon" not in sentence.roles and "event" not in sentence.roles


def _find_inverted(ts: Sequence[Token], finder: LossFinder, last: Loss) -> None:
    """So was a villager: what befell the last one."""
    subject = 2
    if len(ts) <= subject or "be" not in ts[1].roles:
        return
    first = next((q for q in finder.quantities if q.start == subject), None)
    if first is not None and finder.is_free(first):
        loss = Loss(last.kind, "passive", [first], 0, 0, first.end, is_finite=True)
        loss.rules.append("P.so")
        finder.add(loss)


def _find_gapped(ts: Sequence[Token], finder: LossFinder) -> None:
    """As in "five died in Harrow, TWO IN MARROW and THREE ON FRIDAY": the verb is not repeated."""
    for quantity in finder.quantities:
        if not finder.is_free(quantity) or not _is_gapped(ts, quantity):
            continue
        before = [x for x in finder.losses if x.end <= quantity.start and not x.is_part]
        model = max(before, key=lambda x: x.end, default=None)
        if model is None or model.frame not in _REPEATS:
            continue
        loss = Loss(
            model.kind, model.frame, [quantity], quantity.start, quantity.start, quantity.end
        )
        quantity.category, quantity.group = model.items[0].category, model.items[0].group
        loss.rules.append(f"P.{model.kind}.gapped")
        finder.add(loss)


def _is_gapped(ts: Sequence[Token], quantity: Quantity) -> bool:
    if quantity.has_noun or quantity.is_part or quantity.start == 0 or quantity.end + 1 >= len(ts):
        return False
    opens = ts[quantity.start - 1]
    if opens.low != "," and "conjunction" not in opens.roles:
        return False
    after = ts[quantity.end + 1 : quantity.end + 3]
    is_set = any(t.region or not _DAYS.isdisjoint(t.roles) for t in after)
    return "preposition" in ts[quantity.end].roles and is_set


def _is_loss(ts: Sequence[Token], loss: Loss, lexicon: Lexicon) -> bool:
    """Not an exchange, and not a plain noun that only some verbs make a loss."""
    if _is_natural(ts, loss) or _is_owner(ts, loss):
        return False
    if loss.kind == "captured" and any("returned" in t.roles for t in ts[: loss.items[0].start]):
        return not _is_returned(ts, loss.items[0].end)
    if loss.frame not in ("count", "nominal"):
        return True
    item = loss.items[0]
    at = loss.at if loss.frame == "nominal" else -1
    if item.loss_at is not None and loss.frame == "count":
        at = item.loss_at
        needed = lexicon.needs.get(ts[at].low)
        if needed is not None and needed.isdisjoint(t.low for t in ts):
            return False
    if loss.kind == "captured" or (at >= 0 and "bodies" in ts[at].roles):
        return not _is_returned(ts, item.end)
    return True


def _is_owner(ts: Sequence[Token], loss: Loss) -> bool:
    """As in "40 hostages' families": told of the families."""
    end = loss.items[-1].end
    if loss.frame != "count" or end + 1 >= len(ts):
        return False
    return ts[end].low == "'" and ts[end].start == ts[end - 1].end and ts[end + 1].low.isalpha()


def _is_natural(ts: Sequence[Token], loss: Loss) -> bool:
    """As in "CHOLERA has killed 270", "12 died in FLOODS": no loss of a war, unless weapons
    stand beside it."""
    start, end = _clause(ts, loss)
    near = ts[start:end]
    if not any("natural" in t.roles for t in near):
        return False
    return not any("weapon" in t.roles or "event" in t.roles for t in near)


def _clause(ts: Sequence[Token], loss: Loss) -> tuple[int, int]:
    """The loss's clause: up to the next comma or link on either side."""
    start, end = loss.start, loss.end
    while start > 0 and ts[start - 1].low not in _BREAKS and "clause" not in ts[start - 1].roles:
        start -= 1
    while end < len(ts) and ts[end].low not in _BREAKS and "clause" not in ts[end].roles:
        end += 1
    return start, end


def _is_returned(ts: Sequence[Token], end: int) -> bool:
    """Released, exchanged or sent home already; "until they can be sent home" is not."""
    for k, token in enumerate(ts):
        if "returned" in token.roles and not any("not_before" in t.roles for t in ts[end:k]):
            return True
    return False
