"""What a pack says of the sources to follow, and how a source is typed."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.archive import Archive
from feeds.archived.kept_beat import digest_of
from feeds.beat import Beat
from feeds.beat_desk import check
from feeds.errors import BeatError, UsageError
from feeds.following.opening import Asked, sources_of
from feeds.following.source import Header, Interval, interval_of, source_typed
from feeds.options import Options
from feeds.pack_sources import load_sources
from feeds.packs import load_beat, read_beat

HEAD = "name: Test\ntimezone: Asia/Yerevan\nactors: [{id: a, name: A}]\n"


def read(text: str) -> Beat:
    return read_beat(HEAD + text, file="/packs/test.yaml", id="test")


def refusal(text: str) -> tuple[int | None, str]:
    with pytest.raises(BeatError) as caught:
        read(text)
    return caught.value.line, caught.value.problem


def test_a_source_is_read_with_all_that_it_may_say() -> None:
    [source] = read(
        "sources:\n- id: mod\n  name: Ministry\n  address: https://mod.example/feed\n"
        "  addresses: [https://mirror.example/feed]\n  reader: rss\n  interval: 30s to 5m\n"
        "  zone: '+04:00'\n  side: North Land\n  headers: {api-key: $mod-key}\n"
    ).sources
    assert source.addresses == ("https://mod.example/feed", "https://mirror.example/feed")
    assert (source.kind, source.reader, source.line) == ("address", "rss", 5)
    assert source.interval == Interval(30.0, 300.0)
    assert (source.zone_name, source.side) == ("+04:00", "north-land")
    assert source.headers == (Header(name="api-key", secret="mod-key"),)


def test_a_path_is_beside_its_pack_and_a_name_gives_an_id() -> None:
    [source] = read("sources: [{name: Agency wire, path: wire}]\n").sources
    assert (source.id, source.path, source.kind) == ("agency-wire", Path("/packs/wire"), "file")


def test_sources_do_not_make_another_pack_of_it() -> None:
    assert digest_of(read("")) == digest_of(read("sources: [{name: W, path: wire}]\n"))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("sources: [x]\n", 4, "a source is a mapping"),
        ("sources:\n- {id: a}\n", 5, "one of them"),
        ("sources:\n- id: a\n  path: x\n  address: https://a.example\n", 6, "one of them"),
        ("sources:\n- id: a\n  address: ftp://a.example\n", 6, "no http or https address"),
        ("sources:\n- id: a\n  address: https://me:pw@a.example\n", 6, "name a secret"),
        ("sources:\n- id: a\n  path: x\n  interval: often\n", 7, "write 60s"),
        ("sources:\n- id: a\n  path: x\n  interval: 1s\n", 7, "from 5s up"),
        ("sources:\n- id: a\n  path: x\n  intervall: 60s\n", 7, "is 'interval' meant"),
        ("sources:\n- id: a\n  path: x\n  zone: Moon/Sea\n", 7, "unknown time zone"),
        ("sources:\n- id: a\n  path: x\n- id: a\n  path: y\n", 7, "stands twice"),
        ("sources:\n- id: A b\n  path: x\n", 5, "is no id"),
        (
            "sources:\n- id: a\n  address: https://a.example\n  headers:\n    key: 1234\n",
            8,
            "does not stand in a pack",
        ),
    ],
)
def test_a_source_that_cannot_be_followed_is_refused_with_its_line(
    text: str, line: int, words: str
) -> None:
    found, problem = refusal(text)
    assert (found, words in problem) == (line, True), problem


def test_what_is_typed_is_an_address_a_path_or_standard_input() -> None:
    feed = source_typed("https://www.News.example/world/feed.xml")
    assert feed.id == "news-example-world-feed-xml"
    assert feed.name == "news.example/world/feed.xml"
    assert source_typed("-").kind == "stdin"
    assert source_typed("wire/day.jsonl").id == "day"
    with pytest.raises(UsageError, match="only http and https"):
        source_typed("gopher://old.example")
    with pytest.raises(UsageError, match="cannot be followed"):
        source_typed("http://[half")


def test_two_addresses_of_one_host_are_two_sources_in_whatever_order_they_are_typed() -> None:
    """Else the entries of one would pass for edits of the other's at the next start."""
    page = "http://news.example"
    asked = [f"{page}:8000/a", f"{page}:8001/a", f"{page}/a?c=1", f"{page}/a?c=2", f"{page}/a"]
    sources = [source_typed(one) for one in asked]
    assert len({source.id for source in sources}) == len({source.name for source in sources}) == 5
    assert sources[0].id == "news-example-8000-a"
    assert sources[1].name == "news.example:8001/a"
    assert source_typed("https://news.example:443/a").id == sources[4].id
    assert "secret" not in repr(replace(source_typed(f"{page}/a?key=secret"), addresses=()))
    with pytest.raises(UsageError, match="cannot be followed"):
        source_typed(f"{page}:99999/a")


@given(st.text(max_size=20))
def test_any_interval_is_read_or_refused(text: str) -> None:
    try:
        found = interval_of(text)
    except ValueError:
        return
    assert found.usual_s <= (found.most_s or found.usual_s)


@given(st.text(max_size=60))
def test_any_typed_source_is_taken_or_refused(text: str) -> None:
    with suppress(UsageError):
        source_typed(text)


def test_the_sample_of_the_readme_is_read() -> None:
    readme = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
    sample = readme.split("<!-- sample: sources -->\n```yaml\n")[1].split("```")[0]
    beat = read_beat(sample, file="/packs/ridge-war.yaml", id="ridge-war")
    live, mod, wire, paper = beat.sources
    assert (live.interval, live.zone_name) == (Interval(60.0, 600.0), "Asia/Tbilisi")
    assert (len(mod.addresses), mod.interval, wire.kind) == (2, Interval(), "file")
    assert paper.headers[0].secret == "paper"


def test_a_file_of_sources_stands_beside_a_pack_that_ships(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("sources: [{id: wire, path: wire}, {id: mod, address: 'https://m.example'}]")
    wire, mod = load_sources(path)
    assert (wire.path, mod.kind) == (tmp_path / "wire", "address")
    with Archive.open(":memory:") as archive:
        named = sources_of(Asked(file=path), load_beat("ukraine"), Options(), archive)
        assert [source.id for source in named] == ["wire", "mod"]
        typed = Asked(file=path, sources=("mod", "x.txt", "y/x.txt", "z/wire.xml"))
        one = sources_of(typed, None, Options(), archive)
        assert [source.id for source in one] == ["mod", "x", "y-x", "z-wire"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("- x\n", 1, "a file of sources is a mapping"),
        ("source: x\n", None, "names no sources"),
        ("sources: {\n", 2, "flow node"),
        ("sources:\n- {id: a}\n", 2, "one of them"),
    ],
)
def test_a_file_of_sources_that_is_none_is_refused(
    tmp_path: Path, text: str, line: int | None, words: str
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(BeatError) as caught:
        load_sources(path)
    assert (caught.value.line, words in caught.value.problem) == (line, True), caught.value
    with pytest.raises(UsageError, match="the sources cannot be read"):
        load_sources(tmp_path / "none.yaml")


def test_what_is_odd_about_a_source_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "war.yaml"
    path.write_text(
        HEAD + "sources:\n- {id: a, path: x, reader: pigeon}\n- {id: b, path: y, side: nort}\n"
    )
    _, found = check(str(path))
    told = {(line, remark.about): remark.words for line, remark in found}
    assert "no reader 'pigeon'" in told[5, "a"]
    assert "of the side 'nort', which no actor has" in told[6, "b"]
