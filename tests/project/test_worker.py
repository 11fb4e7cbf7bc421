"""The worker in a process of its own: it seals, says that it lives, begins anew what a killed one left, and stops."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from inreach.apps.background.services import presence
from inreach.apps.background.services.queue import forget_results, revive_tasks
from tests.project.places import ask, until, worker


@pytest.fixture
def place(tmp_path, place_of_school):
    """A place with its tables made, and the environment in which programs run there."""
    return tmp_path / "var", place_of_school(tmp_path / "var")


def test_a_worker_seals_what_waits_says_that_it_lives_and_stops_when_told(place):
    folder, env = place
    assert ask(folder, "select count(*) from audit_block") == [(0,)]
    with worker(folder, env) as process:
        until(lambda: ask(folder, "select count(*) from audit_block") == [(1,)])
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert ask(folder, "select count(*) from inreach_cache where cache_key like '%worker%'") == [(0,)]


def test_a_worker_ends_with_the_process_that_started_it(place):
    _, env = place
    starts_and_dies = (
        "import subprocess, sys, os, time\n"
        "worker = subprocess.Popen([sys.executable, '-m', 'django', 'worker', '--with-parent', str(os.getpid())],\n"
        "    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "print(worker.pid, flush=True)\n"
        "time.sleep(3)\n"
        "os._exit(0)\n"
    )
    parent = subprocess.run(
        [sys.executable, "-c", starts_and_dies], env=env, capture_output=True, text=True, check=True
    )
    worker_id = int(parent.stdout)
    until(lambda: not Path(f"/proc/{worker_id}").exists(), 25)


def task(status, *workers, minutes_ago=10):
    """A task that a worker began a while ago."""
    at = timezone.now() - timedelta(minutes=minutes_ago)
    return DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="nowhere",
        backend_name="default",
        worker_ids=list(workers),
        started_at=at,
        finished_at=at if status in {"SUCCESSFUL", "FAILED"} else None,
    )


@pytest.mark.django_db
def test_what_a_dead_worker_began_is_begun_anew_and_what_a_living_one_does_is_left_alone():
    cache.clear()
    presence.say_alive("alive")
    of_living, of_dead = task("RUNNING", "alive"), task("RUNNING", "dead")
    kills_every_worker, just_begun = task("RUNNING", "a", "b", "c"), task("RUNNING", "dead", minutes_ago=0)
    assert revive_tasks() == 2
    states = [
        DBTaskResult.objects.get(pk=each.pk).status
        for each in (of_living, of_dead, kills_every_worker, just_begun)
    ]
    assert states == ["RUNNING", "READY", "FAILED", "RUNNING"]


@pytest.mark.django_db
def test_only_tasks_that_were_done_long_ago_are_forgotten():
    week = 8 * 24 * 60
    for status in ("SUCCESSFUL", "FAILED", "READY", "RUNNING"):
        task(status, "w", minutes_ago=week)
        task(status, "w")
    assert forget_results() == 2
    assert DBTaskResult.objects.count() == 6


@pytest.mark.django_db
def test_nobody_says_that_a_worker_lives_when_none_has_said_so():
    cache.clear()
    assert not presence.is_any_alive()
    presence.say_alive("first")
    assert presence.is_any_alive()
    presence.say_gone("first")
    assert not presence.is_any_alive()
