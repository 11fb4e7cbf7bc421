"""One thing that a pupil is to be able to do, and words for the levels on the way."""

import uuid
from collections.abc import Iterator

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from inreach.apps.audit.models import Event
from inreach.apps.audit.recording.action_only import ActionOnly
from inreach.apps.audit.recording.explanation import Explanation
from inreach.apps.casework.models.case import Area, Case
from inreach.apps.schools.models import Pupil
from inreach.core.transitions import TargetState, ends

SCALE = [MinValueValidator(1), MaxValueValidator(10)]
WRITTEN_FIELDS = (
    "area",
    "title",
    "case",
    "success_criteria",
    "seen_where",
    "seen_by",
    "baseline",
    "baseline_words",
    "expected",
    "expected_words",
    "maintain",
    "starts_on",
    "review_on",
    "facts",
)
"""What somebody writes of a target: draft, form and initial values are made from this list."""
SET_BY_ACTIONS = ("id", "pupil", "state", "written_on")
"""What nobody writes: actions set it."""


class Target(ActionOnly):
    """One thing that a pupil is to be able to do, on one scale of 1 to 10."""

    STATES = [
        (TargetState.DRAFT.value, "Being written"),
        (TargetState.ACTIVE.value, "In progress"),
        (TargetState.REVIEWED.value, "Reviewed"),
        (TargetState.FOLLOWING_UP.value, "Following up"),
        (TargetState.CLOSED.value, "Closed"),
        (TargetState.WITHDRAWN.value, "Withdrawn"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="targets")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="targets")
    state = models.CharField(max_length=20, choices=STATES, default=TargetState.DRAFT.value)
    area = models.CharField(max_length=20, choices=Area)
    title = models.CharField(max_length=200)
    success_criteria = models.TextField(blank=True)
    seen_where = models.CharField(
        max_length=200, blank=True, help_text="In which lesson, place or time of day."
    )
    seen_by = models.CharField(max_length=200, blank=True, help_text="Who will see or hear it.")
    baseline = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=SCALE,
        help_text="Derived from the dated baseline ratings, which are the truth.",
    )
    baseline_words = models.CharField(max_length=300, blank=True)
    expected = models.PositiveSmallIntegerField(null=True, blank=True, validators=SCALE)
    expected_words = models.CharField(max_length=300, blank=True)
    maintain = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    facts = models.JSONField(default=list, help_text="Ids of the quality facts that somebody has ticked.")
    written_on = models.DateField()

    class Meta:
        ordering = ["written_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(baseline__isnull=True) | Q(baseline__range=(1, 10)),
                name="target_baseline_on_scale",
            ),
            models.CheckConstraint(
                condition=Q(expected__isnull=True) | Q(expected__range=(1, 10)),
                name="target_expected_on_scale",
            ),
            models.CheckConstraint(
                condition=Q(expected__isnull=True)
                | Q(baseline__isnull=True)
                | Q(expected__gte=F("baseline")),
                name="target_expected_not_below_baseline",
            ),
        ]

    @classmethod
    def explained_by(cls, event: Event) -> Iterator[Explanation]:
        """Say which target an event writes or moves, and into which state."""
        if event.subject_type == cls._meta.label_lower and event.verb == "target.written":
            yield Explanation(event.subject_id)
        elif event.verb == "target.moved":
            yield Explanation(event.subject_id, {"state": event.details["to"]})

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """Whether the target is still being written."""
        return self.state == TargetState.DRAFT

    @property
    def is_active(self) -> bool:
        """Whether work on the target goes on."""
        return self.state == TargetState.ACTIVE

    @property
    def is_over(self) -> bool:
        """Whether the target is closed or was withdrawn."""
        return self.state in ends("target")


class LevelDescriptor(ActionOnly):
    """What one level of a target's scale looks like, in words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="level_descriptors")
    level = models.PositiveSmallIntegerField(validators=SCALE)
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["level", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "level"],
                name="level_described_once",
                violation_error_message="Somebody has described this level meanwhile. Look at it again.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.text}"
