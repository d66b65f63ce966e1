"""`nightdesk collect`, as a real process: killed, ended, fed through a pipe, refused."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from feeds.archive import Archive
from feeds.archived.indexing import Indexing
from feeds.following.keeper import healths
from tests.polite_server import PoliteServer

ROOT = Path(__file__).resolve().parents[1]
FULL = os.environ.get("NIGHTDESK_RELIABILITY") == "full"
KILLS = 30 if FULL else 3

JSON = "application/json; charset=utf-8"


def line(source: str, n: int) -> str:
    told = {
        "id": f"{source}-{n}",
        "time": f"2022-09-13T12:{n // 60 % 60:02}:{n % 60:02}Z",
        "headline": f"{source} tells of {n}",
        "body": f"{n} soldiers were killed, {source} says.",
    }
    return json.dumps(told) + "\n"


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "NIGHTDESK_SETTINGS": str(folder / "s.yaml")}


def collect(
    folder: Path, *words: str, stdin: bytes = b"", status: int = 0
) -> "subprocess.CompletedProcess[bytes]":
    done = subprocess.run(
        [sys.executable, "-m", "tui", "collect", *words, "--archive", str(folder / "a.db")],
        input=stdin,
        capture_output=True,
        timeout=120,
        cwd=ROOT,
        env=environment(folder),
        check=False,
    )
    assert done.returncode == status, done.stderr.decode()
    return done


async def collecting(folder: Path, *words: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tui", "collect", *words, "--archive", str(folder / "a.db")),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env=environment(folder),
        start_new_session=True,
    )


def ids(archive: Archive, source: str) -> list[str]:
    found = archive.entries(archive.docs(0, 10**6))
    return sorted(entry.id for entry in found if entry.source == source)


class Press:
    """Publishes the same by a feed and in a file that grows, a line at a time, in two halves."""

    def __init__(self, server: PoliteServer, wire: Path) -> None:
        self._server = server
        self._wire = wire
        self.published = 0

    async def run(self) -> None:
        """Until cancelled."""
        with self._wire.open("a", encoding="utf-8") as file:
            while True:
                self.put_feed()
                told = line("wire", self.published)
                for half in (told[:20], told[20:]):
                    file.write(half)
                    file.flush()
                    await asyncio.sleep(0.03)
                self.published += 1

    def put_feed(self) -> None:
        """All that is published."""
        lines = (line("feed", n) for n in range(self.published))
        self._server.put("/feed", "".join(lines), kind=JSON)

    def end(self) -> None:
        """Both are whole."""
        self.put_feed()
        self._wire.write_text("".join(line("wire", n) for n in range(self.published)))


async def test_killed_again_and_again_it_loses_nothing_and_keeps_nothing_twice(
    tmp_path: Path,
) -> None:
    chance = random.Random(6)
    wire = tmp_path / "wire.jsonl"
    async with PoliteServer() as server:
        words = (server.address("/feed"), str(wire), "--every", "5s", "--allow-private")
        press = Press(server, wire)
        publishing = asyncio.create_task(press.run())
        for _ in range(KILLS):
            process = await collecting(tmp_path, *words, "127.0.0.1")
            assert process.stderr
            await process.stderr.readline()
            await asyncio.sleep(chance.uniform(0.5, 4))
            os.killpg(process.pid, signal.SIGKILL)
            await process.communicate()
        publishing.cancel()
        await asyncio.gather(publishing, return_exceptions=True)
        press.end()
        last = await collecting(tmp_path, *words, "127.0.0.1", "--once")
        _, said = await asyncio.wait_for(last.communicate(), 120)
        assert last.returncode == 0, said.decode()
    hold(tmp_path / "a.db", press.published)


def hold(path: Path, published: int) -> None:
    """Every line is there, once; what was fetched can be given back."""
    assert published > KILLS
    with Archive.open(path) as archive:
        assert archive.care.check() == []
        assert len(archive.sources()) == 2
        for name in archive.sources().values():
            told = "wire" if name == "wire" else "feed"
            assert ids(archive, name) == sorted(f"{told}-{n}" for n in range(published))


@pytest.fixture
def heard() -> Iterator[None]:
    """A closed terminal is heard of, also where the tests themselves were told to outlive one."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_it_ends_whole_when_it_is_told_to(tmp_path: Path, number: signal.Signals) -> None:
    """Also by a terminal that is closed over it."""
    wire = tmp_path / "wire.jsonl"
    wire.write_text("".join(line("wire", n) for n in range(50)))
    process = await collecting(tmp_path, str(wire))
    assert process.stderr
    said = b""
    while b"50 new" not in said:
        said = await asyncio.wait_for(process.stderr.readline(), 60)
    process.send_signal(number)
    out, _ = await asyncio.wait_for(process.communicate(), 60)
    assert (process.returncode, out.decode().endswith("50 new, 0 revised\n")) == (0, True)
    with Archive.open(tmp_path / "a.db") as archive:
        assert not Indexing(archive).is_behind  # ready for whoever opens it
        assert '"holder":""' in (archive.fetches.state("wire") or "")
        assert healths(archive)["wire"].entries == 50


