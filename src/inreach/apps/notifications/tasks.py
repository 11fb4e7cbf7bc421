"""Sending a message from the outbox, again and again until it is sent or given up."""

from django.utils import timezone
from django_tasks import task

from inreach.apps.background.services.queue import waits_or_runs
from inreach.apps.notifications.services.delivery import try_to_send, waiting_messages


@task()
def deliver(message_id: str) -> None:
    """Send one message, or put the next try into the queue."""
    wait = try_to_send(message_id)
    if wait is not None:
        deliver.using(run_after=timezone.now() + wait).enqueue(message_id)


def deliver_abandoned() -> int:
    """Put messages back into the queue that no task is about any more, because it failed; return how many.

    Messages are read before tasks: what is put into the queue meanwhile is not among them.
    """
    waiting = waiting_messages()
    with_task = waits_or_runs(deliver)
    abandoned = [message_id for message_id in waiting if message_id not in with_task]
    for message_id in abandoned:
        deliver.enqueue(message_id)
    return len(abandoned)
