"""The queue of tasks: what a dead worker left is begun anew, and what is long done is forgotten."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max

from inreach.apps.background.services.presence import GONE_AFTER, silent

KEPT = timedelta(days=7)
BEGUN_AT_MOST = 3  # times that a task is begun: one that kills its worker must not kill every worker


def revive_tasks() -> int:
    """Put back into the queue what a worker began that is gone, and return how many tasks that were.

    So a task must bear being done twice. What was begun in the future was begun before the clock went back.
    """
    now = timezone.now()
    begun_long_ago = Q(started_at__lt=now - timedelta(seconds=GONE_AFTER))
    with transaction.atomic():
        running = list(
            DBTaskResult.objects.running()
            .filter(begun_long_ago | Q(started_at__gt=now + timedelta(seconds=GONE_AFTER)))
            .order_by("pk")
            .select_for_update(skip_locked=True)
        )
        gone = silent({task.worker_ids[-1] for task in running if task.worker_ids})
        left = [task for task in running if not task.worker_ids or task.worker_ids[-1] in gone]
        for task in left:
            begin_again(task)
    return len(left)


def bring_forward() -> int:
    """Let tasks that were put into the queue before the clock went back wait as long as was meant; return how many."""
    now = timezone.now()
    number = 0
    with transaction.atomic():
        ahead = DBTaskResult.objects.filter(
            status=TaskResultStatus.READY,
            enqueued_at__gt=now + timedelta(seconds=GONE_AFTER),
            run_after__lt=get_date_max(),
        )
        for task in ahead.order_by("pk").select_for_update(skip_locked=True):
            task.run_after -= task.enqueued_at - now
            task.enqueued_at = now
            task.save(update_fields=["run_after", "enqueued_at"])
            number += 1
    return number


def begin_again(task: "DBTaskResult[Any, Any]") -> None:
    """Put a task back into the queue, or give it up if it was begun too often."""
    again = len(task.worker_ids) < BEGUN_AT_MOST
    task.status = TaskResultStatus.READY if again else TaskResultStatus.FAILED
    task.finished_at = None if again else timezone.now()
    task.save(update_fields=["status", "finished_at"])


def waits_or_runs(task: "Task[Any, Any]") -> set[str]:
    """The first arguments of all tasks of a kind that wait or run: the ids of what they are about."""
    unfinished = DBTaskResult.objects.filter(
        task_path=task.module_path, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    return {
        str(arguments["args"][0])
        for arguments in unfinished.order_by("pk").values_list("args_kwargs", flat=True)
    }


def forget_results() -> int:
    """Delete tasks that were done, or failed, long ago, and return how many."""
    old = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT)
    return old.delete()[0]
