"""The same feeds, served by nginx on loopback, read by nightdesk, feedparser alone and newsboat.

Compared: entries found, their ids, their times, and what further polls cost, by nginx's own log
(answers 304, bytes sent with heads). Feeds: the real samples beside the checkout where they are,
else our own. Nothing is installed here: what is missing is said.
"""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from calendar import timegm
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser

from benchmarks.figures import say

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT.parent / "shared" / "samples"
OWN = ROOT / "tests" / "fuzz" / "honest"
POLLS = ("first", "second", "third")
"""Newsboat keeps a feed's stamps from its second poll on."""

_NEWSBOAT_QUERY = "SELECT feedurl, guid, url, pubDate FROM rss_item"
_CONFIGURATION = """daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  log_format told '$http_user_agent\\t$request_uri\\t$status\\t$bytes_sent';
  access_log {folder}/access.log told;
  types {{ application/rss+xml rss xml; application/atom+xml atom; }}
  gzip on; gzip_types application/rss+xml application/atom+xml;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as a client has it."""

    names: frozenset[str]
    """Its id, and its address."""

    time: int | None
    """Seconds since 1970; None without one."""


Items = Mapping[str, Sequence[Item]]
"""By the feed's file name."""


@dataclass(slots=True)
class Cost:
    """What a client asked for."""

    requests: int = 0
    unchanged: int = 0
    """Answers 304."""

    bytes: int = 0


@dataclass(slots=True)
class Client:
    """One that reads feeds."""

    name: str
    poll: Callable[[], Items]
    items: Items = field(default_factory=dict)
    costs: list[Cost] = field(default_factory=list)


