"""How long each field of the audit is kept, and what scrubbing leaves of it."""

from inreach.apps.audit.retention.data_classes import KEEP, POINTER, SCRUB_TEXT, FieldClasses

CLASSES: FieldClasses = {
    "Event": {
        "number": KEEP,
        "key": KEEP,
        "at": KEEP,
        "actor_id": POINTER,
        "acting_as": KEEP,
        "organisation_id": POINTER,
        "kind": KEEP,
        "verb": KEEP,
        "subject_type": KEEP,
        "subject_id": POINTER,
        "pupil_id": POINTER,
        "details": KEEP,
        "mac": KEEP,
        "block": KEEP,
    },
    "EventText": {
        "id": KEEP,
        "event_key": KEEP,
        "path": KEEP,
        "text": SCRUB_TEXT,
        "salt": SCRUB_TEXT,
        "scrubbed_at": KEEP,
    },
    "Block": {
        "number": KEEP,
        "sealed_at": KEEP,
        "numbers": KEEP,
        "count": KEEP,
        "digest": KEEP,
        "previous_mac": KEEP,
        "mac": KEEP,
    },
}
