"""The outbox: messages by mail, written in the transaction of the deed that they tell of, and sent afterwards."""

import uuid

from django.db import models


class OutgoingMessage(models.Model):
    """One message. What it says is emptied once it is sent or given up, since it may hold a link to a password."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENT = "sent", "Sent"
        GIVEN_UP = "given_up", "Given up"
        FOR_NOBODY = "for_nobody", "For nobody"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.JSONField(default=list)
    sender = models.CharField(max_length=320)
    subject = models.CharField(max_length=998, blank=True)
    body = models.TextField(blank=True)
    alternatives = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    # The name of the error of the last try, without its words: they may hold addresses.
    last_error = models.CharField(max_length=100, blank=True)
    written_at = models.DateTimeField(auto_now_add=True, db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return f"a message that is {self.get_state_display().lower()}"
