"""Fixtures for all tests."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of source documents beside the checkout; skips where it is absent."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("needs ../shared (the source documents), which is not beside this checkout")
    return SHARED
