"""Subjects, classes and the lessons they have."""

import uuid

from django.db import models
from django.db.models import F, Q

from inreach.apps.schools.models.pupil import Pupil, StaffMember
from inreach.apps.schools.models.school import Room, School
from inreach.core.ledger.types import SubjectKind


class Subject(models.Model):
    """A subject as the school names it. A protected one is not to be missed for support."""

    KINDS = [
        ("core", "Core"),
        ("foundation", "Foundation"),
        ("pshe", "PSHE"),
        ("rshe", "RSHE"),
        ("pe", "PE"),
        ("other", "Other"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="subjects")
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=10, choices=KINDS, default=SubjectKind.OTHER.value)
    protected = models.BooleanField(default=False)
    source_id = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="subject_name_once_a_school")]

    def __str__(self) -> str:
        return self.name


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


class Lesson(models.Model):
    """A lesson that recurs on one weekday of the cycle, for one or several classes.

    `starts` and `ends` are minutes since midnight; `cycle_week` 0 stands for every week; `valid_from` and `valid_to`
    bound the days on which this timetable holds (the last day is included; empty is open). When a timetable changes
    during the year, the lessons of one `source_id` follow each other: one of them is open, the others have ended.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="lessons")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="lessons")
    teaching_groups = models.ManyToManyField(TeachingGroup, blank=True, related_name="lessons")
    staff = models.ManyToManyField(StaffMember, blank=True, related_name="lessons")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.SET_NULL, related_name="lessons")
    weekday = models.PositiveSmallIntegerField()
    cycle_week = models.PositiveSmallIntegerField(default=0)
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source_id = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["cycle_week", "weekday", "starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")) & Q(ends__lte=1440), name="lesson_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="lesson_weekday"),
            models.UniqueConstraint(
                fields=["school", "source_id"],
                condition=~Q(source_id="") & Q(valid_to__isnull=True),
                name="lesson_source_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} on weekday {self.weekday}"
