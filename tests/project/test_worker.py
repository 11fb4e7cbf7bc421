"""The worker in a process of its own: it seals, says that it lives, begins anew what a killed one left, and stops."""

import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.db import OperationalError
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from inreach.apps.background.services import presence
from inreach.apps.background.services.queue import BEGUN_AT_MOST, bring_forward, forget_results, revive_tasks
from inreach.project.worker import LastingWorker
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


def test_a_worker_waits_for_a_database_that_goes_away_and_goes_on_when_it_is_back(place):
    folder, env = place
    away = folder.with_name("away")
    with worker(folder, env) as process:
        until(lambda: ask(folder, "select count(*) from audit_block") == [(1,)])
        before = ask(folder, "select cache_key from inreach_cache where cache_key like '%worker.%'")
        folder.rename(away)
        time.sleep(4)
        assert process.poll() is None
        away.rename(folder)
        until(
            lambda: (
                ask(folder, "select cache_key from inreach_cache where cache_key like '%worker.%'") != before
            ),
            30,
        )
        assert process.poll() is None


@task()
def loses_its_database():
    """A task in the middle of which the database goes away."""
    raise OperationalError("the connection is closed")


@pytest.mark.django_db
def test_a_task_whose_database_went_away_is_begun_again_but_not_for_ever():
    lasting = LastingWorker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="w",
        excluded_queue_names=[],
    )
    loses_its_database.enqueue()
    states = []
    for _ in range(BEGUN_AT_MOST):
        waiting = DBTaskResult.objects.get()
        waiting.claim("w")
        lasting.run_task(waiting)
        states.append(DBTaskResult.objects.get().status)
    assert states == ["READY", "READY", "FAILED"]


def task_row(status, *workers, minutes_ago=10):
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
    of_living, of_dead = task_row("RUNNING", "alive"), task_row("RUNNING", "dead")
    kills_every_worker = task_row("RUNNING", "a", "b", "c")
    just_begun = task_row("RUNNING", "dead", minutes_ago=0)
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
        task_row(status, "w", minutes_ago=week)
        task_row(status, "w")
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


@pytest.mark.django_db
def test_after_the_clock_went_back_nobody_seems_to_live_and_nothing_to_be_done_because_of_it():
    cache.clear()
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        presence.say_alive("gone")
        left = task_row("RUNNING", "gone", minutes_ago=0)
    assert not presence.is_any_alive()
    assert presence.silent(["gone"]) == {"gone"}
    assert revive_tasks() == 1
    assert DBTaskResult.objects.get(pk=left.pk).status == "READY"


@pytest.mark.django_db
def test_after_the_clock_went_back_a_task_waits_as_long_as_was_meant_and_no_other_is_changed():
    minute = timedelta(minutes=1)
    now = timezone.now()
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        ahead = loses_its_database.using(run_after=timezone.now() + minute).enqueue()
        at_once = loses_its_database.enqueue()
    with time_machine.travel(now, tick=False):
        later = loses_its_database.using(run_after=now + 2 * minute).enqueue()
        assert bring_forward() == 1
        assert bring_forward() == 0
    waits = {str(row.pk): row.run_after for row in DBTaskResult.objects.all()}
    assert (waits[ahead.id], waits[later.id]) == (now + minute, now + 2 * minute)
    assert waits[at_once.id].year == 9999
