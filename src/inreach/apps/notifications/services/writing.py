"""Writing a message into the outbox."""

from typing import Any

from django.core.mail import EmailMessage

from inreach.apps.notifications.models import OutgoingMessage


class CannotKeep(NotImplementedError):
    """A message has something that the outbox does not keep: a fault of the program."""


def write_message(message: EmailMessage, *, for_nobody: bool = False) -> OutgoingMessage:
    """Keep a message in the transaction that runs. Raises CannotKeep for attachments and copies."""
    if message.attachments or message.cc or message.bcc:
        raise CannotKeep("The outbox keeps neither attachments nor copies.")
    alternatives: list[Any] = [[part[0], part[1]] for part in getattr(message, "alternatives", [])]
    return OutgoingMessage.objects.create(
        to=list(message.to),
        sender=message.from_email,
        subject=str(message.subject),
        body=str(message.body),
        alternatives=alternatives,
        state=OutgoingMessage.State.FOR_NOBODY if for_nobody else OutgoingMessage.State.WAITING,
    )
