"""How long each field of a release is kept, and what scrubbing leaves of it."""

from inreach.apps.audit.retention.data_classes import SCHOOL, FieldClasses

CLASSES: FieldClasses = {
    "Release": dict.fromkeys(["id", "organisation", "on", "threshold", "counts"], SCHOOL),
}
