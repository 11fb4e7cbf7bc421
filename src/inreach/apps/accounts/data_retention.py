"""How long each field about people who sign in is kept, and what scrubbing leaves of it."""

from inreach.apps.audit.retention.data_classes import (
    KEEP,
    POINTER,
    SCHOOL,
    SECRET,
    STAFF_CONTACT,
    STAFF_NAME,
    FieldClasses,
)

CLASSES: FieldClasses = {
    "Organisation": {"id": POINTER, "kind": SCHOOL, "name": SCHOOL, "invented": SCHOOL},
    "User": {
        "id": POINTER,
        "email": STAFF_CONTACT,
        "name": STAFF_NAME,
        "password": SECRET,
        "last_login": KEEP,
        "is_active": KEEP,
        "joined": KEEP,
    },
    "AnsweredForm": {"key": KEEP, "url": POINTER, "message": SECRET, "sent_at": KEEP},
    "Membership": {
        "id": POINTER,
        "user": POINTER,
        "organisation": POINTER,
        "role": KEEP,
        "starts": KEEP,
        "ends": KEEP,
        "waiting_since": KEEP,
        "asked_as": STAFF_NAME,
    },
}
