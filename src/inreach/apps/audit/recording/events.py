"""The events of the audit: what was changed or read, by whom, about which pupil, each sealed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from inreach.apps.audit.models import Event, EventText, Kind
from inreach.apps.audit.recording.action import count_events
from inreach.apps.audit.recording.free_text import take_texts
from inreach.apps.audit.recording.seals import audit_keys, event_mac
from inreach.core.access.policy import Actor

LONGEST_ROLES = 64


@dataclass(frozen=True, slots=True)
class Entry:
    """What one event is to say. `subject` is the record it speaks of; ids may be given instead."""

    verb: str
    kind: str = Kind.CHANGE
    subject: models.Model | None = None
    subject_type: str = ""
    subject_id: str = ""
    pupil_id: str = ""
    organisation_id: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def record(
    verb: str,
    *,
    by: Actor | None,
    kind: str = Kind.CHANGE,
    subject: models.Model | None = None,
    pupil_id: object = "",
    organisation_id: object = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add one event, inside the caller's transaction."""
    entry = Entry(
        verb=verb,
        kind=kind,
        subject=subject,
        pupil_id=str(pupil_id or ""),
        organisation_id=str(organisation_id or ""),
        details=details or {},
    )
    record_many([entry], by=by)


def acting_as(by: Actor | None, organisation_id: str) -> str:
    """The roles in which somebody acts at an organisation, as many as the column holds; "system" for the machine.

    What they are elsewhere is nobody's business there. Without a role there they come from a service, or in any role.
    """
    if by is None:
        return "system"
    memberships = by.current
    at_organisation = [m for m in memberships if m.organisation_id == organisation_id]
    chosen = at_organisation or [m for m in memberships if m.kind == "service"] or memberships
    roles = sorted({str(m.role.value) for m in chosen})
    while len(", ".join(roles)) > LONGEST_ROLES:
        roles.pop()
    return ", ".join(roles)


def record_many(entries: Sequence[Entry], *, by: Actor | None) -> None:
    """Add events, inside the caller's transaction.

    Nobody waits for anybody: the events are put in order when they are sealed.
    """
    if not entries:
        return
    now, key = timezone.now(), audit_keys()[0]
    events: list[Event] = []
    texts: list[EventText] = []
    for entry in entries:
        details, new_texts = take_texts(entry.details)
        event = Event(
            at=now,
            actor_id=by.user_id if by else "",
            acting_as=acting_as(by, entry.organisation_id),
            organisation_id=entry.organisation_id,
            kind=entry.kind,
            verb=entry.verb,
            subject_type=entry.subject._meta.label_lower if entry.subject is not None else entry.subject_type,
            subject_id=str(entry.subject.pk) if entry.subject is not None else entry.subject_id,
            pupil_id=entry.pupil_id,
            details=details,
        )
        event.mac = event_mac(event, key)
        for text in new_texts:
            text.event_key = event.key
        events.append(event)
        texts += new_texts
    with transaction.atomic(savepoint=False):
        Event.objects.bulk_create(events, batch_size=500)
        if texts:
            EventText.objects.bulk_create(texts, batch_size=500)
    count_events(len(events))


@contextmanager
def reading(
    verb: str,
    *,
    by: Actor,
    subject: models.Model | None = None,
    pupil_id: object = "",
    organisation_id: object = "",
    kind: str = Kind.READ,
    details: Mapping[str, Any] | None = None,
) -> Iterator[None]:
    """Read a pupil's record and say so: if the event cannot be written, nothing is shown.

    The event of a page is written once the page is made, before it leaves. SQLite has one writer at a time, and two
    people who read would otherwise wait for one another for as long as it takes to make a page. What is taken away as
    a file or printed is noted first, in one transaction with the making of it.
    """
    note = partial(
        record,
        verb,
        by=by,
        kind=kind,
        subject=subject,
        pupil_id=pupil_id,
        organisation_id=organisation_id,
        details=details,
    )
    if kind == Kind.EXPORT:
        with transaction.atomic():
            note()
            yield
    else:
        yield
        note()
