"""What has left a school or a service: kept inside, so that the next time gives nothing away beside it."""

import uuid

from django.db import models

from inreach.apps.accounts.models import Organisation
from inreach.apps.audit.recording.action_only import ActionOnly


class Release(ActionOnly):
    """The counts behind charts that left at one time, and which of them were printed. It stays inside.

    `counts` holds `cells` (a cell's names, its count, whether it was printed) and `adds` (cells that add up to one).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="evaluation_releases"
    )
    on = models.DateField()
    threshold = models.PositiveSmallIntegerField()
    counts = models.JSONField()

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"left on {self.on}"
