"""Who last changed a record, how and when, in one sentence: for whoever comes second."""

from django.db import models
from django.utils import timezone

from inreach.apps.accounts.queries import names_of
from inreach.apps.audit.models import Event, Kind
from inreach.apps.audit.recording.sentences import sentence


def last_change(record: models.Model) -> str:
    """Say "Miriam Cole ended the group today at 10:42."; "" if the audit knows of no change. No pupil is named."""
    event = (
        Event.objects.filter(
            subject_type=record._meta.label_lower, subject_id=str(record.pk), kind=Kind.CHANGE
        )
        .order_by("-number")
        .first()
    )
    if event is None:
        return ""
    person_id = str(event.details.get("person", ""))
    names = names_of({user_id for user_id in (event.actor_id, person_id) if user_id})
    actor = names.get(event.actor_id, "Somebody" if event.actor_id else "Inreach itself")
    told = sentence(event, actor=actor, person=names.get(person_id, "")).removesuffix(".")
    at = timezone.localtime(event.at)
    day = "today" if at.date() == timezone.localdate() else f"on {at:%-d %B %Y}"
    return f"{told}, {day} at {at:%H:%M}."