def main() -> None:
    """Three polls of each client, and what they have in common."""
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if nginx is None:
        print("clients: left out, nginx is not on PATH", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = _feeds(folder / "www")
        with _served(nginx, folder) as base:
            clients = list(_clients(base, folder, names))
            for client in clients * len(POLLS):
                before = _log(folder)
                client.items = client.poll() or client.items
                client.costs.append(_cost(_log(folder)[len(before) :]))
        ours, *others = clients
        for client in clients:
            _say_costs(client)
        for other in others:
            _compare(other, ours, names)


def _feeds(folder: Path) -> list[str]:
    folder.mkdir()
    real = sorted(SAMPLES.glob("rss-*")) if SAMPLES.is_dir() else []
    for path in (*real, *(OWN / name for name in ("rss.xml", "atom.xml", "rdf.xml"))):
        data = path.read_bytes()
        past = data.replace(b"2031", b"2021") if path.parent == OWN else data  # no news is of 2031
        (folder / path.name).write_bytes(past)
        os.utime(folder / path.name, (1_600_000_000, 1_600_000_000))
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def _served(nginx: str, folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "nginx.conf").write_text(_CONFIGURATION.format(folder=folder, port=port))
    command = [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("nginx does not answer")


def _clients(base: str, folder: Path, names: Sequence[str]) -> Iterator[Client]:
    yield Client("nightdesk", _nightdesk(base, folder, names))
    yield Client("feedparser", _feedparser(base, names))
    newsboat = shutil.which("newsboat")
    if newsboat is None:
        print("clients: newsboat is left out, it is not on PATH", file=sys.stderr)
        return
    yield Client("newsboat", _newsboat(newsboat, base, folder, names))


def _nightdesk(base: str, folder: Path, names: Sequence[str]) -> Callable[[], Items]:
    listed = folder / "sources.yaml"
    told = "".join(f"- {{id: {_id_of(n)}, address: {base}/{n}}}\n" for n in names)
    listed.write_text(f"sources:\n{told}")
    archive = ("--archive", str(folder / "a.db"))
    environment = {**os.environ, "NIGHTDESK_SETTINGS": str(folder / "settings.yaml")}

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "tui", *words, *archive]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        return done.stdout

    def poll() -> Items:
        run("collect", "--once", "--sources", str(listed), "--allow-private", "127.0.0.1")
        found: dict[str, list[Item]] = {name: [] for name in names}
        by_id = {_id_of(name): name for name in names}
        for line in run("entries", "--format", "jsonl").splitlines():
            one = json.loads(line)
            when = int(datetime.fromisoformat(one["time"]).timestamp()) if one["time"] else None
            is_dated = when if one["time_basis"] not in ("received", "undated") else None
            named = frozenset(filter(None, (one["id"], one["url"])))
            found[by_id[one["source"]]].append(Item(named, is_dated))
        return found

    return poll


def _id_of(name: str) -> str:
    return name.replace(".", "-").lower()


def _feedparser(base: str, names: Sequence[str]) -> Callable[[], Items]:
    stamps: dict[str, dict[str, Any]] = {name: {} for name in names}

    def poll() -> Items:
        found: dict[str, list[Item]] = {}
        for name in names:
            parsed = feedparser.parse(f"{base}/{name}", agent="feedparser", **stamps[name])
            if parsed.get("status") != 304:  # noqa: PLR2004 - not modified
                found[name] = [_item_of(entry) for entry in parsed.entries]
                stamps[name] = {"etag": parsed.get("etag"), "modified": parsed.get("modified")}
        return found

    return poll


def _item_of(entry: Any) -> Item:
    when = entry.get("published_parsed") or entry.get("updated_parsed")
    named = frozenset(filter(None, (entry.get("id"), entry.get("link"))))
    return Item(named, timegm(when) if when else None)


def _newsboat(program: str, base: str, folder: Path, names: Sequence[str]) -> Callable[[], Items]:
    (folder / "urls").write_text("".join(f"{base}/{name}\n" for name in names))
    (folder / "config").touch()
    given = ("-C", folder / "config", "-u", folder / "urls", "-c", folder / "cache.db")

    def poll() -> Items:
        environment = {**os.environ, "HOME": str(folder)}
        subprocess.run([program, "-q", *given, "-x", "reload"], env=environment, check=False)
        found: dict[str, list[Item]] = {name: [] for name in names}
        with sqlite3.connect(folder / "cache.db") as cache:
            for feed, guid, url, when in cache.execute(_NEWSBOAT_QUERY):
                found[feed.rpartition("/")[2]].append(Item(frozenset((guid, url)), when))
        return found

    return poll


def _log(folder: Path) -> list[str]:
    return (folder / "access.log").read_text().splitlines()


def _cost(lines: Sequence[str]) -> Cost:
    rows = [line.split("\t") for line in lines]
    unchanged = sum(row[2] == "304" for row in rows)
    return Cost(len(rows), unchanged, sum(int(row[3]) for row in rows))


def _say_costs(client: Client) -> None:
    say(f"clients_{client.name}_entries", sum(map(len, client.items.values())), "entries")
    for poll, cost in zip(POLLS, client.costs, strict=True):
        say(f"clients_{client.name}_{poll}_requests", cost.requests, "requests")
        say(f"clients_{client.name}_{poll}_unchanged", cost.unchanged, "answers 304")
        say(f"clients_{client.name}_{poll}_sent", cost.bytes / 1000, "kB")


def _compare(other: Client, ours: Client, names: Sequence[str]) -> None:
    """Of what the other one has: how much we have under its id, and at its time."""
    total = Counter[str]()
    for name in names:
        theirs, mine = other.items.get(name, ()), ours.items.get(name, ())
        known = {word: item for item in mine for word in item.names}
        pairs = [
            (item, next((known[w] for w in item.names if w in known), None)) for item in theirs
        ]
        both = [(item, twin) for item, twin in pairs if twin is not None]
        dated = [(item, twin) for item, twin in both if item.time is not None]
        same = sum(item.time == twin.time for item, twin in dated)
        total.update(
            theirs=len(theirs), ours=len(mine), both=len(both), same=same, dated=len(dated)
        )
        if not len(theirs) == len(mine) == len(both) or same < len(dated):
            print(
                f"  {name}: {other.name} has {len(theirs)}, we {len(mine)}; "
                f"{len(both)} under its ids, {same} of {len(dated)} at its times"
                f"{_first_apart(dated)}"
            )
    say(f"clients_ids_as_{other.name}", total["both"], f"of {total['theirs']}")
    say(f"clients_times_as_{other.name}", total["same"], f"of {total['dated']}")


def _first_apart(pairs: Sequence[tuple[Item, Item]]) -> str:
    apart = [(i, t) for i, t in pairs if i.time != t.time]
    if not apart:
        return ""
    item, twin = apart[0]
    later = "no time" if twin.time is None else f"{twin.time - (item.time or 0):+,} s"
    return f"; first of those: ours is {later} ({min(item.names, key=len)[:60]})"


if __name__ == "__main__":
    main()
