"""How long each field of the guard's settings is kept, and what scrubbing leaves of it."""

from inreach.apps.audit.retention.data_classes import SCHOOL, FieldClasses

CLASSES: FieldClasses = {
    "GuardSetting": dict.fromkeys(
        ["id", "organisation", "key", "value", "reason", "set_on", "review_on"], SCHOOL
    ),
    "LedgerVersion": dict.fromkeys(["id", "school", "writer", "mark"], SCHOOL),
}
