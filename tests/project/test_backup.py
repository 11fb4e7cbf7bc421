"""The drill: a backup made while others write is whole, can be restored, and holds what was saved before it."""

import subprocess
import sys
import uuid

import psycopg
import pytest

from tests.paths import ROOT
from tests.project.places import commands, environment, run, start_school, until

WRITES = ROOT / "tests" / "project" / "writes_meanwhile.py"


@pytest.fixture(params=["sqlite", "postgresql"])
def addresses(request, database_address):
    """Addresses of two empty databases, one to save from and one to restore into."""
    if request.param == "sqlite":
        yield "", ""
        return
    if not database_address:
        pytest.skip("no PostgreSQL in this run; make test-postgres has one")
    names = [f"drill_{uuid.uuid4().hex[:8]}" for _ in range(2)]
    with psycopg.connect(database_address, autocommit=True) as server:
        for name in names:
            server.execute(f"CREATE DATABASE {name}")
    yield tuple(f"{database_address.rsplit('/', 1)[0]}/{name}" for name in names)
    with psycopg.connect(database_address, autocommit=True) as server:
        for name in names:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def refused(env: dict[str, str], *command: str) -> str:
    """What a command says that refuses."""
    done = subprocess.run(
        [sys.executable, "-m", "django", *command], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


COUNT = """
import django
django.setup()
from inreach.apps.schools.models import StaffMember
print(StaffMember.objects.count())
"""


def adults(env: dict[str, str]) -> int:
    """How many adults a place knows."""
    done = subprocess.run([sys.executable, "-c", COUNT], env=env, capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_a_backup_under_load_is_whole_and_is_restored_into_an_empty_place(
    tmp_path, addresses, place_of_school
):
    if addresses[0]:
        live = environment(tmp_path / "live", DATABASE_URL=addresses[0])
        start_school(live)
    else:
        live = place_of_school(tmp_path / "live")
    files = tmp_path / "live" / "files" / "plans"
    files.mkdir(parents=True)
    (files / "plan.txt").write_text("what was uploaded", encoding="utf-8")
    run(live, "audit", "seal")
    key, backup = tmp_path / "key", tmp_path / "monday.age"
    public = run(live, "backup", "--new-key", str(key)).split("BACKUP_RECIPIENTS=")[1].strip()
    live["BACKUP_RECIPIENTS"] = public
    begun, stop = tmp_path / "begun", tmp_path / "stop"
    writes = subprocess.Popen(
        [sys.executable, str(WRITES), str(begun), str(stop)], env=live, stdout=subprocess.PIPE, text=True
    )
    try:
        until(lambda: begun.exists() and begun.read_text() not in {"", "0"}, 60)
        before = int(begun.read_text())
        assert "the audit up to block 1." in run(live, "backup", str(backup))
        until(lambda: int(begun.read_text() or 0) > before + 2, 60)
    finally:
        stop.touch()
        saved, _ = writes.communicate(timeout=60)
    assert writes.returncode == 0
    assert b"Marlowe" not in backup.read_bytes()
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".inreach")] == []

    assert "is whole" in run(live, "verify-backup", str(backup), "--identity", str(key))
    empty = environment(tmp_path / "empty", DATABASE_URL=addresses[1])
    assert "Restored the backup" in run(empty, "restore", str(backup), "--identity", str(key))
    assert before <= adults(empty) < int(saved) == adults(live)
    assert (tmp_path / "empty" / "files" / "plans" / "plan.txt").read_text() == "what was uploaded"
    run(empty, "migrate", "--check")
    run(empty, "audit", "verify")
    assert "is restored into an empty place only" in refused(
        empty, "restore", str(backup), "--identity", str(key)
    )


def test_what_is_wrong_with_a_backup_is_said(tmp_path, place_of_school):
    env = place_of_school(tmp_path / "live")
    key, other, backup = tmp_path / "key", tmp_path / "other", tmp_path / "b.age"
    with commands(env, tmp_path / "said") as here:
        public = here.run("backup", "--new-key", str(key)).split("BACKUP_RECIPIENTS=")[1].strip()
        here.run("backup", "--new-key", str(other))
        assert "is there already" in here.refused("backup", "--new-key", str(key))
        assert "Say to which key" in here.refused("backup", str(backup))
        assert "begins with age1" in here.refused("backup", str(backup), "--recipient", "mine")
        nowhere = str(tmp_path / "no" / "b")
        assert "There is no folder" in here.refused("backup", nowhere, "--recipient", public)
        here.run("backup", str(backup), "--recipient", public)
        whole = backup.read_bytes()
        again = here.refused("backup", str(backup), "--recipient", public)
        assert f"{backup} is there already, and is left as it is." in again
        assert backup.read_bytes() == whole
        assert "The backup is encrypted" in here.refused("verify-backup", str(backup))
        assert "encrypted to another key" in here.refused(
            "verify-backup", str(backup), "--identity", str(other)
        )
        content = bytearray(backup.read_bytes())
        content[len(content) // 2] ^= 1
        damaged = tmp_path / "damaged"
        damaged.write_bytes(bytes(content))
        assert "is damaged" in here.refused("verify-backup", str(damaged), "--identity", str(key))
        damaged.write_bytes(backup.read_bytes()[:-100])
        assert "is damaged" in here.refused("verify-backup", str(damaged), "--identity", str(key))
    empty = environment(tmp_path / "empty")
    with commands(empty, tmp_path / "said of empty") as there:
        assert "is damaged" in there.refused("restore", str(damaged), "--identity", str(key))
        assert "encrypted to another key" in there.refused("restore", str(backup), "--identity", str(other))
        assert [path.name for path in (tmp_path / "empty").rglob("*") if path.name != "uploads"] == []
        assert "Restored the backup" in there.run("restore", str(backup), "--identity", str(key))
