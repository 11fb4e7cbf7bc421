"""The same races on SQLite, in a file that several connections share."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.paths import ROOT


@pytest.fixture(autouse=True)
def shared_database() -> None:
    """This test only starts others, so it needs no database."""


RACES = sorted(
    re.findall(r"^def (test_\w+)", (Path(__file__).parent / "test_races.py").read_text(), re.MULTILINE)
)
PARTS = 5  # each with a database of its own, so that both cores have something to do


@pytest.mark.parametrize("part", range(PARTS))
def test_the_races_end_well_on_sqlite(tmp_path: Path, part: int) -> None:
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3" or os.environ.get("TEST_FILE"):
        pytest.skip("these run on this database directly")
    races = [f"tests/races/test_races.py::{name}" for name in RACES[part::PARTS]]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *races, "-n0", "-q", "-p", "no:cacheprovider"],
        cwd=ROOT,
        env={**os.environ, "TEST_FILE": str(tmp_path / "races.sqlite3")},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
