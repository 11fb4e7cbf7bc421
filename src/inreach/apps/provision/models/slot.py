"""When a group meets."""

import uuid

from django.db import models
from django.db.models import F, Q

from inreach.apps.audit.recording.action_only import ActionOnly
from inreach.apps.provision.models.group import Group
from inreach.apps.schools.models import Room, StaffMember
from inreach.core.ledger.types import Where
from inreach.core.school.calendar import MINUTES_IN_A_DAY


class Slot(ActionOnly):
    """When and where a group meets each week of the cycle, and with whom.

    `starts` and `ends` are minutes since midnight; `cycle_week` 0 stands for every week; `adult` empty means the
    group's own adult.
    """

    PLACES = [
        (Where.CLASS.value, "In the class"),
        (Where.BASE.value, "In a support base"),
        (Where.ELSEWHERE.value, "Out of class"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="slots")
    weekday = models.PositiveSmallIntegerField()
    cycle_week = models.PositiveSmallIntegerField(default=0)
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=10, choices=PLACES, default=Where.ELSEWHERE.value)
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.SET_NULL, related_name="slots")
    adult = models.ForeignKey(
        StaffMember, null=True, blank=True, on_delete=models.SET_NULL, related_name="slots"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    LOCKED_WITH = ("group",)

    class Meta:
        ordering = ["cycle_week", "weekday", "starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")) & Q(ends__lte=MINUTES_IN_A_DAY),
                name="slot_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="slot_weekday"),
        ]

    def __str__(self) -> str:
        return f"weekday {self.weekday}, {self.starts} to {self.ends}"
