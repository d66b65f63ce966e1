"""Fixtures for all tests."""

import os
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings

from tests import settled

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=os.environ.get("NIGHTDESK_RELIABILITY") != "full",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")
"""Of a property: no example fails because the machine was busy, and a run tries what the one before
tried. `NIGHTDESK_RELIABILITY=full` tries others each time."""

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True)
def _nothing_of_the_reader(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests read and write no decisions and no archive of whoever runs them."""
    folder = tmp_path_factory.getbasetemp() / "nobody" / uuid4().hex
    monkeypatch.setenv("NIGHTDESK_DECISIONS", f"{folder}.jsonl")
    monkeypatch.setenv("NIGHTDESK_ARCHIVE", f"{folder}.db")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of source documents beside the checkout; skips where it is absent."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("needs ../shared (the source documents), which is not beside this checkout")
    return SHARED


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which we stand, with no settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NIGHTDESK_SETTINGS", str(tmp_path / "settings.yaml"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """See tests/settled.py."""
    settled.install(monkeypatch)
