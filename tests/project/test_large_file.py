"""A large file stops nobody: it is examined and applied by a worker, while others save as quickly as ever."""

import json
import subprocess
import sys
import zipfile

from inreach.apps.exchange.tasks import AT_ONCE
from tests.apps.exchange.test_import_large import large_roster
from tests.paths import ROOT
from tests.project.places import worker

PUPILS, PLACES = 500, 35_000  # takes seconds to examine, in which somebody else saves tens of times


def test_somebody_else_saves_again_and_again_while_a_large_file_is_examined(tmp_path, place_of_school):
    folder = tmp_path / "var"
    env = place_of_school(folder)
    roster = large_roster(tmp_path / "roster.zip", PUPILS, PLACES, zipfile.ZIP_STORED)
    # Packed, so few rows would be small enough to be examined in the request that brings them.
    assert roster.stat().st_size > AT_ONCE
    with worker(folder, env):
        done = subprocess.run(
            [sys.executable, str(ROOT / "tests/project/large_file.py"), str(roster)],
            env=env,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["page_renews_itself"], told
    assert told["state"] == ["ready", "applied"]
    _longest, saved = told["examining"]
    assert saved > 3
