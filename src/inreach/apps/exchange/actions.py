"""What people do with a file: bring it, apply it, or drop it."""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from inreach.apps.accounts.models import Organisation
from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import record
from inreach.apps.exchange.engine.records import Options
from inreach.apps.exchange.models import ImportRun
from inreach.apps.exchange.policies import check_apply, check_bring, check_decide
from inreach.apps.exchange.services.import_job import (
    FaultyFile,
    Job,
    Outcome,
    carry_out,
    examine,
    fingerprint,
)
from inreach.apps.exchange.services.import_progress import say_progress
from inreach.apps.exchange.services.kept_file import forget_file, keep_file, kept_file
from inreach.apps.schools.models import School
from inreach.core.access.policy import Actor
from inreach.core.refusal import Refusal

YOUR_FILE = "your file"
DECIDE_WITHIN = timedelta(days=30)
NEVER_EXAMINED = (
    "The file could not be examined: the worker stopped in the middle of it each time. Please bring it again."
)


class FileChanged(Refusal):
    """The file that was kept is not the one that was shown."""


def job_of(run: ImportRun, by: Actor) -> Job:
    """The job that an import stands for."""
    return Job(
        format=run.format,
        path=kept_file(run),
        name=YOUR_FILE,
        options=Options.from_dict(run.options),
        today=by.today,
        school=School.objects.select_related("organisation").filter(pk=run.organisation_id).first(),
    )


def _fill(run: ImportRun, outcome: Outcome) -> None:
    run.sha256 = outcome.sha256
    run.faults = [fault.as_dict() for fault in outcome.read_result.faults]
    run.plan = {
        "counts": outcome.plan.counts() if outcome.sound else {},
        "samples": outcome.plan.samples() if outcome.sound else [],
        "notes": outcome.read_result.notes,
        "facts": outcome.read_result.facts,
        "more_faults": outcome.read_result.more_faults,
    }


def _numbers(outcome: Outcome) -> dict[str, object]:
    return {"format": outcome.job.format, "sha256": outcome.sha256, "counts": outcome.plan.counts()}


@action
def bring_file(
    *, by: Actor, organisation: Organisation, format_name: str, chunks: Iterable[bytes], options: Options
) -> ImportRun:
    """Keep an uploaded file privately, to be examined outside any transaction: nobody else waits for that."""
    check_bring(by, organisation, format_name)
    run = ImportRun(
        id=uuid.uuid4(),
        organisation=organisation,
        format=format_name,
        options=options.as_dict(),
        brought_by=by.user_id,
        state=ImportRun.State.EXAMINING,
    )
    keep_file(run, chunks)
    try:
        run.sha256 = fingerprint(kept_file(run))
        run.file = f"imports/{run.pk}"
        run.save(force_insert=True)
        record(
            "import.brought",
            by=by,
            subject=run,
            organisation_id=organisation.pk,
            details={"format": format_name, "sha256": run.sha256},
        )
    except BaseException:
        forget_file(run)
        raise
    return run


def examine_import(*, by: Actor, run: ImportRun) -> ImportRun:
    """Find out, outside any transaction, what a file would do, and note it. A file with faults is deleted then.

    Done twice it is done once: an import that is examined already stays as it is.
    """
    run = ImportRun.objects.get(pk=run.pk)
    if not run.is_being_examined:
        return run
    try:
        outcome = examine(job_of(run, by), progress=lambda rows: say_progress(run, rows))
    except FileNotFoundError:
        return note_examination(by=by, run=run, outcome=None)
    return note_examination(by=by, run=run, outcome=outcome)


@action
def note_examination(*, by: Actor, run: ImportRun, outcome: Outcome | None) -> ImportRun:
    """Note what a file would do, or what is wrong with it; without an outcome, that it is gone."""
    run = _held(run)
    if not run.is_being_examined:
        raise Refusal("This file has been examined already.")
    if outcome is None:
        run.plan = {"notes": ["The file was gone before it was examined. Please bring it again."]}
    else:
        _fill(run, outcome)
    sound = outcome is not None and outcome.sound
    run.state = ImportRun.State.READY if sound else ImportRun.State.REFUSED
    run.file = run.file if sound else ""
    run.save()
    record(
        "import.examined" if sound else "import.refused",
        by=by,
        subject=run,
        organisation_id=run.organisation_id,
        details={"format": run.format, "sha256": run.sha256, "faults": len(run.faults)},
    )
    if not sound:
        transaction.on_commit(lambda: forget_file(run))
    return run


@action
def begin_applying(*, by: Actor, run: ImportRun) -> ImportRun:
    """Decide for a large file: from now on it is being applied, and nobody decides about it again."""
    run = _held(run)
    check_decide(by, run)
    run.state = ImportRun.State.APPLYING
    run.save()
    record("import.began", by=by, subject=run, organisation_id=run.organisation_id)
    return run


