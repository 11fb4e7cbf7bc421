"""A place of its own for programs that run as they do on a server: own database, own folder, no test around it."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.paths import ROOT


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What programs are started with in such a place: SQLite in the folder unless something else is said."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "inreach.project.settings",
        "VAR_DIR": str(folder),
        "DATABASE_URL": "",
        "DEBUG": "true",
        "DEMO": "false",
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        **more,
    }


def run(env: dict[str, str], *command: str, typed: str = "") -> str:
    """Run one of our commands to its end, and return what it printed. It has to succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "django", *command],
        env=env,
        input=typed,
        text=True,
        check=False,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass
class Commands:
    """Commands in one place, which are run one after another without Django being set up anew for each."""

    process: subprocess.Popen[str]
    folder: Path

    def _done(self, command: tuple[str, ...]) -> tuple[int, str, str]:
        printed, complained = self.folder / "printed", self.folder / "complained"
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([command, str(printed), str(complained)]) + "\n")
        self.process.stdin.flush()
        status = int(self.process.stdout.readline())
        return status, printed.read_text("utf-8"), complained.read_text("utf-8")

    def run(self, *command: str) -> str:
        """What a command prints, which has to succeed."""
        status, printed, complained = self._done(command)
        assert status == 0, complained
        return printed

    def refused(self, *command: str) -> str:
        """What a command says that refuses."""
        status, printed, complained = self._done(command)
        assert status != 0, printed
        assert "Traceback" not in complained
        return complained


@contextmanager
def commands(env: dict[str, str], folder: Path) -> Iterator[Commands]:
    """Commands that are run in a place; what they print goes through files in the folder."""
    folder.mkdir()
    program = [sys.executable, str(ROOT / "tests" / "project" / "commands.py")]
    with subprocess.Popen(
        program, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Commands(process, folder)


def start_school(env: dict[str, str]) -> None:
    """Make the tables, a school, and Sam, who looks after it and leads its support."""
    run(env, "migrate", "-v0")
    run(
        env,
        *("start", "Marlowe Primary", "sam@example.org", "Sam Ade", "--also", "senco", "--password-stdin"),
        typed="four random words here\n",
    )


def until(holds: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until something holds, and fail if it does not in time."""
    before = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < before, "not in time"
        time.sleep(0.1)


def ask(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """What SQLite answers in such a place."""
    with closing(sqlite3.connect(folder / "inreach.sqlite3", timeout=20)) as database:
        return database.execute(sql).fetchall()


@contextmanager
def worker(folder: Path, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that runs, and has said so."""
    process = subprocess.Popen([sys.executable, "-m", "django", "worker"], env=env)
    try:
        until(lambda: ask(folder, "select 1 from inreach_cache where cache_key like '%worker.any'"))
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
