"""Sending a message from the outbox, again and again until it is sent or given up."""

from django.utils import timezone
from django_tasks import task

from inreach.apps.notifications.services.delivery import try_to_send


@task()
def deliver(message_id: str) -> None:
    """Send one message, or put the next try into the queue."""
    wait = try_to_send(message_id)
    if wait is not None:
        deliver.using(run_after=timezone.now() + wait).enqueue(message_id)
