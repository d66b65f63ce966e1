"""The README's night on one's own machine works as it is typed: saved feeds, served on loopback."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from feeds.archived.opening import open_archive
from feeds.options import Options

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
SAMPLE = README.split("<!-- sample: loopback -->\n```yaml\n")[1].split("```")[0]
COMMAND = README.split("--directory feeds &\nnightdesk watch ")[1].splitlines()[0]
HOSTILE = "Attack told plainly &#27;]0;owned&#7;&#27;[2J \u202esdrawkcab [/bold]"


class Quiet(SimpleHTTPRequestHandler):
    """Says nothing on standard error."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Path]:
    """A folder with the sample's `mine.yaml`, whose `feeds/` is served at the port it names."""
    folder = tmp_path / "feeds"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    text = SAMPLE.replace(":8000/", f":{server.server_address[1]}/")
    (tmp_path / "mine.yaml").write_text(text)
    write(folder, "agency", "Guns near Goris", "Armenia said that Azerbaijan shelled Goris.")
    write(folder, "ministry", "Losses", "Nikol Pashinyan said at least 49 Armenian soldiers died.")
    yield tmp_path
    server.shutdown()
    server.server_close()


def write(folder: Path, name: str, headline: str, text: str) -> None:
    stamp = "Tue, 13 Sep 2022 20:00:00 +0400"
    item = f"<item><guid>{name}</guid><title>{headline}</title><pubDate>{stamp}</pubDate>"
    item += f"<description>{text}</description></item>"
    feed = f'<rss version="2.0"><channel><title>x</title>{item}</channel></rss>'
    (folder / f"{name}.xml").write_text(feed, encoding="utf-8")


def collected(night: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tui", "collect", "--once", *COMMAND.split()]
    path = {"PYTHONPATH": str(Path(__file__).resolve().parents[1]), "HOME": str(night)}
    return subprocess.run(
        command, cwd=night, env=path, check=False, capture_output=True, text=True, timeout=120
    )


def test_the_night_of_the_readme_is_followed_as_it_is_typed(night: Path) -> None:
    done = collected(night)
    assert done.returncode == 0, done.stderr
    assert "2 new, 0 revised" in done.stdout
    feeds = night / "feeds"
    write(feeds, "ministry", "Losses", "Nikol Pashinyan said at least 105 Armenian soldiers died.")
    (feeds / "agency.xml").unlink()
    done = collected(night)
    assert done.returncode == 1
    assert "0 new, 1 revised" in done.stdout
    assert "agency: failed: has nothing at this address (404)" in done.stderr
    desk = open_archive(night / "try.db", Options())
    assert desk.snapshot().source_name("ministry") == "Ministry of Defence"
    edit = desk.edit_of(("ministry", "ministry"))
    assert edit is not None
    assert edit.kinds[0] == "number"
    desk.close()


def test_a_source_that_attacks_is_shown_and_obeyed_nowhere(night: Path) -> None:
    write(night / "feeds", "agency", HOSTILE, HOSTILE)
    done = collected(night)
    assert "\x1b" not in done.stderr + done.stdout
    entries = [sys.executable, "-m", "tui", "entries", "--archive", "try.db"]
    path = {"PYTHONPATH": str(Path(__file__).resolve().parents[1]), "HOME": str(night)}
    shown = subprocess.run(
        entries, cwd=night, env=path, check=True, capture_output=True, text=True, timeout=120
    ).stdout
    assert "Attack told plainly" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
