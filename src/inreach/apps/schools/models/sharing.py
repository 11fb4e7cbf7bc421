"""Who outside the school may see a pupil, and who in a family."""

import uuid

from django.db import models
from django.db.models import F, Q

from inreach.apps.accounts.models import Organisation, User
from inreach.apps.schools.models.pupil import Pupil


class Sharing(models.Model):
    """A school lets a service see one pupil, from a day until a day. Without it no service sees a pupil."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="sharings")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="shared_pupils")
    reason = models.CharField(max_length=200)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="sharing_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"shared from {self.starts}"


class PupilLink(models.Model):
    """A person who signs in as this pupil, or as the pupil's parent or carer."""

    class Relation(models.TextChoices):
        SELF = "self", "The pupil"
        PARENT = "parent", "Parent or carer"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="links")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="pupil_links")
    relation = models.CharField(max_length=6, choices=Relation)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="pupil_link_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.get_relation_display()
