"""What people write of a target, as one mark: nobody agrees to a text, or starts it, that they have not read."""

import hashlib
import json

from inreach.apps.audit.recording.action import last_change
from inreach.apps.casework.models import Target
from inreach.apps.casework.models.target import WRITTEN_FIELDS
from inreach.core.transitions import NotAllowed

SHOWN = 24


def wording_of(target: Target) -> str:
    """Return the mark of a target's text as it is now, for the hidden field of a form beside it."""
    written = {name: str(getattr(target, name)) for name in WRITTEN_FIELDS}
    levels = sorted(target.level_descriptors.values_list("level", "text"))
    text = json.dumps([sorted(written.items()), levels])
    return hashlib.sha256(text.encode()).hexdigest()[:SHOWN]


def check_read(target: Target, wording: str) -> None:
    """Raise NotAllowed, with who changed the target and when, if what somebody read of it is not what it says now.

    A form that brings no mark, such as a command's, is taken to have read it.
    """
    if wording and wording != wording_of(target):
        changed = last_change(target) or "Somebody changed this target while you read it."
        raise NotAllowed(f"{changed} Read it again before you go on. Nothing is saved yet.")
