"""Programmes, the groups that follow them, who is in a group and when it meets. All are changed only by actions."""

import uuid

from django.db import models
from django.db.models import F, Q

from inreach.apps.accounts.models import Organisation
from inreach.apps.audit.recording.actions import ActionOnly
from inreach.apps.casework.models import Area
from inreach.apps.schools.models import Pupil, Room, School, StaffMember
from inreach.core.ledger.types import Where


class Programme(ActionOnly):
    """An intervention as its makers describe it: dose, training, steps, and where that is from.

    Minutes are of one session; weeks are school weeks; training is in hours.
    """

    class Origin(models.TextChoices):
        EVIDENCE = "evidence", "Evidence-based"
        COMMERCIAL = "commercial", "Commercial"
        HOME_GROWN = "home_grown", "Home-grown"
        SPECIALIST = "specialist", "From a specialist"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="programmes")
    name = models.CharField(max_length=100)
    area = models.CharField(max_length=20, choices=Area)
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.HOME_GROWN)
    minutes_low = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes_high = models.PositiveSmallIntegerField(null=True, blank=True)
    per_week_low = models.PositiveSmallIntegerField(null=True, blank=True)
    per_week_high = models.PositiveSmallIntegerField(null=True, blank=True)
    weeks_low = models.PositiveSmallIntegerField(null=True, blank=True)
    weeks_high = models.PositiveSmallIntegerField(null=True, blank=True)
    training_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    steps = models.TextField(blank=True, help_text="What a session looks like, one step a line.")
    source = models.CharField(max_length=300, blank=True)
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="programme_name_once")]

    def __str__(self) -> str:
        return self.name


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


class GroupMember(ActionOnly):
    """A pupil in a group, from a day until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="support_memberships")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="group_member_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"from {self.starts}"


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

    class Meta:
        ordering = ["cycle_week", "weekday", "starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")) & Q(ends__lte=1440), name="slot_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="slot_weekday"),
        ]

    def __str__(self) -> str:
        return f"weekday {self.weekday}, {self.starts} to {self.ends}"
