"""The noun of a number: its modifiers, its head, whose they are, what befell them."""

from collections.abc import Sequence

from feeds.claims.ages import past_age
from feeds.claims.pairs import of_whom, paired_loss, paired_noun
from feeds.claims.quantity import Quantity
from feeds.claims.tokens import Token

_MOST_MODIFIERS = 6
_DESCRIBE = frozenset({"military", "police", "army", "personnel", "infantry", "crew"})
_TIMES = frozenset({"years", "months", "weeks", "days", "hours", "minutes", "miles", "times"})
_MANY = frozenset({"many", "numerous", "various", "multiple"})
_FORCES = frozenset(
    {"forces", "army", "military", "police", "guard", "guards", "militia", "militias", "brigade",
     "battalion", "regiment", "navy", "gendarmerie"}
)  # fmt: skip
_STOP_ROLES = frozenset(
    {
        "be", "have", "modal", "preposition", "conjunction", "clause", "relative", "determiner",
        "say", "verb", "subject", "object", "object_own", "adverb", "pronoun", "time", "date",
        "money", "unit", "digits", "number", "including", "toll", "toll_verb", "cite",
    }
)  # fmt: skip
_ADJECTIVES = frozenset({"participle", "subject"})
_INSIDE = frozenset({"'s", "’s", "-", "‘", "“", '"', "'"})
_LOSS_NOUNS = ("count", "participle", "subject", "subject_military")


def with_noun(ts: Sequence[Token], quantity: Quantity) -> Quantity:
    """The number with whatever noun follows it: "12 more SOLDIERS", "12 of THEM"."""
    at = quantity.end
    while at < len(ts) and ("increment_after" in ts[at].roles or "other" in ts[at].roles):
        quantity.is_increment |= "increment_after" in ts[at].roles and ts[at].low != "new"
        quantity.is_other |= "other" in ts[at].roles
        at += 1
    quantity.end = at
    if at < len(ts) and "of_them" in ts[at].roles:
        quantity.is_part, quantity.end = True, at + 1
        return quantity
    if at < len(ts) and "of_dead" in ts[at].roles and ts[quantity.start].low not in _MANY:
        quantity.is_part, quantity.end = True, at + 1
        quantity.loss, quantity.loss_at = "killed", at
        return quantity
    if at < len(ts) and ts[at].low == "of" and at + 1 < len(ts):
        return _partitive(ts, quantity, at + 1)
    return read_noun(ts, quantity, at)


def _partitive(ts: Sequence[Token], quantity: Quantity, at: int) -> Quantity:
    """As in "of its soldiers", "of them", "of the injured", "of the army"."""
    token = ts[at]
    if token.low in ("them", "whom", "those", "these", "us"):
        quantity.is_part = token.low != "us"
        quantity.end = at + 1
        if token.low == "those" and at + 1 < len(ts) and "participle" in ts[at + 1].roles:
            quantity.loss, quantity.loss_at = ts[at + 1].roles["participle"], at + 1
            quantity.end = at + 2
        quantity.own = token if token.low == "us" else None
        return quantity
    if "own" in token.roles or "determiner" in token.roles or token.low == "'s":
        quantity.own = token if "own" in token.roles else None
        inner = at + 1
        if inner < len(ts) and "own" in ts[inner].roles and not _is_people(ts, inner + 1):
            quantity.is_person = True
            quantity.end = inner + 1
            return quantity
        if inner < len(ts) and _is_total(ts, inner):
            quantity.is_part = True
            quantity.end = inner
            return quantity
        if inner < len(ts) and _loss_noun(ts, inner) and "person" not in ts[inner].roles:
            quantity.is_part = True
            quantity.loss = loss_of(ts[inner])
            quantity.loss_at = inner
            quantity.end = inner + 1
            return quantity
        found = read_noun(ts, quantity.anew(is_of_known=True), inner)
        return found if found.is_person else quantity
    if _is_total(ts, at):
        quantity.is_part = True
        quantity.end = at
        return quantity
    found = read_noun(ts, quantity.anew(), at)
    return found if found.is_person else quantity


def _is_people(ts: Sequence[Token], at: int) -> bool:
    return at < len(ts) and ("person" in ts[at].roles or "name" in ts[at].roles)


