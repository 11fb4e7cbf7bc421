"""What is done with files beside requests: large ones are examined and applied here."""

from contextlib import suppress
from datetime import timedelta

from django.db import OperationalError
from django.utils import timezone
from django_tasks import task

from inreach.apps.accounts.adapters import actor_for, system_actor
from inreach.apps.accounts.queries import person
from inreach.apps.background.services.presence import is_any_alive
from inreach.apps.background.services.queue import waits_or_runs
from inreach.apps.exchange import actions
from inreach.apps.exchange.models import ImportRun
from inreach.apps.exchange.queries import import_run, worked_on
from inreach.apps.exchange.services.import_job import FaultyFile
from inreach.core.access.policy import Actor
from inreach.core.refusal import Refusal

# Bytes, unpacked: what takes little longer than a page, and what a request can do before a server gives it up.
AT_ONCE, WITHOUT_WORKER = 1_048_576, 16_777_216
# A request that does it itself leaves it to a worker if it is killed meanwhile.
IF_KILLED = timedelta(minutes=5)


def fits_request(size: int) -> bool:
    """Whether a file of so many bytes is examined and applied in the request, and not by a worker."""
    return size <= (AT_ONCE if is_any_alive() else WITHOUT_WORKER)


def actor_of(user_id: str) -> Actor:
    """Whoever asked, as they are today; a person who may no longer import is refused by the action."""
    return actor_for(person(user_id))


@task()
def examine(run_id: str, user_id: str) -> None:
    """Examine a file that was brought."""
    run = import_run(run_id)
    try:
        actions.examine_import(by=actor_of(user_id), run=run)
    except Refusal:
        return  # examined meanwhile by the request that brought it


@task()
def apply(run_id: str, user_id: str) -> None:
    """Apply a file that somebody decided for."""
    run = import_run(run_id)
    if not run.is_being_applied:
        return
    by = actor_of(user_id)
    try:
        actions.apply_import(by=by, run=run)
    except FaultyFile as faulty:
        actions.refuse_import(by=by, run=run, outcome=faulty.outcome)
    except actions.FileChanged:
        actions.refuse_import(by=by, run=run, outcome=None)
    except Refusal:
        actions.stop_applying(by=by, run=run)
    except OperationalError:
        raise  # the database went away: the worker begins this task again
    except Exception:
        actions.stop_applying(by=by, run=run)
        raise


def give_up_abandoned() -> int:
    """Give up files that no task is about any more, because it was begun too often; return how many.

    Imports are read before tasks: what is put into the queue meanwhile is not among them.
    """
    imports, number = list(worked_on()), 0
    with_task = waits_or_runs(examine) | waits_or_runs(apply)
    for run in imports:
        if str(run.pk) not in with_task:
            with suppress(Refusal):  # it came to an end between the two readings
                actions.give_up(by=system_actor(), run=run)
                number += 1
    return number


def enqueue_examination(run: ImportRun, by: Actor, *, in_request: bool) -> None:
    """Put the examination into the queue; as a safety net only if the request does it itself."""
    later = timezone.now() + IF_KILLED if in_request else None
    examine.using(run_after=later).enqueue(str(run.pk), by.user_id)
