"""Hostile pages, over HTTP and through the readers: read or refused in words, soon, and clean."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.desk import open_desk
from feeds.errors import SourceError
from feeds.options import Network, Options
from feeds.readers.common.markup import MOST_TAGS, OverloadedError, parsed
from tests.hostile_pages import PAGES
from tests.hostile_server import HostileServer
from tests.loopback import in_a_thread

ROOT = Path(__file__).resolve().parents[1]
OPTIONS = Options(
    recognises=False,
    with_claims=False,
    network=Network(allow_private=frozenset({"127.0.0.1"})),
)
MOST_S = 10.0
"""Processor time of the worst of them; an honest page of this size takes a tenth of a second."""

SIGNALS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys."""


@pytest.fixture(scope="module")
def hostile() -> Iterator[HostileServer]:
    server = HostileServer()
    for _ in in_a_thread(server):
        yield server


@pytest.mark.parametrize("path", PAGES)
def test_a_hostile_page_is_read_or_refused(hostile: HostileServer, path: str) -> None:
    began = time.process_time()
    try:
        desk = open_desk([hostile.address(path)], OPTIONS)
    except SourceError as error:
        said, texts = [str(error)], [""]
    else:
        said = [str(problem) for problem in desk.problems]
        texts = [text for e in desk.all_entries() for text in (e.headline or "", e.body)]
    assert time.process_time() - began < MOST_S
    assert all(len(text) <= 200_000 for text in texts)
    assert said or texts


@pytest.mark.parametrize("command", [("tail",), ("entries",), ("entries", "--format", "md")])
def test_no_page_speaks_to_the_terminal(hostile: HostileServer, command: tuple[str, ...]) -> None:
    asked = [hostile.address(path) for path in ("/terminal.xml", "/deep.xml", "/binary")]
    done = subprocess.run(
        [sys.executable, "-m", "tui", *command, *asked, "--allow-private", "127.0.0.1"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "/binary: is binary, not text" in done.stderr
    assert not SIGNALS.search(done.stdout + done.stderr)


def test_a_page_of_nothing_but_tags_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(OverloadedError, match="more than 400,000 tags"):
        parsed("<b></b>" * (MOST_TAGS // 2 + 1))
    assert parsed("<p>word</p>" * 1000).body is not None
