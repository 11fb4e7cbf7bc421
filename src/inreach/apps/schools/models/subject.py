"""Subjects of a school."""

import uuid

from django.db import models

from inreach.apps.schools.models.school import School
from inreach.core.ledger.types import SubjectKind


class Subject(models.Model):
    """A subject as the school names it. A protected one is not to be missed for support."""

    KINDS = [(kind.value, kind.label) for kind in SubjectKind]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="subjects")
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=10, choices=KINDS, default=SubjectKind.OTHER.value)
    protected = models.BooleanField(default=False)
    source_id = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="subject_name_once_a_school",
                violation_error_message="There is a subject with this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name
