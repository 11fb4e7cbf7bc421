"""The adults who work at a school."""

import uuid

from django.db import models
from django.db.models import Q

from inreach.apps.accounts.models import User
from inreach.apps.schools.models.school import School
from inreach.core.ledger.types import Adult


class StaffMember(models.Model):
    """An adult who works in a school, whether or not they sign in to Inreach."""

    class Role(models.TextChoices):
        TEACHER = "teacher", "Teacher"
        ASSISTANT = "assistant", "Teaching assistant"
        SENCO = "senco", "SENCO"
        LEADER = "leader", "Leadership"
        SPECIALIST = "specialist", "Specialist"
        OTHER = "other", "Other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="staff")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="posts")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=12, choices=Role, default=Role.TEACHER)
    qualified_teacher = models.BooleanField(default=False)
    hours_per_week = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    cost_per_hour = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    source_id = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "source_id"], condition=~Q(source_id=""), name="staff_source_once_a_school"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def role_in_sentence(self) -> str:
        """The post within a sentence: "teaching assistant", "SENCO"."""
        words = self.Role(self.role).label
        return words if words.isupper() else words.lower()

    @property
    def adult(self) -> Adult:
        """What the ledger counts this person as: a qualified teacher is one whatever the post."""
        if self.qualified_teacher:
            return Adult.TEACHER
        return Adult.SPECIALIST if self.role == self.Role.SPECIALIST else Adult.ASSISTANT
