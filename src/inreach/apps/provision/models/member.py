"""Who is in a group, from which day to which."""

import uuid

from django.db import models
from django.db.models import F, Q

from inreach.apps.audit.recording.action_only import ActionOnly
from inreach.apps.provision.models.group import Group
from inreach.apps.schools.models import Pupil


class GroupMember(ActionOnly):
    """A pupil in a group, from a day until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="support_memberships")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    LOCKED_WITH = ("group",)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="group_member_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["group", "pupil"],
                condition=Q(ends__isnull=True),
                name="one_open_membership_in_a_group",
                violation_error_message="This pupil is in this group already.",
            ),
        ]

    def __str__(self) -> str:
        return f"from {self.starts}"
