"""How a number was made, in words: its parts with what they count, or what was added to it."""

import re
from collections.abc import Iterator, Mapping

from feeds.claim import Claim
from feeds.reconcile.reading import shown
from feeds.tally import Figure

_JOINT = re.compile(r"\s*(?:[,;](?!\d)|&|\band\b|\bplus\b|\bas well as\b)\s*", re.IGNORECASE)
_WORD = re.compile(r"\d[\d,. \u00a0]*\d|[^\W_]+(?:[-\u2010'\u2019][^\W_]+)*")
_OF = re.compile(r"^(?:of )?(?:its|his|her|their|our|the|these|those|whom|more|other)\b ?")
_ENDS = frozenset(
    [
        "was",
        "were",
        "is",
        "are",
        "had",
        "has",
        "have",
        "been",
        "being",
        "be",
        "who",
        "whom",
        "that",
        "which",
        "from",
        "in",
        "at",
        "on",
        "near",
        "during",
        "killed",
        "dead",
        "died",
        "fell",
        "perished",
        "wounded",
        "injured",
        "hurt",
        "captured",
        "missing",
        "including",
    ]
)
"""Words at which what is counted ends."""

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_MOST_WORDS = 6


def sum_words(claim: Claim) -> str:
    """`42 soldiers + 8 border guards`; bare numbers where the text does not say of whom."""
    nouns = tuple(_nouns(claim))
    if not all(nouns):
        split = claim.component_categories
        nouns = split if len(split) == len(claim.components) else ("",) * len(claim.components)
    pairs = zip(claim.components, nouns, strict=True)
    return " + ".join(f"{number} {noun}".strip() for number, noun in pairs)


def made_of(figure: Figure, claims: Mapping[str, Claim]) -> str:
    """` = 42 soldiers + 8 guards`, ` = 38 + another 5, derived`, ` of 108, derived`; or nothing."""
    first = claims.get(figure.claims[0]) if figure.claims else None
    if first is None or figure.best is None:
        return ""
    if first.components and sum(first.components) == figure.best:
        return f" = {sum_words(first)}"
    if first.relation == "increment" and first.best is not None:
        return f" = {figure.best - first.best} + another {first.best}, derived"
    whole = claims.get(first.within) if first.within else first
    if figure.derived and whole is not None and whole.best != figure.best:
        return f" of {shown(whole.low, whole.best, whole.high)}, derived"
    return ""


def _nouns(claim: Claim) -> Iterator[str]:
    """What each component counts, by the words of the span; empty where they do not say."""
    chunks = [" ".join(_WORD.findall(chunk)) for chunk in _JOINT.split(claim.quote)]
    for number in claim.components:
        found = next((n for n, chunk in enumerate(chunks) if _after(chunk, number)), None)
        yield _after(chunks.pop(found), number) if found is not None else ""


def _after(chunk: str, number: int) -> str:
    """The words that follow the number, up to the verb."""
    for written in _spellings(number):
        found = re.search(rf"(?<![\w,.]){re.escape(written)}(?![\w])", chunk, re.IGNORECASE)
        if found:
            rest = _OF.sub("", chunk[found.end() :].strip())
            return " ".join(_counted(rest.split()))
    return ""


def _counted(words: list[str]) -> Iterator[str]:
    for word in words[:_MOST_WORDS]:
        if word.lower() in _ENDS:
            return
        yield word


def _spellings(number: int) -> Iterator[str]:
    yield from (str(number), f"{number:,}")
    if number < len(_ONES):
        yield _ONES[number]
    elif number < 100:  # noqa: PLR2004 - beyond, nobody spells it out
        tens, ones = divmod(number, 10)
        yield _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")
    if number == 1:
        yield from ("a", "an")
