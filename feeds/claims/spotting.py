"""All losses of a sentence: running totals, loss words, numbers inside numbers, in their order."""

from collections.abc import Sequence

from feeds.claims.free_order import FreeOrderFinder
from feeds.claims.lexicon import Lexicon
from feeds.claims.loss import Loss
from feeds.claims.losses import LossFinder
from feeds.claims.parts import find_parts
from feeds.claims.quantities import quantities
from feeds.claims.tokens import Token
from feeds.claims.tolls import Tolls

_SAYING = frozenset(
    {
        "participle", "subject", "subject_military", "object", "object_own", "military_captured",
        "count", "of", "toll", "toll_noun", "figure", "including",
    }
)  # fmt: skip


def find_losses(ts: Sequence[Token], last: Loss | None, lexicon: Lexicon) -> list[Loss]:
    """Losses in text order; `last` is the one said before this sentence."""
    inverted = ts[0].low == "so"
    if not inverted and not any(not _SAYING.isdisjoint(t.roles) for t in ts):
        return []
    finder = FreeOrderFinder(ts, quantities(ts))
    tolls = Tolls(ts, finder)
    tolls.find()
    finder.find()
    tolls.finish(last)
    if inverted and last is not None:
        _find_inverted(ts, finder, last)
    find_parts(ts, finder, last)
    kept = [x for x in finder.losses if _is_loss(ts, x, lexicon)]
    return sorted(kept, key=lambda x: (x.items[0].start, x.at))


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


def _is_returned(ts: Sequence[Token], end: int) -> bool:
    """Released, exchanged or sent home already; "until they can be sent home" is not."""
    for k, token in enumerate(ts):
        if "returned" in token.roles and not any("not_before" in t.roles for t in ts[end:k]):
            return True
    return False
