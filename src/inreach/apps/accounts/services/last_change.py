"""Who last changed a record, how and when, in one sentence: for whoever comes second."""

from collections.abc import Sequence

from django.db import models
from django.utils import timezone

from inreach.apps.accounts.queries import names_of
from inreach.apps.audit.models import Event, Kind
from inreach.apps.audit.recording.locking import parents_of
from inreach.apps.audit.recording.sentences import sentence


def last_change(record: models.Model, verbs: Sequence[str] = (), reader: str = "") -> str:
    """Say "Miriam Cole ended the group, today at 10:42."; "" if the audit knows of no change. No pupil is named.

    A record of which nothing is told by itself hangs on another, which tells it: a rating on its target. With `verbs`
    it is who last did one of these at the record's school or service. Whoever reads it is "You".
    """
    event = next(
        (event for each in [record, *parents_of(record)[-1:]] if (event := last_event(each, verbs))), None
    )
    if event is None:
        return ""
    person_id = str(event.details.get("person", ""))
    names = names_of({user_id for user_id in (event.actor_id, person_id) if user_id})
    actor = names.get(event.actor_id, "Somebody" if event.actor_id else "Inreach itself")
    if reader and event.actor_id == reader:
        actor = "You"
    told = sentence(event, actor=actor, person=names.get(person_id, "")).removesuffix(".")
    at = timezone.localtime(event.at)
    day = "today" if at.date() == timezone.localdate() else f"on {at:%-d %B %Y}"
    return f"{told}, {day} at {at:%H:%M}."


def last_event(record: models.Model, verbs: Sequence[str]) -> Event | None:
    """The last change of which a record is the subject, or the last with one of these verbs at its organisation."""
    events = Event.objects.filter(kind=Kind.CHANGE)
    if verbs:
        events = events.filter(organisation_id=str(record.pk), verb__in=verbs)
    else:
        events = events.filter(subject_type=record._meta.label_lower, subject_id=str(record.pk))
    return events.order_by("-number").first()
