"""On a full disk a page says that nothing could be saved, and what was typed is not lost."""

import sqlite3
from errno import ENOSPC

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from psycopg.errors import CannotConnectNow, DeadlockDetected, DiskFull, UniqueViolation

from inreach.apps.schools.models import StaffMember
from inreach.apps.ui.services.not_saved import why_not_saved
from inreach.core.access.roles import Role
from inreach.project.views import sent_again
from tests import worlds
from tests.apps.signed_in import client_of
from tests.together.pages import form_in, text_of

ADD = "schools:add_staff"


@pytest.fixture
def school(transactional_db):
    return worlds.school()


@pytest.fixture
def client(school) -> Client:
    person = worlds.person(
        "sam@example.org", (school.organisation, Role.ADMINISTRATOR), (school.organisation, Role.SENCO)
    )
    client = client_of(person)
    client.raise_request_exception = False
    return client


@pytest.fixture
def full_disk(client):
    """A database that may not grow, as SQLite finds it on a full disk."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite can be told that its disk is full")
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        cursor.execute("PRAGMA max_page_count = 1")  # as few as there are
        yield
        cursor.execute(f"PRAGMA max_page_count = {before}")


def test_a_form_comes_back_with_what_was_typed_and_is_saved_once_there_is_room(client, school, full_disk):
    where = reverse(ADD, args=[school.pk])
    for number in range(200):
        name = f"Adult {number} " + "x" * 150
        answer = client.post(where, {"name": name, "role": "assistant", "once": f"key{number}"})
        if answer.status_code != 302:
            break
    page = answer.content.decode()
    assert answer.status_code == 507
    assert "Nothing was saved: the disk of the server is full. What you typed is still here." in page
    assert name in page
    assert StaffMember.objects.count() == number
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")
    again = client.post(where, {"name": name, "role": "assistant", "once": f"key{number}"})
    assert again.status_code == 302
    assert StaffMember.objects.count() == number + 1


def test_a_fault_outside_a_form_is_a_page_that_says_so(client, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("inreach.apps.accounts.middleware.actor_for", full)
    answer = client.get(reverse("schools:school"))
    assert answer.status_code == 507
    assert "Nothing was saved: the disk of the server is full." in answer.content.decode()


def caused(error: Exception) -> OperationalError:
    outer = OperationalError("whatever")
    outer.__cause__ = error
    return outer


def test_a_database_that_is_away_is_told_calmly_and_what_was_typed_is_kept(client, school, monkeypatch):
    def away(*args, **kwargs):
        raise caused(psycopg.OperationalError("connection refused"))

    where = reverse(ADD, args=[school.pk])
    monkeypatch.setattr("inreach.apps.accounts.middleware.actor_for", away)
    answer = client.post(where, {"name": "Adult with a name", "role": "assistant", "once": "key"})
    assert answer.status_code == 503
    page = text_of(answer)
    assert "The database does not answer" in page
    assert "If it was saved after all, it is not saved a second time." in page
    assert "Nothing was saved" not in page
    assert form_in(client, answer, where, "once").values["name"] == ["Adult with a name"]
    read = client.get(where)
    assert (read.status_code, "Save again" in text_of(read)) == (503, False)


def test_only_a_full_disk_and_a_database_that_is_busy_or_away_are_told_so():
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
    assert why_not_saved(caused(DiskFull("no space"))).status == 507
    assert why_not_saved(OSError(ENOSPC, "full")).status == 507
    assert why_not_saved(caused(busy)).heading == "Nothing was saved"
    assert why_not_saved(caused(busy)).status == 503
    for gone in (psycopg.OperationalError("server closed the connection"), CannotConnectNow("recovery")):
        assert why_not_saved(caused(gone)).heading == "The database does not answer"
    for other in (
        caused(UniqueViolation("twice")),
        caused(DeadlockDetected("ring")),
        ValueError("x"),
        FileNotFoundError(2, "no"),
        None,
    ):
        assert why_not_saved(other) is None


def test_any_other_fault_is_the_usual_page(client, monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError("broken")

    monkeypatch.setattr("inreach.apps.accounts.middleware.actor_for", broken)
    answer = client.get(reverse("schools:school"))
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()


def test_a_page_that_cannot_even_be_shown_again_carries_what_was_typed_to_be_saved_later(
    client, school, full_disk
):
    pupil = worlds.pupil(school)
    where = reverse("schools:change_pupil", args=[pupil.pk])
    typed = {"given_name": "Kai", "family_name": "Rowe", "year_group": "4"}
    for number in range(2000):
        name = f"Known as {number} & " + "x" * 50
        answer = client.post(where, {**typed, "known_as": name, "once": f"key{number}"})
        if answer.status_code != 302:
            break
    assert answer.status_code == 507
    assert "What you typed is kept on this page." in text_of(answer)
    form = form_in(client, answer, where, "known_as")
    assert form.values["known_as"] == [name]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")
    assert form.send().status_code == 302
    pupil.refresh_from_db()
    assert pupil.known_as == name


def test_only_what_a_form_of_ours_sent_is_to_be_sent_again_and_no_password(rf):
    request = rf.post("/", {"words": "typed", "password1": "secret", "csrfmiddlewaretoken": "token"})
    assert sent_again(request) == []
    request.csrf_processing_done = True
    assert sent_again(request) == [("words", "typed")]
    with_file = rf.post("/", {"words": "typed", "file": SimpleUploadedFile("f.zip", b"content")})
    with_file.csrf_processing_done = True
    assert sent_again(with_file) == []
