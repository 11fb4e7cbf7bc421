"""What killed processes, closed browsers and forgotten files leave lying about is cleared, and nothing else."""

import os
import time
import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.accounts.models import AnsweredForm
from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import record
from inreach.apps.exchange.models import ImportRun
from inreach.apps.exchange.services.kept_file import keep_file, kept_file
from inreach.project.tidying import tidy
from tests import worlds

pytestmark = pytest.mark.django_db
HOURS_AGO = time.time() - 7200


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.VAR_DIR, settings.FILE_UPLOAD_TEMP_DIR = tmp_path, tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return tmp_path


@action
def _save(*, run: ImportRun) -> None:
    run.save()
    record("import.brought", by=system_actor(), subject=run)


def brought(state: str, *, old: bool = True) -> ImportRun:
    """An import in a state, whose file lies there although it may be decided about."""
    run = ImportRun(
        format="oneroster", state=state, organisation=worlds.school(f"School {uuid.uuid4()}").organisation
    )
    _save(run=run)
    keep_file(run, [b"a roster"])
    if old:
        os.utime(kept_file(run), (HOURS_AGO, HOURS_AGO))
    return run


def test_files_without_an_import_that_waits_are_removed_and_others_stay(place):
    waiting = [brought(state) for state in ("ready", "examining", "applying")]
    decided = [brought(state) for state in ("applied", "refused", "dropped")]
    just_kept = ImportRun(format="oneroster")
    keep_file(just_kept, [b"its row comes in a moment"])
    orphan = ImportRun(format="oneroster")
    keep_file(orphan, [b"its process was killed"])
    os.utime(kept_file(orphan), (HOURS_AGO, HOURS_AGO))
    upload, uploading = place / "uploads" / "old.upload", place / "uploads" / "new.upload"
    for path in (upload, uploading):
        path.write_bytes(b"half a file")
    os.utime(upload, (HOURS_AGO, HOURS_AGO))
    assert tidy().files == len(decided) + 2
    assert sorted(path.name for path in (place / "imports").iterdir()) == sorted(
        str(run.pk) for run in [*waiting, just_kept]
    )
    assert list((place / "uploads").iterdir()) == [uploading]
    assert tidy().files == 0


def test_sessions_and_answers_that_are_over_go_and_others_stay():
    for name, hours in (("over", -1), ("lasts", 1)):
        Session.objects.create(session_key=name, expire_date=timezone.now() + timedelta(hours=hours))
    for key, hours in (("old", 25), ("new", 1)):
        AnsweredForm.objects.create(key=key)
        AnsweredForm.objects.filter(pk=key).update(sent_at=timezone.now() - timedelta(hours=hours))
    cleared = tidy()
    assert (cleared.sessions, cleared.answers) == (1, 1)
    assert list(Session.objects.values_list("pk", flat=True)) == ["lasts"]
    assert list(AnsweredForm.objects.values_list("pk", flat=True)) == ["new"]


def test_the_command_says_what_was_cleared():
    brought("applied")
    printed = StringIO()
    call_command("tidy", stdout=printed)
    assert (
        printed.getvalue()
        == "Cleared: imports: 0, files: 1, sessions: 0, answers: 0, tasks: 0, messages: 0, marks: 0.\n"
    )
