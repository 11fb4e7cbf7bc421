"""`inreach` says what it can do on any machine, before anything is set up."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

from inreach.project.console import asks_for_help
from tests.paths import ROOT

OURS = sorted(name for name, app in get_commands().items() if str(app).startswith("inreach"))
EACH = """
import sys
from inreach.project.console import main

for command in sys.argv[1:]:
    sys.argv = ["inreach", command, "--help"]
    try:
        main()
    except SystemExit as end:
        assert not end.code, (command, end.code)
"""


def in_an_empty_place(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """What a command does in an empty folder, with nothing set."""
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={**bare, "PYTHONPATH": str(ROOT / "src"), "VAR_DIR": str(folder / "var")},
        text=True,
        capture_output=True,
        check=False,
        timeout=120,
    )


def test_every_command_says_without_settings_what_it_can_do_and_leaves_nothing_behind(tmp_path):
    done = in_an_empty_place(tmp_path, "-c", EACH, *OURS)
    assert done.returncode == 0, done.stderr
    for command in OURS:
        assert f"usage: inreach {command}" in done.stdout
    assert {"ledger", "plan", "evaluate", "worker"} < set(OURS)
    assert list(tmp_path.iterdir()) == []


def test_to_do_something_takes_settings_and_says_which(tmp_path):
    done = in_an_empty_place(tmp_path, str(ROOT / "manage.py"), "tidy")
    assert done.returncode == 1
    assert done.stderr.startswith("Inreach does not start. SECRET_KEY is not set.")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "only_help"),
    [
        ([], True),
        (["help"], True),
        (["help", "ledger"], True),
        (["ledger", "-h"], True),
        (["ledger", "--school", "Elm", "--help"], True),
        (["--version"], True),
        (["ledger", "--school", "help"], False),
        (["demo", "--host", "127.0.0.1"], False),
    ],
)
def test_only_what_asks_for_help_is_answered_without_settings(arguments, only_help):
    assert asks_for_help(arguments) is only_help
