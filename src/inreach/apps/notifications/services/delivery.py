"""Sending what stands in the outbox: outside any transaction, since a mail server may take its time."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone

from inreach.apps.notifications.models import OutgoingMessage

logger = logging.getLogger("inreach.outbox")
# How long it waits after the first, second … try that failed; after the last one it is given up, about two days on.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440))
KEPT = timedelta(days=30)


def try_to_send(message_id: str) -> timedelta | None:
    """Send one message. Returns how long to wait before the next try, None if there is nothing more to do."""
    message = OutgoingMessage.objects.filter(pk=message_id).first()
    if message is None or message.state != OutgoingMessage.State.WAITING:
        return None
    try:
        _mail(message).send()
    except Exception as error:  # whatever a mail server, or the way to it, comes up with
        return _note_failure(message, error)
    _close(message, OutgoingMessage.State.SENT)
    return None


def _mail(message: OutgoingMessage) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        message.subject,
        message.body,
        message.sender,
        message.to,
        connection=get_connection(settings.MAIL_DELIVERY_BACKEND),
        headers={"Message-ID": f"<{message.pk}@inreach>"},
    )
    for content, kind in message.alternatives:
        mail.attach_alternative(content, kind)
    return mail


def _note_failure(message: OutgoingMessage, error: Exception) -> timedelta | None:
    message.tries += 1
    message.last_error = type(error).__name__[:100]
    if message.tries > len(WAITS):
        _close(message, OutgoingMessage.State.GIVEN_UP)
        logger.error("A message could not be sent for days and is given up: %s", message.last_error)
        return None
    message.save(update_fields=["tries", "last_error"])
    return WAITS[message.tries - 1]


def _close(message: OutgoingMessage, state: str) -> None:
    """Note what became of a message, and empty what it said."""
    message.state, message.body, message.alternatives = state, "", []
    message.sent_at = timezone.now() if state == OutgoingMessage.State.SENT else None
    message.save()


def forget_messages() -> int:
    """Delete messages that were sent, or given up, a month ago, and those for nobody; return how many."""
    with transaction.atomic():
        closed = OutgoingMessage.objects.exclude(state=OutgoingMessage.State.WAITING)
        old = closed.filter(written_at__lt=timezone.now() - KEPT)
        for_nobody = OutgoingMessage.objects.filter(state=OutgoingMessage.State.FOR_NOBODY)
        return old.delete()[0] + for_nobody.delete()[0]


def waiting_messages() -> list[str]:
    """The ids of messages that are to be sent, the oldest first."""
    waiting = OutgoingMessage.objects.filter(state=OutgoingMessage.State.WAITING)
    return [str(pk) for pk in waiting.order_by("written_at", "pk").values_list("pk", flat=True)]


def messages_given_up() -> int:
    """How many messages could not be sent for days and were given up, as long as that is kept."""
    return OutgoingMessage.objects.filter(state=OutgoingMessage.State.GIVEN_UP).count()
