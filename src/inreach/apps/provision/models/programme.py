"""Programmes: what support can be, and what is known of each."""

import uuid

from django.db import models

from inreach.apps.accounts.models import Organisation
from inreach.apps.audit.recording.action_only import ActionOnly
from inreach.apps.casework.models import Area


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
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="programme_name_once",
                violation_error_message="There is a programme with this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name
