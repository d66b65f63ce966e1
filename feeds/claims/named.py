"""One person by name is one loss: "Private Ann Example, 19, was killed"."""

from collections.abc import Sequence

from feeds.claim import Category
from feeds.claims.numbers import bounds
from feeds.claims.quantity import Quantity
from feeds.claims.tokens import Token

_MOST_NAMES = 5
_APPOSITION = 9
_FULL_NAME = 2
_CHILD = 18


def named_before(ts: Sequence[Token], last: int) -> Quantity | None:
    """The person named right before token `last` + 1: two capitals, a title, or a name with age."""
    at, has_age = _before_age(ts, last)
    end, age = at + 1, _age(ts, last) if has_age else None
    while at >= 0 and end - at <= _MOST_NAMES and _is_name(ts[at]):
        at -= 1
    begin = at + 1
    is_titled = _is_title(ts, at)
    described = at >= 0 and ("one" in ts[at].roles or "compound" in ts[at].roles)
    if begin == end or not (end - begin > 1 or has_age or is_titled or described):
        return None
    person = _person(ts, at if is_titled else begin, last + 1)
    if age is not None and age < _CHILD:
        person.category, person.group = "civilian", "children"
    return _called(ts, _with_others(ts, person))


def _age(ts: Sequence[Token], last: int) -> int | None:
    return next((t.value for t in reversed(ts[max(0, last - 1) : last + 1]) if t.value), None)


def _with_others(ts: Sequence[Token], person: Quantity) -> Quantity:
    """As in "JON HALE, MARY OSTER, 22, AND Peter Wynn": as many as there are names."""
    count, k = 1, person.start - 1
    while k > 1 and ("conjunction" in ts[k].roles or (count > 1 and ts[k].low == ",")):
        k = _past_age(ts, k - 1) + 1
        begin = k
        while begin > 0 and k - begin < _MOST_NAMES and _is_name(ts[begin - 1]):
            begin -= 1
        begin -= _is_title(ts, begin - 1)
        if k - begin < _FULL_NAME:
            break
        count, person.start, k = count + 1, begin, begin - 1
        if _is_title(ts, begin) and "title_military" in ts[begin].roles:
            person.category = "military"
    return _counted(person, count)


def _past_age(ts: Sequence[Token], last: int) -> int:
    """Steps back over ",", ", 22," or "(22)" to the last word of a name."""
    if last > 1 and "digits" in ts[last - 1].roles and ts[last].low in (",", ")"):
        return last - 3 if ts[last - 2].low in (",", "(") else last
    if last > 0 and "digits" in ts[last].roles and ts[last - 1].low == ",":
        return last - 2
    return last - 1 if ts[last].low == "," else last


def _counted(person: Quantity, count: int) -> Quantity:
    if count > 1:
        person.number, person.is_single = bounds(count, "exact"), False
    return person


def _called(ts: Sequence[Token], person: Quantity) -> Quantity:
    """As in "JOURNALIST Mary Oster", "SOLDIERS Jon Hale and Peter Wynn": the noun before."""
    roles = ts[person.start - 1].roles if person.start else {}
    form = "one" if person.is_single else "many"
    if form in roles and person.category == "unknown":
        person.category = roles["person"]  # type: ignore[assignment]
        person.group = roles.get("group")
        person.start -= 1
        if person.start and ts[person.start - 1].actor:
            person.start -= 1
            person.names.append(ts[person.start])  # "RGF leader Idris Vale"
    return person


def named_apposed(ts: Sequence[Token], last: int) -> Quantity | None:
    """As in "IDRIS VALE, leader of the RGF, was killed"."""
    if last < _FULL_NAME or ts[last].low != ",":
        return None
    opened = next((k for k in range(last - 1, max(0, last - _APPOSITION), -1) if _opens(ts, k)), 0)
    person = named_before(ts, opened - 1) if opened else None
    if person is None:
        return None
    return _described(ts, person, opened)


def _opens(ts: Sequence[Token], k: int) -> bool:
    """True for a comma after which somebody is described."""
    return ts[k].low == "," and any("one" in t.roles for t in ts[k + 1 : k + 6])


