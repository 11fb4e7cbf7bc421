"""When the school is open, and what its bells say."""

import uuid

from django.db import models
from django.db.models import F, Q

from inreach.apps.schools.models.school import School
from inreach.core.ledger.types import BELL_KINDS, PeriodKind
from inreach.core.school.calendar import MINUTES_IN_A_DAY


class AcademicYear(models.Model):
    """A school's year, September to July as a rule."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="years")
    name = models.CharField(max_length=50)
    starts = models.DateField()
    ends = models.DateField()
    source_id = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="year_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["school", "name"],
                name="year_name_once_a_school",
                violation_error_message="There is a school year with this name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A stretch of days in which the school is open; half terms lie between two of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.ForeignKey(AcademicYear, on_delete=models.CASCADE, related_name="terms")
    name = models.CharField(max_length=100)
    starts = models.DateField()
    ends = models.DateField()
    source_id = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="term_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return self.name


class ClosureDay(models.Model):
    """A day inside a term on which no pupil comes: a bank holiday, a training day, snow."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="closures")
    day = models.DateField()
    reason = models.CharField(max_length=100)

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "day"],
                name="closure_day_once_a_school",
                violation_error_message="The school is closed on this day already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.reason}"


class DayPlan(models.Model):
    """What the bells say on one weekday of the cycle. `cycle_week` 0 stands for every week."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="day_plans")
    weekday = models.PositiveSmallIntegerField()
    cycle_week = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["cycle_week", "weekday", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "weekday", "cycle_week"],
                name="day_plan_once",
                violation_error_message="Somebody has set this day meanwhile. Look at it again.",
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="day_plan_weekday"),
        ]

    def __str__(self) -> str:
        return f"weekday {self.weekday}, week {self.cycle_week}"


class Period(models.Model):
    """One stretch of the school day. `starts` and `ends` are minutes since midnight."""

    KINDS = [(kind.value, kind.value.capitalize()) for kind in BELL_KINDS]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day_plan = models.ForeignKey(DayPlan, on_delete=models.CASCADE, related_name="periods")
    name = models.CharField(max_length=50)
    kind = models.CharField(max_length=12, choices=KINDS, default=PeriodKind.LESSON.value)
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")) & Q(ends__lte=MINUTES_IN_A_DAY),
                name="period_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.name
