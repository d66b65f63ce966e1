"""An address as a SOURCE, as real processes: fetched once, read like a file, refused in words."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.documents import open_source
from feeds.errors import SourceError
from feeds.fetching.once import may_be_private
from feeds.options import Network
from tests.hostile_server import HostileServer
from tests.loopback import in_a_thread
from tests.polite_server import PoliteServer

ROOT = Path(__file__).resolve().parents[1]
HERE = Network(allow_private=frozenset({"127.0.0.1"}))

PAGE = """\
Clashes at the river: live

14 May 2031

14 May 2031, 12:30

The ministry says two guards were wounded

“Two guards were wounded,” the ministry said in Zürich.

14 May 2031, 11:05

Talks are put off

The talks were put off, both sides said.
"""


@pytest.fixture
def polite() -> Iterator[PoliteServer]:
    server = PoliteServer()
    server.put("/live/river", PAGE, kind="text/plain; charset=utf-8")
    for _ in in_a_thread(server):
        yield server


@pytest.fixture
def hostile() -> Iterator[HostileServer]:
    server = HostileServer()
    for _ in in_a_thread(server):
        yield server


def nightdesk(
    *words: str, status: int = 0, settings: str = "", folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    if folder:
        file = folder / "settings.yaml"
        file.write_text(settings, encoding="utf-8")
        environment["NIGHTDESK_SETTINGS"] = str(file)
    done = subprocess.run(
        [sys.executable, "-m", "tui", *words],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
        timeout=60,
    )
    assert done.returncode == status, (done.stdout[-500:], done.stderr[-2000:])
    assert "Traceback" not in done.stderr
    return done


def test_an_address_is_read_like_a_file(polite: PoliteServer, tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text(PAGE, encoding="utf-8")
    words = ("--format", "jsonl", "--tz", "UTC")
    address = polite.address("/live/river")
    fetched = nightdesk("entries", address, *words, "--allow-private", "127.0.0.1").stdout
    saved = nightdesk("entries", str(file), *words).stdout
    found = [json.loads(line) for line in fetched.splitlines()]
    assert {one.pop("source") for one in found} == {f"127.0.0.1:{polite.port}/live/river"}
    kept = [json.loads(line) for line in saved.splitlines()]
    for one in (*found, *kept):
        one.pop("id")
    for one in kept:
        one.pop("source")
    assert found == kept
    assert len(found) == 3


def test_a_private_address_is_refused_with_the_way_to_allow_it(polite: PoliteServer) -> None:
    done = nightdesk("entries", polite.address("/live/river?key=word"), status=1)
    assert done.stderr == (
        f"nightdesk: http://127.0.0.1:{polite.port}/live/river?key=…: leads to this machine itself "
        "(127.0.0.1); if it is your own server, allow its host by name (see --allow-private)\n"
    )
    assert polite.requests == []


def test_the_settings_allow_a_host_and_say_who_asks(polite: PoliteServer, tmp_path: Path) -> None:
    settings = "contact: desk@post.example\nallow_private: [127.0.0.1]\n"
    nightdesk("entries", polite.address("/live/river"), settings=settings, folder=tmp_path)
    assert "desk@post.example" in polite.requests[0].headers["user-agent"]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("proxy: proxy.example\n", "line 1: proxy is no address such as http://"),
        ("proxy: http://me:hunter2@proxy.example:3128\n", "proxy holds a password that others"),
        ("zone: [\n", "defaults hold"),
    ],
)
def test_nothing_is_asked_where_a_proxy_is_meant_and_cannot_be_used(
    polite: PoliteServer, tmp_path: Path, settings: str, words: str
) -> None:
    address = polite.address("/live/river")
    more = ("--allow-private", "127.0.0.1")
    done = nightdesk("entries", address, *more, status=2, settings=settings, folder=tmp_path)
    assert "nothing is fetched before the settings are right" in done.stderr
    assert words in done.stderr
    assert "hunter2" not in done.stderr
    assert polite.requests == []


def test_the_sources_of_a_pack_are_asked_through_the_proxy_of_the_settings(
    polite: PoliteServer, tmp_path: Path
) -> None:
    """What stands for the proxy here answers for whoever is asked."""
    polite.put("http://post.example:80/live", PAGE, kind="text/plain; charset=utf-8")
    pack = tmp_path / "river.yaml"
    source = "sources:\n  - {id: post, address: http://post.example/live}\n"
    pack.write_text(f"name: River\nactors: [{{id: a, name: Alpha, side: a}}]\n{source}")
    done = nightdesk(
        *("collect", "--once", "--beat", str(pack), "--archive", str(tmp_path / "a.db")),
        settings=f"proxy: {polite.address('')}\n",
        folder=tmp_path,
    )
    assert "3 new" in done.stdout
    assert "looks names up itself" in done.stderr
    assert polite.paths() == ["http://post.example:80/live"]


def test_what_fails_is_named_and_the_rest_is_read(
    hostile: HostileServer, polite: PoliteServer
) -> None:
    gone, page = hostile.address("/410"), polite.address("/live/river")
    done = nightdesk("entries", gone, page, "--allow-private", "127.0.0.1", status=1)
    assert f"{gone}: says that it is gone for good (410); take the source out" in done.stderr
    assert "Talks are put off" in done.stdout


@pytest.mark.parametrize("address", ["ftp://post.example/", "file:///etc/passwd"])
def test_no_other_scheme_is_fetched(address: str) -> None:
    with pytest.raises(SourceError, match="only http and https are fetched"):
        open_source(address)


def test_the_word_of_the_server_on_the_encoding_is_heard(polite: PoliteServer) -> None:
    words = "В Орле ранены двое солдат, сообщает штаб."
    polite.put("/ru", words.encode("iso8859-5"), kind="text/plain; charset=ISO-8859-5")
    [document], _ = open_source(polite.address("/ru/"[:-1]), network=HERE)
    assert (document.text, document.encoding, document.problems) == (words, "iso8859-5", ())
    assert (document.name, document.path) == (f"127.0.0.1:{polite.port}/ru", None)


def test_a_moved_page_and_a_wrong_clock_are_said(hostile: HostileServer) -> None:
    [document], _ = open_source(hostile.address("/clock-ahead"), network=HERE)
    [notice] = document.problems
    assert ("one of them is wrong" in notice.what, notice.lost) == (True, False)


@pytest.mark.parametrize(
    ("path", "words"), [("/empty", "is empty"), ("/binary", "is binary, not text")]
)
def test_what_is_no_text_is_refused(hostile: HostileServer, path: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        open_source(hostile.address(path), network=HERE)


def test_a_follower_of_files_does_not_take_an_address() -> None:
    done = nightdesk("tail", "--follow", "https://post.example/", status=2)
    assert "without it an address is read once" in done.stderr


@pytest.mark.parametrize(
    ("address", "is_allowed"),
    [
        ("http://WIRE.local:8000/x", True),
        ("http://wire.local.example/", False),
        ("http://[::1]/", True),
        ("http://пошта.local/", True),
        ("ftp://wire.local/", False),
    ],
)
def test_a_host_is_allowed_by_its_name_alone(address: str, is_allowed: bool) -> None:
    network = Network(allow_private=frozenset({"Wire.local", "::1", "пошта.local", "a b"}))
    assert may_be_private(address, network) == is_allowed


def test_what_fetches_is_imported_only_for_an_address() -> None:
    code = (
        "import sys, feeds.documents as d; d.open_source(sys.argv[1]); "
        "sys.exit('httpcore2' in sys.modules or 'asyncio' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT / "LICENSE")], cwd=ROOT, check=False
    )
    assert done.returncode == 0