def is_name_between(ts: Sequence[Token], start: int, last: int) -> bool:
    """As in "a girl, AYA VALE, was killed": the person is told by name."""
    if last - start < _FULL_NAME or ts[start].low != "," or ts[last].low != ",":
        return False
    at, _ = _before_age(ts, last - 1) if ts[last - 1].low in (",", ")") else (last - 1, False)
    return at > start and all(_is_name(t) for t in ts[start + 1 : at + 1])


def _before_age(ts: Sequence[Token], last: int) -> tuple[int, bool]:
    """Steps back over ", 19," or "aged 19"; an opening comma alone ends no name."""
    if last > 1 and ts[last].low == "," and _is_number(ts[last - 1]):
        return (last - 3, True) if ts[last - 2].low == "," else (-1, False)
    if last > 1 and ts[last].low == ")" and "digits" in ts[last - 1].roles:
        return (last - 3, True) if ts[last - 2].low == "(" else (-1, False)
    if last > 0 and "digits" in ts[last].roles and ts[last - 1].low == "aged":
        return last - 2, True
    if last > 0 and ts[last].low == ",":
        relative = last + 1 < len(ts) and "relative" in ts[last + 1].roles
        return (last - 1 if relative else -1, False)
    return last, False


def _is_number(token: Token) -> bool:
    return "digits" in token.roles or "number" in token.roles


def _is_title(ts: Sequence[Token], at: int) -> bool:
    return 0 <= at < len(ts) and "title" in ts[at].roles and ts[at].capital


def named_after(ts: Sequence[Token], at: int) -> Quantity | None:
    """The person named right after: "killed Colonel Ann Example, a doctor in the army"."""
    if at + 1 < len(ts) and "one" in ts[at].roles and _is_name(ts[at + 1]):
        at += 1
    begin = at
    while at < len(ts) and _is_title(ts, at):
        at += 1
    titled = at > begin
    names = at
    while at < len(ts) and at - names < _MOST_NAMES and _is_name(ts[at]):
        at += 1
    if at - names < (1 if titled else _FULL_NAME):
        return None
    at, count = _past_others(ts, at)
    person = _counted(_called(ts, _person(ts, begin, at)), count)
    return _described(ts, person, at) if count == 1 else person


def _past_others(ts: Sequence[Token], at: int) -> tuple[int, int]:
    """Index after the names joined to the one that ends before `at`, and how many there are."""
    count, end, k = 1, at, at
    while k < len(ts) and (ts[k].low == "," or "conjunction" in ts[k].roles):
        joined = "conjunction" in ts[k].roles
        begin = k = k + 1
        while k < len(ts) and k - begin < _MOST_NAMES and _is_name(ts[k]):
            k += 1
        if k - begin < _FULL_NAME:
            break
        count += 1
        if joined:
            return k, count
    return (end, 1) if count > 1 else (end, count)


def _is_name(token: Token) -> bool:
    plain = token.capital and not token.actor and not token.region and token.low[0].isalpha()
    return plain and not (token.roles.keys() - {"name", "title", "abbreviation", "spot"})


def _person(ts: Sequence[Token], begin: int, end: int) -> Quantity:
    military = any("title_military" in t.roles for t in ts[begin:end])
    category: Category = "military" if military else "unknown"
    return Quantity(
        begin,
        end,
        bounds(1, "exact"),
        end,
        is_person=True,
        has_noun=True,
        is_single=True,
        category=category,
        is_named=True,
    )


def _described(ts: Sequence[Token], person: Quantity, at: int) -> Quantity:
    """Reads ", a colonel in the Northern army": what he was, and whose."""
    if at >= len(ts) or ts[at].low != ",":
        return person
    for k in range(at + 1, min(len(ts), at + _APPOSITION)):
        token = ts[k]
        if token.low in (",", ";") or "say" in token.roles:
            break
        if "person" in token.roles and person.category == "unknown":
            category = token.roles["person"]
            person.category = category  # type: ignore[assignment]
            person.group = token.roles.get("group")
            person.end = k + 1
        if token.actor or token.region:
            person.names.append(token)
    return person
