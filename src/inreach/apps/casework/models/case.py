"""Work that a school asked a service to do with one pupil."""

import uuid

from django.db import models
from django.db.models import Q

from inreach.apps.audit.recording.action_only import ActionOnly
from inreach.apps.schools.models import Pupil, School, Service
from inreach.core.transitions import CaseState, ends


class Area(models.TextChoices):
    """The four broad areas of need of the SEND Code of Practice (2015)."""

    COMMUNICATION = "communication", "Communication and interaction"
    COGNITION = "cognition", "Cognition and learning"
    SEMH = "semh", "Social, emotional and mental health"
    SENSORY = "sensory", "Sensory and/or physical"


class Case(ActionOnly):
    """Work that a school asked a service to do with one pupil. It is what lets the service see the pupil."""

    STATES = [
        (CaseState.REQUESTED.value, "Requested"),
        (CaseState.TRIAGED.value, "Triaged"),
        (CaseState.MEETING_ARRANGED.value, "Meeting arranged"),
        (CaseState.ACTIVE.value, "Active"),
        (CaseState.REVIEWED.value, "Reviewed"),
        (CaseState.FOLLOWING_UP.value, "Following up"),
        (CaseState.CLOSED.value, "Closed"),
        (CaseState.DECLINED.value, "Declined"),
        (CaseState.WITHDRAWN.value, "Withdrawn"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="cases")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="cases")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="cases")
    state = models.CharField(max_length=20, choices=STATES, default=CaseState.REQUESTED.value)
    area = models.CharField(max_length=20, choices=Area)
    concern = models.TextField(help_text="What the school is worried about, in its own words.")
    opened_on = models.DateField()
    next_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["next_date", "opened_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "service"],
                condition=Q(state__in=[state.value for state in CaseState if state not in ends("case")]),
                name="one_running_case_with_a_service",
                violation_error_message="There is already a case with this service for this pupil.",
            )
        ]

    def __str__(self) -> str:
        return f"case opened {self.opened_on}"

    @property
    def is_over(self) -> bool:
        """Whether the case has come to an end, however it ended."""
        return self.state in ends("case")
