"""Keyboard layouts by position: what a Russian, Armenian, Georgian keyboard types for `j`."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

US = "`1234567890-=" + "qwertyuiop[]\\" + "asdfghjkl;'" + "zxcvbnm,./"
US_SHIFT = "~!@#$%^&*()_+" + "QWERTYUIOP{}|" + 'ASDFGHJKL:"' + "ZXCVBNM<>?"

ALWAYS = ("russian", "armenian-eastern", "georgian")
"""Layouts that work unasked: their letters never meet, so all three hold at once."""

_ROWS = {
    "russian": (
        "ё1234567890-=" + "йцукенгшщзхъ\\" + "фывапролджэ" + "ячсмитьбю.",
        'Ё!"№;%:?*()_+' + "ЙЦУКЕНГШЩЗХЪ/" + "ФЫВАПРОЛДЖЭ" + "ЯЧСМИТЬБЮ,",
    ),
    "armenian-eastern": (
        "՝։ձյ՛,-.«»օռժ" + "խւէրտեըիոպչջ'" + "ասդֆգհճկլթփ" + "զցքվբնմշղծ",
        "՜1ՁՅ349և()ՕՌԺ" + "ԽՒԷՐՏԵԸԻՈՊՉՋ՞" + "ԱՍԴՖԳՀՃԿԼԹՓ" + "ԶՑՔՎԲՆՄՇՂԾ",
    ),
    "armenian-phonetic": (
        "՝էթփձջւևռչճ֊ժ" + "քոերտըւիօպխծշ" + "ասդֆգհյկլ;՛" + "զղցվբնմ,․/",
        "՜ԷԹՓՁՋՒ֏ՌՉՃ―Ժ" + "ՔՈԵՐՏԸՒԻՕՊԽԾՇ" + 'ԱՍԴՖԳՀՅԿԼ։"' + "ԶՂՑՎԲՆՄ«»՞",
    ),
    "armenian-typewriter": (
        "՝ֆձ֊,։՞․՛)օէղ" + "ճփբսմուկըթծց»" + "ջվգեանիտհպր" + "ժդչյզլքխշռ",
        "՜ՖՁ—$…%և՚(ՕԷՂ" + "ՃՓԲՍՄՈՒԿԸԹԾՑ«" + "ՋՎԳԵԱՆԻՏՀՊՐ" + "ԺԴՉՅԶԼՔԽՇՌ",
    ),
    "georgian": (
        "„1234567890-=" + "ქწერტყუიოპ[]\\" + "ასდფგჰჯკლ;'" + "ზხცვბნმ,./",
        "“!@#$%^&*()_+" + "QჭEღთYUIOP{}|" + 'AშDFGHჟKL:"' + "ძXჩVBNM<>?",
    ),
}


LAYOUTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        name: MappingProxyType(dict(zip(US + US_SHIFT, plain + shifted, strict=True)))
        for name, (plain, shifted) in _ROWS.items()
    }
)
"""What each layout types, by the character that a US keyboard types with the same keys.

From the tables of xkeyboard-config: ru(winkeys), am(eastern), am(phonetic), am(basic), ge(basic).
"""


_FIRST: Mapping[str, Mapping[str, str]] = {
    name: {typed: key for key, typed in reversed([*layout.items()])}
    for name, layout in LAYOUTS.items()
}
"""The first US key, digits before letters, that types a character on each layout."""


def beside_always(name: str | None) -> tuple[str, ...]:
    """`ALWAYS` with `name` in the place of the layout of the same script; None changes nothing."""
    if name is None:
        return ALWAYS
    script = name.partition("-")[0]
    return tuple(name if known.partition("-")[0] == script else known for known in ALWAYS)


def twins(character: str, layouts: Iterable[str] = ALWAYS) -> tuple[str, ...]:
    """What the same key types in `layouts`, where no ASCII keyboard types that character.

    An ASCII character keeps its own meaning wherever it lies: the Russian full stop, typed where
    a US keyboard has the slash, is a full stop. What two keys of a layout type means what the
    first of them does: on the Armenian phonetic one both `6` and `u` type the letter yiwn.
    """
    typed = (
        typed
        for name in layouts
        if _FIRST[name].get(typed := LAYOUTS[name].get(character, character)) == character
    )
    return tuple(dict.fromkeys(c for c in typed if not c.isascii()))
