"""Classes, and who is in them."""

import uuid

from django.db import models
from django.db.models import F, Q

from inreach.apps.schools.models.pupil import Pupil
from inreach.apps.schools.models.school import School
from inreach.apps.schools.models.staff import StaffMember


class TeachingGroup(models.Model):
    """A class, set or option group: pupils with the same lessons. `home` marks the class a pupil belongs to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="teaching_groups")
    name = models.CharField(max_length=150)
    year_group = models.CharField(max_length=20, blank=True)
    home = models.BooleanField(default=False)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    source_id = models.CharField(max_length=200, blank=True)
    staff = models.ManyToManyField(StaffMember, blank=True, related_name="teaching_groups")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "source_id"], condition=~Q(source_id=""), name="group_source_once_a_school"
            )
        ]

    def __str__(self) -> str:
        return self.name


class TeachingGroupMember(models.Model):
    """A pupil in a class, from a day until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    teaching_group = models.ForeignKey(TeachingGroup, on_delete=models.CASCADE, related_name="members")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="class_memberships")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    source_id = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="class_member_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"from {self.starts}"
