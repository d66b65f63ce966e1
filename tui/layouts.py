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


def beside_always(name: str | None) -> tuple[str, ...]:
    """`ALWAYS` with `name` in the place of the layout of the same script; None changes nothing."""
    if name is None:
        return ALWAYS
    script = name.partition("-")[0]
    return tuple(name if known.partition("-")[0] == script else known for known in ALWAYS)


def twins(character: str, layouts: Iterable[str] = ALWAYS) -> tuple[str, ...]:
    """What the same key types in `layouts`, where no ASCII keyboard types that character.

    An ASCII character keeps its own meaning wherever it lies: the Russian full stop, typed where
    a US keyboard has the slash, is a full stop.
    """
    typed = (LAYOUTS[name].get(character, character) for name in layouts)
    return tuple(dict.fromkeys(c for c in typed if not c.isascii()))
