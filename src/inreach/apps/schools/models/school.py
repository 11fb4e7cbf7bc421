"""Schools, services and rooms."""

import uuid

from django.db import models

from inreach.apps.accounts.models import Organisation


class Service(models.Model):
    """An outreach service, local authority or trust. Its key is its organisation's."""

    class Kind(models.TextChoices):
        OUTREACH = "outreach", "Outreach service"
        AUTHORITY = "authority", "Local authority"
        TRUST = "trust", "Trust"

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.PROTECT, related_name="service"
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OUTREACH)

    class Meta:
        ordering = ["organisation__name"]

    def __str__(self) -> str:
        return self.organisation.name


class School(models.Model):
    """A school, which owns its pupils' records. Its key is its organisation's.

    `first_weekday` and `school_days` count 0 = Monday to 6 = Sunday; `cycle_weeks` is 1, or 2 for weeks A and B.
    """

    class Phase(models.TextChoices):
        NURSERY = "nursery", "Nursery"
        PRIMARY = "primary", "Primary"
        MIDDLE = "middle", "Middle"
        SECONDARY = "secondary", "Secondary"
        SIXTEEN_PLUS = "16-plus", "16 plus"
        ALL_THROUGH = "all-through", "All-through"
        SPECIAL = "special", "Special"
        ALTERNATIVE = "alternative", "Alternative provision"
        UNKNOWN = "unknown", "Not known"

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.PROTECT, related_name="school"
    )
    urn = models.CharField("URN", max_length=6, blank=True)
    dfe_number = models.CharField("DfE number", max_length=7, blank=True)
    phase = models.CharField(max_length=12, choices=Phase, default=Phase.UNKNOWN)
    first_weekday = models.PositiveSmallIntegerField(default=0)
    school_days = models.JSONField(default=list)
    cycle_weeks = models.PositiveSmallIntegerField(default=1)
    cycle_anchor = models.DateField(
        null=True, blank=True, help_text="A day in a week A. Empty: the first week of term."
    )

    class Meta:
        ordering = ["organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["urn"],
                condition=~models.Q(urn=""),
                name="school_urn_once",
                violation_error_message="There is a school with this URN already.",
            ),
            models.CheckConstraint(
                condition=models.Q(cycle_weeks__in=[1, 2]), name="school_cycle_one_or_two"
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name

    @property
    def name(self) -> str:
        return self.organisation.name


class Room(models.Model):
    """A room of a school."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=100)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    source_id = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="room_name_once_a_school",
                violation_error_message="There is a room with this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name
