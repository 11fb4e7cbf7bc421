"""How long each field of the outbox is kept, and what scrubbing leaves of it."""

from inreach.apps.audit.retention.data_classes import KEEP, POINTER, SECRET, STAFF_CONTACT, FieldClasses

CLASSES: FieldClasses = {
    "OutgoingMessage": {
        "id": POINTER,
        "to": STAFF_CONTACT,
        "sender": KEEP,
        "subject": SECRET,
        "body": SECRET,
        "alternatives": SECRET,
        "state": KEEP,
        "tries": KEEP,
        "last_error": KEEP,
        "written_at": KEEP,
        "sent_at": KEEP,
    }
}
