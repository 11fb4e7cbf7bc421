"""Imports that people have asked for: what was read, what it would change, and whether it was applied."""

import uuid

from django.db import models

from inreach.apps.accounts.models import Organisation
from inreach.apps.audit.recording.action_only import ActionOnly


class ImportRun(ActionOnly):
    """One file that somebody brought. The file itself is deleted once it is applied or refused.

    `file` is the path below the private file store; `plan` holds counts, never names; `faults` name file, row and
    field.
    """

    class State(models.TextChoices):
        EXAMINING = "examining", "Being examined"
        READY = "ready", "Ready to apply"
        APPLYING = "applying", "Being applied"
        REFUSED = "refused", "Refused"
        APPLIED = "applied", "Applied"
        DROPPED = "dropped", "Not applied"

    UNDECIDED = (State.EXAMINING, State.READY, State.APPLYING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="import_runs"
    )
    format = models.CharField(max_length=20)
    file = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State)
    plan = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    brought_by = models.CharField(max_length=64, blank=True)
    brought_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-brought_at", "id"]

    def __str__(self) -> str:
        return f"{self.format} import"

    @property
    def is_being_examined(self) -> bool:
        """Whether it is not known yet what the file would do."""
        return self.state == self.State.EXAMINING

    @property
    def is_being_applied(self) -> bool:
        """Whether somebody has decided for it, and a worker applies it."""
        return self.state == self.State.APPLYING

    @property
    def is_ready(self) -> bool:
        """Whether the import waits for somebody's decision."""
        return self.state == self.State.READY

    @property
    def is_applied(self) -> bool:
        """Whether the file has been imported."""
        return self.state == self.State.APPLIED

    @property
    def is_refused(self) -> bool:
        """Whether the file had faults."""
        return self.state == self.State.REFUSED

    @property
    def is_dropped(self) -> bool:
        """Whether somebody, or time, decided against the import."""
        return self.state == self.State.DROPPED
