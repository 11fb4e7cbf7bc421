"""The queue of tasks: what a dead worker left is begun anew, and what is long done is forgotten."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from inreach.apps.background.services.presence import GONE_AFTER, silent

KEPT = timedelta(days=7)
BEGUN_AT_MOST = 3  # times that a task is begun: one that kills its worker must not kill every worker


def revive_tasks() -> int:
    """Put back into the queue what a worker began that is gone, and return how many tasks that were.

    So a task must bear being done twice.
    """
    begun_before = timezone.now() - timedelta(seconds=GONE_AFTER)
    with transaction.atomic():
        running = list(
            DBTaskResult.objects.running()
            .filter(started_at__lt=begun_before)
            .order_by("pk")
            .select_for_update(skip_locked=True)
        )
        gone = silent({task.worker_ids[-1] for task in running if task.worker_ids})
        left = [task for task in running if not task.worker_ids or task.worker_ids[-1] in gone]
        for task in left:
            again = len(task.worker_ids) < BEGUN_AT_MOST
            task.status = TaskResultStatus.READY if again else TaskResultStatus.FAILED
            if not again:
                task.finished_at = timezone.now()
            task.save(update_fields=["status", "finished_at"])
    return len(left)


def forget_results() -> int:
    """Delete tasks that were done, or failed, long ago, and return how many."""
    old = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT)
    return old.delete()[0]
