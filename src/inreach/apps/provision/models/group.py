"""Groups that follow a programme."""

import uuid

from django.db import models
from django.db.models import F, Q

from inreach.apps.audit.recording.action_only import ActionOnly
from inreach.apps.provision.models.programme import Programme
from inreach.apps.schools.models import School, StaffMember


class Group(ActionOnly):
    """Pupils who follow a programme together (one pupil is a group of one), from a day until a day."""

    class Link(models.TextChoices):
        UNKNOWN = "unknown", "Not known yet"
        NONE = "none", "No link"
        LINKED = "linked", "Linked to class work"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="support_groups")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=100)
    purpose = models.CharField(max_length=300, blank=True)
    adult = models.ForeignKey(
        StaffMember, null=True, blank=True, on_delete=models.SET_NULL, related_name="support_groups"
    )
    adult_trained = models.BooleanField(null=True, blank=True)
    class_link = models.CharField(max_length=10, choices=Link, default=Link.UNKNOWN)
    entry_measure = models.CharField(max_length=200, blank=True)
    exit_measure = models.CharField(max_length=200, blank=True)
    starts = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    LOCKED_WITH = ("school",)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="support_group_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.name
