"""How long each field about imports is kept, and what scrubbing leaves of it."""

from inreach.apps.audit.retention.data_classes import KEEP, POINTER, SCRUB_TEXT, FieldClasses

CLASSES: FieldClasses = {
    "ImportRun": {
        "id": POINTER,
        "organisation": POINTER,
        "format": KEEP,
        "file": SCRUB_TEXT,
        "sha256": KEEP,
        "options": KEEP,
        "state": KEEP,
        "plan": KEEP,
        "faults": SCRUB_TEXT,
        "brought_by": POINTER,
        "brought_at": KEEP,
        "applied_at": KEEP,
    }
}