def _is_total(ts: Sequence[Token], at: int) -> bool:
    """As in "168 of the 290 wounded"."""
    return "digits" in ts[at].roles or "number" in ts[at].roles


def _loss_noun(ts: Sequence[Token], at: int) -> bool:
    """A participle used as a noun: nothing that it could describe follows."""
    token = ts[at]
    if not any(role in token.roles for role in _LOSS_NOUNS):
        return False
    return at + 1 >= len(ts) or not _is_noun(ts[at + 1])


def _is_noun(token: Token) -> bool:
    return "person" in token.roles or "name" in token.roles or "count" in token.roles


def loss_of(token: Token) -> str | None:
    """The kind of loss that a noun says."""
    return next((token.roles[r] for r in _LOSS_NOUNS if r in token.roles), None)


def read_noun(ts: Sequence[Token], quantity: Quantity, at: int) -> Quantity:
    """Reads modifiers up to the last noun for people (or the loss noun) of the phrase."""
    head = None
    k, limit = at, min(len(ts), at + _MOST_MODIFIERS)
    while k < limit:
        token = ts[k]
        roles = token.roles
        if "person" in roles and not _is_modifier(ts, k):
            head = k
            limit = min(len(ts), k + 3)
        elif "count" in roles and not _is_described(ts, k, head):
            head = k
            break
        elif _joins_names(ts, k):
            limit += 2
        elif _stops(ts, k):
            break
        k += 1
    if head is None:
        return _headless(ts, quantity, at)
    if _is_of_thing(ts, head):
        quantity.is_person, quantity.has_noun, quantity.end = False, True, head + 2
        return quantity
    return _headed(ts, quantity, at, head)


def _joins_names(ts: Sequence[Token], k: int) -> bool:
    """As in "100 RGF AND Sudlandic militants": one number of both."""
    if ts[k].low != "and" or k < 1 or k + 2 >= len(ts):
        return False
    if not all(_is_name(t) for t in (ts[k - 1], ts[k + 1])):
        return False
    return "many" in ts[k + 2].roles


def _is_name(token: Token) -> bool:
    plain = not token.roles and token.low[0].isalpha()
    return "person" not in token.roles and ("name" in token.roles or plain)


def _is_described(ts: Sequence[Token], k: int, head: int | None) -> bool:
    """As in "37 РАНЕНЫХ солдат", "500 человек УБИТЫМИ": the participle has a noun beside it."""
    return "participle" in ts[k].roles and (head is not None or _describes(ts, k))


def _is_modifier(ts: Sequence[Token], k: int) -> bool:
    """As in "military deaths", "elderly people": a noun for people that another one follows."""
    if k + 1 >= len(ts) or "person" in ts[k + 1].roles:
        return k + 1 < len(ts)
    return "count" in ts[k + 1].roles and "participle" not in ts[k + 1].roles


def _stops(ts: Sequence[Token], k: int) -> bool:
    token = ts[k]
    roles = token.roles
    if not _ADJECTIVES.isdisjoint(roles):
        return not _describes(ts, k)
    if "compound" in roles:
        return False
    if "thing" in roles or "returned" in roles:
        return k + 1 >= len(ts) or "poss" not in ts[k + 1].roles
    if roles and not _STOP_ROLES.isdisjoint(roles):
        return "name" not in roles and "adjective" not in roles
    return not (token.low[0].isalpha() or token.low in _INSIDE)


def _describes(ts: Sequence[Token], k: int) -> bool:
    """As in "37 INJURED civilians": a noun for people follows within two tokens."""
    for n in (k + 1, k + 2):
        if n >= len(ts):
            return False
        roles = ts[n].roles
        if "person" in roles or "many" in roles:
            return True
        if not ("name" in roles or "adjective" in roles or not roles):
            return False
        if not ts[n].low[0].isalpha():
            return False
    return False


