"""One append-only table of what people did and read, without foreign keys: nothing can be deleted from under it."""

import uuid
from typing import Any, NoReturn

from django.db import models


class Kind(models.TextChoices):
    """What sort of thing happened."""

    CHANGE = "change", "Changed"
    READ = "read", "Read"
    PRINT = "print", "Printed"
    EXPORT = "export", "Exported"
    SIGN_IN = "sign-in", "Signed in or out"
    REFUSED = "refused", "Refused"


class AppendOnly(models.QuerySet["Event"]):
    """Events are written once. They are neither changed nor deleted."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("Audit events are never deleted.")


class Event(models.Model):
    """One thing that one person did.

    `number` is given by the database and rises; it may have gaps, where something was begun and not kept. `key` is
    the event's own name, `mac` is over all that it says, by a key that is not in the database. `block` is where it is
    sealed, None while it waits. `details` holds codes, counts, ids and the digests of free text, never a child's name.
    """

    number = models.BigAutoField(primary_key=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    at = models.DateTimeField()
    actor_id = models.CharField(max_length=64, blank=True)
    acting_as = models.CharField(max_length=64, blank=True)
    organisation_id = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    verb = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=64, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    pupil_id = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    mac = models.CharField(max_length=64)
    block = models.PositiveBigIntegerField(null=True)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["pupil_id", "number"], name="event_of_pupil"),
            models.Index(fields=["organisation_id", "number"], name="event_at_organisation"),
            models.Index(fields=["organisation_id", "verb", "number"], name="event_at_by_verb"),
            models.Index(fields=["organisation_id", "kind", "number"], name="event_at_by_kind"),
            models.Index(fields=["actor_id", "number"], name="event_of_actor"),
            models.Index(fields=["subject_id", "verb", "number"], name="event_of_subject"),
            models.Index(fields=["block", "number"], name="event_in_block"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are written by inreach.apps.audit.recording, and never changed.")

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are never deleted.")


class EventText(models.Model):
    """What somebody wrote in their own words, beside the event that holds only its digest.

    `path` says where in the details the text belongs ("reason", "from.words"). Scrubbing empties `text` and `salt`
    and says when: the digest in the event then stands for words that nobody can know again.
    """

    id = models.BigAutoField(primary_key=True)
    event_key = models.UUIDField(db_index=True)
    path = models.CharField(max_length=100)
    text = models.TextField(blank=True)
    salt = models.CharField(max_length=32, blank=True)
    scrubbed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_key", "path"], name="one_text_at_a_place_of_an_event")
        ]

    def __str__(self) -> str:
        return f"{self.path} of {self.event_key}"
