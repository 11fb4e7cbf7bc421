"""Who agreed a target, by name."""

import uuid
from collections.abc import Iterator

from django.db import models

from inreach.apps.audit.models import Event
from inreach.apps.audit.recording.action_only import ActionOnly
from inreach.apps.audit.recording.explanation import Explanation
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

    LOCKED_WITH = ("target",)

    class Meta:
        ordering = ["agreed_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "party"],
                name="party_signs_once",
                violation_error_message="Somebody has agreed already for this part.",
            )
        ]

    @classmethod
    def explained_by(cls, event: Event) -> Iterator[Explanation]:
        """Say which agreement an event makes or takes back."""
        if event.verb in {"target.agreed", "target.agreement_removed"}:
            about = event.details
            yield Explanation(
                about["sign_off"],
                {"party": about["party"], "agreed_on": about["agreed_on"]},
                gone=event.verb == "target.agreement_removed",
            )

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.name}"
