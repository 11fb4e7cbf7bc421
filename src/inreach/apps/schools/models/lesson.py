"""Lessons of the timetable, dated."""

import uuid

from django.db import models
from django.db.models import F, Q

from inreach.apps.schools.models.school import Room, School
from inreach.apps.schools.models.staff import StaffMember
from inreach.apps.schools.models.subject import Subject
from inreach.apps.schools.models.teaching_group import TeachingGroup
from inreach.core.school.calendar import MINUTES_IN_A_DAY


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
                condition=Q(ends__gt=F("starts")) & Q(ends__lte=MINUTES_IN_A_DAY),
                name="lesson_ends_after_it_starts",
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
