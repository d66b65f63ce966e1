"""All losses of a sentence: running totals, loss words, numbers inside numbers, in their order."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from feeds.claims.fractions import without_shares
from feeds.claims.free_order import FreeOrderFinder
from feeds.claims.gaps import find_gapped, split_places
from feeds.claims.lexicon import Lexicon
from feeds.claims.loss import Loss
from feeds.claims.losses import LossFinder
from feeds.claims.parts import find_parts
from feeds.claims.quantities import quantities
from feeds.claims.tokens import Sentence, Token
from feeds.claims.tolls import Tolls

_SAYING = frozenset(
    {
        "participle", "subject", "subject_military", "object", "object_own", "military_captured",
        "count", "of", "toll", "toll_noun", "figure", "including", "among",
        "puts_it", "of_dead", "toll_of", "bare_count", "object_military",
    }
)  # fmt: skip
_BREAKS = frozenset({",", ";", ":", ".", "–", "—"})


def find_losses(
    sentence: Sentence, last: Loss | None, said: Mapping[str, Loss], lexicon: Lexicon
) -> list[Loss]:
    """Losses in text order; `last` is the one said before this sentence, `said` those by kind."""
    if not says_loss(sentence):
        return []
    ts = sentence.tokens
    inverted = ts[0].low == "so"
    finder = FreeOrderFinder(ts, without_shares(sentence, quantities(ts)))
    tolls = Tolls(sentence, finder)
    tolls.find()
    finder.find()
    tolls.finish(last)
    find_gapped(ts, finder)
    split_places(ts, finder)
    if inverted and last is not None:
        _find_inverted(ts, finder, last)
    if finder.quantities:
        find_parts(sentence, finder, last, said)
    kept = [x for x in finder.losses if _is_loss(ts, x, lexicon)]
    if last is not None and all(x.is_part for x in kept):
        kept = [x for x in kept if x.head is not last or _is_told(x)]
    return sorted(kept, key=lambda x: (x.items[0].start, x.at))


def says_loss(sentence: Sentence) -> bool:
    """False where no word of the sentence can say a loss: most are done with here."""
    if not _SAYING.isdisjoint(sentence.roles) or sentence.tokens[0].low == "so":
        return True
    return "them" in sentence.roles and _is_of_them(sentence.tokens)


def _is_told(loss: Loss) -> bool:
    """As in "Nine of them WERE CHILDREN"; "three of them were freed" says no loss."""
    item = loss.items[0]
    if not item.is_part:
        return True
    named = bool(item.names) or item.is_foreign
    return item.head is not None or item.loss is not None or named


def _is_of_them(ts: Sequence[Token]) -> bool:
    """As in "Nine OF THEM were children", of a number said before."""
    return any(one.low == "of" and other.low in ("them", "those") for one, other in pairwise(ts))


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


def _is_loss(ts: Sequence[Token], loss: Loss, lexicon: Lexicon) -> bool:
    """Not an exchange, and not a plain noun that only some verbs make a loss."""
    if _is_natural(ts, loss) or _is_owner(ts, loss) or _is_withheld(ts, loss):
        return False
    if loss.kind == "captured" and _is_swapped(ts, loss):
        return False
    if loss.kind == "captured" and any("returned" in t.roles for t in ts[: loss.items[0].start]):
        return not _is_returned(ts, loss.items[0].end)
    if loss.frame not in ("count", "nominal"):
        return True
    item = loss.items[0]
    if any("hands_over" in t.roles for t in ts[_clause(ts, loss)[0] : item.start]):
        return False
    at = loss.at if loss.frame == "nominal" else -1
    if item.loss_at is not None and loss.frame == "count":
        at = item.loss_at
        needed = lexicon.needs.get(ts[at].low)
        if needed is not None and all(needed.isdisjoint(t.low.split()) for t in ts):
            return False
    led = item.start > 0 and "bodies" in ts[item.start - 1].roles
    if loss.kind == "captured" or led or (at >= 0 and "bodies" in ts[at].roles):
        return not _is_returned(ts, item.end)
    return True


def _is_owner(ts: Sequence[Token], loss: Loss) -> bool:
    """As in "40 hostages' families": told of the families."""
    end = loss.items[-1].end
    if loss.frame != "count" or end + 1 >= len(ts):
        return False
    return ts[end].low == "'" and ts[end].start == ts[end - 1].end and ts[end + 1].low.isalpha()


def _is_swapped(ts: Sequence[Token], loss: Loss) -> bool:
    """As in "33 hostages FOR 1,900 prisoners"."""
    end = loss.items[-1].end
    return (
        loss.frame == "count"
        and end + 1 < len(ts)
        and ts[end].low == "for"
        and ("digits" in ts[end + 1].roles or "number" in ts[end + 1].roles)
    )


def _is_withheld(ts: Sequence[Token], loss: Loss) -> bool:
    """As in "has PUBLISHED NO losses": silence, and no zero."""
    start = loss.items[0].start
    return not loss.items[0].number.written and start > 0 and "gives_out" in ts[start - 1].roles


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
