"""The deployment guide, followed word by word in a clean folder, as far as a server that is ready."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from pathlib import Path
from urllib.error import URLError

import psycopg
import pytest

from tests.paths import ROOT
from tests.project.places import until

GUIDE = ROOT / "docs" / "how-to" / "deploy.md"
BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
SETTINGS = re.compile(r"^([A-Z_]+)=", re.MULTILINE)


def commands() -> list[list[str]]:
    """Every command of the guide, in order."""
    return [
        shlex.split(line) for block in BLOCK.findall(GUIDE.read_text("utf-8")) for line in block.splitlines()
    ]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, database_address):
    """An empty database: SQLite in the folder, or one of its own on the PostgreSQL of this run."""
    if request.param == "sqlite":
        yield ""
        return
    if not database_address:
        pytest.skip("no PostgreSQL in this run; make test-postgres has one")
    name = f"deployed_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(database_address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    yield f"{database_address.rsplit('/', 1)[0]}/{name}"
    with psycopg.connect(database_address, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def folder(tmp_path, address):
    """A clean folder with the program installed beside it, and `.env.example` copied and filled in."""
    shutil.copytree(
        ROOT / "src" / "inreach", tmp_path / "site" / "inreach", ignore=shutil.ignore_patterns("__pycache__")
    )
    place = tmp_path / "inreach"
    place.mkdir()
    filled_in = {
        "SECRET_KEY": subprocess.run(
            [sys.executable, *commands()[2][1:]], capture_output=True, text=True, check=True
        ).stdout.strip(),
        "ALLOWED_HOSTS": "127.0.0.1",
        "CSRF_TRUSTED_ORIGINS": "https://127.0.0.1",
        "VAR_DIR": str(place / "var"),
        "EMAIL_URL": "dummymail://",
        "DATABASE_URL": address,
    }
    text = (ROOT / ".env.example").read_text("utf-8")
    for name, value in filled_in.items():
        text = re.sub(rf"^{name}=.*$", f"{name}={value}", text, flags=re.MULTILINE)
    (place / ".env").write_text(text, "utf-8")
    return place


def environment(folder: Path) -> dict[str, str]:
    """The environment of a new user of the machine: nothing of ours but the path."""
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(folder.parent / "site"),
        "HOME": str(folder),
    }


def answer(port: int) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as page:
            return str(page.read().decode())
    except (URLError, ConnectionError, TimeoutError):
        return ""


def test_whoever_follows_the_guide_has_a_server_that_is_ready(folder):
    env, port = environment(folder), free_port()
    known = [command[0] for command in commands()]
    assert known == [
        "pip",
        "pip",
        "python",
        "inreach",
        "inreach",
        "inreach",
        "inreach",
        "gunicorn",
        "inreach",
    ]
    *setting_up, server, worker = commands()[3:]
    for command in setting_up:
        asks = command[1] == "start"
        done = subprocess.run(
            [*command, "--password-stdin"] if asks else command,
            cwd=folder,
            env=env,
            input="four random words here\n" if asks else "",
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
        assert done.returncode == 0, (command, done.stderr)
    assert not (ROOT / ".env").exists()
    serving = subprocess.Popen(
        [*server, "--bind", f"127.0.0.1:{port}"], cwd=folder, env=env, stderr=subprocess.DEVNULL
    )
    working = subprocess.Popen(worker, cwd=folder, env=env, stderr=subprocess.DEVNULL)
    try:
        until(lambda: answer(port) == '{"status": "ready"}', 60)
        until((folder / "var" / "audit" / "head.jsonl").exists, 60)
        time.sleep(2)  # until it has begun to look for tasks
    finally:
        for process in (serving, working):
            process.terminate()
        ended = [process.wait(30) for process in (serving, working)]
    assert ended == [0, 0]


def test_the_example_names_every_setting_and_no_other():
    in_example = set(SETTINGS.findall((ROOT / ".env.example").read_text("utf-8")))
    source = (ROOT / "src/inreach/project/settings.py").read_text("utf-8")
    scheme = set(re.findall(r"^    ([A-Z_]+)=\(", source, re.MULTILINE))
    assert in_example == scheme


def test_every_setting_may_stay_empty(tmp_path):
    source = (ROOT / "src/inreach/project/settings.py").read_text("utf-8")
    empty = dict.fromkeys(re.findall(r"^    ([A-Z_]+)=\(", source, re.MULTILINE), "")
    env = {
        **environment(tmp_path),
        **empty,
        "PYTHONPATH": str(ROOT / "src"),
        "DEBUG": "1",
        "VAR_DIR": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--settings", "inreach.project.settings"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
