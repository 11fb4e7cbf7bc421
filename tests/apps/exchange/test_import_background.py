"""Large files are examined and applied by a worker; the page says how far it is, and what to do where there is none."""

from contextlib import nullcontext

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from inreach.apps.background.services import presence
from inreach.apps.exchange import tasks
from inreach.apps.exchange.models import ImportRun
from inreach.apps.exchange.services.import_progress import say_progress
from inreach.apps.schools.models import Pupil
from inreach.core.access.roles import Role
from inreach.core.refusal import Refusal
from tests import worlds
from tests.apps.exchange.files import oneroster, small_roster, user
from tests.apps.signed_in import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path, monkeypatch):
    """A folder of one's own, in which even a small file is a large one."""
    settings.VAR_DIR = tmp_path / "var"
    monkeypatch.setattr(tasks, "AT_ONCE", 0)
    cache.clear()
    with time_machine.travel(worlds.TODAY, tick=False):
        yield settings.VAR_DIR / "imports"


@pytest.fixture
def school():
    return worlds.school()


@pytest.fixture
def client(school):
    return client_of(worlds.person("sam@example.org", (school.organisation, Role.ADMINISTRATOR)))


@pytest.fixture
def worker():
    presence.say_alive("worker")


def bring(client, school, path):
    file = SimpleUploadedFile("roster.zip", path.read_bytes())
    return client.post(
        reverse("exchange:imports"), {"format": "oneroster", "place": str(school.pk), "file": file}
    )


def work():
    """Do every task that waits, as a worker does, and once more: done twice it is done once."""
    for waiting in list(DBTaskResult.objects.ready()):
        for _ in range(2):
            waiting.task.call(*waiting.args_kwargs["args"])
        waiting.set_successful(None)


def test_a_large_file_is_examined_and_applied_by_a_worker_while_the_page_renews_itself(
    client, school, worker, tmp_path, place, django_capture_on_commit_callbacks
):
    answer = bring(client, school, oneroster(tmp_path / "r.zip", small_roster()))
    run = ImportRun.objects.get()
    assert run.state == "examining"
    say_progress(run, 12_000)
    page = client.get(answer["Location"]).content.decode()
    assert '<meta http-equiv="refresh" content="2">' in page
    assert "The file is being examined." in page
    assert "12,000 rows have been read so far." in page
    assert "No worker is running" not in page
    assert client.post(reverse("exchange:apply", args=[run.pk])).status_code == 403
    work()
    page = client.get(answer["Location"]).content.decode()
    assert "Applying this file would add 2 pupils" in page
    assert "http-equiv" not in page
    client.post(reverse("exchange:apply", args=[run.pk]))
    assert "The file is being applied." in client.get(answer["Location"]).content.decode()
    assert client.post(reverse("exchange:drop", args=[run.pk])).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        work()
    assert "It is applied: 2 pupils" in client.get(answer["Location"]).content.decode()
    assert Pupil.objects.count() == 2
    assert list(place.iterdir()) == []


def test_a_large_file_with_faults_is_refused_by_the_worker(
    client, school, worker, tmp_path, place, django_capture_on_commit_callbacks
):
    path = oneroster(tmp_path / "r.zip", {**small_roster(), "users": [user("P1", orgSourcedIds="S9")]})
    answer = bring(client, school, path)
    with django_capture_on_commit_callbacks(execute=True):
        work()
    assert "There is no organisation “S9”." in client.get(answer["Location"]).content.decode()
    assert list(place.iterdir()) == []


def test_a_large_file_that_changed_after_somebody_decided_is_refused(
    client, school, worker, tmp_path, place, django_capture_on_commit_callbacks
):
    answer = bring(client, school, oneroster(tmp_path / "r.zip", small_roster()))
    work()
    run = ImportRun.objects.get()
    client.post(reverse("exchange:apply", args=[run.pk]))
    (place / str(run.pk)).write_bytes(b"another file")
    with django_capture_on_commit_callbacks(execute=True):
        work()
    page = client.get(answer["Location"]).content.decode()
    assert "The file was not applied, and nothing was changed." in page
    assert "no longer the one that was shown" in page
    assert Pupil.objects.count() == 0


@pytest.mark.parametrize("fault", [Refusal("no"), OSError("no")])
def test_a_large_file_that_could_not_be_applied_waits_again_for_a_decision(
    client, school, worker, tmp_path, monkeypatch, fault
):
    bring(client, school, oneroster(tmp_path / "r.zip", small_roster()))
    work()
    run = ImportRun.objects.get()
    client.post(reverse("exchange:apply", args=[run.pk]))

    def fails(**_):
        raise fault

    monkeypatch.setattr("inreach.apps.exchange.actions.apply_import", fails)
    waiting = DBTaskResult.objects.ready().get()
    with nullcontext() if isinstance(fault, Refusal) else pytest.raises(OSError, match="no"):
        waiting.task.call(*waiting.args_kwargs["args"])
    assert ImportRun.objects.get().state == "ready"
    assert Pupil.objects.count() == 0


def test_without_a_worker_the_request_does_it_under_a_limit_and_says_so_above_it(
    client, school, tmp_path, monkeypatch
):
    path = oneroster(tmp_path / "r.zip", small_roster())
    bring(client, school, path)
    assert ImportRun.objects.get().state == "ready"
    monkeypatch.setattr(tasks, "WITHOUT_WORKER", 0)
    answer = bring(client, school, path)
    assert "A file of this size is examined by the worker, and none is running." in answer.content.decode()
    assert ImportRun.objects.count() == 1


def test_the_page_of_a_file_that_waits_for_a_worker_that_is_gone_says_so(client, school, worker, tmp_path):
    answer = bring(client, school, oneroster(tmp_path / "r.zip", small_roster()))
    presence.say_gone("worker")
    assert "No worker is running, so this waits." in client.get(answer["Location"]).content.decode()


def test_what_a_killed_request_did_not_examine_a_worker_examines_later(client, school, tmp_path, monkeypatch):
    monkeypatch.setattr("inreach.apps.exchange.actions.examine_import", lambda **_: None)
    bring(client, school, oneroster(tmp_path / "r.zip", small_roster()))
    assert ImportRun.objects.get().state == "examining"
    monkeypatch.undo()
    with time_machine.travel(timezone.now() + tasks.IF_KILLED * 2, tick=False):
        work()
    assert ImportRun.objects.get().state == "ready"


def test_a_decision_for_a_large_file_is_kept_with_the_task_that_applies_it_or_not_at_all(
    client, school, worker, tmp_path, monkeypatch
):
    bring(client, school, oneroster(tmp_path / "r.zip", small_roster()))
    work()
    run = ImportRun.objects.get()

    def killed_meanwhile(*_, **__):
        raise SystemExit

    monkeypatch.setattr("django_tasks_db.backend.DatabaseBackend.enqueue", killed_meanwhile)
    with pytest.raises(SystemExit):
        client.post(reverse("exchange:apply", args=[run.pk]))
    assert ImportRun.objects.get().state == "ready"
