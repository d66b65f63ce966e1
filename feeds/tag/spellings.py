"""Spellings of a name: what a pack need not list because a rule gives it.

All names here are folded already (`feeds.tag.fold`): lower case, blanks between words.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

_BRITISH = {
    "defence": "defense",
    "centre": "center",
    "labour": "labor",
    "programme": "program",
    "organisation": "organization",
    "organisations": "organizations",
}
_SPELLED = _BRITISH | {american: british for british, american in _BRITISH.items()}

_SAME_OFFICE = (
    ("ministry of defence", "defence ministry", "ministry of national defence", "mod"),
    ("ministry of foreign affairs", "foreign ministry", "foreign affairs ministry", "mfa", "mofa"),
    ("ministry of health", "health ministry", "moh"),
    (
        "ministry of internal affairs",
        "interior ministry",
        "ministry of the interior",
        "ministry of interior",
        "internal affairs ministry",
    ),
    (
        "ministry of emergency situations",
        "emergency situations ministry",
        "emergencies ministry",
        "emergency ministry",
    ),
    (
        "human rights defender",
        "ombudsman",
        "ombudsperson",
        "human rights ombudsman",
        "rights ombudsman",
        "human rights commissioner",
    ),
    (
        "prosecutor general s office",
        "general prosecutor s office",
        "office of the prosecutor general",
        "prosecutor general",
        "prosecutors",
    ),
    ("investigative committee", "investigation committee"),
    ("state border service", "border service", "border guard service"),
)
_OFFICE_CLASS = {name: names for names in _SAME_OFFICE for name in names}


def spelled(name: str) -> set[str]:
    """The name in British and American spelling ("defence" and "defense")."""
    words = name.split(" ")
    if not any(word in _SPELLED for word in words):
        return {name}
    return {name, " ".join(_SPELLED.get(word, word) for word in words)}


def offices(core: str) -> set[str]:
    """All the ways to write an institution without its state's name.

    "ministry of defence" is also "defence ministry" and "mod", each in both spellings; any
    "ministry of x" is "x ministry" and the other way round.
    """
    forms = spelled(core)
    for form in tuple(forms):
        forms.update(_OFFICE_CLASS.get(form, ()))
    for form in tuple(forms):
        if form.startswith("ministry of "):
            forms.add(form.removeprefix("ministry of ").removeprefix("the ") + " ministry")
        elif form.endswith(" ministry"):
            forms.add("ministry of " + form.removesuffix(" ministry"))
    return {other for form in forms for other in spelled(form)}


def without_state(name: str, states: Iterable[str]) -> str | None:
    """What is left of "armenian x", "armenia s x", "x of armenia", "x in yerevan": "x"; else None.

    `states` are the names of the actor's own state, its demonyms and its capital.
    """
    for state in states:
        for before in (f"{state} s ", f"{state} "):
            if name.startswith(before):
                return name.removeprefix(before)
        for after in (f" of the republic of {state}", f" of {state}", f" in {state}"):
            if name.endswith(after):
                return name.removesuffix(after)
    return None


SHORTEST_PLURAL = 4
"""Letters from which a name may be a demonym with a plural."""


def plural(name: str) -> str | None:
    """A demonym's plural ("armenian": "armenians"); None for what has none by adding an s."""
    last = name.rpartition(" ")[2]  # "south sudlander": "south sudlanders"
    if len(last) < SHORTEST_PLURAL or not last.isalpha() or last[-1] in "szxh":
        return None
    return f"{name}s"


_LOOSE_STEPS = (
    ("dzh", "j"),  # Dzhabrail
    ("dj", "j"),  # Djabrail
    ("tch", "c"),  # Kotcharian
    ("ch", "c"),  # Çavuşoğlu written Chavushoglu
    ("sh", "s"),
    ("tz", "ts"),  # Mnatzakanian
    ("gh", "g"),  # Gharibashvili
    ("kh", "h"),  # Kobakhidze
    ("ou", "u"),  # Haroutyunyan
    ("oo", "u"),
    ("w", "v"),
    ("y", "i"),  # Papikian, Bairamov
)
_DOUBLED = re.compile(r"(.)\1+")  # Guterres, Aliiev, Lavroff
SHORTEST_LOOSE = 5
"""Letters that a loose key needs: a shorter name is only ever matched as written."""

_MOST_LOOSE = 16_384
"""Words of which the loose key is remembered: those of a long day, and a pack's own."""


@lru_cache(maxsize=_MOST_LOOSE)
def loose(word: str) -> str:
    """The key that the usual transliterations of one name share (Sarkisyan and Sargsyan).

    Consonants that sound alike and i/y are merged; vowels are not, nor b/p or d/t: one name is
    never taken for another (Mamedov is not Mammadov until a pack says so).
    """
    word = word.removeprefix("y") if word.startswith("ye") else word  # Yeghishe, Eghishe
    for written, put in _LOOSE_STEPS:
        word = word.replace(written, put)
    if _DOUBLED.search(word):  # few have any, and to put nothing in the place of nothing is slow
        word = _DOUBLED.sub(r"\1", word)
    if word.endswith("f"):
        word = word[:-1] + "v"
    return word.replace("kisi", "ksi").replace("gisi", "ksi").replace("gs", "ks")  # Sarkisyan
