"""Ratings given to a target, dated."""

import uuid
from collections.abc import Iterator

from django.db import models
from django.db.models import Q

from inreach.apps.audit.models import Event
from inreach.apps.audit.recording.action_only import ActionOnly
from inreach.apps.audit.recording.explanation import Explanation
from inreach.apps.casework.models.target import SCALE, Target
from inreach.core.targets.party import Party, choices
from inreach.core.targets.types import Purpose


class Rating(ActionOnly):
    """A number from 1 to 10 given to a target on a day, by somebody, somewhere."""

    class Setting(models.TextChoices):
        CLASS = "class", "In class"
        GROUP = "group", "In the group"
        ELSEWHERE = "elsewhere", "Elsewhere in school"
        HOME = "home", "At home"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="ratings")
    value = models.PositiveSmallIntegerField(validators=SCALE)
    rated_on = models.DateField()
    purpose = models.CharField(
        max_length=10,
        choices=[(purpose.value, purpose.label) for purpose in Purpose],
        default=Purpose.PROGRESS,
    )
    rater = models.CharField(max_length=200)
    rater_role = models.CharField(max_length=20, choices=choices(tuple(Party)))
    setting = models.CharField(max_length=10, choices=Setting, default=Setting.CLASS)
    independent = models.BooleanField(default=False, help_text="Given without knowing the other ratings.")
    observation = models.CharField(max_length=300, blank=True, help_text="What was seen.")
    recorded_by = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    LOCKED_WITH = ("target",)

    class Meta:
        ordering = ["rated_on", "recorded_at", "id"]
        constraints = [models.CheckConstraint(condition=Q(value__range=(1, 10)), name="rating_on_scale")]

    @classmethod
    def explained_by(cls, event: Event) -> Iterator[Explanation]:
        """Say which rating an event gives or corrects, and to what."""
        if event.verb in {"target.rated", "rating.corrected"}:
            given = event.details.get("to", event.details)
            yield Explanation(
                event.details["rating"], {"value": str(given["value"]), "rated_on": given["on"]}
            )

    def __str__(self) -> str:
        return f"{self.value} on {self.rated_on}"