def _headed(ts: Sequence[Token], quantity: Quantity, at: int, head: int) -> Quantity:
    noun = ts[head].roles
    quantity.end, quantity.head = head + 1, head
    quantity.has_noun = True
    quantity.is_person = True
    for k in range(at, head + 1):
        token = ts[k]
        if token.actor or token.region:
            quantity.names.append(token)
        owns = "own" in token.roles or ("region_word" in token.roles and k < head)
        if owns and quantity.own is None:
            quantity.own = token
        if k < head and not _ADJECTIVES.isdisjoint(token.roles):
            quantity.loss, quantity.loss_at = loss_of(token), k
        adjective = token.roles.get("adjective")
        if adjective and "count" not in token.roles:
            quantity.category = adjective  # type: ignore[assignment]
    _genitives(ts, quantity)
    category = noun.get("person", "unknown")
    if category != "unknown":
        quantity.category = category  # type: ignore[assignment]
        quantity.group = noun.get("group")
    if quantity.category == "unknown" and "vague_noun" in noun and _is_of_armed(ts, head + 1):
        quantity.category = "military"
    if "count" in noun and "person" not in noun:
        quantity.loss, quantity.loss_at = noun["count"], head
        of_whom(ts, quantity, at, head)
    quantity.is_single = quantity.is_single or (
        quantity.number.written == 1 and quantity.number.qualifier == "exact"
    )
    paired_loss(ts, quantity) if quantity.loss_at == head else paired_noun(ts, quantity)
    single = quantity.is_single and "one" in noun
    quantity.end = past_age(ts, quantity.end, is_single=single)
    return quantity


def _is_of_thing(ts: Sequence[Token], head: int) -> bool:
    """As in "ten MILITARY VEHICLES", "two POLICE posts": a thing that a noun for people describes;
    in "killed two civilians hours later" nothing is described."""
    if head + 1 >= len(ts) or "thing" not in ts[head + 1].roles:
        return False
    describes = "one" in ts[head].roles or ts[head].low in _DESCRIBE
    return describes and ts[head + 1].low not in _TIMES


def _is_of_armed(ts: Sequence[Token], at: int) -> bool:
    """As in "eleven members OF Norland's ARMED FORCES"."""
    if at + 1 >= len(ts) or ts[at].low != "of":
        return False
    for token in ts[at + 1 : at + 1 + _MOST_MODIFIERS]:
        if token.low == "," or "conjunction" in token.roles:
            return False
        if not _FORCES.isdisjoint(token.low.split()):
            return True
    return False


def _genitives(ts: Sequence[Token], quantity: Quantity) -> None:
    """A name right after its noun, in a language where it stands there: "солдат АРМЕНИИ"."""
    while quantity.end < len(ts) and "genitive" in ts[quantity.end].roles:
        if not ts[quantity.end].capital:
            return  # "12 жертв НОРЛАНДСКИХ ударов"
        quantity.names.append(ts[quantity.end])
        quantity.end += 1


def _headless(ts: Sequence[Token], quantity: Quantity, at: int) -> Quantity:
    """A bare number, a thing, a demonym ("five Northerners"), or a noun nobody listed."""
    k = at
    while k < len(ts) and ("name" in ts[k].roles or "adjective" in ts[k].roles):
        if ts[k].actor or ts[k].region:
            quantity.names.append(ts[k])
        k += 1
    if k < len(ts) and "thing" in ts[k].roles:
        quantity.is_person = False
        quantity.has_noun = True
        quantity.end = k + 1
        return quantity
    if quantity.names:
        quantity.end = k
        quantity.has_noun = True
        quantity.is_person = None
        return quantity
    return _unlisted(ts, quantity, k)


def _unlisted(ts: Sequence[Token], quantity: Quantity, k: int) -> Quantity:
    """Up to three plain words that are no listed noun: people only if what befalls them says so."""
    end = k
    while end < min(len(ts), k + 3) and _is_plain(ts, end):
        end += 1
    if end < len(ts) and "thing" in ts[end].roles:
        quantity.is_person = False
        end += 1
    if end > k:
        quantity.end = end
        quantity.has_noun = True
    return quantity


def _is_plain(ts: Sequence[Token], k: int) -> bool:
    """A word that nobody listed, but for the adverb in "14 SERIOUSLY wounded"."""
    if ts[k].roles or not ts[k].low[0].isalpha():
        return False
    adverb = ts[k].low.endswith("ly") and k + 1 < len(ts)
    return not (adverb and "participle" in ts[k + 1].roles)
