"""What every test shares."""

import os
from pathlib import Path

import pytest

from tests.paths import SHARED

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop of its own beside the tests

REAL = Path(os.environ.get("REAL_FILES", SHARED / "real"))


@pytest.fixture(scope="session")
def real_files() -> Path:
    """Folder of real files that are no part of the project; the test is skipped where there is none."""
    if not REAL.is_dir():
        pytest.skip("no real files beside this checkout")
    return REAL
