"""A large file stops nobody: it is examined and applied by a worker, while others save as quickly as ever."""

import json
import subprocess
import sys

from tests.apps.exchange.test_import_large import large_roster
from tests.paths import ROOT
from tests.project.places import environment, start_school, worker

PUPILS, PLACES = 1_000, 60_000


def test_somebody_else_saves_again_and_again_while_a_large_file_is_examined(tmp_path):
    folder = tmp_path / "var"
    env = environment(folder)
    start_school(env)
    roster = large_roster(tmp_path / "roster.zip", PUPILS, PLACES)
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
