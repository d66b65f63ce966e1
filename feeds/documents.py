"""Documents: a source that the user names becomes text, whatever its encoding. First stage.

What fetches addresses is imported only where a source is one.
"""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from feeds.charset import NotText, charset_named, decode
from feeds.errors import Problem, SourceError
from feeds.options import MOST_BYTES, STDIN, Network
from feeds.shown import shown

if TYPE_CHECKING:
    from feeds.fetching.fetched import Answer

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
NAME_A_FOLDER = "name a folder that holds text files, or one file"
_PIPE = "pipe a document into it"
_VISIBLE = re.compile(r"[^\s\ufeff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text of a source, decoded."""

    name: str
    """The file's name without its ending, an address's host and path, or "stdin"."""

    path: Path | None
    """The file; None for an address or standard input."""

    text: str
    """Characters as in the source, but every line ends in a plain newline."""

    encoding: str
    """What it was read as: "utf-8", "utf-16-le", "cp1252" ..."""

    problems: tuple[Problem, ...]
    """What was not read as it stands."""


def open_source(
    spec: str, *, stdin: BinaryIO | None = None, network: Network | None = None
) -> tuple[list[Document], list[Problem]]:
    """The documents of a source: a path, a directory (its files, sorted), an address, or `-`.

    Of a directory, files that cannot be read are problems; its sub-directories and hidden files are
    not read. `stdin` stands in for standard input.

    Raises:
        SourceError: it is missing, empty, no text, or cannot be fetched; of a directory:
            nothing in it is text.
    """
    if _URL.match(spec):
        return [_from_address(spec, network or Network())], []
    if spec == STDIN:
        return [_from_stdin(stdin)], []
    try:
        path = Path(spec).expanduser()
        if path.is_dir():
            return _directory(spec)
        if not path.exists():
            raise SourceError(spec, "there is no such file", "check its name and folder")
    except (OSError, ValueError, RuntimeError) as error:  # a name too long, a NUL, an unknown ~user
        raise SourceError(spec, reason(error), "check its name and folder") from error
    return [_file(spec, path)], []


def _directory(spec: str) -> tuple[list[Document], list[Problem]]:
    documents: list[Document] = []
    problems: list[Problem] = []
    files, notices = files_in(spec)
    for path in files:
        try:
            documents.append(_file(str(path), path))
        except SourceError as error:
            what = f"{error.problem}; left out"
            problems.append(Problem(source=str(path), line=None, what=what))
    if not documents:
        raise SourceError(spec, f"holds no readable text (files: {len(files)})", NAME_A_FOLDER)
    return documents, problems + notices


def files_in(spec: str) -> tuple[list[Path], list[Problem]]:
    """The files of a folder that are not hidden, sorted; and that its sub-folders are not read.

    Raises:
        SourceError: it cannot be looked into, or holds no file.
    """
    try:
        folder = Path(spec).expanduser()
        shown = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        files, folders = [p for p in shown if p.is_file()], [p for p in shown if p.is_dir()]
    except OSError as error:
        raise SourceError(spec, reason(error), "check its permissions") from error
    if not files:
        raise SourceError(spec, "holds no files", NAME_A_FOLDER)
    what = f"sub-folders that are not read: {len(folders)}; name them to read them"
    return files, [Problem(source=spec, line=None, what=what, lost=False)] if folders else []


def _file(spec: str, path: Path) -> Document:
    try:
        with path.open("rb") as stream:
            return _document(
                path.stem or path.name, path, spec, stream, remedy="name a file that holds text"
            )
    except OSError as error:
        raise SourceError(spec, reason(error), "check its permissions") from error


def _from_stdin(stdin: BinaryIO | None) -> Document:
    try:
        return _document("stdin", None, "standard input", stdin or sys.stdin.buffer, remedy=_PIPE)
    except (OSError, ValueError, AttributeError) as error:  # closed, or none at all
        raise SourceError("standard input", reason(error), _PIPE) from error


def _from_address(address: str, network: Network) -> Document:
    from feeds.fetching.fetched import FetchError  # noqa: PLC0415 - see above
    from feeds.fetching.once import fetch_once  # noqa: PLC0415

    try:
        answer, notices = fetch_once(address, network)
    except FetchError as error:
        raise SourceError(error.address, error.problem, error.remedy) from error
    document = fetched_document(answer)
    return replace(document, problems=(*_notices(document.name, notices), *document.problems))


def fetched_document(answer: "Answer", name: str | None = None) -> Document:
    """The text of what was fetched; its server's word on the encoding is heard.

    Without `name` it is called by host and path.

    Raises:
        SourceError: it brought nothing, or no text.
    """
    address = shown(answer.address)
    bare = address.partition("?")[0].partition("://")[2].rstrip("/")
    declared = charset_named(answer.content_type)
    body, remedy = BytesIO(answer.body or b""), "open it in a browser to see what it is"
    document = _document(name or bare, None, address, body, remedy=remedy, declared=declared)
    said = list(answer.notices)
    if answer.moved_to:
        said.append(f"has moved for good; name {shown(answer.moved_to)} from now on")
    return replace(document, problems=(*_notices(document.name, said), *document.problems))


def _notices(source: str, said: Iterable[str]) -> list[Problem]:
    return [Problem(source=source, line=None, what=what, lost=False) for what in said]


def from_bytes(data: bytes, name: str, label: str, *, declared: str | None = None) -> Document:
    """A document that was fetched; `label` names it in errors, `declared` is its encoding.

    Raises:
        SourceError: it is empty, or no text.
    """
    remedy = "look what is there"
    return _document(name, None, label, BytesIO(data), remedy=remedy, declared=declared)


def _document(
    name: str,
    path: Path | None,
    spec: str,
    stream: BinaryIO,
    *,
    remedy: str,
    declared: str | None = None,
) -> Document:
    """`remedy` is for who sees that there is no text in it."""
    data = stream.read(MOST_BYTES + 1)
    problems = []
    if len(data) > MOST_BYTES:
        data = data[: data.rfind(b"\n", 0, MOST_BYTES) + 1 or MOST_BYTES]
        what = f"only the first {len(data):,} bytes are read; split the file to read the rest"
        problems.append(Problem(source=spec, line=None, what=what))
    if not data:
        raise SourceError(spec, "is empty", remedy)
    try:
        text, encoding, odd = decode(data, declared=declared)
    except NotText as error:
        raise SourceError(spec, str(error), "save its text to a file, and name that") from error
    del data
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _VISIBLE.search(text):
        raise SourceError(spec, "holds nothing but white space", remedy)
    problems += [Problem(source=spec, line=o.line, what=o.what, lost=o.lost) for o in odd]
    return Document(name=name, path=path, text=text, encoding=encoding, problems=tuple(problems))


def reason(error: Exception) -> str:
    """Why a source cannot be opened, in the system's words."""
    words = error.strerror if isinstance(error, OSError) else str(error)
    return f"cannot be opened ({(words or type(error).__name__).lower()})"
