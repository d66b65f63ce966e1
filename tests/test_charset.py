"""Charset: a declared encoding is believed where the bytes do not say otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.charset import NotText, decode

RUSSIAN = "В Орле ранены двое солдат, сообщает штаб."
XML = '<?xml version="1.0" encoding="{}"?>\n<rss><title>{}</title></rss>'
PAGE = "<!doctype html>\n<html><head>\n<meta {}>\n<title>{}</title>"


@pytest.mark.parametrize(
    ("name", "codec", "words"),
    [
        ("ISO-8859-1", "cp1252", "“Não” à São Tomé"),
        ("windows-1251", "cp1251", RUSSIAN),
        ("KOI8-R", "koi8-r", RUSSIAN),
        ("iso-8859-5", "iso8859-5", RUSSIAN),
        ("windows-1254", "cp1254", "Şırnak’ta üç yaralı"),
        ("windows-1256", "cp1256", "أصيب ثلاثة جنود"),
        ("windows-1255", "cp1255", "שלושה נפצעו"),
        ("Shift_JIS", "cp932", "三人が負傷した"),
        ("x-sjis", "cp932", "三人が負傷した"),
        ("gb2312", "gb18030", "三人受伤"),
        ("iso-2022-jp", "iso2022_jp", "三人が負傷した"),
    ],
)
def test_an_xml_declaration_is_honoured(name: str, codec: str, words: str) -> None:
    text = XML.format(name, words)
    assert decode(text.encode(codec)) == (text, codec, [])


@pytest.mark.parametrize(
    "said",
    ['charset="windows-1251"', 'http-equiv="Content-Type" content="text/html; charset=cp1251"'],
)
def test_a_page_says_its_encoding_in_its_head(said: str) -> None:
    text = PAGE.format(said, RUSSIAN)
    assert decode(text.encode("cp1251")) == (text, "cp1251", [])


def test_the_server_goes_before_the_document() -> None:
    text = XML.format("iso-8859-1", RUSSIAN)
    assert decode(text.encode("cp1251"), declared="windows-1251") == (text, "cp1251", [])


@pytest.mark.parametrize("name", ["iso-8859-1", "windows-1251", "utf-16", "us-ascii", "no-such"])
def test_valid_utf_8_is_utf_8_whatever_it_declares(name: str) -> None:
    text = XML.format(name, RUSSIAN)
    assert decode(text.encode(), declared=name) == (text, "utf-8", [])


def test_utf_8_cut_off_inside_a_letter_is_still_utf_8() -> None:
    text, encoding, odd = decode(XML.format("windows-1251", RUSSIAN).encode()[:-20])
    assert (encoding, text.count("\ufffd"), odd[0].lost) == ("utf-8", 1, True)


@pytest.mark.parametrize("name", ["unicode_escape", "utf-7", "rot13", "zlib", "idna", "hex"])
def test_codecs_that_are_no_encoding_of_text_are_not_used(name: str) -> None:
    text = XML.format(name, "A “café” in Zürich")
    read, encoding, odd = decode(text.encode("cp1252"), declared=name)
    assert (read, encoding) == (text, "cp1252")
    assert "the encoding is guessed" in odd[0].what


@given(st.binary(max_size=200), st.one_of(st.none(), st.text(max_size=12)))
def test_nothing_but_no_text_is_raised(data: bytes, declared: str | None) -> None:
    for head in (b"", b'<?xml version="1.0" encoding="gbk"?>', b"<meta charset=iso-2022-kr>"):
        try:
            decode(head + data, declared=declared)
        except NotText:
            continue
