"""A pupil's special educational needs, from day to day."""

import uuid

from django.db import models
from django.db.models import F, Q

from inreach.apps.schools.models.pupil import Pupil


class SenStatus(models.Model):
    """SEN provision of a pupil (N, K or E of the school census) from a day on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="sen_statuses")
    code = models.CharField(max_length=1)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="sen_status_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(code__in=["N", "K", "E"]), name="sen_status_code"),
        ]

    def __str__(self) -> str:
        return self.code


class SenNeed(models.Model):
    """A type of need (census code), ranked: 1 primary, 2 secondary, from a day on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="sen_needs")
    code = models.CharField(max_length=4)
    rank = models.PositiveSmallIntegerField(default=1)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["rank", "starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="sen_need_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.code
