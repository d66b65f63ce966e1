"""Which language a text is in, and that no other language is read as one that ships."""

import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feeds.beat import NO_BEAT
from feeds.claims import Extractor
from feeds.claims.languages import lexicons
from feeds.claims.lexicon import read_lexicon
from feeds.errors import FeedError
from tests.build import entry
from tests.test_claims_golden import stages, tagged

RUSSIAN = "По данным штаба, за сутки погибли 12 военнослужащих, ещё 30 человек получили ранения."
ENGLISH = "Twelve soldiers were killed and 30 people were wounded, the headquarters said."

OTHERS = {
    "uk": "За даними штабу, внаслідок обстрілу загинули 12 військових, ще 30 поранено. "
    "Рятувальники продовжують працювати на місці удару.",
    "be": "Паводле звестак штаба, загінулі 12 вайскоўцаў, яшчэ 30 чалавек атрымалі раненні.",
    "bg": "Най-малко 12 войници са убити и 30 са ранени при нападение срещу града, съобщи щабът. "
    "Боевете в региона продължават и на другия ден.",
    "sr": "Најмање 12 војника је погинуло, а 30 је рањено у нападу на град, саопштио је штаб.",
    "mk": "Најмалку 12 војници загинаа, а 30 се ранети во напад врз градот, соопшти штабот.",
    "kk": "Штабтың мәліметінше, шабуыл салдарынан 12 әскери қызметкер қаза тапты.",
    "tg": "Дар натиҷаи ҳамла 12 низомӣ кушта ва 30 нафар захмӣ шуданд, гуфт штаб.",
    "de": "Bei einem Angriff auf die Stadt sind mindestens 12 Soldaten gefallen, die Verletzten "
    "liegen in Kliniken, in denen 30 die Nacht verbrachten.",
    "fr": "Au moins 12 soldats ont été tués et 30 blessés dans une attaque, selon le ministère.",
    "it": "Almeno 12 soldati sono morti e 30 feriti in un attacco contro la città, ha detto ieri.",
    "pl": "Co najmniej 12 żołnierzy zginęło, a 30 zostało rannych w ataku na miasto.",
    "tr": "Saldırıda en az 12 asker hayatını kaybetti, 30 asker de yaralandı.",
    "hy": "Զոհվել է 12 զինծառայող, վիրավորվել՝ 30-ը։",
    "ka": "დაიღუპა 12 სამხედრო, დაიჭრა 30.",
    "ar": "قتل 12 جنديا وأصيب 30 آخرون في الهجوم.",
    "he": "12 חיילים נהרגו ו-30 נפצעו.",
    "zh": "十二名士兵死亡,30人受伤。",
}


def languages(headline: str | None, body: str) -> list[str]:
    """The language of each field that has one."""
    known = {id(read_lexicon(code)): code for code in ("en", "ru")}
    found = lexicons(entry(body, headline=headline))
    return [f"{field} {known[id(lexicon)]}" for field, lexicon in found.items()]


def test_english_and_russian_are_recognised() -> None:
    assert languages(None, ENGLISH) == ["body en"]
    assert languages(None, RUSSIAN) == ["body ru"]


def test_each_field_is_read_in_its_own_language() -> None:
    assert languages("12 погибших", ENGLISH) == ["headline ru", "body en"]
    assert languages("Twelve killed", RUSSIAN) == ["headline en", "body ru"]


def test_a_mixed_text_is_in_the_language_of_most_of_its_letters() -> None:
    assert languages(None, f"{RUSSIAN} {RUSSIAN} «{ENGLISH}»") == ["body ru"]
    assert languages(None, f"{ENGLISH} {ENGLISH} «погибли»") == ["body en"]


def test_a_name_in_other_letters_is_no_other_language() -> None:
    assert languages(None, RUSSIAN * 3 + " Київ") == ["body ru"]


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_another_language_gives_no_claims(text: str) -> None:
    assert languages(None, text) == []
    assert Extractor(NO_BEAT).claims(entry(text, headline=text[:40])) == ()


def test_a_short_headline_goes_with_its_body() -> None:
    assert languages("12 tote", OTHERS["de"]) == []
    assert languages("Двое погибли", RUSSIAN) == ["headline ru", "body ru"]


def test_a_text_that_says_no_loss_has_no_lexicon() -> None:
    assert languages("Погода", "Завтра будет дождь.") == []


def test_a_lexicon_without_a_folder_is_refused() -> None:
    with pytest.raises((FeedError, OSError)):
        read_lexicon("xx")


def test_english_needs_no_morphology() -> None:
    code = (
        "import sys; from feeds.beat import NO_BEAT; from feeds.claims import Extractor;"
        "from tests.build import entry;"
        f"made = Extractor(NO_BEAT).claims(entry({ENGLISH!r}, headline='Ağdam – “two” dead'));"
        "sys.exit(not made or 'pymorphy3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


WORDS = """
49 12 убиты погибли погиб ранены раненых убитых солдат солдата военнослужащих норландских двое
пятеро десятки тысяч не менее около до от ещё в том числе среди них из нет получили ранения в плен
взяты пропали без вести число выросло до составило по данным Минобороны Норландии сообщило что
, . : ; ( ) « » — и или Харроу 16:00 2020 года мая на потери Судландии Берг 1,5 тыс. противник
"""


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=40))
@example(["погибли", "двое", "раненых", "и", "солдат"])
def test_russian_words_in_any_order_keep_spans_and_bounds(chosen: list[str]) -> None:
    made = tagged({"body": " ".join(chosen), "headline": " ".join(chosen[:9]) or None})
    for claim in stages()[1].claims(made):
        assert made.text(claim.field)[claim.start : claim.end] == claim.quote != ""
        numbers = [n for n in (claim.low, claim.best, claim.high) if n is not None]
        assert numbers == sorted(numbers)
        assert claim.rules


@settings(deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=0x400, max_codepoint=0x45F), max_size=80))
def test_no_text_in_cyrillic_makes_it_raise(text: str) -> None:
    stages()[1].claims(tagged({"body": f"погибли 12 {text}", "headline": text}))
