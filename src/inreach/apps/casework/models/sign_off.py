"""Who agreed a target, by name."""

import uuid

from django.db import models

from inreach.apps.audit.recording.action_only import ActionOnly
from inreach.apps.casework.models.target import Target
from inreach.core.targets.party import AGREEING, choices


class SignOff(ActionOnly):
    """A party agreed a target, by name, on a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="sign_offs")
    party = models.CharField(max_length=20, choices=choices(AGREEING))
    name = models.CharField(max_length=200)
    agreed_on = models.DateField()
    recorded_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["agreed_on", "id"]
        constraints = [models.UniqueConstraint(fields=["target", "party"], name="party_signs_once")]

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.name}"
