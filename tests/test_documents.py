"""Documents: any encoding is read, and what cannot be read says why and what to do."""

import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import documents
from feeds.documents import Document, open_source
from feeds.errors import SourceError


def piped(data: bytes) -> Document:
    """What standard input gives for these bytes."""
    (document,), problems = open_source("-", stdin=io.BytesIO(data))
    assert problems == []
    return document


def said(document: Document) -> str:
    return "\n".join(str(problem) for problem in document.problems)


def test_a_file_is_one_document_named_without_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "day.one.txt"
    path.write_bytes("‘One’\u00a0line\r\ntwo\rthree\n".encode())
    (document,), problems = open_source(str(path))
    assert (document.name, document.path, document.encoding) == ("day.one", path, "utf-8")
    assert document.text == "‘One’\u00a0line\ntwo\nthree\n"
    assert (*document.problems, *problems) == ()


def test_a_folder_gives_its_readable_files_in_order_and_names_the_rest(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Second.")
    (tmp_path / "a.txt").write_text("First.")
    (tmp_path / "c.png").write_bytes(b"\x89PNG\r\n")
    (tmp_path / ".hidden.txt").write_text("Hidden.")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "d.txt").write_text("Inner.")
    found, problems = open_source(str(tmp_path))
    assert [document.text for document in found] == ["First.", "Second."]
    assert [(p.what, p.lost) for p in problems] == [
        ("is a picture; left out", True),
        ("sub-folders that are not read: 1; name them to read them", False),
    ]


@pytest.mark.parametrize(
    ("files", "why"),
    [((), "holds no files"), ((".x", "e"), r"holds no readable text \(files: 1\)")],
)
def test_a_folder_without_readable_files_is_refused(
    tmp_path: Path, files: tuple[str, ...], why: str
) -> None:
    for name in files:
        (tmp_path / name).touch()
    with pytest.raises(SourceError, match=why):
        open_source(str(tmp_path))


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        ("no/such/file.txt", "there is no such file"),
        ("a\0b", "check its name"),
        ("x" * 5_000, "check its name"),
        ("~nobody-here/x", "check its name"),
    ],
)
def test_what_is_no_file_is_refused_with_a_remedy(spec: str, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        open_source(spec)


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("Locked.")
    path.chmod(0)
    with pytest.raises(SourceError, match=r"cannot be opened \(permission denied\)"):
        open_source(str(path))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "nothing but white space"),
        (b"\xef\xbb\xbf", "nothing but white space"),
        (b"%PDF-1.7 ...", "is a PDF; save its text to a file"),
        (b"\x1f\x8b\x08\x00", "is compressed"),
        (b"abc\x00\x01\x02\xff", "is binary"),
        (bytes(range(1, 32)) * 9, "is binary"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        piped(data)


TEXT = "Первый день: ‘quiet’\nVTORÓI — two\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_an_encoding_that_says_itself_is_read_without_a_word(encoding: str) -> None:
    document = piped(TEXT.encode(encoding))
    assert (document.text, document.problems) == (TEXT, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_sign_is_found_and_said(encoding: str) -> None:
    document = piped(TEXT.encode(encoding))
    assert (document.text, document.encoding) == (TEXT, encoding)
    assert "the encoding is guessed" in said(document)
    assert not any(problem.lost for problem in document.problems)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("One line.\nA “café” in Zürich – closed.", "cp1252"),
        ("One line.\nВ Орле ранены двое солдат, сообщает штаб.", "cp1251"),
        ("One line.\nВ Орле ранены двое солдат, сообщает штаб.", "koi8-r"),
    ],
)
def test_a_code_page_is_guessed_and_said_with_the_line(text: str, encoding: str) -> None:
    document = piped(text.encode(encoding))
    assert (document.text, document.encoding) == (text, encoding)
    assert "line 2: the encoding is guessed" in said(document)


def test_a_few_broken_bytes_cost_only_themselves() -> None:
    document = piped("‘One’\n‘two’ ".encode() + b"\xe2\x80 \xff" + " ‘three’\n".encode())
    assert document.text == "‘One’\n‘two’ \ufffd \ufffd ‘three’\n"
    assert "line 2: characters that are broken UTF-8, shown as \ufffd: 2" in said(document)
    assert document.problems[0].lost


def test_a_stray_nul_in_a_long_text_is_said() -> None:
    document = piped(b"words and words\n" * 200 + b"\x00")
    assert "line 201: NUL characters in the text: 1" in said(document)


def test_a_source_over_the_limit_is_cut_at_a_line_and_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(documents, "MOST_BYTES", 20)
    document = piped(b"first line\nsecond line\nthird line\n")
    assert document.text == "first line\n"
    assert "only the first 11 bytes are read" in said(document)
    assert document.problems[0].lost


def test_a_closed_standard_input_is_refused() -> None:
    stream = io.BytesIO(b"text")
    stream.close()
    with pytest.raises(SourceError, match="standard input: cannot be opened"):
        open_source("-", stdin=stream)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = piped(data)
    except SourceError:
        return
    assert "\r" not in document.text
    document.text.encode()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf_8_comes_back_as_it_is(text: str) -> None:
    try:
        assert piped(text.encode()).text == text.removeprefix("\ufeff")
    except SourceError:
        assert not text.strip(" \ufeff") or text.isspace() or text.startswith(("%PDF-", "GIF8"))
