"""Scrubbing: free text whose time has come is emptied. The events stay, and their seals still hold."""

from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone

from inreach.apps.audit.models import Event, EventText
from inreach.apps.audit.recording.events import record
from inreach.apps.audit.services.verification import TEXTS_SCRUBBED
from inreach.core.access.policy import Actor

AT_ONCE = 1000


def scrub_texts(*, by: Actor | None, before: datetime, pupil_id: str = "") -> int:
    """Empty the free text of events before a moment, of one pupil or of everybody; return how many texts.

    An event says which ones, so that a text that somebody emptied past the product is told apart.
    """
    events = Event.objects.filter(at__lt=before)
    if pupil_id:
        events = events.filter(pupil_id=pupil_id)
    total = 0
    walked = events.order_by("number").values_list("key", flat=True).iterator(AT_ONCE)
    while keys := list(islice(walked, AT_ONCE)):
        with transaction.atomic():
            texts = EventText.objects.select_for_update().filter(event_key__in=keys, scrubbed_at=None)
            scrubbed = sorted({str(key) for key in texts.values_list("event_key", flat=True)})
            if not scrubbed:
                continue
            total += texts.update(text="", salt="", scrubbed_at=timezone.now())
            record(TEXTS_SCRUBBED, by=by, pupil_id=pupil_id, details={"events": scrubbed})
    return total
