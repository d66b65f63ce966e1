"""What linters cannot hold: README, pictures, and what may be imported when."""

import importlib
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tui.keys.actions import ACTIONS, Action

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SPOKEN = {"comma": ",", "plus": "+", "minus": "-"}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda a: a.id)
def test_every_key_stands_in_the_readme(action: Action) -> None:
    keys = README.split("<!-- keys:")[1].split("\nKeys can be changed")[0]
    shown = set(re.findall(r"`([^`]+)`", keys))
    for key in (*action.keys, *action.twins):
        spoken = SPOKEN.get(key, key)
        digits = "1` … `9" if key.isdecimal() and key != "0" else None
        assert spoken in shown or (digits and digits in keys), key


def test_every_picture_of_the_readme_exists() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)
    assert pictures
    for picture in pictures:
        assert (ROOT / picture).is_file(), picture


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("feeds.desk", ("textual", "rich", "tui")),
        ("tui.__main__", ("textual", "rich")),
        ("tui.commands.entries", ("textual",)),
        ("tui.commands.claims", ("textual",)),
        ("tui.commands.tally", ("textual",)),
        ("tui.commands.export", ("textual",)),
        ("tui.commands.tail", ("textual",)),
        ("tui.commands.collect", ("textual",)),
        ("tui.commands.settings", ("textual",)),
        ("tui.commands.readers", ("textual",)),
    ],
)
def test_a_module_does_not_bring_the_screen(module: str, never: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print(*{{m.split('.')[0] for m in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not set(done.stdout.split()) & set(never)


def test_an_archive_opens_without_the_stages_that_its_first_screen_does_without() -> None:
    code = "import sys, feeds.archived.opening; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    never = ("feeds.reconcile.", "feeds.claims.", "feeds.archive.exchange", "feeds.edits.comparing")
    assert not [module for module in done.stdout.split() if module.startswith(never)]


@pytest.mark.parametrize("package", ["archive", "claims", "edits", "reconcile", "review"])
def test_a_package_gives_its_names_though_its_modules_are_imported_late(package: str) -> None:
    imported = importlib.import_module(f"feeds.{package}")
    modules = {path.stem for path in (ROOT / "feeds" / package).glob("*.py")}
    assert not modules & set(imported.__all__)  # a module would stand in the place of the name
    assert not [
        name for name in imported.__all__ if isinstance(getattr(imported, name), ModuleType)
    ]
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = imported.nothing


def test_nothing_asks_the_time_but_the_clock() -> None:
    asking = re.compile(r"\bdatetime\.now\(|\btime\.time\(|date\.today\(")
    for path in (*(ROOT / "feeds").rglob("*.py"), *(ROOT / "tui").rglob("*.py")):
        if path.name != "clock.py":
            assert not asking.search(path.read_text(encoding="utf-8")), path


def test_no_markup_is_switched_on() -> None:
    for path in (ROOT / "tui").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "markup=True" not in text, path
        assert "from_markup" not in text, path
