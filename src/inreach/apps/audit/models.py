"""One append-only table of what people did and read, without foreign keys: nothing can be deleted from under it."""

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
    """One thing that one person did, chained by hash to the event before it.

    `number` counts from 1 without gaps, so a missing row shows. `details` holds codes, counts and ids, never a
    child's name.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
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
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["pupil_id", "number"]),
            models.Index(fields=["organisation_id", "number"]),
            models.Index(fields=["actor_id", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(
            "Audit events are written by inreach.apps.audit.recording.events.record, and never changed."
        )

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are never deleted.")


class ChainHead(models.Model):
    """Where the chain ends: one row, locked while an event is added, so that a cut-off tail shows too."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"chain of {self.number}"
