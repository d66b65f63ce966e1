"""A WordPress-like site, read by its feed and its REST interface, as a real client meets it."""

import json
import os
import subprocess
import sys
from calendar import timegm
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from tests.loopback import in_a_thread
from tests.wordpress_server import FEED, REST, SHOWN, WordPressServer
from tests.wordpress_server import site as posts_of_a_site

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def site() -> Iterator[WordPressServer]:
    server = WordPressServer()
    for post in posts_of_a_site():
        server.put(post)
    for _ in in_a_thread(server):
        yield server


def nightdesk(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tui", *words, "--archive", str(folder / "a.db")],
        cwd=ROOT,
        env=os.environ | {"NIGHTDESK_SETTINGS": str(folder / "s.yaml")},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def collect(folder: Path, server: WordPressServer) -> str:
    """Each once; the last line says what was new."""
    listed = folder / "sources.yaml"
    feed, rest = server.address(FEED.rstrip("/")), server.address(f"{REST}?per_page={SHOWN}")
    listed.write_text(
        f"sources:\n- {{id: feed, address: {feed}}}\n- {{id: rest, address: '{rest}'}}\n"
    )
    words = ("collect", "--once", "--sources", str(listed), "--allow-private", "127.0.0.1")
    return nightdesk(folder, *words)


def entries(folder: Path, source: str) -> dict[str, dict[str, Any]]:
    lines = nightdesk(folder, "entries", "--format", "jsonl").splitlines()
    found = [one for one in map(json.loads, lines) if one["source"] == source]
    assert len({one["id"] for one in found}) == len(found)
    return {one["id"]: one for one in found}


def instant(one: dict[str, Any]) -> int:
    return int(datetime.fromisoformat(one["time"]).timestamp())


def test_a_site_is_read_as_a_feed_library_reads_it_and_asked_no_more_than_needed(
    tmp_path: Path, site: WordPressServer
) -> None:
    assert "20 new, 0 revised" in collect(tmp_path, site)
    by_feed, by_rest = entries(tmp_path, "feed"), entries(tmp_path, "rest")
    library = feedparser.parse(site.address(FEED))
    theirs = {entry.id: timegm(entry.published_parsed) for entry in library.entries}
    assert len(theirs) == SHOWN
    assert theirs == {id: instant(one) for id, one in by_feed.items()}
    assert theirs == {id: instant(one) for id, one in by_rest.items()}
    for id, one in by_feed.items():
        same = ("headline", "body", "url", "revision")
        assert [one[key] for key in same] == [by_rest[id][key] for key in same]
        assert "guard’s" in one["headline"]
        assert "leaves out" in one["headline"]

    site.statuses.clear()
    assert "0 new, 0 revised" in collect(tmp_path, site)
    assert (FEED, 304) in site.statuses
    assert [status for path, status in site.statuses if path == REST] == [200]  # it has no stamps


def test_an_edit_and_a_new_post_are_taken_from_both(tmp_path: Path, site: WordPressServer) -> None:
    collect(tmp_path, site)
    newest = max(site.posts.values(), key=lambda post: post.published)
    later = newest.published + timedelta(hours=1)
    site.put(replace(newest, paragraphs=("At least 49 soldiers were wounded.",), modified=later))
    site.put(replace(newest, number=99, published=later, modified=later))
    assert "2 new, 2 revised" in collect(tmp_path, site)
    for source in ("feed", "rest"):
        found = entries(tmp_path, source)
        assert len(found) == SHOWN + 1
        edited = found[site.guid(newest)]
        assert (edited["revision"], edited["body"]) == (2, "At least 49 soldiers were wounded.")
        assert instant(edited) == int(newest.published.timestamp())
