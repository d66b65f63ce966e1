"""Settings: defaults, file, environment; each value says where it comes from, nothing raises."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.settings import Loaded, Settings, describe, load_settings

UTF8 = {"LANG": "en_GB.UTF-8"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.yaml"


def loaded(file: Path, text: str, environ: dict[str, str] | None = None) -> Loaded:
    file.write_text(text, encoding="utf-8")
    return load_settings(UTF8 | (environ or {}), file)


def test_without_a_file_the_defaults_hold(file: Path) -> None:
    found = load_settings(UTF8, file)
    assert found.settings == Settings()
    assert not found.is_there
    assert set(found.origins.values()) == {"default"}
    assert found.problems == ()


def test_the_file_is_read_and_its_lines_are_the_origins(file: Path) -> None:
    found = loaded(file, "zone: UTC\ntheme: light\nname: Ani P.\nkeymap:\n  find: s ctrl+s\n")
    assert (found.settings.zone, found.settings.theme) == ("utc", "light")
    assert found.settings.name == "Ani P."
    assert found.settings.keymap == {"find": ("s", "ctrl+s")}
    assert found.origins["theme"] == f"{file}, line 2"


def test_the_environment_comes_after_the_file(file: Path) -> None:
    found = loaded(file, "zone: utc\n", {"NIGHTDESK_ZONE": "local", "NO_COLOR": "1"})
    assert found.settings.zone == "local"
    assert found.origins["zone"] == "NIGHTDESK_ZONE"
    assert not found.settings.colour
    assert found.origins["colour"] == "NO_COLOR"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "zone: mars\n",
            "line 1: zone is 'mars', not one of source, local, utc, nor a zone's name",
        ),
        ("\nascii: maybe\n", "line 2: ascii is 'maybe', neither yes nor no"),
        ("colour: no\n", "line 1: there is no setting 'colour'"),
        ("keymap: [a]\n", "line 1: keymap is not a list of `action: keys` lines"),
        ("keymap:\n  find:\n", "line 1: keymap gives no key for find (line 2)"),
        ("keymap:\n  fynd: s\n", "line 1: keymap: there is no action 'fynd'"),
        ("keymap:\n  find: j\n", "line 1: keymap: j is both down and find"),
        ("layout: klingon\n", "line 1: layout is 'klingon'"),
        ("- a\n", "line 1: holds no `name: value` lines"),
        ("name: *x\n", "line 1: aliases"),
        ("name: [\n", "line"),
    ],
)
def test_what_cannot_be_is_named_with_file_and_line(file: Path, text: str, words: str) -> None:
    [problem] = loaded(file, text).problems
    assert problem.startswith(str(file))
    assert words in problem


def test_one_bad_value_does_not_cost_the_others(file: Path) -> None:
    found = loaded(file, "zone: mars\ntheme: light\n")
    assert (found.settings.zone, found.settings.theme) == ("source", "light")


def test_a_file_that_is_no_text_leaves_the_defaults(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")
    found = load_settings(UTF8, file)
    assert found.settings == Settings()
    assert "not UTF-8" in found.problems[0]


def test_a_folder_in_the_files_place_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    assert "cannot be read" in load_settings(UTF8, tmp_path).problems[0]


def test_a_terminal_without_utf8_gets_ascii(file: Path) -> None:
    assert load_settings({"LANG": "ru_RU.KOI8-R"}, file).settings.ascii
    assert load_settings({"TERM": "linux", **UTF8}, file).settings.ascii
    assert not loaded(file, "ascii: no\n", {"LANG": "ru_RU.KOI8-R"}).settings.ascii


def test_the_environment_can_name_another_file(file: Path) -> None:
    file.write_text("zone: utc", encoding="utf-8")
    assert load_settings(UTF8 | {"NIGHTDESK_SETTINGS": str(file)}).settings.zone == "utc"


def test_the_description_names_file_values_and_origins(file: Path) -> None:
    lines = describe(loaded(file, "theme: light\nkeymap: {find: s}\nzone: mars\n"))
    assert lines[0] == f"file: {file}"
    assert f"theme: light  ({file}, line 1)" in lines
    assert f"keymap: find = s  ({file}, line 2)" in lines
    assert "zone: source  (default)" in lines
    assert lines[-1].startswith("problem: ")


@given(st.text(max_size=200))
def test_no_text_makes_it_raise(text: str) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "settings.yaml"
        file.write_text(text, encoding="utf-8", errors="replace")
        describe(load_settings(UTF8, file))


def test_reading_settings_imports_no_textual() -> None:
    code = "import sys, tui.settings; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("typed", ["Asia/Yerevan", "asia/yerevan"])
def test_a_zone_by_name_is_the_readers_own_and_the_one_to_start_in(file: Path, typed: str) -> None:
    found = loaded(file, f"zone: {typed}\n")
    assert found.settings.zone_mode == "local"
    assert str(found.settings.own_zone) == "Asia/Yerevan"
    assert f"zone: Asia/Yerevan  ({file}, line 1)" in describe(found)


@pytest.mark.parametrize("mode", ["source", "local", "utc"])
def test_without_a_name_the_readers_own_zone_is_the_machines(file: Path, mode: str) -> None:
    found = loaded(file, f"zone: {mode}\n").settings
    assert (found.zone_mode, found.own_zone) == (mode, None)


@pytest.mark.parametrize("typed", ["Mars/Olympus", "../zone", "Europe", "''", "[a]"])
def test_a_zone_that_is_none_is_refused_with_what_can_be_given(file: Path, typed: str) -> None:
    found = loaded(file, f"zone: {typed}\n")
    assert found.settings.zone == "source"
    assert "such as Asia/Yerevan" in found.problems[0]
