"""Pupils, and from when to when each is on roll."""

import uuid

from django.db import models
from django.db.models import F, Q

from inreach.apps.schools.models.school import School


class Pupil(models.Model):
    """A pupil on a school's roll. The record is the school's; `upn` is an identifier and never a key or a login."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="pupils")
    upn = models.CharField("UPN", max_length=13, blank=True)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    known_as = models.CharField(max_length=100, blank=True)
    born = models.DateField(null=True, blank=True)
    year_group = models.CharField(
        max_length=20, blank=True, help_text="R, 1 to 13, or the school's own name."
    )
    loved_subjects = models.ManyToManyField("schools.Subject", blank=True, related_name="loved_by")
    source_id = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["family_name", "given_name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "upn"], condition=~Q(upn=""), name="upn_once_a_school"),
            models.UniqueConstraint(
                fields=["school", "source_id"], condition=~Q(source_id=""), name="pupil_source_once_a_school"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def preferred_name(self) -> str:
        """The name that this pupil goes by."""
        return self.known_as or self.given_name

    @property
    def name(self) -> str:
        return f"{self.preferred_name} {self.family_name}".strip()


class Enrolment(models.Model):
    """When a pupil was on the school's roll. The last day is empty while it lasts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="enrolments")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="enrolment_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"from {self.starts}"
