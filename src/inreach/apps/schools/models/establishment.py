"""The list of establishments that the Department for Education publishes."""

from django.db import models

from inreach.apps.schools.models.school import School


class Establishment(models.Model):
    """A school of England as the Department for Education lists it: a reference list, not a tenant."""

    urn = models.CharField("URN", max_length=6, primary_key=True)
    dfe_number = models.CharField("DfE number", max_length=7, blank=True)
    name = models.CharField(max_length=200)
    authority = models.CharField("local authority", max_length=100, blank=True)
    kind = models.CharField("type of school", max_length=100, blank=True)
    phase = models.CharField(max_length=12, choices=School.Phase, default=School.Phase.UNKNOWN)

    class Meta:
        ordering = ["name", "urn"]
        indexes = [models.Index(fields=["name"]), models.Index(fields=["dfe_number"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.urn})"
