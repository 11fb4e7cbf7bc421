"""What the guard is set to, and how it is known that what was worked out of a ledger still holds."""

import uuid

from django.db import models

from inreach.apps.accounts.models import Organisation
from inreach.apps.audit.recording.action_only import ActionOnly


class GuardSetting(ActionOnly):
    """One threshold of the guard, as a school or service has set it, and why. Without a row the default holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="guard_settings")
    key = models.CharField(max_length=30)
    value = models.DecimalField(max_digits=6, decimal_places=3)
    reason = models.CharField(max_length=300)
    set_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"],
                name="guard_setting_once",
                violation_error_message="Somebody has moved this line meanwhile. Look at it again.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class LedgerVersion(models.Model):
    """A mark of everything from which a school's ledgers are worked out. The database sets a new one at every change.

    `school` is the school's id as `row_keys.as_text` gives it, and "" for what may concern every school. Connections
    that write at the same time set marks apart (`writer`), so that none of them waits for another.
    """

    school = models.CharField(max_length=36, blank=True)
    writer = models.IntegerField()
    mark = models.BigIntegerField()

    class Meta:
        ordering = ["school", "writer"]
        constraints = [models.UniqueConstraint(fields=["school", "writer"], name="ledger_version_once")]

    def __str__(self) -> str:
        return f"{self.school or 'every school'}: {self.mark}"
