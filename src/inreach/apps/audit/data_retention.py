"""How long each field of the audit is kept, and what scrubbing leaves of it."""

from inreach.apps.audit.retention.data_classes import KEEP, POINTER, SCRUB_TEXT, FieldClasses

CLASSES: FieldClasses = {
    "Event": {
        "number": KEEP,
        "at": KEEP,
        "actor_id": POINTER,
        "acting_as": KEEP,
        "organisation_id": POINTER,
        "kind": KEEP,
        "verb": KEEP,
        "subject_type": KEEP,
        "subject_id": POINTER,
        "pupil_id": POINTER,
        "details": SCRUB_TEXT,
        "previous_hash": KEEP,
        "hash": KEEP,
    },
    "ChainHead": {"id": KEEP, "number": KEEP, "hash": KEEP},
}
