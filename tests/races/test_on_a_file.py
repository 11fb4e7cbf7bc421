"""The same races on SQLite, in a file that several connections share."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.paths import ROOT


@pytest.fixture(autouse=True)
def shared_database() -> None:
    """This test only starts others, so it needs no database."""


def test_the_races_end_well_on_sqlite(tmp_path: Path) -> None:
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3" or os.environ.get("TEST_FILE"):
        pytest.skip("these run on this database directly")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/races", "-n0", "-q", "-p", "no:cacheprovider"],
        cwd=ROOT,
        env={**os.environ, "TEST_FILE": str(tmp_path / "races.sqlite3")},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
