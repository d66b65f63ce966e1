"""Fixtures for all tests."""

from pathlib import Path
from uuid import uuid4

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True)
def _no_decisions_of_the_reader(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests read and write no decisions and no archive of whoever runs them."""
    path = tmp_path_factory.getbasetemp() / "nobody" / f"{uuid4().hex}.jsonl"
    monkeypatch.setenv("NIGHTDESK_DECISIONS", str(path))
    monkeypatch.setenv("NIGHTDESK_ARCHIVE", str(path.with_suffix(".db")))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of source documents beside the checkout; skips where it is absent."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("needs ../shared (the source documents), which is not beside this checkout")
    return SHARED
