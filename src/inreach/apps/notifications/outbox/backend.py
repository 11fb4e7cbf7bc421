"""Django's mail backend: whatever sends a mail writes a row instead, and a task that sends it.

The row stands in the transaction of the deed: without the deed there is no message, and with it the message cannot be
lost. A mail server that is down changes nothing for whoever asked.
"""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from inreach.apps.notifications.services.writing import write_message
from inreach.apps.notifications.tasks import deliver


class OutboxBackend(BaseEmailBackend):
    """Keeps messages to be sent by a worker."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep messages, each with a task that sends it."""
        for message in email_messages:
            self._keep(message)
        return len(email_messages)

    def discard(self, message: EmailMessage) -> None:
        """Do all that is done for a message that is sent, for nobody: an answer then takes as long for a stranger."""
        self._keep(message, for_nobody=True)

    def _keep(self, message: EmailMessage, *, for_nobody: bool = False) -> None:
        with transaction.atomic():
            deliver.enqueue(str(write_message(message, for_nobody=for_nobody).pk))