def test_standard_input_is_followed_to_its_end(tmp_path: Path) -> None:
    data = "".join(line("pipe", n) for n in range(3)).encode()
    done = collect(tmp_path, "-", stdin=data)
    assert "3 new" in done.stdout.decode()
    assert "no beat recognised" in done.stderr.decode()
    assert "stdin: at its end" in done.stderr.decode()
    assert "0 new" in collect(tmp_path, "-", stdin=data).stdout.decode()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "nothing to follow: there is no beat"),
        (("--beat", "ukraine"), "the beat ukraine names no sources"),
        (("ftp://old.example/",), "only http and https"),
        (("x", "--every", "often"), "--every: 'often' is no time to wait"),
        (("x", "--reader", "none"), "no reader 'none'"),
    ],
)
def test_what_cannot_be_followed_is_refused(
    tmp_path: Path, words: Sequence[str], told: str
) -> None:
    done = collect(tmp_path, *words, status=2)
    assert told in done.stderr.decode()
    assert len(done.stderr.decode().splitlines()) == 1


def test_once_fails_where_a_source_does_and_keeps_the_others(tmp_path: Path) -> None:
    wire = tmp_path / "wire.jsonl"
    wire.write_text(line("wire", 1))
    done = collect(tmp_path, str(wire), "http://127.0.0.1:9000/", "--once", status=1)
    said = done.stderr.decode()
    assert "wire: 1 new" in said
    assert "failed: " in said
    assert "--allow-private" in said


@pytest.mark.skipif(os.name != "posix", reason="files have no owner here")
def test_secrets_that_others_may_read_are_refused_and_never_shown(tmp_path: Path) -> None:
    pack = tmp_path / "war.yaml"
    pack.write_text(
        "name: War\nactors: [{id: a, name: A}]\nsources:\n"
        "- {id: api, address: https://api.example/x, headers: {api-key: $key}}\n"
    )
    secrets = tmp_path / "secrets.yaml"
    told = collect(tmp_path, "--beat", str(pack), "--once", status=2).stderr.decode()
    assert "the secrets cannot be read" in told
    secrets.write_text("key: s3cret\n")
    secrets.chmod(0o644)
    told = collect(tmp_path, "--beat", str(pack), "--once", status=2).stderr.decode()
    assert f"chmod 600 {secrets}" in told
    secrets.chmod(0o600)
    secrets.write_text("other: s3cret\n")
    told = collect(tmp_path, "--beat", str(pack), "--once", status=2).stderr.decode()
    assert "has no 'key', which the source api asks for" in told
    secrets.write_text("key: [s3cret]\n")
    told = collect(tmp_path, "--beat", str(pack), "--once", status=2).stderr.decode()
    assert "the value of key is no token" in told
    assert "s3cret" not in told


def test_what_is_odd_in_a_page_is_said_once(tmp_path: Path) -> None:
    folder = tmp_path / "wire"
    folder.mkdir()
    for name in ("a.jsonl", "b.jsonl"):
        (folder / name).write_text(line("pipe", 1) + '{"id": "2"}\n')
    said = collect(tmp_path, str(folder), "--once").stderr.decode()
    assert said.count("left out") == 1, said