@action
def stop_applying(*, by: Actor, run: ImportRun) -> None:
    """A large file could not be applied, and nothing of it was: it waits again for somebody's decision."""
    run = _held(run)
    if run.is_being_applied:
        run.state = ImportRun.State.READY
        run.save()
    record("import.stopped", by=by, subject=run, organisation_id=run.organisation_id)


@action
def give_up(*, by: Actor, run: ImportRun) -> None:
    """Nobody works on this file any more: one that was to be examined is refused, one to be applied waits again.

    Raises Refusal if it came to an end meanwhile.
    """
    run = _held(run)
    if run.is_being_applied:
        stop_applying(by=by, run=run)
    elif run.is_being_examined:
        run.plan = {"notes": [NEVER_EXAMINED]}
        run.state, run.file = ImportRun.State.REFUSED, ""
        run.save()
        record("import.refused", by=by, subject=run, organisation_id=run.organisation_id)
        transaction.on_commit(lambda: forget_file(run))
    else:
        raise Refusal("This file came to an end meanwhile.")


def _held(run: ImportRun) -> ImportRun:
    """The import as it is now, held until this action ends, so that two people cannot both decide it."""
    return ImportRun.objects.select_for_update().get(pk=run.pk)


def drop_forgotten_imports(*, by: Actor) -> int:
    """Drop what nobody decided about in a month, and return how many imports that were."""
    old = ImportRun.objects.filter(
        state__in=ImportRun.UNDECIDED, brought_at__lt=timezone.now() - DECIDE_WITHIN
    ).order_by("pk")
    runs = list(old)
    for run in runs:
        drop_forgotten(by=by, run=run)
    return len(runs)


@action
def drop_forgotten(*, by: Actor, run: ImportRun) -> None:
    """Drop a file that nobody decided about in time, and delete it."""
    if run.state in ImportRun.UNDECIDED:
        run.state, run.file = ImportRun.State.DROPPED, ""
        run.save()
        transaction.on_commit(lambda: forget_file(run))
    record("import.forgotten", by=by, subject=run, organisation_id=run.organisation_id)


@action
def apply_import(*, by: Actor, run: ImportRun) -> Outcome:
    """Apply a file that was shown. Raises FileChanged if it is not the same file, FaultyFile if it no longer fits."""
    run = _held(run)
    check_apply(by, run)
    path = kept_file(run)
    if not path.exists() or fingerprint(path) != run.sha256:
        raise FileChanged("The file is no longer the one that you saw. Please bring it again.")
    outcome = carry_out(job_of(run, by), by=by)
    _fill(run, outcome)
    run.state, run.applied_at, run.file = ImportRun.State.APPLIED, timezone.now(), ""
    run.save()
    record(
        "import.applied", by=by, subject=run, organisation_id=run.organisation_id, details=_numbers(outcome)
    )
    transaction.on_commit(lambda: forget_file(run))
    return outcome


@action
def refuse_import(*, by: Actor, run: ImportRun, outcome: Outcome | None) -> None:
    """Note that a file which was sound when it was brought is so no longer, or is another, and delete it."""
    run = _held(run)
    check_apply(by, run)
    if outcome is None:
        run.plan = {"notes": ["The file was no longer the one that was shown. Please bring it again."]}
    else:
        _fill(run, outcome)
    run.state, run.file = ImportRun.State.REFUSED, ""
    run.save()
    record(
        "import.refused",
        by=by,
        subject=run,
        organisation_id=run.organisation_id,
        details={"format": run.format, "sha256": run.sha256, "faults": len(run.faults)},
    )
    transaction.on_commit(lambda: forget_file(run))


@action
def drop_import(*, by: Actor, run: ImportRun) -> None:
    """Do not apply a file that was shown, and delete it."""
    run = _held(run)
    check_decide(by, run)
    run.state, run.file = ImportRun.State.DROPPED, ""
    run.save()
    record("import.dropped", by=by, subject=run, organisation_id=run.organisation_id)
    transaction.on_commit(lambda: forget_file(run))


@action
def import_file(*, by: Actor, job: Job) -> Outcome:
    """Import a file at once, for whoever keeps the server. Raises FaultyFile with everything that is wrong."""
    outcome = carry_out(job, by=by)
    run = ImportRun(
        organisation_id=outcome.school.pk if outcome.school else None,
        format=job.format,
        options=job.options.as_dict(),
        state=ImportRun.State.APPLIED,
        applied_at=timezone.now(),
        brought_by=by.user_id,
    )
    _fill(run, outcome)
    run.save()
    record(
        "import.applied", by=by, subject=run, organisation_id=run.organisation_id, details=_numbers(outcome)
    )
    return outcome


__all__ = [
    "FaultyFile",
    "FileChanged",
    "apply_import",
    "begin_applying",
    "bring_file",
    "drop_forgotten",
    "drop_forgotten_imports",
    "drop_import",
    "examine_import",
    "forget_file",
    "give_up",
    "import_file",
    "job_of",
    "kept_file",
    "note_examination",
    "refuse_import",
    "stop_applying",
]
