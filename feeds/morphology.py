"""Morphology: all the forms of a word, a phrase or a name, for languages that inflect.

Both the tagger and the claims' lexicon bend their words with it. The library and its dictionary are
imported when the first form is asked for: who reads English only never pays for them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse

_LANGUAGES = frozenset({"ru"})
_OPENING = frozenset({"PREP", "CONJ", "PRCL"})
_HEADS = frozenset({"NOUN", "NPRO", "NUMR"})
_AGREEING = frozenset({"ADJF", "PRTF"})
_CASES = frozenset({"nomn", "gent", "datv", "accs", "ablt", "loct"})
_CONSONANTS = frozenset("бвгджзклмнпрстфхцчшщ")
_MOST_WORDS = 3
_ENDINGS = ("", "а", "у", "ом", "ем", "е")
"""Of a foreign surname in a consonant that the dictionary cannot place (Пашинян)."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a word or a phrase."""

    text: str
    """Lower case, words with one space between."""

    tags: frozenset[str]
    """Grammemes of its head, by OpenCorpora's names (VERB, past, sing); empty where unknown."""


def inflects(language: str) -> bool:
    """True for a language whose words this module can bend."""
    return language in _LANGUAGES


def word_forms(language: str, phrase: str) -> tuple[Form, ...]:
    """Every form of a word of the language, or of the head of a phrase; the rest stays as it is.

    "взять в плен" bends the verb, "мирный житель" both words, "по меньшей мере" none.
    """
    if not inflects(language):
        return (Form(phrase.lower(), frozenset()),)
    words = phrase.lower().split()
    last = len(words) - 1
    start = next((n for n, w in enumerate(words[:-1]) if not _opens(language, w)), last)
    opening, rest = words[:start], words[start:]
    forms = _phrase_forms(language, rest)
    made = [Form(" ".join([*opening, f.text]), f.tags) for f in forms]
    return _spelled(made) or (Form(" ".join(words), frozenset()),)


def name_forms(language: str, name: str, *, is_person: bool = False) -> tuple[str, ...]:
    """Every case of a name, lower case, itself first: "Минобороны Армении", "армянский".

    All the words of a person's name bend: "Никол Пашинян", "Никола Пашиняна".
    """
    low = name.lower()
    if not inflects(language) or not low.strip():
        return (low,)
    words = low.split()
    made = _person_forms(language, words) if is_person else _name_forms(language, words)
    return tuple(dict.fromkeys([low, *(f.text for f in _spelled(list(made)))]))


def _spelled(forms: Sequence[Form]) -> tuple[Form, ...]:
    """Each form once, with ё and without."""
    plain = [Form(_plain(f.text), f.tags) for f in forms if "ё" in f.text]
    return tuple(dict.fromkeys([*forms, *plain]))


def _plain(word: str) -> str:
    return word.replace("ё", "е")


@lru_cache(maxsize=1)
def _analyzer(language: str) -> "MorphAnalyzer":
    from pymorphy3 import MorphAnalyzer  # noqa: PLC0415 (costs 0.1 s and 30 MB: only when needed)

    return MorphAnalyzer(lang=language)


def _parses(language: str, word: str) -> "list[Parse]":
    return list(_analyzer(language).parse(word))


def _opens(language: str, word: str) -> bool:
    return bool(_OPENING & _parses(language, word)[0].tag.grammemes)


def _phrase_forms(language: str, words: Sequence[str]) -> Iterator[Form]:
    if len(words) == 1:
        yield from _single(language, words[0])
        return
    for parse in _parses(language, words[0]):
        if "INFN" in parse.tag:
            for form in parse.lexeme:
                yield Form(" ".join([form.word, *words[1:]]), form.tag.grammemes)
    yield from _noun_phrase(language, words)


def _single(language: str, word: str) -> Iterator[Form]:
    for parse in _parses(language, word):
        tags = parse.tag.grammemes
        is_lemma = _plain(parse.normal_form) == _plain(word)
        if is_lemma or {"NOUN", "nomn", "plur"} <= tags:
            for form in parse.lexeme:
                if is_lemma or "plur" in form.tag:
                    yield Form(form.word, form.tag.grammemes)


def _noun_phrase(language: str, words: Sequence[str]) -> Iterator[Form]:
    """Adjectives bend with their noun: "мирный житель", "мирных жителей"."""
    head = 0
    while head < len(words) - 1 and _nominative(language, words[head], _AGREEING):
        head += 1
    adjectives = [_nominative(language, w, _AGREEING) for w in words[:head]]
    for noun in _parses(language, words[head]):
        tags = noun.tag.grammemes
        if "nomn" in tags and _HEADS & tags:
            for form in noun.lexeme:
                if noun.tag.number in (form.tag.number, "sing"):
                    agreed = [_agree(a, form) for a in adjectives]
                    text = " ".join([*agreed, form.word, *words[head + 1 :]])
                    yield Form(text, form.tag.grammemes)
            return


def _nominative(language: str, word: str, kinds: frozenset[str]) -> "Parse | None":
    for parse in _parses(language, word):
        if "nomn" in parse.tag and kinds & parse.tag.grammemes:
            return parse
    return None


def _agree(adjective: "Parse | None", noun: "Parse") -> str:
    """The adjective in the noun's case, number and gender."""
    if adjective is None:
        return ""
    wanted = noun.tag.grammemes & _CASES | {noun.tag.number or "sing"}
    if "sing" in wanted:
        wanted |= {g for g in (noun.tag.gender,) if g}
    if "accs" in wanted:
        wanted |= {noun.tag.animacy or "inan"}
    bent = adjective.inflect(frozenset(wanted)) or adjective.inflect(wanted - {"anim", "inan"})
    return str(bent.word if bent else adjective.word)


def _name_forms(language: str, words: Sequence[str]) -> Iterator[Form]:
    if len(words) == 1:
        yield from _declined(language, words[0])
        return
    made = list(_noun_phrase(language, words))
    yield from made
    if len({f.text for f in made}) <= 1:  # "Вайоц Дзор": the last word may bend alone
        for form in _declined(language, words[-1]):
            if "plur" not in form.tags:
                yield Form(" ".join([*words[:-1], form.text]), form.tags)


def _person_forms(language: str, words: Sequence[str]) -> Iterator[Form]:
    """All words in one case; a word that does not bend, and one that nobody knows, go with any."""
    bent = [list(_declined(language, w)) or [Form(w, frozenset())] for w in words[:_MOST_WORDS]]
    for case in _CASES:
        cases = [dict.fromkeys(f.text for f in fs if case in f.tags or not f.tags) for fs in bent]
        for chosen in product(*cases):
            yield Form(" ".join(chosen), frozenset())


def _declined(language: str, word: str) -> Iterator[Form]:
    """The cases of one name: a noun's in its own gender, an adjective's in all; no family's."""
    found = False
    for parse in _parses(language, word):
        tags = parse.tag.grammemes
        guessed = "Abbr" in tags and not parse.is_known  # a short name is no abbreviation: Сотк
        if "nomn" not in tags or not (_HEADS | _AGREEING) & tags or guessed:
            continue
        found = True
        for form in parse.lexeme:
            same = "NOUN" not in tags or form.tag.gender == parse.tag.gender
            if same and ("sing" in form.tag or not {"Surn", "Name"} & tags):
                yield Form(form.word, form.tag.grammemes)
    if not found and word[-1] in _CONSONANTS:
        yield from (Form(word + ending, frozenset()) for ending in _ENDINGS)
